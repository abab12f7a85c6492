import { afterAll, beforeAll, expect, test } from 'vitest';
import { AUDITED } from '../../src/audit/actions.ts';
import type { ActorKind } from '../../src/audit/doing.ts';
import type { TokenRow } from '../../src/auth/schema.ts';
import type { Decision } from '../../src/events/decide.ts';
import type { InstallStatus } from '../../src/install-status.ts';
import type { RollOutInstallState } from '../../src/installs/roll-out-queries.ts';
import type { ConfigAuthor, RevisionCause } from '../../src/installs/schema.ts';
import type {
  RouteCallKind,
  RouteCallOutcome,
  RouteCallStage,
} from '../../src/installs/setup/call-queries.ts';
import type {
  AttemptStage,
  JobStatus,
  ParkedReason,
  QueueState,
  SettledBy,
  SettledReason,
} from '../../src/jobs/schema.ts';
import { type Database, openDatabase, sql } from '../../src/lib/db.ts';
import type { Theme } from '../../src/lib/themes.ts';
import type { MailKind, MailOutcome } from '../../src/mail/queries.ts';
import type { ReleaseState, RollOut } from '../../src/manifest/queries.ts';
import type { ActionRow } from '../../src/notifications/action-queries.ts';
import { COLLABORATOR_ROLES } from '../../src/reach.ts';
import type { NoticeKind } from '../../src/registry/notice-queries.ts';
import type { Plugin } from '../../src/registry/schema.ts';
import type { ReplayKind, ReplayState } from '../../src/replays/schema.ts';
import type { RollOutState } from '../../src/roll-outs/schema.ts';
import type { ChangeType, WatchKind } from '../../src/stream/schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let testDatabase: TestDatabase;
let db: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = openDatabase({ url: testDatabase.url });
});
afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

/** All words of a type: the compiler finds one that is missing, and one too many. */
const words = <Word extends string>(all: Record<Word, true>): string[] => Object.keys(all).sort();

const STAGES = words<AttemptStage>({
  refused: true,
  dns: true,
  connect: true,
  tls: true,
  send: true,
  response: true,
  timeout: true,
  reply: true,
  lost: true,
  answered: true,
});

const PARKED_REASONS = words<ParkedReason>({
  endpoint_disabled: true,
  suspended: true,
  plugin_suspended: true,
  attempts_exhausted: true,
});

const JOB_STATUSES = words<JobStatus>({
  queued: true,
  ongoing: true,
  done: true,
  ignored: true,
  failed: true,
  parked: true,
  cancelled: true,
});
const WATCHED = words<WatchKind>({ space: true, install: true, plugin: true });

