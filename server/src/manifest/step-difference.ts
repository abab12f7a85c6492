import { canonicalText } from './canonical.ts';
import type { ReleaseChange } from './change-schema.ts';
import type { SetupField } from './field-types.ts';
import { pairUp } from './pair-up.ts';
import type { SetupStep } from './setup-steps.ts';

/** Whether two steps have the same client secret, by their places. */
export type IsSameSecret = (before: number, after: number) => boolean;

/** How set-up steps differ, their client secrets left out: a step is the same that asks for the same, is called the same, or comes in its turn. */
export function stepChanges(
  before: readonly SetupStep[],
  after: readonly SetupStep[],
  isSameSecret: IsSameSecret,
): ReleaseChange[] {
  const { pairs, removed, added } = pairUp(before, after, [
    canonicalText,
    whatItAsks,
    ({ type, title }) => `${type} ${title}`,
    ({ type }) => type,
  ]);
  return [
    ...removed.map((place) => wholeStep('step_removed', place, before[place] as SetupStep)),
    ...added.map((place) => wholeStep('step_added', place, after[place] as SetupStep)),
    ...pairs.flatMap((pair): ReleaseChange[] => {
      const [from, to] = [before[pair.before] as SetupStep, after[pair.after] as SetupStep];
      const about = { step: pair.after, title: to.title, type: to.type };
      return [
        ...(pair.moved
          ? [{ kind: 'step_moved' as const, ...about, from: pair.before, to: pair.after }]
          : []),
        ...membersThatDiffer(from, to, ['fields']).map((change) => ({
          kind: 'step_changed' as const,
          ...about,
          ...change,
        })),
        ...(isSameSecret(pair.before, pair.after)
          ? []
          : [{ kind: 'step_secret_changed' as const, ...about }]),
        ...fieldChanges({ step: pair.after, title: to.title }, fieldsOf(from), fieldsOf(to)),
      ];
    }),
  ];
}

const wholeStep = (
  kind: 'step_added' | 'step_removed',
  step: number,
  { title, type, ...rest }: SetupStep,
): ReleaseChange => ({
  kind,
  step,
  title,
  type,
  [kind === 'step_added' ? 'to' : 'from']: { title, type, ...rest },
});

const fieldsOf = (step: SetupStep): readonly SetupField[] =>
  step.type === 'form' ? step.fields : [];

function whatItAsks(step: SetupStep): string {
  if (step.type === 'form') return JSON.stringify(step.fields.map(({ key }) => key).sort());
  if (step.type === 'popup') return JSON.stringify([step.content_url]);
  return JSON.stringify([step.authorize_url, step.token_url, step.client_id]);
}

interface StepPlace {
  step: number;
  title: string;
}

function fieldChanges(
  place: StepPlace,
  before: readonly SetupField[],
  after: readonly SetupField[],
): ReleaseChange[] {
  const { pairs, removed, added } = pairUp(before, after, [canonicalText, ({ key }) => key]);
  const about = ({ key, label }: SetupField) => ({ ...place, field: key, label });
  return [
    ...removed.map((index): ReleaseChange => {
      const from = before[index] as SetupField;
      return { kind: 'field_removed', ...about(from), from };
    }),
    ...added.map((index): ReleaseChange => {
      const to = after[index] as SetupField;
      return { kind: 'field_added', ...about(to), to };
    }),
    ...pairs.flatMap((pair): ReleaseChange[] => {
      const [from, to] = [before[pair.before] as SetupField, after[pair.after] as SetupField];
      return [
        ...(pair.moved
          ? [{ kind: 'field_moved' as const, ...about(to), from: pair.before, to: pair.after }]
          : []),
        ...membersThatDiffer(from, to).map((change) => ({
          kind: kindOf(change, to),
          ...about(to),
          ...change,
        })),
      ];
    }),
  ];
}

function kindOf({ member, from, to }: MemberDifference, { type }: SetupField) {
  if (member === 'type') return type === 'password' ? 'field_password' : 'field_type_changed';
  if (member !== 'required') return 'field_changed';
  if (to === true) return 'field_required';
  return from === true ? 'field_optional' : 'field_changed';
}

interface MemberDifference {
  member: string;
  from: unknown;
  to: unknown;
}

function membersThatDiffer(one: object, other: object, except: string[] = []): MemberDifference[] {
  const [before, after] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((member) => !except.includes(member))
    .map((member) => ({ member, from: before.get(member), to: after.get(member) }))
    .filter(({ from, to }) => said(from) !== said(to));
}

// Null says something else than nothing, if only to whoever compares texts.
const said = (value: unknown): string | undefined =>
  value === undefined ? undefined : canonicalText(value);
