import { useTexts } from '../texts.tsx';
import { Card } from '../ui/card.tsx';
import { Status } from '../ui/status.tsx';
import { OnlyAnswers } from './only-answers.tsx';
import styles from './setup.module.css';
import { StepForm } from './step-form.tsx';
import { StepOfKind } from './step-kinds.tsx';
import type { Setup } from './types.ts';

interface SetupFormProps {
  setup: Setup;
  /** The plugin's name. */
  plugin: string;
  /** Whether they may change it; others read what was answered. */
  isAdmin: boolean;
  onSaved?: (setup: Setup) => void;
}

const nothing = () => {};

/** All steps of a set-up as sections, each with its own button: to change what was answered once. */
export function SetupForm({ setup, plugin, isAdmin, onSaved = nothing }: SetupFormProps) {
  const { setup: texts } = useTexts();
  return (
    <div className={styles.sections}>
      {setup.steps.map((step) => (
        <Card
          key={`${step.number} ${step.type}`}
          title={step.title}
          actions={
            step.state === 'open' && (
              <Status tone={step.required ? 'warning' : 'outline'}>
                {texts.stepState[step.required ? 'open' : 'optional']}
              </Status>
            )
          }
        >
          {!isAdmin && <OnlyAnswers step={step} />}
          {isAdmin && step.type === 'form' && (
            <StepForm
              setup={setup}
              step={step}
              plugin={plugin}
              action={texts.save(step.title)}
              onSaved={onSaved}
            />
          )}
          {isAdmin && step.type !== 'form' && (
            <StepOfKind
              setup={setup}
              step={step}
              plugin={plugin}
              isLast
              isAlone
              onDone={onSaved}
              onSkip={nothing}
            />
          )}
        </Card>
      ))}
    </div>
  );
}
