import { type Static, Type } from 'typebox';
import { REFRESH_SCOPE } from '../auth/schema.ts';
import { Line, nullable, RawValue, Text, Timestamp } from '../lib/http/schema.ts';
import type { RawJson } from '../lib/json.ts';
import { STORY } from '../story.ts';

/** What can name an event type, or a lifecycle event. What does not match need not be looked up. */
export const EVENT_NAME = /^[a-z][a-z0-9_.]{0,99}$/;

/** What can name a scope: a token of RFC 6749 §3.3, without the comma that separates scopes for some clients. */
export const SCOPE_NAME = /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]{1,128}$/;

/** What a token needs for the Plugin API. */
export const PLUGIN_SCOPE = 'plugin';

/** What a plugin's own token is scoped to: not the host's to define. */
export const PROTOCOL_SCOPES: readonly string[] = [PLUGIN_SCOPE, REFRESH_SCOPE];

const Description = Text({ minLength: 1, maxLength: 2000 });

/** The path of one event type; whether it can be one ({@link EVENT_NAME}) the handler says. */
export const EventTypeParams = Type.Object({
  name: Type.String({
    description: 'A lower-case letter, then up to 99 of a-z, 0-9, "_" and "."',
  }),
});

const EVENT_TYPE = {
  description: 'A visitor signed in at the front desk',
  example_payload: STORY.payload,
  payload_schema: { type: 'object', required: ['entry'] },
  ordered: true,
  required_scope: null,
  private: false,
};

/** What the host says of an event type. What is left out is none, and `ordered` true: a PUT replaces the whole. */
export const EventTypeInput = Type.Object(
  {
    description: Description,
    example_payload: Type.Optional(RawValue('A payload as plugin developers may expect it')),
    payload_schema: Type.Optional(
      Type.Unsafe<RawJson>({
        type: ['object', 'null'],
        description:
          'JSON Schema (draft-07 or 2020-12) that payloads must satisfy, numbers as the doubles next to them. Checking must take a time linear in the payload, so there are no regular expressions, no recursion, no `format` but those that a refusal lists, and no references but to `$defs` and `definitions`',
      }),
    ),
    ordered: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'Whether jobs of one install that share an identifier wait for each other',
      }),
    ),
    required_scope: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        maxLength: 128,
        description: 'Only installs that were granted this scope hear the event',
      }),
    ),
    private: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Whether members who are no admins, and developers, are told no more of payloads than the names of their members',
      }),
    ),
  },
  { title: 'EventTypeInput', additionalProperties: false, examples: [EVENT_TYPE] },
);
export type EventTypeInput = Static<typeof EventTypeInput>;

/** An event type with its example and schema as JSON. */
export const EventType = Type.Object(
  {
    name: Type.String(),
    description: Type.String(),
    example_payload: Type.Unknown({ description: 'Null when there is none' }),
    payload_schema: Type.Unknown({ description: 'Null when every payload is accepted' }),
    ordered: Type.Boolean(),
    required_scope: nullable(Type.String()),
    private: Type.Boolean(),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  {
    title: 'EventType',
    examples: [
      {
        name: STORY.eventName,
        ...EVENT_TYPE,
        created_at: STORY.setUpAt,
        updated_at: STORY.setUpAt,
      },
    ],
  },
);

/** The path of one scope; whether it can be one ({@link SCOPE_NAME}) the handler says. */
export const ScopeParams = Type.Object({
  name: Type.String({
    description: '1 to 128 printable ASCII characters, without space, comma, quote and backslash',
  }),
});

const SCOPE = { description: 'Change the entries of visitors' };

/** What the host says of a scope: people read it before they consent. */
export const ScopeInput = Type.Object(
  {
    description: Line({
      minLength: 1,
      maxLength: 2000,
      description: 'Shown when it is granted',
    }),
  },
  { title: 'ScopeInput', additionalProperties: false, examples: [SCOPE] },
);

/** A scope of the host; those of the protocol ({@link PROTOCOL_SCOPES}) are none. */
export const Scope = Type.Object(
  {
    name: Type.String(),
    description: Type.String(),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  {
    title: 'Scope',
    examples: [
      { name: STORY.scope, ...SCOPE, created_at: STORY.setUpAt, updated_at: STORY.setUpAt },
    ],
  },
);
export type Scope = Static<typeof Scope>;

/** An event type as it is stored; the example and the schema are JSON text. */
export interface EventTypeRow {
  name: string;
  description: string;
  example_payload: string | null;
  payload_schema: string | null;
  ordered: boolean;
  /** Only installs that were granted it hear the event; null for all. */
  required_scope: string | null;
  /** Payloads are for admins alone. */
  private: boolean;
  created_at: Date;
  updated_at: Date;
}

/** A scope as it is stored. */
export interface ScopeRow {
  name: string;
  description: string;
  created_at: Date;
  updated_at: Date;
}

/** What can name a kind of the host's resources. */
export const RESOURCE_NAME = /^[a-z][a-z0-9_.]{0,99}$/;

/** The path of a resource type; whether it can be one ({@link RESOURCE_NAME}) the handler says. */
export const ResourceTypeParams = Type.Object({
  name: Type.String({
    description: 'A lower-case letter, then up to 99 of a-z, 0-9, "_" and "."',
  }),
});

const ROOMS = 'Rooms that visitors can be shown to';
const LIST_URL = 'https://product.example.com/plugboard/rooms';

/** What the host says of a kind of its resources. */
export const ResourceTypeInput = Type.Object(
  {
    description: Type.Optional(
      nullable(
        Line({
          minLength: 1,
          maxLength: 200,
          description: 'What they are, for who writes a plugin; left out, there is none',
        }),
      ),
    ),
    list_url: Type.String({
      format: 'uri',
      maxLength: 2048,
      description: 'Is asked for them, by a signed POST in the shape of a call of a route',
    }),
    rotate_secret: Type.Optional(
      Type.Boolean({
        description: 'Whether another signing secret takes the place of the old one, at once',
      }),
    ),
  },
  {
    title: 'ResourceTypeInput',
    additionalProperties: false,
    examples: [{ description: ROOMS, list_url: LIST_URL }],
  },
);
export type ResourceTypeInput = Static<typeof ResourceTypeInput>;

const RESOURCE_TYPE = {
  name: 'rooms',
  description: ROOMS,
  list_url: LIST_URL,
  created_at: STORY.setUpAt,
  updated_at: STORY.setUpAt,
};

/** A kind of the host's resources that people can choose from. */
export const ResourceType = Type.Object(
  {
    name: Type.String(),
    description: nullable(Type.String()),
    list_url: nullable(Type.String({ description: 'Null for all but the host and operators' })),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  {
    title: 'ResourceType',
    description: 'What people can choose from in a field of the type `resource_select`',
    examples: [RESOURCE_TYPE],
  },
);
export type ResourceType = Static<typeof ResourceType>;

/** A resource type that was just declared, created or not. */
export const DeclaredType = Type.Object(
  {
    ...ResourceType.properties,
    list_url: Type.String(),
    signing_secret: nullable(
      Type.String({
        description: 'Signs what is asked, by Standard Webhooks: shown once, when it is new',
      }),
    ),
  },
  {
    title: 'DeclaredResourceType',
    examples: [{ ...RESOURCE_TYPE, signing_secret: 'whsec_example' }],
  },
);
