import { type Static, Type } from 'typebox';
import { describedAs, nullable, Timestamp } from '../lib/http/schema.ts';
import type { OutboundStage } from '../lib/outbound/errors.ts';
import { STORY } from '../story.ts';
import { ATTACHMENT_EXAMPLE, Attachment } from './attachments.ts';

/**
 * The life of a job.
 *
 * - `queued`: waits for its first or next attempt, or one is under way
 * - `ongoing`: the plugin accepted it (202) and will settle it
 * - `done`, `ignored`, `failed`: the verdict
 * - `parked`: set aside, undelivered, until its endpoint is enabled, or its install or plugin resumed
 * - `cancelled`: withdrawn by the host, or its install is gone
 */
export const JobStatus = Type.Enum([
  'queued',
  'ongoing',
  'done',
  'ignored',
  'failed',
  'parked',
  'cancelled',
]);
export type JobStatus = Static<typeof JobStatus>;

/** What a plugin may settle a job with. */
export type Verdict = 'done' | 'ignored' | 'failed';

/** Who gave the verdict: a plugin's is final, the platform's the plugin may still replace. */
export type SettledBy = 'plugin' | 'platform';

const SETTLED_REASONS = [
  'attempts_exhausted',
  'timed_out',
  'not_subscribed',
  'not_granted',
  'missing_scope',
  'reinstalled',
  'uninstalled',
] as const;

/** Why the platform settled a job. */
export type SettledReason = (typeof SETTLED_REASONS)[number];

/** The same in answers; null for any other job. */
export const SettledReasonOrNull = Type.Unsafe<SettledReason | null>({
  type: ['string', 'null'],
  enum: [...SETTLED_REASONS, null],
  description: [
    'Why the platform settled it; null where the plugin did, or somebody withdrew it:',
    '',
    '- `attempts_exhausted`: no attempt succeeded',
    '- `timed_out`: the plugin accepted it, and did not settle it in time',
    '- `not_subscribed`: the plugin does not hear its event any more',
    '- `not_granted`: the install is not granted its event any more',
    '- `missing_scope`: the install does not have the scope that its event requires',
    '- `reinstalled`, `uninstalled`: since it was made, its install was',
  ].join('\n'),
});

/**
 * Why a job is not delivered: its endpoint is disabled, its install or its plugin suspended (the job is `parked`), or its retry schedule is
 * used up (it is `failed`).
 */
export type ParkedReason =
  | 'endpoint_disabled'
  | 'suspended'
  | 'plugin_suspended'
  | 'attempts_exhausted';

/** The place of a job in the queue; see `job_queue`. */
export const QueueState = Type.Enum(['ready', 'blocked', 'held', 'scheduled', 'leased', 'ongoing']);
export type QueueState = Static<typeof QueueState>;

/** Where an attempt ended; decides, with the status code, whether there is another. */
export type AttemptStage = Exclude<OutboundStage, 'aborted'> | 'reply' | 'lost' | 'answered';

/** Where a queued job stands; null once it has left the queue. */
const Delivery = Type.Object(
  {
    state: QueueState,
    attempt: Type.Integer({ description: 'Requests made so far, one under way included' }),
    due_at: nullable(Timestamp),
    held_up_by: nullable(
      Type.String({
        description:
          'What failed in Plugboard when it was to be sent: it costs no attempt, and is tried again by itself, at the latest after 5 min',
      }),
    ),
  },
  {
    title: 'Delivery',
    description: 'Where a job stands in the queue',
    examples: [
      { state: 'scheduled', attempt: 1, due_at: '2026-03-02T09:15:30.000Z', held_up_by: null },
    ],
  },
);

const JOB = {
  id: STORY.jobId,
  space_id: STORY.space.id,
  install_id: STORY.installId,
  plugin_id: STORY.plugin.id,
  plugin_slug: STORY.plugin.slug,
  plugin_name: STORY.plugin.name,
  plugin_icon: STORY.icon,
  event_id: STORY.eventId,
  name: STORY.eventName,
  identifier: STORY.identifier,
  status: 'done',
  status_message: 'Greeted',
  failure_reason: null,
  settled_by: 'plugin',
  settled_reason: null,
  settled_at: STORY.settledAt,
  parked_reason: null,
  created_at: STORY.happenedAt,
  delivery: null,
};

