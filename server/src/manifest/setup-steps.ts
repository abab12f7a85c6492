import { type Static, type TSchema, Type } from 'typebox';
import { nullable } from '../lib/http/schema.ts';

/** What an admin is asked before an install becomes active, step by step. */

const MAX_URL_CHARACTERS = 2048;

export const url = (description: string) =>
  Type.String({ format: 'uri', maxLength: MAX_URL_CHARACTERS, description });

/** Shown by browsers; without its scheme (`//host/path`) it is loaded by that of the page around it. */
export const image = (description: string) =>
  Type.String({ format: 'uri-reference', maxLength: MAX_URL_CHARACTERS, description });

/** What may be null or left out. Without its title, since null is not part of what that names. */
export function orNull<Schema extends TSchema>(schema: Schema) {
  const { title: _title, ...untitled } = schema as Schema & { title?: string };
  return Type.Optional(nullable(untitled as unknown as Schema));
}

export const closed = <Properties extends Record<string, TSchema>>(
  title: string,
  properties: Properties,
) => Type.Object(properties, { title, additionalProperties: false });

const optionalFlag = (description: string) => Type.Optional(Type.Boolean({ description }));

/** Exactly one of several closed objects, told apart by their `type`. */
const oneOf = <Variants extends TSchema[]>(title: string, variants: [...Variants]) =>
  Type.Unsafe<Static<Variants[number]>>({
    title,
    type: 'object',
    oneOf: variants,
  });

const Option = closed('FieldOption', {
  label: Type.String({ minLength: 1, maxLength: 200 }),
  value: Type.Unsafe<string | number | boolean>({
    type: ['string', 'number', 'boolean'],
    maxLength: 1000,
  }),
});

const options = (description: string) =>
  Type.Optional(Type.Array(Option, { minItems: 1, maxItems: 1000, description }));

const optionsRoute = {
  searchable: optionalFlag('Whether `options_url` takes what was typed as `params.search`'),
  pagination: orNull(
    Type.Unsafe<'page' | 'cursor'>({
      type: 'string',
      enum: ['page', 'cursor', null],
      description: 'How `options_url` is asked for more',
    }),
  ),
  selected_values_url: orNull(url('Gives the labels of values chosen earlier')),
};

const field = <Name extends string, Properties extends Record<string, TSchema>>(
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
    label: Type.String({ minLength: 1, maxLength: 200 }),
    description: orNull(Type.String({ maxLength: 2000 })),
    required: optionalFlag('Whether the step can be submitted without it'),
    ...properties,
  });

const TextField = field('TextField', 'text', {
  placeholder: orNull(Type.String({ maxLength: 200 })),
  multiline: optionalFlag('Whether line breaks can be typed'),
  remote_value_url: orNull(url('Gives the value that is shown first')),
});

const PasswordField = field('PasswordField', 'password', {
  placeholder: orNull(Type.String({ maxLength: 200 })),
});

const CheckboxField = field('CheckboxField', 'checkbox', {});

const selectProperties = {
  options: options('The choices; or give `options_url`'),
  options_url: orNull(url('Gives the choices')),
  multiple: optionalFlag('Whether several can be chosen'),
  ...optionsRoute,
};

const SelectField = field('SelectField', 'select', selectProperties);

const LinkField = field('LinkField', 'link', {
  url: orNull(url('Where it leads; or give `remote_value_url`')),
  remote_value_url: orNull(url('Gives the address')),
  target: Type.Optional(Type.Enum(['tab', 'popup'], { description: 'Default `tab`' })),
});

const InfoField = field('InfoField', 'info', {
  text: orNull(
    Type.String({ maxLength: 5000, description: 'What is shown; or give `remote_value_url`' }),
  ),
  remote_value_url: orNull(url('Gives the text')),
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
  left_options_url: orNull(url('Gives what is mapped')),
  right_field: oneOf('MappingRightField', [
    closed('MappingText', { type: Type.Literal('text') }),
    closed('MappingSelect', { type: Type.Literal('select'), ...selectProperties }),
  ]),
});

export const Field = oneOf('Field', [
  TextField,
  PasswordField,
  CheckboxField,
  SelectField,
  LinkField,
  InfoField,
  ResourceSelectField,
  MappingField,
]);
export type Field = Static<typeof Field>;

const Title = Type.String({ minLength: 1, maxLength: 200 });

const FormStep = closed('FormStep', {
  type: Type.Literal('form'),
  title: Title,
  validation_url: orNull(
    url('Judges what was submitted, and answers what to save; without it, values are saved by key'),
  ),
  fields: Type.Array(Field, { maxItems: 100 }),
});

const OAuth2Step = closed('OAuth2Step', {
  type: Type.Literal('oauth2'),
  title: Title,
  authorize_url: url('Where the admin is sent to consent'),
  token_url: url('Where the code is exchanged'),
  client_id: Type.String({ minLength: 1, maxLength: 500 }),
  client_secret: orNull(
    Type.String({
      minLength: 1,
      maxLength: 1000,
      description:
        'Kept encrypted and never shown. Left out, it stays what it was in the release before, as long as `token_url` and `client_id` do',
    }),
  ),
  scopes: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 100 }),
  ),
  validation_url: url('Gets the tokens, and answers what to save'),
});

const PopupStep = closed('PopupStep', {
  type: Type.Literal('popup'),
  title: Title,
  content_url: url('The page that is opened'),
  validation_url: url('Gets what the page handed over, and answers what to save'),
});

export const SetupStep = oneOf('SetupStep', [FormStep, OAuth2Step, PopupStep]);
export type SetupStep = Static<typeof SetupStep>;