// The closed sets of words, as the code knows them.
const CLOSED: Record<string, string[]> = {
  'audit_entries.action': Object.keys(AUDITED).sort(),
  'audit_entries.actor_kind': words<ActorKind>({
    host: true,
    user: true,
    plugin: true,
    system: true,
  }),
  'attempts.stage': STAGES,
  'collaborators.role': [...COLLABORATOR_ROLES].sort(),
  'config_revisions.author_kind': words<ConfigAuthor['kind']>({
    plugin: true,
    host: true,
    user: true,
    system: true,
  }),
  'config_revisions.cause': words<RevisionCause['cause']>({
    installed: true,
    reinstalled: true,
    changed: true,
    step_submitted: true,
    replied: true,
    restored: true,
    migrated: true,
    rolled_back: true,
  }),
  'delivery_stats.outcome': ['done', 'failed', 'ignored', 'ongoing', 'retried', 'withdrawn'],
  'developer_notices.kind': words<NoticeKind>({
    endpoint_failing: true,
    endpoint_disabled: true,
    plugin_suspended: true,
    plugin_resumed: true,
    release_approved: true,
    release_rejected: true,
    roll_out_done: true,
    roll_out_failed_installs: true,
    rolled_back: true,
    plugin_deleted: true,
  }),
  'event_decisions.decision': words<Decision>({
    delivered: true,
    not_subscribed: true,
    filtered: true,
    suspended: true,
    setup_incomplete: true,
    not_granted: true,
    missing_scope: true,
    plugin_suspended: true,
    endpoint_disabled: true,
  }),
  'installs.status': words<InstallStatus>({
    setup: true,
    active: true,
    suspended: true,
    uninstalled: true,
  }),
  'mails.kind': words<MailKind>({
    notification: true,
    permissions: true,
    endpoint_failing: true,
    endpoint_disabled: true,
    release_submitted: true,
    release_approved: true,
    release_rejected: true,
    roll_out_done: true,
    roll_out_failed_installs: true,
    rolled_back: true,
    plugin_deleted: true,
    password_reset: true,
    developer_invitation: true,
  }),
  'mails.outcome': words<MailOutcome>({ sent: true, given_up: true, needless: true }),
  'job_queue.state': words<QueueState>({
    ready: true,
    blocked: true,
    held: true,
    scheduled: true,
    leased: true,
    ongoing: true,
  }),
  'jobs.first_stage': STAGES,
  'jobs.parked_reason': PARKED_REASONS,
  'jobs.settled_reason': words<SettledReason>({
    attempts_exhausted: true,
    timed_out: true,
    not_subscribed: true,
    not_granted: true,
    missing_scope: true,
    reinstalled: true,
    uninstalled: true,
  }),
  'jobs.settled_by': words<SettledBy>({ plugin: true, platform: true }),
  'jobs.status': JOB_STATUSES,
  'notification_actions.status': words<ActionRow['status']>({
    calling: true,
    called: true,
    failed: true,
  }),
  'plugins.compatibility': words<NonNullable<Plugin['compatibility']>>({ storyblok: true }),
  'plugins.origin': words<Plugin['origin']>({ host: true, org: true, partner: true }),
  'plugins.status': words<Plugin['status']>({
    created: true,
    in_review: true,
    approved: true,
    rejected: true,
    approved_unlisted: true,
  }),
  'replay_jobs.parked_reason': PARKED_REASONS,
  'replay_jobs.status': JOB_STATUSES,
  'rehearsals.state': ['cancelled', 'done', 'running'],
  'rehearsed_jobs.before_status': JOB_STATUSES,
  'rehearsed_jobs.decision': [
    'delivered',
    'event_gone',
    'filtered',
    'migration_failed',
    'missing_scope',
    'not_granted',
    'not_subscribed',
    'setup_incomplete',
    'suspended',
  ],
  'rehearsed_jobs.status': ['done', 'failed', 'ignored', 'ongoing', 'retried'],
  'replays.kind': words<ReplayKind>({ replay: true, backfill: true }),
  'replays.state': words<ReplayState>({ running: true, done: true, cancelled: true }),
  'releases.roll_out': words<RollOut>({ at_once: true, later: true }),
  'releases.state': words<ReleaseState>({
    draft: true,
    in_review: true,
    published: true,
    rejected: true,
  }),
  'roll_out_installs.state': words<RollOutInstallState>({
    waiting: true,
    moved: true,
    failed: true,
    rolled_back: true,
    kept_config: true,
  }),
  'roll_outs.state': words<RollOutState>({
    running: true,
    waiting: true,
    stopped: true,
    done: true,
    rolling_back: true,
    rolled_back: true,
  }),
  'route_calls.kind': words<RouteCallKind>({
    options: true,
    selected_values: true,
    remote_value: true,
    validation: true,
    token: true,
    resources: true,
    migration: true,
  }),
  'route_calls.outcome': words<RouteCallOutcome>({ answered: true, refused: true, failed: true }),
  'route_calls.stage': words<RouteCallStage>({
    refused: true,
    dns: true,
    connect: true,
    tls: true,
    send: true,
    response: true,
    timeout: true,
    aborted: true,
    reply: true,
  }),
  'stream_changes.kind': WATCHED,
  'stream_changes.type': words<ChangeType>({
    'job.updated': true,
    'install.changed': true,
    'attempt.finished': true,
  }),
  'stream_watches.kind': WATCHED,
  'tokens.grant_type': words<TokenRow['grant_type']>({
    authorization_code: true,
    client_credentials: true,
    plugin_install: true,
    meta_auth: true,
  }),
  'tokens.kind': words<TokenRow['kind']>({ access: true, refresh: true }),
  'users.theme': words<Theme>({ light: true, dark: true, system: true }),
};

