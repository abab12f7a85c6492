import { useEffect, useRef } from 'react';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { StepOfKind } from '../../../setup/step-kinds.tsx';
import type { Setup, Step } from '../../../setup/types.ts';
import { Card } from '../../../ui/card.tsx';
import { DONE } from './address.ts';
import { DonePage } from './done.tsx';
import styles from './setup.module.css';
import { StepList, StepSummary } from './step-list.tsx';
import type { PluginOfInstall } from './use-plugin.ts';

interface WizardProps {
  setup: Setup;
  plugin: PluginOfInstall;
  spaceId: number;
}

/** The steps, and the one that the address names: the first that is open, where it names none. */
export function Wizard({ setup, plugin, spaceId }: WizardProps) {
  const [search, change] = useAddressSearch();
  const shown = useRef<HTMLDivElement>(null);
  const current = stepOf(setup, search.step);
  const moved = useRef(false);

  const goTo = (step: Step | undefined) => {
    moved.current = true;
    change({ step: step === undefined ? DONE : String(step.number + 1) });
  };
  const place = current?.number ?? DONE;
  // From here on the address says it: what a colleague does meanwhile leads nobody away.
  const isNamed = search.step !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, where the address names none
  useEffect(() => {
    if (!isNamed) change({ step: current === undefined ? DONE : String(current.number + 1) });
  }, [isNamed]);
  // The step that comes takes the focus from the button that led to it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another step is shown
  useEffect(() => {
    if (moved.current) shown.current?.querySelector('h2')?.focus();
    moved.current = false;
  }, [place]);

  const count = setup.steps.length;
  return (
    <div className={styles.wizard}>
      <StepList setup={setup} current={current} />
      <StepSummary setup={setup} current={current} />
      <div ref={shown} className={styles.step}>
        {current === undefined ? (
          <DonePage setup={setup} plugin={plugin} spaceId={spaceId} onStep={goTo} />
        ) : (
          <Card className={styles.card}>
            <h2 tabIndex={-1} className={styles.title}>
              {current.title}
            </h2>
            <StepOfKind
              key={current.number}
              setup={setup}
              step={current}
              plugin={plugin.name}
              isLast={current.number === count - 1}
              onDone={(now) => goTo(after(now, current))}
              onSkip={() => goTo(setup.steps[current.number + 1])}
            />
          </Card>
        )}
      </div>
    </div>
  );
}

function stepOf(setup: Setup, named: string | undefined): Step | undefined {
  if (named === DONE) return undefined;
  return setup.steps[Number(named) - 1] ?? setup.steps[setup.next ?? -1];
}

/** The next one that is open; what was skipped stays for the end. */
const after = (setup: Setup, { number }: Step): Step | undefined =>
  setup.steps.find((step) => step.number > number && step.state === 'open');
