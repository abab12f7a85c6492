import { useQueries } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/errors.ts';
import { type FieldPlace, readSetupAgain, remoteValueOf, submitStep } from '../api/setup.ts';
import { isMissing, payloadOf, shownValue, type Typed } from './answers.ts';
import { keepDraft, readDraft } from './drafts.ts';
import type { Field, Setup, Step } from './types.ts';

/** How the last submission went. */
export type Outcome =
  | { kind: 'saved' | 'stopped' | 'colleague' }
  /** Keys of the fields that were not answered. */
  | { kind: 'missing'; keys: readonly string[] }
  | { kind: 'refused'; error: Error };

/** A form step that is being filled. */
export interface StepFormState {
  place: (field: Field) => FieldPlace;
  valueOf: (field: Field) => unknown;
  /** Undefined takes back what was typed. */
  change: (field: Field, value: unknown) => void;
  /** Something was typed, maybe before the page was loaded, and not saved. */
  isTyped: boolean;
  isBusy: boolean;
  outcome: Outcome | undefined;
  /** A colleague saved this step since the first of it was typed. */
  isOvertaken: boolean;
  /** Answers the new set-up where it was saved. */
  submit: () => Promise<Setup | undefined>;
  /** Gives up waiting for the answer. */
  stop: () => void;
}

/** What was typed into a form step, and how its submission goes. What was typed stays until it is saved. */
export function useStepForm(setup: Setup, step: Step): StepFormState {
  const fields = step.fields ?? [];
  const [{ typed, since }, setDraft] = useState(
    () => readDraft(setup.install_id, step.number) ?? { typed: {}, since: null },
  );
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const place = (field: Field): FieldPlace => ({
    install: setup.install_id,
    step: step.number,
    field: fields.indexOf(field),
    revision: setup.revision,
  });
  const suggested = useSuggested(fields, step, place);
  const given = { typed, step, suggested };
  const isTyped = Object.keys(typed).length > 0;

  const keep = (next: Typed) => {
    const draft = { typed: next, since: isTyped ? since : step.updated_at };
    setDraft(draft);
    const secret = new Set(fields.filter(({ type }) => type === 'password').map(({ key }) => key));
    const open = Object.entries(next).filter(([key]) => !secret.has(key));
    keepDraft(setup.install_id, step.number, { ...draft, typed: Object.fromEntries(open) });
  };

  const submit = async () => {
    const keys = fields.filter((field) => isMissing(field, given)).map(({ key }) => key);
    if (keys.length > 0) return void setOutcome({ kind: 'missing', keys });
    const controller = new AbortController();
    running.current?.abort();
    running.current = controller;
    const { signal } = controller;
    setBusy(true);
    setOutcome(undefined);
    try {
      const payload = payloadOf(fields, given);
      const now = await submitStep({ setup, step: step.number, payload, signal });
      // Whoever left the step does not hear of it any more.
      if (signal.aborted) return undefined;
      setDraft({ typed: {}, since: null });
      keepDraft(setup.install_id, step.number, undefined);
      setOutcome({ kind: 'saved' });
      return now;
    } catch (error) {
      if (!signal.aborted) setOutcome(await outcomeOf(error as Error, setup));
      return undefined;
    } finally {
      if (running.current === controller) setBusy(false);
    }
  };

  return {
    place,
    valueOf: (field) => shownValue(field, given),
    change(field, value) {
      const { [field.key]: _, ...others } = typed;
      keep(value === undefined ? others : { ...typed, [field.key]: value });
      if (outcome?.kind === 'saved' || outcome?.kind === 'stopped') setOutcome(undefined);
      if (outcome?.kind === 'missing')
        setOutcome({ ...outcome, keys: outcome.keys.filter((key) => key !== field.key) });
    },
    isTyped,
    isBusy,
    outcome,
    isOvertaken: isTyped && since !== step.updated_at,
    submit,
    stop() {
      running.current?.abort();
      setBusy(false);
      setOutcome({ kind: 'stopped' });
      // It may have been saved all the same.
      readSetupAgain(setup.install_id).catch(() => {});
    },
  };
}

/** A colleague was first: what they saved is shown. */
async function outcomeOf(error: Error, setup: Setup): Promise<Outcome> {
  if (!(error instanceof ApiError) || error.status !== 412) return { kind: 'refused', error };
  try {
    await readSetupAgain(setup.install_id);
    return { kind: 'colleague' };
  } catch (failure) {
    return { kind: 'refused', error: failure as Error };
  }
}

/** What the plugin wants to stand first in texts that nobody has answered, by their keys. */
function useSuggested(fields: readonly Field[], step: Step, place: (field: Field) => FieldPlace) {
  const asked = fields.filter(
    ({ type, calls, key }) =>
      type === 'text' && calls.includes('remote_value') && step.answers[key] === undefined,
  );
  const answers = useQueries({ queries: asked.map((field) => remoteValueOf(place(field))) });
  return Object.fromEntries(
    asked.map(({ key }, index) => [key, answers[index]?.data ?? undefined]),
  );
}
