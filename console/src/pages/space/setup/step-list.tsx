import { Check, ChevronDown } from 'lucide-react';
import { PageLink } from '../../../parts/page-link.tsx';
import { useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import type { Setup, Step } from '../../../setup/types.ts';
import { useTexts } from '../../../texts.tsx';
import { classes } from '../../../ui/classes.ts';
import { DONE } from './address.ts';
import styles from './setup.module.css';

interface StepListProps {
  setup: Setup;
  /** Undefined on the last page. */
  current: Step | undefined;
}

/** Beside the step: all of them, with how they stand. */
export function StepList({ setup, current }: StepListProps) {
  const { setup: texts } = useTexts();
  return (
    <nav aria-label={texts.steps} className={styles.aside}>
      <Steps setup={setup} current={current} />
    </nav>
  );
}

/** Above the step, where there is no room beside it: which it is, and all of them on a touch. */
export function StepSummary({ setup, current }: StepListProps) {
  const { setup: texts } = useTexts();
  const count = setup.steps.length;
  if (count === 0) return null;
  const place = current === undefined ? texts.allDone : texts.stepOf(current.number + 1, count);
  return (
    // Closed again on another step.
    <details key={place} className={styles.above}>
      <summary>
        <span>{place}</span>
        <span className={styles.bars} aria-hidden="true">
          {setup.steps.map(({ number, state }) => (
            <span
              key={number}
              data-state={state}
              data-current={number === current?.number || undefined}
            />
          ))}
        </span>
        <ChevronDown size={16} aria-hidden="true" />
      </summary>
      <nav aria-label={texts.steps}>
        <Steps setup={setup} current={current} />
      </nav>
    </details>
  );
}

function Steps({ setup, current }: StepListProps) {
  const { setup: texts } = useTexts();
  const to = paths.setup(useSpaceId(), setup.install_id);
  const stateOf = ({ state, required }: Step) =>
    texts.stepState[state === 'open' && !required ? 'optional' : state];
  return (
    <ol className={styles.steps}>
      {setup.steps.map((step) => (
        <li key={step.number}>
          <PageLink
            to={to}
            search={{ step: String(step.number + 1) }}
            className={classes(styles.link, step === current && styles.current)}
            aria-current={step === current ? 'step' : false}
          >
            <span className={styles.mark} data-state={step.state} aria-hidden="true">
              {step.state === 'done' ? <Check size={14} /> : step.number + 1}
            </span>
            <span className={styles.name}>{step.title}</span>
            <span className={styles.state}>{stateOf(step)}</span>
          </PageLink>
        </li>
      ))}
      <li>
        <PageLink
          to={to}
          search={{ step: DONE }}
          className={classes(styles.link, current === undefined && styles.current)}
          aria-current={current === undefined ? 'step' : false}
        >
          <span
            className={styles.mark}
            data-state={setup.setup_open ? 'open' : 'done'}
            aria-hidden="true"
          >
            {setup.setup_open ? '·' : <Check size={14} />}
          </span>
          <span className={styles.name}>{texts.allDone}</span>
        </PageLink>
      </li>
    </ol>
  );
}
