import type { Schemas } from '../api/client.ts';
import type { FieldPlace, Setup } from '../api/setup.ts';

export type { FieldPlace, Setup } from '../api/setup.ts';

/** A step of a set-up. */
export type Step = Schemas['SetupStepState'];

/** A field of a form. */
export type Field = Schemas['ShownField'];

/** A field of one type. */
export type FieldOf<Type extends Field['type']> = Extract<Field, { type: Type }>;

/** What a component of a field gets. */
export interface FieldProps<Type extends Field['type']> {
  field: FieldOf<Type>;
  place: FieldPlace;
  /** The plugin's name. */
  plugin: string;
  /** What stands in it: typed, stored or suggested; undefined where nothing does. */
  value: unknown;
  onChange: (value: unknown) => void;
  /** What was wrong with it, in words. */
  error: string | undefined;
  /** It has a value that is never shown. */
  isKept: boolean;
}

/** What a component of a step gets. */
export interface StepProps {
  setup: Setup;
  step: Step;
  /** The plugin's name. */
  plugin: string;
  /** Nothing comes after it. */
  isLast: boolean;
  /** Gets the set-up once the step is done. */
  onDone: (setup: Setup) => void;
  /** It is shown without the others: there is nothing to lead on to. */
  isAlone?: boolean;
  /** Leads on without it. */
  onSkip: () => void;
}
