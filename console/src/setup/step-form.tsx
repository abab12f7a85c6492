// A form step of a set-up, wherever it is shown. `StepForm` is one form with its own button; `SetupForm` (setup-form.tsx) is all steps of an
// install as sections, for its settings and for views in other products. Both take a `Setup` as `useQuery(readSetup(id))` of api/setup.ts
// answers it (by that alone, so that numbers of many digits stay whole), submit with the revision that was looked at, and put the new one
// into the query cache themselves. Nothing in here opens a dialog, needs the router, or asks for more than the Platform API, so that it works
// in a frame of another site, too. What was typed stays until it is saved, also over a reload and when a colleague saves meanwhile.
import { type FormEvent, type ReactNode, useId, useRef } from 'react';
import { ApiError } from '../api/errors.ts';
import { useViolationWords } from '../parts/violation-words.ts';
import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import { Banner } from '../ui/card.tsx';
import { FieldOfType } from './field-types.tsx';
import styles from './setup.module.css';
import { SubmitOutcome } from './submit-outcome.tsx';
import type { Field, Setup, Step } from './types.ts';
import { type StepFormState, useStepForm } from './use-step-form.ts';

interface StepFormProps {
  setup: Setup;
  /** One of the type `form`. */
  step: Step;
  /** The plugin's name. */
  plugin: string;
  /** What its button says. */
  action: string;
  /** Beside the button, such as a way to skip. */
  beside?: ReactNode;
  /** Gets the set-up as it is then. */
  onSaved?: (setup: Setup) => void;
}

/** A form step: its fields, what was wrong with them, and its button. */
export function StepForm({ setup, step, plugin, action, beside, onSaved }: StepFormProps) {
  const { setup: texts } = useTexts();
  const form = useStepForm(setup, step);
  const element = useRef<HTMLFormElement>(null);
  const errorOf = useErrorOf(form);
  const titleId = useId();
  const fields = step.fields ?? [];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (form.isBusy) return;
    const saved = await form.submit();
    if (saved === undefined) focusFirstWrong(element.current);
    else onSaved?.(saved);
  };

  return (
    <form
      ref={element}
      className={styles.form}
      noValidate
      onSubmit={submit}
      aria-labelledby={titleId}
    >
      <h2 id={titleId} className="visually-hidden">
        {step.title}
      </h2>
      {(form.isOvertaken || form.outcome?.kind === 'colleague') && (
        <div role="status">
          <Banner tone="warning">
            {form.isOvertaken ? texts.colleagueFirst : texts.colleagueMoved}
          </Banner>
        </div>
      )}
      {fields.map((field) => (
        <FieldOfType
          key={field.key}
          field={field}
          place={form.place(field)}
          plugin={plugin}
          value={form.valueOf(field)}
          onChange={(value) => form.change(field, value)}
          error={errorOf(field)}
          isKept={step.passwords_set.includes(field.key)}
        />
      ))}
      <SubmitOutcome form={form} plugin={plugin} wrong={fields.filter(errorOf).length} />
      <div className={styles.actions}>
        <Button type="submit" kind="primary" isBusy={form.isBusy}>
          {action}
        </Button>
        {form.isBusy ? (
          <>
            <Button kind="quiet" onClick={form.stop}>
              {texts.stop}
            </Button>
            <span role="status" className={styles.muted}>
              {texts.asking(plugin)}
            </span>
          </>
        ) : (
          <>
            {beside}
            {form.isTyped && <span className={styles.muted}>{texts.notSaved}</span>}
          </>
        )}
      </div>
    </form>
  );
}

/** What was wrong with a field: it was not answered, or it was refused. */
function useErrorOf({ outcome }: StepFormState): (field: Field) => string | undefined {
  const { setup: texts } = useTexts();
  const wordsOf = useViolationWords();
  return (field) => {
    if (outcome?.kind === 'missing' && outcome.keys.includes(field.key)) {
      const isTyped = field.type === 'text' || field.type === 'password';
      return isTyped ? texts.fillIn : texts.choose;
    }
    if (outcome?.kind !== 'refused' || !(outcome.error instanceof ApiError)) return undefined;
    const pointer = `/payload/${field.key}`;
    const violation = outcome.error.violations.find(
      ({ pointer: at }) => at === pointer || at.startsWith(`${pointer}/`),
    );
    return violation && texts.violation(field.label, wordsOf(violation));
  };
}

// Once what is wrong is shown, which is after this render.
function focusFirstWrong(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
