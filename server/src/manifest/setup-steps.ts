import { type Static, Type } from 'typebox';
import { Line } from '../lib/http/schema.ts';
import { SetupField } from './field-types.ts';
import { closed, oneOf, optionalFlag, orNull, url } from './schema-parts.ts';

/** What an admin is asked before an install becomes active, step by step. */

const Title = Line({ minLength: 1, maxLength: 200 });

/** What a service answers that opens something (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). */
const TOKENS: readonly string[] = ['access_token', 'refresh_token', 'id_token'];

const secrets = (besides: string) =>
  Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      maxItems: 100,
      description: `Items of the config, of those that your \`validation_url\` answers, that only you read back, like passwords.${besides}`,
    }),
  );

const FormStep = closed('FormStep', {
  type: Type.Literal('form'),
  title: Title,
  validation_url: orNull(
    url(
      'called',
      'Judges what was submitted, and answers what to save; without it, values are saved by key',
    ),
  ),
  fields: Type.Array(SetupField, { maxItems: 100 }),
  secrets: secrets(''),
});

const OAuth2Step = closed('OAuth2Step', {
  type: Type.Literal('oauth2'),
  title: Title,
  authorize_url: url('shown', 'Where the admin is sent to consent'),
  token_url: url('called', 'Where the code is exchanged'),
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
  client_authentication: Type.Optional(
    Type.Enum(['basic', 'body'], {
      description:
        'How the client secret is sent to `token_url` (RFC 6749 §2.3.1). Default `basic`',
    }),
  ),
  pkce: optionalFlag('Whether the code is bound to us by a challenge, `S256` (RFC 7636)'),
  validation_url: url('called', 'Gets the tokens, and answers what to save'),
  secrets: secrets(` Default ${TOKENS.map((token) => `\`${token}\``).join(', ')}`),
});

const PopupStep = closed('PopupStep', {
  type: Type.Literal('popup'),
  title: Title,
  content_url: url('shown', 'The page that is opened'),
  validation_url: url('called', 'Gets what the page handed over, and answers what to save'),
  secrets: secrets(''),
});

/** A step of the set-up: a form, the consent of another service (OAuth 2), or a page of the plugin in a popup. */
export const SetupStep = oneOf('SetupStep', [FormStep, OAuth2Step, PopupStep]);
export type SetupStep = Static<typeof SetupStep>;

/** Items of the config that a step keeps like passwords, beside those of its fields. */
export const secretsOf = ({ type, secrets }: SetupStep): readonly string[] =>
  secrets ?? (type === 'oauth2' ? TOKENS : []);
