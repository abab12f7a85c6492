import type { Manifest } from './manifest.ts';

/**
 * What requests to a plugin with this manifest can be about: its events, and its routes as Plugboard names them in `meta.route`
 * (`step-0-field-1-options`, `step-0-validation`).
 */
export function subjectsOf({ events, setup_steps }: Manifest): string[] {
  const names = listOf(events).map(({ name }) => String(name));
  const ofSteps = listOf(setup_steps).flatMap(({ validation_url, fields }, step) => [
    ...(isGiven(validation_url) ? [`step-${step}-validation`] : []),
    ...listOf(fields).flatMap((field, at) =>
      kindsOf(field).map((kind) => `step-${step}-field-${at}-${kind}`),
    ),
  ]);
  return [...names, ...ofSteps, ...ANY_PLUGIN];
}

/** Called of whatever plugin: a migration comes with another release, the address of an action with a notification. */
const ANY_PLUGIN = ['migration', 'notification-action'];

const KINDS: readonly [RegExp, string][] = [
  [/options_url$/, 'options'],
  [/selected_values_url$/, 'selected-values'],
  [/remote_value_url$/, 'remote-value'],
];

/** Kinds of routes that a field has, also within it: what a mapping maps to is a field, too. */
const kindsOf = (field: Record<string, unknown>): string[] =>
  KINDS.filter(([member]) => hasMember(field, member)).map(([, kind]) => kind);

const hasMember = (value: unknown, member: RegExp): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(
    ([key, item]) => (member.test(key) && isGiven(item)) || hasMember(item, member),
  );

const isGiven = (url: unknown): boolean => url !== undefined && url !== null;

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
