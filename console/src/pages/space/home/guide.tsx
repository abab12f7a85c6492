import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { useInstalls } from '../../../parts/use-installs.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import styles from './home.module.css';

const HIDDEN = 'guide-hidden';
/** What the demo tells of itself in its space. */
const RECEPTION = 'reception_url';
const GREETER = 'greeter';

/** A way through the demo; nowhere else, since only the demo has a reception desk. */
export function Guide({ spaceId }: { spaceId: number }) {
  const { home } = useTexts();
  const [isHidden, setHidden] = useState(() => localStorage.getItem(HIDDEN) !== null);
  const { data: space } = useQuery(read('/platform/v1/spaces/{id}', { path: { id: spaceId } }));
  const { data: installs = [] } = useInstalls(spaceId);
  const reception = webAddress((space?.attributes as Record<string, unknown>)?.[RECEPTION]);
  const greeter = installs.find(({ plugin_slug }) => plugin_slug === GREETER);
  if (isHidden || reception === undefined || greeter === undefined) return null;
  const hide = () => {
    localStorage.setItem(HIDDEN, 'yes');
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
      <p>{home.guideText}</p>
      <ol className={styles.guide}>
        <li>
          <a {...atReception}>{steps.visitor}</a>
          <span>{steps.visitorText}</span>
        </li>
        <li>
          <PageLink to={paths.activity(spaceId)}>{steps.watch}</PageLink>
          <span>{steps.watchText}</span>
        </li>
        <li>
          <PageLink to={paths.installSettings(spaceId, greeter.id)}>{steps.greeting}</PageLink>
          <span>{steps.greetingText}</span>
        </li>
        <li>
          <PageLink to={paths.installActivity(spaceId, greeter.id)}>{steps.request}</PageLink>
          <span>{steps.requestText}</span>
        </li>
        <li>
          <a {...atReception}>{steps.break}</a>
          <span>{steps.breakText}</span>
        </li>
      </ol>
    </Card>
  );
}

const webAddress = (value: unknown): string | undefined =>
  typeof value === 'string' && /^https?:\/\//.test(value) ? value : undefined;
