import { type Static, type TSchema, Type } from 'typebox';
import type { Violation } from '../lib/failures.ts';
import { Line, Text } from '../lib/http/schema.ts';
import { atMostOne, exactlyOne } from './alternatives.ts';
import {
  type AnsweredField,
  type AnsweredMapping,
  checkboxViolations,
  choiceViolations,
  type FieldAnswer,
  mappingAnswerViolations,
  passwordViolations,
  textViolations,
} from './answers.ts';
import { type Part, partOf } from './parts.ts';
import { closed, oneOf, optionalFlag, orNull, url } from './schema-parts.ts';
import { options, selectProperties, selectViolations } from './select.ts';

/** The types of the fields that a set-up form may have. */
export type FieldType =
  | 'text'
  | 'password'
  | 'checkbox'
  | 'select'
  | 'link'
  | 'info'
  | 'resource_select'
  | 'mapping';

/** What there is to know of a type of fields. */
interface FieldRules<Name extends FieldType> {
  /** How such a field is declared. */
  schema: TSchema & { properties: { type: { const: Name } } };
  /** What is wrong with one beyond its form, which may be wrong too. */
  violations(field: Part): Violation[];
  /** What is wrong with an answer to one, which is not null. */
  answerViolations(field: AnsweredField & AnsweredMapping, answer: FieldAnswer): Violation[];
  /** It saves a value, and so can be required; others are only shown. */
  holdsValue: boolean;
  /** Only the plugin may read its value back; it is stored sealed. */
  isSecret: boolean;
}

const field = <Name extends FieldType, Properties extends Record<string, TSchema>>(
  title: string,
  type: Name,
  properties: Properties,
) =>
  closed(title, {
    key: Type.String({
      pattern: '^[A-Za-z][A-Za-z0-9_-]{0,99}$',
      description: 'The item of the config that the value is saved to',
    }),
    type: Type.Literal(type),
    label: Line({ minLength: 1, maxLength: 200 }),
    description: orNull(Text({ maxLength: 2000 })),
    required: optionalFlag('Whether the step can be submitted without it'),
    ...properties,
  });

const TextField = field('TextField', 'text', {
  placeholder: orNull(Line({ maxLength: 200 })),
  multiline: optionalFlag('Whether line breaks can be typed'),
  remote_value_url: orNull(url('called', 'Gives the value that is shown first')),
});

const PasswordField = field('PasswordField', 'password', {
  placeholder: orNull(Line({ maxLength: 200 })),
});

const CheckboxField = field('CheckboxField', 'checkbox', {});

const SelectField = field('SelectField', 'select', selectProperties);

const LinkField = field('LinkField', 'link', {
  url: orNull(url('shown', 'Where it leads; or give `remote_value_url`')),
  remote_value_url: orNull(url('called', 'Gives the address')),
  target: Type.Optional(Type.Enum(['tab', 'popup'], { description: 'Default `tab`' })),
});

const InfoField = field('InfoField', 'info', {
  text: orNull(Text({ maxLength: 5000, description: 'What is shown; or give `remote_value_url`' })),
  remote_value_url: orNull(url('called', 'Gives the text')),
});

const ResourceSelectField = field('ResourceSelectField', 'resource_select', {
  resource: Type.String({
    pattern: '^[a-z][a-z0-9_.]{0,99}$',
    description: "`members`, or a kind of the host's resources",
  }),
  multiple: optionalFlag('Whether several can be chosen'),
});

const MappingField = field('MappingField', 'mapping', {
  left_options: options('What is mapped; or give `left_options_url`'),
  left_options_url: orNull(url('called', 'Gives what is mapped')),
  right_field: oneOf('MappingRightField', [
    closed('MappingText', { type: Type.Literal('text') }),
    closed('MappingSelect', { type: Type.Literal('select'), ...selectProperties }),
  ]),
});

function mappingViolations(mapping: Part): Violation[] {
  const right = partOf(mapping, 'right_field');
  const ofRight = right?.value.type === 'select' ? selectViolations(right) : [];
  return [...exactlyOne(mapping, 'left_options', 'left_options_url'), ...ofRight];
}

const nothingMore = (): Violation[] => [];
const saved = { holdsValue: true, isSecret: false };
const shown = { holdsValue: false, isSecret: false, answerViolations: (): Violation[] => [] };

/** All types of fields, in the order in which they are described. What depends on a field's type is looked up here. */
const FIELD_TYPES = {
  text: {
    schema: TextField,
    violations: nothingMore,
    answerViolations: textViolations,
    ...saved,
  },
  password: {
    schema: PasswordField,
    violations: nothingMore,
    answerViolations: passwordViolations,
    holdsValue: true,
    isSecret: true,
  },
  checkbox: {
    schema: CheckboxField,
    violations: nothingMore,
    answerViolations: checkboxViolations,
    ...saved,
  },
  select: {
    schema: SelectField,
    violations: selectViolations,
    answerViolations: choiceViolations,
    ...saved,
  },
  link: {
    schema: LinkField,
    violations: (link: Part) => exactlyOne(link, 'url', 'remote_value_url'),
    ...shown,
  },
  info: {
    schema: InfoField,
    violations: (info: Part) => atMostOne(info, 'text', 'remote_value_url'),
    ...shown,
  },
  resource_select: {
    schema: ResourceSelectField,
    violations: nothingMore,
    answerViolations: choiceViolations,
    ...saved,
  },
  mapping: {
    schema: MappingField,
    violations: mappingViolations,
    answerViolations: mappingAnswerViolations,
    ...saved,
  },
} satisfies { [Name in FieldType]: FieldRules<Name> };

/** A field of a set-up form in the manifest: one of {@link FieldType}, told apart by `type`. */
export const SetupField = oneOf(
  'Field',
  Object.values(FIELD_TYPES).map(({ schema }) => schema),
);
export type SetupField = Static<typeof SetupField>;

/** What is wrong with a field beyond its form; nothing is said about one of no known type. */
export function fieldViolations(field: Part): Violation[] {
  const { type } = field.value;
  return isFieldType(type) ? FIELD_TYPES[type].violations(field) : [];
}

const isFieldType = (type: unknown): type is FieldType =>
  typeof type === 'string' && Object.hasOwn(FIELD_TYPES, type);

/** What depends on the type of a field in a stored manifest. */
export const rulesOf = (
  type: string,
): Pick<FieldRules<FieldType>, 'holdsValue' | 'isSecret' | 'answerViolations'> =>
  isFieldType(type) ? FIELD_TYPES[type] : UNKNOWN_TYPE;

// Of a newer process that runs beside this one. What it means is not known here, so that nothing of it is given away.
const UNKNOWN_TYPE = {
  holdsValue: true,
  isSecret: true,
  answerViolations: (): Violation[] => [],
};
