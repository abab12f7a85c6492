import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { StepForm } from '../step-form.tsx';
import type { StepProps } from '../types.ts';

/** A form of the wizard: saving it leads on. */
export function FormStep({ setup, step, plugin, isLast, onDone, onSkip }: StepProps) {
  const { setup: texts } = useTexts();
  return (
    <StepForm
      setup={setup}
      step={step}
      plugin={plugin}
      action={isLast ? texts.finish : texts.goOn}
      onSaved={onDone}
      beside={
        (step.state === 'done' || !step.required) && (
          <Button kind="quiet" onClick={onSkip}>
            {step.state === 'done' ? texts.goOnUnchanged : texts.skip}
          </Button>
        )
      }
    />
  );
}
