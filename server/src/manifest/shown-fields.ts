import { type Static, type TSchema, Type } from 'typebox';
import { SetupField } from './field-types.ts';
import { urlUses } from './schema-parts.ts';

/** A field as whoever fills the form sees it: without the URLs that the server calls, with which of them there are. */

/** What can be asked about a field while it is filled. */
const CALLS = {
  options_url: 'options',
  left_options_url: 'options',
  selected_values_url: 'selected_values',
  remote_value_url: 'remote_value',
} as const;
type CalledUrl = keyof typeof CALLS;

const Calls = Type.Array(Type.Enum([...new Set(Object.values(CALLS))]), {
  description: 'What the plugin is asked about the field while it is filled',
});

const called = new Set(
  [...urlUses(SetupField)].filter(([, use]) => use === 'called').map(([name]) => name),
);
for (const name of called) {
  if (!Object.hasOwn(CALLS, name)) throw new Error(`Nothing says what "${name}" is called for`);
}

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// The same schemas with other titles, since they describe other things.
function shownSchema(node: unknown): unknown {
  if (!isNode(node)) return node;
  const { title, properties, oneOf, ...rest } = node;
  return {
    ...rest,
    ...(typeof title === 'string' && { title: `Shown${title}` }),
    ...(isNode(properties) && { properties: shownProperties(properties) }),
    ...(isNode(properties) && properties.key !== undefined && withCalls(rest)),
    ...(Array.isArray(oneOf) && { oneOf: oneOf.map(shownSchema) }),
  };
}

function shownProperties(properties: Node): Node {
  const shown = Object.entries(properties).filter(([name]) => !called.has(name));
  const members = shown.map(([name, schema]) => [
    name,
    name === 'right_field' ? shownSchema(schema) : schema,
  ]);
  return {
    ...Object.fromEntries(members),
    ...((properties.key !== undefined || properties.multiple !== undefined) && { calls: Calls }),
  };
}

const withCalls = ({ required = [] }: Node): Node => ({
  required: [...(required as string[]), 'calls'],
});

/** What {@link shownField} answers. */
export const ShownField = Type.Unsafe<Record<string, unknown>>(shownSchema(SetupField) as TSchema);
export type ShownField = Static<typeof ShownField>;

/** A field of a stored manifest as it may be shown to whoever fills it. */
export function shownField(field: SetupField): ShownField {
  return withoutCalled(field);
}

function withoutCalled(field: Node): Node {
  const given = Object.entries(field).filter(([, value]) => value !== null);
  const calls = given.flatMap(([name]) => (called.has(name) ? [CALLS[name as CalledUrl]] : []));
  const members = given.filter(([name]) => !called.has(name));
  const shown = members.map(([name, value]) => [
    name,
    name === 'right_field' && isNode(value) ? withoutCalled(value) : value,
  ]);
  const isText = field.key === undefined && field.type === 'text';
  return { ...Object.fromEntries(shown), ...(!isText && { calls: [...new Set(calls)] }) };
}
