import { sha256 } from '../../lib/crypto.ts';
import { rulesOf, type SetupField } from '../../manifest/field-types.ts';
import type { Manifest } from '../../manifest/schema.ts';
import type { SetupStep } from '../../manifest/setup-steps.ts';
import type { ConfigMembers } from '../config-patch.ts';

/** A step of a manifest, with what decides whether it is still to be done. */
export interface KnownStep {
  /** From 0. */
  number: number;
  /** What it is known by when releases come and go. */
  key: string;
  step: SetupStep;
  /** Whether the install is not set up without it. */
  required: boolean;
}

/**
 * The steps of a manifest. A step of another release is the same when it asks for the same: title, labels and place may change, and a form
 * may have more fields, as long as they are not required. Of several that ask for the same each has its own key.
 */
export function stepsOf({ setup_steps }: Manifest): KnownStep[] {
  const seen = new Map<string, number>();
  return setup_steps.map((step, number) => {
    const identity = sha256(JSON.stringify(whatItAsks(step)))
      .toString('base64url')
      .slice(0, 22);
    const times = seen.get(identity) ?? 0;
    seen.set(identity, times + 1);
    return { number, key: `${identity}.${times}`, step, required: isRequired(step) };
  });
}

function whatItAsks(step: SetupStep): unknown[] {
  if (step.type === 'form') {
    const required = requiredFieldsOf(step);
    const asked = required.length > 0 ? required : step.fields;
    return ['form', ...asked.map(({ key }) => key).sort()];
  }
  if (step.type === 'popup') return ['popup', step.content_url];
  return ['oauth2', step.authorize_url, step.token_url, step.client_id, step.scopes ?? []];
}

const isRequired = (step: SetupStep): boolean =>
  step.type !== 'form' || requiredFieldsOf(step).length > 0;

/** The fields of a step without which it is not done; none of what is no form. */
export const requiredFieldsOf = (step: SetupStep): SetupField[] =>
  step.type === 'form'
    ? step.fields.filter(({ required, type }) => required && rulesOf(type).holdsValue)
    : [];

/** Whether what comes of a step only the plugin knows. */
export const isJudged = (step: SetupStep): boolean =>
  step.type !== 'form' || (step.validation_url ?? null) !== null;

/**
 * Whether nothing has to be done for a step any more. A form is done when all its required fields have a value in the config; one that
 * requires nothing, when it was submitted, and it holds nothing up meanwhile. What a validation URL judges is done, too, when it was
 * submitted in this generation: only the plugin knows what that left behind.
 *
 * @param submitted keys of the steps that were.
 */
export function isDone(
  { key, step, required }: KnownStep,
  config: ConfigMembers,
  submitted: ReadonlySet<string>,
): boolean {
  if (submitted.has(key) && (isJudged(step) || !required)) return true;
  if (step.type !== 'form' || !required) return false;
  return requiredFieldsOf(step).every((field) => hasValue(config, field.key));
}

/** Whether a config has a member, and not null. */
export const hasValue = (config: ConfigMembers, key: string): boolean =>
  (config.get(key) ?? 'null') !== 'null';

/** Whether nothing holds an install in `setup`: all steps are done that are required. */
export function isSetUp(
  manifest: Manifest,
  config: ConfigMembers,
  submitted: ReadonlySet<string>,
): boolean {
  const open = stepsOf(manifest).filter(({ required }) => required);
  return open.every((step) => isDone(step, config, submitted));
}