const TABLES = sql`pg_catalog.pg_class t join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  and n.nspname = 'public' and t.relkind in ('r', 'p') and not t.relispartition`;

test('the checks on closed sets of words allow just the words of the code', async () => {
  const checks = await db.query<{ column: string; definition: string }>(sql`
    select t.relname || '.' || a.attname as column, pg_catalog.pg_get_constraintdef(c.oid) as definition
    from ${TABLES} join pg_catalog.pg_attribute a on a.attrelid = t.oid
    join pg_catalog.pg_constraint c on c.contype = 'c' and (c.contypid = a.atttypid
      or (c.conrelid = t.oid and c.conkey = array[a.attnum] and a.atttypid = 'text'::regtype))
    order by 1`);
  const found = checks.map(({ column, definition }) => [column, wordsOf(definition)]);
  expect(Object.fromEntries(found)).toEqual(CLOSED);
});

// `CHECK ((kind = ANY (ARRAY['access'::text, 'refresh'::text])))`, of a domain with `VALUE`, or `= 'storyblok'::text` for a single word.
const wordsOf = (definition: string): string[] =>
  [...definition.matchAll(/'([^']*)'::text/g)].map(([, word]) => word ?? '').sort();

test('every column that refers to a row has a foreign key, or says why not', async () => {
  const columns = await db.query<{ column: string }>(sql`
    select t.relname || '.' || a.attname as column
    from ${TABLES} join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0
    where a.attname like '%\_id' and a.atttypid in ('bigint'::regtype, 'uuid'::regtype)
      and not exists (select from pg_catalog.pg_constraint c
        where c.conrelid = t.oid and c.contype = 'f' and a.attnum = any(c.conkey))
      and coalesce(pg_catalog.col_description(t.oid, a.attnum), '') not like 'No foreign key: %.'
    order by 1`);
  expect(columns).toEqual([]);
});

test('what a delete follows to its dependents is an index', async () => {
  const keys = await db.query<{ key: string }>(sql`
    select t.relname || '.' || c.conname as key
    from ${TABLES} join pg_catalog.pg_constraint c on c.conrelid = t.oid and c.contype = 'f'
    where not exists (select from pg_catalog.pg_index i where i.indrelid = t.oid
      and i.indkey[0] = any(c.conkey)
      and (i.indnkeyatts = 1 or pg_catalog.cardinality(c.conkey) = 1 or i.indkey[1] = any(c.conkey))
      and (i.indpred is null or pg_catalog.pg_get_expr(i.indpred, t.oid) =
        (select '(' || a.attname || ' IS NOT NULL)' from pg_catalog.pg_attribute a
          where a.attrelid = t.oid and a.attnum = c.conkey[1])))
    order by 1`);
  expect(keys).toEqual([]);
});

test('every table has a primary key', async () => {
  const tables = await db.query<{ name: string }>(sql`
    select t.relname as name from ${TABLES}
    where not exists (select from pg_catalog.pg_index i where i.indrelid = t.oid and i.indisprimary)`);
  expect(tables).toEqual([]);
});

test('partitions are made alike, whatever makes them', async () => {
  const partitions = await db.query<{ table: string; options: string[] | null }>(sql`
    select distinct p.inhparent::regclass::text as table, c.reloptions as options
    from pg_catalog.pg_inherits p join pg_catalog.pg_class c on c.oid = p.inhrelid and c.relkind = 'r'`);
  expect(partitions.length).toBe(new Set(partitions.map(({ table }) => table)).size);
});

test('the database runs no code of ours: statements are in the server, where a test prepares them', async () => {
  const functions = await db.query(sql`
    select proname from pg_catalog.pg_proc where pronamespace = 'public'::regnamespace`);
  expect(functions).toEqual([]);
});