/** A job in lists. */
export const JobSummary = Type.Object(
  {
    id: Type.String(),
    space_id: Type.Integer(),
    install_id: Type.Integer(),
    plugin_id: Type.Integer(),
    plugin_slug: Type.String(),
    plugin_name: Type.String(),
    plugin_icon: nullable(Type.String()),
    event_id: Type.String(),
    name: Type.String(),
    identifier: nullable(Type.String()),
    status: JobStatus,
    status_message: nullable(Type.String({ description: 'What the plugin said' })),
    failure_reason: nullable(Type.String()),
    settled_by: nullable(Type.String({ description: 'plugin, platform' })),
    settled_reason: SettledReasonOrNull,
    settled_at: nullable(Timestamp),
    parked_reason: nullable(
      Type.String({
        description: 'endpoint_disabled, suspended, plugin_suspended, attempts_exhausted',
      }),
    ),
    created_at: Timestamp,
    delivery: nullable(Delivery),
  },
  { title: 'JobSummary', description: 'A job in lists', examples: [JOB] },
);

const ATTEMPT = {
  number: 1,
  stage: 'answered',
  status_code: 200,
  error: null,
  url: STORY.worker,
  reply_headers: { 'content-type': 'application/json' },
  reply_body: '{"data":{"status":"done","status_message":"Greeted"}}',
  debug_info: null,
  started_at: '2026-03-02T09:15:00.410Z',
  duration_ms: 430,
};

/** How many attempts a job has at most. */
export const MaxAttempts = Type.Integer({
  description:
    'How many there will be if none succeeds: those made before, and what the retry schedule in force still gives, which a retry begins anew. Null for a job that is not tried again by itself',
});

const LAST_ATTEMPT = {
  stage: ATTEMPT.stage,
  status_code: ATTEMPT.status_code,
  error: ATTEMPT.error,
  started_at: ATTEMPT.started_at,
  duration_ms: ATTEMPT.duration_ms,
};

const LastAttempt = Type.Object(
  {
    stage: Type.String({ description: 'Where it ended, as of an `Attempt`' }),
    status_code: nullable(Type.Integer()),
    error: nullable(Type.String()),
    started_at: Timestamp,
    duration_ms: Type.Integer(),
  },
  { title: 'LastAttempt', examples: [LAST_ATTEMPT] },
);

/** A job as the developer of its plugin looks at it: how far its attempts have come. */
export const PluginDelivery = Type.Object(
  {
    ...JobSummary.properties,
    space_name: Type.String(),
    attempts_total: Type.Integer({ description: 'How many have ended' }),
    max_attempts: nullable(MaxAttempts),
    last_attempt: nullable(LastAttempt),
  },
  {
    title: 'PluginDelivery',
    description: 'A job of a plugin, and how its last request went',
    examples: [
      {
        ...JOB,
        space_name: STORY.space.name,
        attempts_total: 1,
        max_attempts: null,
        last_attempt: LAST_ATTEMPT,
      },
    ],
  },
);

/** One request for a job and how it went. */
const AttemptObject = Type.Object(
  {
    number: Type.Integer(),
    stage: Type.String({
      description:
        'Where it ended: answered, or refused, dns, connect, tls, send, response, timeout, reply (what it says could not be read, or its effects not be applied), lost',
    }),
    status_code: nullable(Type.Integer()),
    error: nullable(Type.String()),
    url: Type.String(),
    reply_headers: Type.Any({ description: 'An object, or null' }),
    reply_body: nullable(Type.String({ description: 'At most 16 KiB of it' })),
    debug_info: Type.Any({ description: 'Any JSON that the plugin gave, or null' }),
    started_at: Timestamp,
    duration_ms: Type.Integer(),
  },
  {
    title: 'Attempt',
    description: 'One request to the plugin',
    examples: [ATTEMPT],
  },
);

const NOT_CHECKED = ['token', 'changed', 'gone', 'secret'] as const;

/** Why the signatures of a request could not be checked. */
export type NotChecked = (typeof NOT_CHECKED)[number];

const SIGNATURE_CHECK = {
  not_checked: null,
  signatures: [
    { header: 'x-envoy-signature', verified_by: 1 },
    { header: 'webhook-signature', verified_by: 1 },
  ],
};

