import { type Static, type TSchema, Type } from 'typebox';
import { closed, oneOf } from './schema-parts.ts';

/** What differs between two manifests, change by change: facts, of which whoever shows them makes sentences. */

const json = (description: string) => Type.Optional(Type.Unsafe<unknown>({ description }));

const FROM_AND_TO = {
  from: json('What it said before, as it was written; left out where it said nothing'),
  to: json('What it says now; left out where it says nothing any more'),
};

const change = <const Kinds extends string[], Properties extends Record<string, TSchema>>(
  title: string,
  kinds: Kinds,
  properties: Properties,
) => closed(title, { kind: Type.Enum(kinds), ...properties });

const MemberChange = change(
  'MemberChange',
  [
    'detail_changed',
    'placement_changed',
    'page_changed',
    'redirect_uri_changed',
    'plan_level_changed',
    'client_changed',
    'migration_url_changed',
  ],
  {
    member: Type.String({
      description: 'A member of the manifest; of `placements` it is `sidebar` or `toolbar`',
    }),
    ...FROM_AND_TO,
  },
);

const ScopeChange = change(
  'ScopeChange',
  ['scope_added', 'scope_removed', 'scope_required', 'scope_optional'],
  {
    scope: Type.String(),
    required: Type.Boolean({
      description:
        'Whether an install cannot be without it now, or could not, of one that is asked for no more',
    }),
  },
);

const EventChange = change(
  'EventChange',
  ['event_added', 'event_removed', 'event_moved', 'event_filter_changed'],
  {
    event: Type.String({
      description: 'Its name. One that is added or removed is told with its URL and filter',
    }),
    ...FROM_AND_TO,
  },
);

const Step = {
  step: Type.Integer({
    minimum: 0,
    description: 'Its place now, from 0; of one that was removed, the place it had',
  }),
  title: Type.String({ description: 'Of the step' }),
};

const StepChange = change(
  'StepChange',
  ['step_added', 'step_removed', 'step_moved', 'step_changed', 'step_secret_changed'],
  {
    ...Step,
    type: Type.Enum(['form', 'oauth2', 'popup']),
    member: Type.Optional(Type.String({ description: 'Of the step, of `step_changed`' })),
    ...FROM_AND_TO,
  },
);

const FieldChange = change(
  'FieldChange',
  [
    'field_added',
    'field_removed',
    'field_moved',
    'field_required',
    'field_optional',
    'field_password',
    'field_type_changed',
    'field_changed',
  ],
  {
    ...Step,
    field: Type.String({ description: 'Its key' }),
    label: Type.String(),
    member: Type.Optional(Type.String({ description: 'Of the field, of `field_changed`' })),
    ...FROM_AND_TO,
  },
);

const OrderChange = change('OrderChange', ['order_changed'], {
  member: Type.String({ description: 'A list of the manifest' }),
});

/** One difference between two manifests. */
export const ReleaseChange = oneOf('ReleaseChange', [
  MemberChange,
  ScopeChange,
  EventChange,
  StepChange,
  FieldChange,
  OrderChange,
]);
export type ReleaseChange = Static<typeof ReleaseChange>;

/** Of the member of a manifest that has no parts which are compared by themselves. */
export type MemberKind = Static<typeof MemberChange>['kind'];

/** Which scope, and what became of it. */
export type ScopeChange = Static<typeof ScopeChange>;

/** Every kind of {@link ReleaseChange}. */
export const CHANGE_KINDS: readonly string[] = [
  MemberChange,
  ScopeChange,
  EventChange,
  StepChange,
  FieldChange,
  OrderChange,
].flatMap(({ properties }) => properties.kind.enum);
