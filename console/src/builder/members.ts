import type { Schemas } from '../api/client.ts';

/** How a member of a step or a field is written. */
export type MemberKind =
  | 'line'
  | 'lines'
  | 'url'
  | 'flag'
  | 'words'
  | 'options'
  | 'resource'
  | 'secret';

/** A member that only some have, and how it is written. */
export interface Member {
  name: MemberName;
  kind: MemberKind;
  /** There may be nothing. */
  isOptional?: true;
}

/** Members that the texts have words for. */
export type MemberName =
  | 'placeholder'
  | 'multiline'
  | 'remote_value_url'
  | 'options'
  | 'options_url'
  | 'multiple'
  | 'searchable'
  | 'selected_values_url'
  | 'url'
  | 'text'
  | 'resource'
  | 'left_options'
  | 'left_options_url'
  | 'validation_url'
  | 'secrets'
  | 'authorize_url'
  | 'token_url'
  | 'client_id'
  | 'client_secret'
  | 'scopes'
  | 'pkce'
  | 'content_url';

const line = (name: MemberName): Member => ({ name, kind: 'line' });
const optional = (member: Member): Member => ({ ...member, isOptional: true });
const url = (name: MemberName): Member => ({ name, kind: 'url' });
const flag = (name: MemberName): Member => ({ name, kind: 'flag' });
const words = (name: MemberName): Member => ({ name, kind: 'words' });
const options = (name: MemberName): Member => ({ name, kind: 'options' });

/** What is chosen from options, also on the right side of a mapping. */
export const SELECT: readonly Member[] = [
  options('options'),
  optional(url('options_url')),
  flag('multiple'),
  flag('searchable'),
  optional(url('selected_values_url')),
];

/** The type of a field of a set-up form. */
export type FieldType = Schemas['Field']['type'];

/** What each type of fields has beside what all have. One of the API that is missing here does not compile. */
export const FIELD_MEMBERS: { [Type in FieldType]: readonly Member[] } = {
  text: [optional(line('placeholder')), flag('multiline'), optional(url('remote_value_url'))],
  password: [optional(line('placeholder'))],
  checkbox: [],
  select: SELECT,
  link: [optional(url('url')), optional(url('remote_value_url'))],
  info: [{ name: 'text', kind: 'lines' }, optional(url('remote_value_url'))],
  resource_select: [{ name: 'resource', kind: 'resource' }, flag('multiple')],
  mapping: [options('left_options'), optional(url('left_options_url'))],
};

/** The kind of a step of the set-up. */
export type StepType = Schemas['SetupStep']['type'];

/** The same of steps. */
export const STEP_MEMBERS: { [Type in StepType]: readonly Member[] } = {
  form: [optional(url('validation_url')), words('secrets')],
  oauth2: [
    url('authorize_url'),
    url('token_url'),
    line('client_id'),
    { name: 'client_secret', kind: 'secret' },
    words('scopes'),
    flag('pkce'),
    url('validation_url'),
    words('secrets'),
  ],
  popup: [url('content_url'), url('validation_url'), words('secrets')],
};
