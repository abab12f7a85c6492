import { Check } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { classes } from '../../../ui/classes.ts';
import { hideGuide, type Look, looksTaken, takeLook } from './guide-memory.ts';
import styles from './home.module.css';
import type { GuideFacts } from './use-guide.ts';

/** A way through the demo, and how far somebody has come. What they find done as they come is not shown again. */
export function Guide({ facts }: { facts: GuideFacts }) {
  const { home } = useTexts();
  const { spaceId, reception, greeterId, began } = facts;
  const [looked, setLooked] = useState(() => looksTaken(began));
  const look = (step: Look) => () => {
    takeLook(step, began);
    setLooked([...looked, step]);
  };
  const done = {
    ...facts.done,
    watch: looked.includes('watch'),
    request: looked.includes('request'),
  };
  const isDone = Object.values(done).every(Boolean);
  const [isHidden, setHidden] = useState(isDone);
  // It stands while somebody looks, and is not there when they come again.
  useEffect(() => {
    if (isDone) hideGuide();
  }, [isDone]);
  if (isHidden) return null;
  const hide = () => {
    hideGuide();
    setHidden(true);
  };
  const { guideSteps: steps } = home;
  const atReception = { href: reception, target: '_blank', rel: 'noreferrer noopener' };
  return (
    <Card
      title={home.guide}
      actions={
        <Button kind="quiet" size="small" onClick={hide}>
          {home.hideGuide}
        </Button>
      }
    >
      <p>{isDone ? home.guideDone : home.guideText}</p>
      <ol className={styles.guide}>
        <Step number={1} isDone={done.visitor} text={steps.visitorText}>
          <a {...atReception}>{steps.visitor}</a>
        </Step>
        <Step number={2} isDone={done.watch} text={steps.watchText}>
          <PageLink to={paths.activity(spaceId)} onClick={look('watch')}>
            {steps.watch}
          </PageLink>
        </Step>
        <Step number={3} isDone={done.greeting} text={steps.greetingText}>
          <PageLink to={paths.installSettings(spaceId, greeterId)}>{steps.greeting}</PageLink>
        </Step>
        <Step number={4} isDone={done.request} text={steps.requestText}>
          <PageLink to={paths.installActivity(spaceId, greeterId)} onClick={look('request')}>
            {steps.request}
          </PageLink>
        </Step>
        <Step number={5} isDone={done.break} text={steps.breakText}>
          <a {...atReception}>{steps.break}</a>
        </Step>
      </ol>
    </Card>
  );
}

interface StepProps {
  number: number;
  isDone: boolean;
  /** The way to it. */
  children: ReactNode;
  text: string;
}

function Step({ number, isDone, children, text }: StepProps) {
  const { status } = useTexts();
  return (
    <li className={classes(isDone && styles.done)}>
      <span className={styles.mark} aria-hidden="true">
        {isDone ? <Check size={14} /> : number}
      </span>
      <p>
        {children}
        {isDone && <span className="visually-hidden">: {status.job.done}</span>}
      </p>
      <p className={styles.stepText}>{text}</p>
    </li>
  );
}