const SignatureCheck = Type.Object(
  {
    not_checked: Type.Unsafe<NotChecked | null>({
      type: ['string', 'null'],
      enum: [...NOT_CHECKED, null],
      description: [
        'Why nothing is known of them; null where they were checked:',
        '',
        '- `token`: a token was in the body, which is kept nowhere, so that the signed body cannot be built again',
        '- `changed`: the body that is shown is not what was sent (`exact`)',
        '- `gone`: what the body was made of is gone',
        '- `secret`: a secret of the plugin cannot be opened, as its key is missing',
      ].join('\n'),
    }),
    signatures: Type.Array(
      Type.Object(
        {
          header: Type.Enum(['x-envoy-signature', 'webhook-signature']),
          verified_by: nullable(
            Type.Integer({
              description:
                'Generation of the live secret that signs the body so; null where none of those that are live now does, or nothing was checked',
            }),
          ),
        },
        { title: 'CheckedSignature', examples: SIGNATURE_CHECK.signatures.slice(0, 1) },
      ),
      { description: 'Each that was sent, in the order of the headers' },
    ),
  },
  {
    title: 'SignatureCheck',
    description: 'Whether the signatures of a request are those of its body, by the secrets of now',
    examples: [SIGNATURE_CHECK],
  },
);
/** What is known of the signatures of a request. */
export type SignatureCheck = Static<typeof SignatureCheck>;

const REQUEST = {
  method: 'POST',
  url: STORY.worker,
  headers: {
    'content-type': 'application/json',
    'webhook-id': STORY.jobId,
    'webhook-timestamp': '1772442900',
    'plugboard-attempt': '1',
  },
  body: {
    meta: { event: STORY.eventName, install_id: String(STORY.installId), config: STORY.config },
    payload: STORY.payload,
  },
  exact: true,
  release: 1,
  config_revision: 1,
  secret_generation: 1,
  body_sha256: '5f2b8c1d'.repeat(8),
  signature_check: SIGNATURE_CHECK,
};

const RequestObject = Type.Object(
  {
    method: Type.String(),
    url: Type.String(),
    headers: Type.Record(Type.String(), Type.String()),
    body: Type.Any({
      description:
        'As it was sent, with `••••` for the token and for what is a password in the config. Null where what it was made of is gone',
    }),
    exact: Type.Boolean({
      description:
        'Whether it is what was sent, by its hash. Not where the space was changed since, or a revision of the config erased',
    }),
    release: nullable(Type.Integer({ description: 'Of the plugin, when it was sent' })),
    config_revision: Type.Integer({ description: 'Of the install' }),
    secret_generation: Type.Integer({ description: 'The newest of those that signed' }),
    body_sha256: nullable(
      Type.String({
        description:
          'Of the body as it was sent, in hexadecimal digits; null for all but the plugin’s developer and the host',
      }),
    ),
    signature_check: Type.Union([SignatureCheck, Type.Null()], {
      description: 'Null for all but the plugin’s developer and the host',
    }),
  },
  {
    title: 'SentRequest',
    description: 'A request to the plugin, built again of what is kept of it',
    examples: [REQUEST],
  },
);

/** One attempt with the request that was made. */
export const AttemptInFull = Type.Object(
  {
    ...AttemptObject.properties,
    request: Type.Union([RequestObject, Type.Null()], {
      description:
        'Null where nobody knows whether there was one (`lost`), and once the install is erased',
    }),
  },
  {
    title: 'AttemptInFull',
    description: 'One request to the plugin, and what was sent',
    examples: [{ ...ATTEMPT, request: REQUEST }],
  },
);

/** A job with all that happened to it. */
export const JobObject = Type.Object(
  {
    ...JobSummary.properties,
    space_name: Type.String({ description: 'Which requests say, too' }),
    attempts: Type.Array(AttemptObject, {
      description: 'The newest 100, in their order; each of the others is there by its number',
    }),
    attempts_total: Type.Integer({ description: 'How many there were' }),
    max_attempts: nullable(MaxAttempts),
    attachments: Type.Array(describedAs(Attachment)),
  },
  {
    title: 'Job',
    description: 'What a plugin was asked to do, and all that happened to it',
    examples: [
      {
        ...JOB,
        space_name: STORY.space.name,
        attempts: [ATTEMPT],
        attempts_total: 1,
        max_attempts: null,
        attachments: [ATTACHMENT_EXAMPLE],
      },
    ],
  },
);
