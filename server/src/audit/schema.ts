import { type Static, type TSchemaOptions, Type } from 'typebox';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { AUDITED, type AuditAction } from './actions.ts';
import type { ActorKind } from './doing.ts';

const ACTOR_KINDS = ['host', 'user', 'plugin', 'system'] as const satisfies ActorKind[];

const AuditActor = Type.Object(
  {
    kind: Type.Enum([...ACTOR_KINDS], {
      description:
        '`host` is a host key, `system` the server itself, whoever is at its command line, and who has not shown who they are',
    }),
    id: nullable({
      ...Id,
      description: 'Of the user, the plugin or the host key; null for the key of the settings',
    }),
    name: nullable(
      Type.String({ description: 'At that time; null once the user who it is was removed' }),
    ),
  },
  {
    title: 'AuditActor',
    examples: [{ kind: 'user', id: STORY.user.id, name: STORY.user.friendly_name }],
  },
);

const DETAILS = { email: STORY.user.email, address: '192.0.2.7', user_agent: 'Mozilla/5.0' };

const AuditDetails = (options: TSchemaOptions) =>
  Type.Object(
    {
      email: nullable(Type.String()),
      address: nullable(Type.String({ description: 'IP address' })),
      user_agent: nullable(Type.String({ description: 'The first 300 characters of it' })),
    },
    { ...options, examples: [DETAILS] },
  );

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256' });

/** An entry of the audit log. */
export const AuditEntry = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    at: Timestamp,
    actor: AuditActor,
    action: Type.Enum(Object.keys(AUDITED) as AuditAction[]),
    target: Type.Object(
      {
        type: Type.String(),
        id: Type.String({
          description:
            'An id or a name; of what has none of its own, the parts of its path, such as `12/3` for release 3 of plugin 12',
        }),
      },
      { title: 'AuditTarget', examples: [{ type: 'install', id: String(STORY.installId) }] },
    ),
    space_id: nullable(Id),
    request_id: nullable(Type.String({ description: 'As it is logged' })),
    changed: Type.Array(Type.String(), {
      description: 'JSON pointers of what changed, never what it was or became',
    }),
    details_hash: Hash,
    prev_hash: nullable(Hash),
    hash: nullable({
      ...Hash,
      description: 'Null until the entry is in the chain, a second later',
    }),
    details: nullable(
      AuditDetails({
        title: 'AuditDetails',
        description:
          'About the person: for the host and operators only, and null once the user was removed',
      }),
    ),
  },
  {
    title: 'AuditEntry',
    description: 'Who changed what',
    examples: [
      {
        id: '019cade2-8a62-7f21-a5b6-0c9d8e7f6a03',
        at: STORY.setUpAt,
        actor: { kind: 'user', id: STORY.user.id, name: STORY.user.friendly_name },
        action: 'config.updated',
        target: { type: 'install', id: String(STORY.installId) },
        space_id: STORY.space.id,
        request_id: 'req-1x',
        changed: ['/greeting'],
        details_hash: '5f'.repeat(32),
        prev_hash: '3c'.repeat(32),
        hash: 'a1'.repeat(32),
        details: DETAILS,
      },
    ],
  },
);
export type AuditEntry = Static<typeof AuditEntry>;

/** Which entries to list. */
export const AuditQuery = Type.Object(
  {
    ...PageQuery.properties,
    actor: Type.Optional(
      Type.String({
        pattern: '^(?:host|user|plugin|system)(?::[1-9][0-9]{0,15})?$',
        description: 'Such as `user:3`, `host:2`, `system`; `host` is the key of the settings',
      }),
    ),
    action: Type.Optional(Type.Enum(Object.keys(AUDITED) as AuditAction[])),
    target: Type.Optional(
      Type.String({
        pattern: '^[a-z_]{1,40}:.{1,300}$',
        description: 'Such as `install:41` or `release:12/3`',
      }),
    ),
    space_id: Type.Optional(Id),
    since: Type.Optional(Type.String({ format: 'date-time' })),
    until: Type.Optional(Type.String({ format: 'date-time', description: 'Before this time' })),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;
