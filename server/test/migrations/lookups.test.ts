import { afterAll, beforeAll, expect, test } from 'vitest';
import { selectLinks, selectOldestLinks, selectUnchained } from '../../src/audit/chain-queries.ts';
import { type EntryFilter, selectEntries } from '../../src/audit/queries.ts';
import {
  revokePersonalTokensOf,
  selectPersonalTokens,
} from '../../src/auth/personal-token-queries.ts';
import { deleteSessionsOf } from '../../src/auth/session-queries.ts';
import { deleteSignInLinksOf } from '../../src/auth/sign-in-link-queries.ts';
import {
  deleteTokensOfInstalls,
  deleteTokensOfPlugin,
  revokeTokensOfInstaller,
} from '../../src/auth/token-queries.ts';
import { selectCatalogPage } from '../../src/catalog/queries.ts';
import {
  type ActivityFilter,
  selectActivity,
  selectActivityIds,
} from '../../src/events/activity-queries.ts';
import { countUntold, selectPastEvents, selectReach } from '../../src/events/backfill-queries.ts';
import { selectDecisions, selectEvents } from '../../src/events/queries.ts';
import { selectCounts } from '../../src/events/summary-queries.ts';
import { selectGrantsOf } from '../../src/grants/queries.ts';
import { selectRevisions, selectSealedParts } from '../../src/installs/config-queries.ts';
import { selectInstalls } from '../../src/installs/queries.ts';
import { selectOutcomes } from '../../src/installs/roll-out-queries.ts';
import { deleteOldRouteCalls, selectRouteCalls } from '../../src/installs/setup/call-queries.ts';
import { selectUnjudged } from '../../src/installs/setup/rejudge-queries.ts';
import { deleteExpiredWindows } from '../../src/installs/setup/window-queries.ts';
import { countInQueue, selectTouched } from '../../src/installs/touched-queries.ts';
import { unmakeUnsent } from '../../src/jobs/backfill.ts';
import { takeOutStopped } from '../../src/jobs/backfill-stopped.ts';
import { type JobFilter, selectJobs, selectJobsOfOwnPlugins } from '../../src/jobs/queries.ts';
import { selectUnsentOfDay, unmakeUnsentOfDay } from '../../src/jobs/queued-of-day.ts';
import { atMostRows, LONGEST_PAGE, USUAL_PAGE } from '../../src/lib/at-most-rows.ts';
import { type Database, type Db, openDatabase, sql } from '../../src/lib/db.ts';
import { newId } from '../../src/lib/ids.ts';
import { idsOf } from '../../src/lib/partitions.ts';
import { countUnread, selectToldNotifications } from '../../src/notifications/queries.ts';
import { deleteVanishedEndpoints } from '../../src/registry/endpoint-queries.ts';
import { selectNoticePage } from '../../src/registry/notice-queries.ts';
import { selectPluginPage } from '../../src/registry/queries.ts';
import { selectReviewQueue } from '../../src/registry/review-queue-queries.ts';
import {
  hasLeftOver,
  selectLeftOver,
  selectReleasable,
} from '../../src/replays/backfill-queries.ts';
import {
  countMatching,
  isCountable,
  type Matching,
  selectMatchingReach,
  stageMatching,
} from '../../src/replays/matching-queries.ts';
import {
  countRunningBy,
  deleteOldReplays,
  selectBackfills,
  selectReplays,
} from '../../src/replays/queries.ts';
import { selectFitting, takeSent } from '../../src/replays/work-queries.ts';
import { selectNext } from '../../src/roll-outs/cohort-queries.ts';
import { selectRollOutPage } from '../../src/roll-outs/queries.ts';
import { countByPlace, selectPluginInstalls } from '../../src/roll-outs/reach-queries.ts';
import { selectOwnSpaces, selectSpacesOf } from '../../src/spaces/membership-queries.ts';
import { selectMembers } from '../../src/spaces/queries.ts';
import { INSTALL_ITEMS } from '../../src/storage/item-table.ts';
import { deleteExpiredItems, listItems } from '../../src/storage/queries.ts';
import { selectUsersByEmail } from '../../src/users/queries.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const JOBS = 20_000;
const EVENT = newId();
const PAGE = {
  offset: 0,
  limit: 9,
  after: 'key-5',
  prefix: 'key-',
  prefixEnd: 'key.',
  maxBytes: 1000,
};

let testDatabase: TestDatabase;
let db: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  // One connection, which is told below how to plan.
  db = openDatabase({ url: testDatabase.url, poolSize: 1 });
  await fill();
  // Tables that are empty here are read whole otherwise, whatever indexes they have.
  await db.query(sql`set enable_seqscan = off`);
});
afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

// Enough that no plan reads a table whole by choice: 40 spaces, 10 plugins in each, and everything in the default partitions.
async function fill(): Promise<void> {
  await db.query(
    sql`insert into spaces (id, name) select n, 'Space' from generate_series(1, 40) n`,
  );
  await db.query(sql`
    with p as (insert into plugins (id, slug, client_id, origin, current_release)
      select n, 'p' || n, 'c' || n, 'host', 1 from generate_series(1, 10) n returning id)
    insert into releases (plugin_id, number, state, published_at, manifest)
    select id, 1, 'published', now(), '{}' from p`);
  await db.query(sql`
    insert into installs (id, space_id, plugin_id, status)
    select n, 1 + n / 10, 1 + n % 10, 'active' from generate_series(0, 399) n where n > 0`);
  await db.query(sql`
    insert into events (id, space_id, name, payload, occurred_at)
    select md5('event' || n)::uuid, 1 + n % 40, 'name_' || n % 50, '{}', now() from generate_series(1, ${JOBS}::integer) n`);
  await db.query(sql`
    insert into event_decisions (event_id, install_id, plugin_id, decision)
    select md5('event' || n)::uuid, i, 1, 'delivered' from generate_series(1, 2000) n, generate_series(1, 5) i`);
  await db.query(sql`
    insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, identifier, status)
    select 1 + n % 399, md5('job' || n)::uuid, 1, 1 + (1 + n % 399) % 10, md5('event' || n)::uuid,
      'name_' || n % 50, 'subject:' || n % 5000,
      case when n % 500 = 0 then 'failed' when n % 500 = 1 then 'queued' else 'done' end
    from generate_series(1, ${JOBS}::integer) n`);
  await db.query(sql`
    insert into job_queue (install_id, job_id, event_id, endpoint_id, in_lane, state)
    select install_id, id, event_id, 1, false, 'scheduled' from jobs where status = 'queued'`);
  await db.query(sql`
    insert into install_storage_items (install_id, key, value)
    select 1 + n % 399, 'key-' || n, '1' from generate_series(1, ${JOBS}::integer) n`);
  await db.query(sql`
    insert into users (id, email, friendly_name) select n, n || '@example.com', 'U' from generate_series(1, 5000) n`);
  await db.query(sql`
    insert into space_members (space_id, user_id, role) select 1 + n % 40, n, 'editor' from generate_series(1, 5000) n`);
  await db.query(sql`
    insert into tokens (hash, kind, grant_type, plugin_id, install_id, install_generation, scopes, expires_at)
    select sha256(n::text::bytea), 'access', 'plugin_install', 1 + n % 10, 1 + n % 399, 1, '{}', now()
    from generate_series(1, 5000) n`);
  await db.query(sql`
    insert into audit_entries (id, at, actor_kind, actor_id, action, target_type, target_id, space_id, changed,
      details_hash, number, prev_hash, hash)
    select md5('entry' || n)::uuid, now(), 'user', n % 500, 'config.updated', 'install', (n % 400)::text, n % 40, '{}', '',
      case when n > 10 then n end, case when n > 10 then ''::bytea end, case when n > 10 then ''::bytea end
    from generate_series(1, ${JOBS}::integer) n`);
  await db.query(sql`
    insert into notifications (id, install_id, space_id, message)
    select md5('notification' || n)::uuid, i.id, i.space_id, 'm' from generate_series(1, ${JOBS}::integer) n
    join installs i on i.id = 1 + n % 399`);
  await db.query(sql`
    insert into notification_marks (user_id, space_id, up_to)
    select user_id, space_id, md5('mark' || user_id)::uuid from space_members`);
  await db.query(sql`
    insert into notification_reads (user_id, notification_id)
    select 1 + n % 5000, md5('notification' || n)::uuid from generate_series(1, ${JOBS}::integer) n`);
  await db.query(sql`
    insert into route_calls (id, install_id, plugin_id, kind, step, outcome, duration_ms)
    select md5('call' || n)::uuid, i.id, i.plugin_id, 'options', 0, 'answered', 1
    from generate_series(1, ${JOBS}::integer) n join installs i on i.id = 1 + n % 399`);
  await db.query(sql`
    insert into plugins (id, slug, client_id, origin)
    select 10 + n, 'own' || n, 'own' || n, 'partner' from generate_series(1, 1000) n`);
  await db.query(sql`
    insert into collaborators (plugin_id, user_id, role) select 10 + n, n, 'owner' from generate_series(1, 1000) n`);
  await db.query(sql`analyze`);
}

const DAY = idsOf(new Date());
const REPLAYS = { before: 9, limit: 50 };
const ROLL_OUT = { id: 7, plugin_id: 7, release: 2, percent: 10, dry_run: false };
const ALL = { after: 0, limit: 9 };
const NOBODY = { space_id: null, install_id: null, plugin_id: null };

// The ids here are of all times.
const toReplay = (of: Partial<Matching['of']>): Matching => ({
  of: { ...NOBODY, ...of },
  filter: { status: ['failed'], since: '1970-01-01T00:00:00Z', until: '9999-01-01T00:00:00Z' },
  includeSettled: false,
  until: '9999-01-01T00:00:00Z',
});

const named = (of: Partial<Matching['of']>): Matching => {
  const all = toReplay(of);
  return { ...all, filter: { ...all.filter, status: ['failed', 'done'], name: 'opened' } };
};

/** The plans of the statements that a query runs, without running them. */
async function plansOf(query: (db: Db) => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const explaining: Db = {
    async query(statement) {
      const rows = await db.query<{ 'QUERY PLAN': string }>(sql`explain ${statement}`);
      lines.push(...rows.map((row) => row['QUERY PLAN']));
      return [];
    },
  };
  await query(explaining);
  return lines.join('\n');
}

/** Expects that a query finds its rows by these columns of an index, and reads no table whole. */
async function expectIndex(query: (db: Db) => Promise<unknown>, ...columns: string[]) {
  const plan = await plansOf(query);
  expect(plan).not.toContain('Seq Scan');
  const conditions = [...plan.matchAll(/Index Cond: (.*)/g)].map(([, condition]) => condition);
  const found = columns.every((column) =>
    conditions.some((condition) => new RegExp(`\\b${column}\\b`).test(condition ?? '')),
  );
  if (!found) throw new Error(`Not found by ${columns.join(', ')}:\n${plan}`);
}

const NOW = '2026-03-02T00:00:00Z';
const LATER = '2026-03-03T00:00:00Z';
const UNTOLD = {
  install_id: 7,
  generation: 1,
  space_id: 7,
  names: ['entry_sign_in'],
  since: new Date(NOW),
};
const STRETCH = { after: EVENT, upTo: newId() };
const PAST = { ...STRETCH, until: LATER, filtered: [], most: 9, mostBytes: 9 };
const NEWEST = { limit: 51 };
const PLUGINS = { after: 0, limit: 51, counting: true };
const NEWEST_CALLS = { before: undefined, limit: 51 };
const FIRST = { after: 0, limit: 50 };
const PART = { before: EVENT, limit: 51 };
const HOST = { reader: null, userId: null };
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const ADA = { reader: 7, userId: 7 };

// The host, to whom all is open, and a person.
const READERS = [null, 7];

test.each<[keyof JobFilter | 'before', JobFilter, string]>([
  ['install_id', { install_id: 7 }, 'install_id'],
  ['space_id', { space_id: 7 }, 'space_id'],
  ['plugin_id', { plugin_id: 3 }, 'plugin_id'],
  ['identifier', { identifier: 'subject:7' }, 'identifier'],
  ['name', { name: 'nothing' }, 'name'],
  ['status', { status: 'failed' }, 'uncommon_status'],
  ['status', { status: 'cancelled' }, 'uncommon_status'],
  ['status', { status: 'queued' }, 'id'],
  ['since', { since: '2026-01-01T00:00:00Z' }, 'id'],
])('jobs are found by an index for %s', async (_filter, filter, column) => {
  for (const reader of READERS) {
    for (const page of [{ limit: 51 }, { limit: 51, before: newId() }]) {
      await expectIndex((explaining) => selectJobs(explaining, reader, filter, page), column);
    }
  }
});

test.each<[keyof JobFilter, JobFilter, string]>([
  ['space_id', { space_id: 7, status: 'failed' }, 'install_id'],
  ['install_id', { install_id: 7, status: 'failed' }, 'install_id'],
  ['plugin_id', { plugin_id: 3, status: 'failed' }, 'plugin_id'],
])(
  'jobs that failed are found by an index for status and %s at once',
  async (_which, filter, column) => {
    for (const page of [{ limit: 51 }, { limit: 51, before: newId() }]) {
      const plan = await plansOf((x) => selectJobs(x, null, filter, page));
      expect(plan).toMatch(new RegExp(`Cond: [^\\n]*${column} = [^\\n]*uncommon_status = `));
    }
  },
);

test.each<[JobFilter, string[]]>([
  [{}, ['plugin_id']],
  [{ status: 'failed' }, ['plugin_id', 'uncommon_status']],
  [{ status: 'queued' }, ['plugin_id', 'install_id', 'id']],
  [{ install_id: 7 }, ['install_id']],
  [{ since: '2026-01-01T00:00:00Z' }, ['plugin_id', 'id']],
])('jobs of somebody’s plugins are found by an index for %j', async (filter, columns) => {
  for (const page of [{ limit: 51 }, { limit: 51, before: newId() }]) {
    const read = (x: Db) => selectJobsOfOwnPlugins(x, 7, filter, page);
    await expectIndex(read, 'user_id', ...columns);
  }
});

test.each<[string, EntryFilter, string[]]>([
  ['actor', { actor: { kind: 'user', id: 7 } }, ['actor_kind', 'actor_id']],
  ['actor without an id', { actor: { kind: 'host', id: null } }, ['actor_kind', 'actor_id']],
  ['action', { action: 'space.created' }, ['action']],
  ['target', { target: { type: 'install', id: '7' } }, ['target_type', 'target_id']],
  ['space_id', { space_id: 7 }, ['space_id']],
  ['since', { since: new Date() }, ['id']],
  ['until', { until: new Date() }, ['id']],
])('entries of the audit log are found by an index for %s', async (_filter, filter, columns) => {
  for (const page of [NEWEST, { ...NEWEST, before: newId() }]) {
    await expectIndex((x) => selectEntries(x, null, filter, page), ...columns);
    const found = filter.target === undefined ? ['user_id', 'space_id'] : ['user_id', ...columns];
    await expectIndex((x) => selectEntries(x, 7, filter, page), ...found);
    if (filter.target !== undefined) continue;
    await expectIndex((x) => selectEntries(x, null, { space_id: 3, ...filter }, page), 'space_id');
  }
});

// Of anybody else's no call is looked at: those of a popular plugin are read by nobody who has none of it.
test('calls of set-ups are found for a person by what is theirs, whatever they ask for', async () => {
  for (const pluginId of [undefined, 3]) {
    for (const before of [undefined, newId()]) {
      const filter = { installId: undefined, pluginId };
      const read = (x: Db) => selectRouteCalls(x, 7, filter, { before, limit: 51 });
      await expectIndex(read, 'user_id', 'space_id');
      const conditions = [...(await plansOf(read)).matchAll(/on route_calls c[^\n]*\n *(.*)/g)];
      expect(conditions.map(([, condition]) => condition)).toEqual([
        expect.stringMatching(/^Index Cond: .*plugin_id = p\.id/),
        expect.stringMatching(/^Index Cond: .*install_id = s\.id/),
      ]);
    }
  }
});

test.each<[string, Partial<ActivityFilter>, string[]]>([
  ['nothing', {}, ['space_id', 'id']],
  ['a name', { name: 'name_1' }, ['space_id', 'id']],
  ['an identifier', { identifier: 'subject:7' }, ['space_id', 'id']],
  ['an install', { installId: 7 }, ['space_id', 'event_id']],
  ['a plugin', { pluginId: 3 }, ['space_id', 'event_id']],
  ['not_delivered', { outcome: 'not_delivered' }, ['space_id', 'event_id']],
  ['failed', { outcome: 'failed' }, ['install_id', 'uncommon_status', 'id']],
  [
    'failed, of a plugin',
    { outcome: 'failed', pluginId: 3 },
    ['install_id', 'uncommon_status', 'id'],
  ],
  ['done', { outcome: 'done' }, ['install_id', 'id']],
  ['waiting', { outcome: 'waiting' }, ['install_id', 'job_id']],
  ['retrying', { outcome: 'retrying', name: 'name_1' }, ['install_id', 'job_id']],
])('activity is found by an index for %s', async (_which, filter, columns) => {
  const of = { spaceId: 7, from: '00000000-0000-0000-0000-000000000000', before: LAST_ID };
  await expectIndex((x) => selectActivityIds(x, { ...of, ...filter }, 50), ...columns);
});

test('the activity of a page is found by the ids of its events, and jobs by theirs', async () => {
  const of = { spaceId: 7, from: EVENT, before: LAST_ID };
  for (const filter of [of, { ...of, installId: 7 }]) {
    await expectIndex((x) => selectActivity(x, filter, [EVENT, newId()], 10), 'id', 'event_id');
    const plan = await plansOf((x) => selectActivity(x, filter, [EVENT, newId()], 10));
    expect(plan).toMatch(/Index Cond: [^\n]*id >= \(\(\(?"left"/);
  }
});

test('a summary is counted along indexes', async () => {
  const bounds = [EVENT, newId(), LAST_ID];
  const columns = ['install_id', 'uncommon_status', 'job_id'];
  const ofSpace = (x: Db) => selectCounts(x, { spaceId: 7 }, bounds);
  await expectIndex(ofSpace, 'space_id', ...columns);
  await expectIndex((x) => selectCounts(x, { spaceId: 7, installId: 69 }, bounds), ...columns);
  expect((await plansOf(ofSpace)).match(/Index Only Scan/g)).toHaveLength(3);
});

test('the newest jobs are read from the end of an index', async () => {
  const plan = await plansOf((explaining) => selectJobs(explaining, null, {}, { limit: 51 }));
  expect(plan).toMatch(/Index Scan Backward using jobs_default_id_idx on jobs_default/);
});

test('jobs of a space are read of each install only as far as they may be shown', async () => {
  for (const reader of READERS) {
    const plan = await plansOf((explaining) =>
      selectJobs(explaining, reader, { space_id: 7 }, { limit: 51 }),
    );
    expect(plan).toMatch(/ on installs s [\s\S]*Limit [\s\S]*install_id = s\.id/);
  }
});

test('as many rows are read as the longest page needs, and not many more for a usual one', () => {
  expect(atMostRows(LONGEST_PAGE + 1).text).toBe(`${LONGEST_PAGE + 1}`);
  expect(atMostRows(USUAL_PAGE + 1).text).toBe(`${USUAL_PAGE + 1}`);
});

// PostgreSQL plans the first five times anyway.
const OFTEN = 8;

test.each<[string, (page: { limit: number }) => Promise<unknown>]>([
  ['jobs', (page) => selectJobs(db, null, {}, page)],
  ['jobs of a plugin', (page) => selectJobs(db, null, { plugin_id: 3 }, page)],
  ['events', (page) => selectEvents(db, null, {}, page)],
])('a list of %s that is asked for often is not planned each time', async (_which, read) => {
  const plans = async () => {
    const rows = await db.query<{ generic_plans: number; custom_plans: number }>(sql`
      select sum(generic_plans)::integer as generic_plans, sum(custom_plans)::integer as custom_plans
      from pg_prepared_statements where statement not like '%pg_prepared_statements%'`);
    return rows[0];
  };
  for (const limit of [11, 101]) {
    const before = await plans();
    for (let n = 0; n < OFTEN; n++) await read({ limit });
    const after = await plans();
    expect((after?.custom_plans ?? 0) - (before?.custom_plans ?? 0)).toBe(5);
    expect((after?.generic_plans ?? 0) - (before?.generic_plans ?? 0)).toBe(OFTEN - 5);
  }
});

test('what waits for review is found among what is in review', async () => {
  const plan = await plansOf((x) => selectReviewQueue(x, { since: 0, plugin_id: 0 }, 51));
  expect(plan).not.toContain('Seq Scan');
  expect(plan).toContain('releases_in_review');
});

test('a search of the catalog looks at the text of releases, and at the manifests of its page alone', async () => {
  const search = { words: ['a', 'b'], category: undefined, spaceId: 7 };
  const place = { rank: 1, sortName: 'p', id: 3 };
  for (const after of [undefined, place]) {
    const plan = await plansOf((explaining) => selectCatalogPage(explaining, search, after, 50));
    expect(plan).not.toContain('Seq Scan');
    expect(plan).not.toContain('jsonb');
    expect(plan).toMatch(/Limit[\s\S]*strpos\(r_1\.search_text/);
  }
});

test.each<[string, (db: Db) => Promise<unknown>, string[]]>([
  [
    'installs that a release touches',
    (x) => selectTouched(x, 7, { scopes: ['a'], events: ['b'], planLevel: 1, steps: [] }),
    ['plugin_id'],
  ],
  ['their jobs in the queue', (x) => countInQueue(x, 7, 9), ['plugin_id', 'install_id']],
  [
    'plugins by where they stand, whose they are and what they are called, and their installs',
    (x) =>
      selectPluginPage(
        x,
        { reader: null, person: null },
        { status: 'approved', origin: 'host', search: 'a' },
        PLUGINS,
      ),
    ['id', 'plugin_id'],
  ],
  ['events of a space', (x) => selectEvents(x, null, { space_id: 7 }, NEWEST), ['space_id']],
  ['events by name', (x) => selectEvents(x, null, { name: 'name_7' }, NEWEST), ['name']],
  ['events of a person', (x) => selectEvents(x, 7, {}, NEWEST), ['user_id', 'space_id']],
  ['jobs of a person', (x) => selectJobs(x, 7, {}, NEWEST), ['user_id', 'space_id', 'install_id']],
  ['jobs of a developer', (x) => selectJobs(x, 7, { plugin_id: 3 }, NEWEST), ['plugin_id']],
  ['replays of a space', (x) => selectReplays(x, null, { space_id: 7 }, REPLAYS), ['space_id']],
  ['replays of an install', (x) => selectReplays(x, 7, { install_id: 7 }, REPLAYS), ['install_id']],
  ['replays of a plugin', (x) => selectReplays(x, 7, { plugin_id: 7 }, REPLAYS), ['plugin_id']],
  [
    'replays of a person',
    (x) => selectReplays(x, 7, {}, REPLAYS),
    ['user_id', 'space_id', 'install_id', 'plugin_id'],
  ],
  [
    'installs of a roll-out',
    (x) => selectOutcomes(x, 7, 'failed', { after: 0, limit: 50 }),
    ['roll_out_id'],
  ],
  [
    'installs that a release is to reach',
    (x) => selectNext(x, ROLL_OUT, 'forth', ALL),
    ['plugin_id'],
  ],
  ['installs by the per cents that reach them', (x) => countByPlace(x, 7, 1), ['plugin_id']],
  [
    'installs of a plugin, by the name of their space',
    (x) => selectPluginInstalls(x, 7, 'a', { after: 0, limit: 50 }),
    ['plugin_id', 'id'],
  ],
  ['installs that go back', (x) => selectNext(x, ROLL_OUT, 'back', ALL), ['plugin_id']],
  ['roll-outs of a plugin', (x) => selectRollOutPage(x, 7, REPLAYS), ['plugin_id']],
  ['replays that are long over', (x) => deleteOldReplays(x, 30, 9), ['finished_at']],
  [
    'jobs to replay, of a space',
    (x) => countMatching(x, toReplay({ space_id: 7 }), 9),
    ['space_id', 'install_id', 'uncommon_status'],
  ],
  [
    'jobs to replay, of an install',
    (x) => countMatching(x, toReplay({ install_id: 7 }), 9),
    ['install_id', 'uncommon_status'],
  ],
  [
    'jobs to replay, of a plugin',
    (x) => countMatching(x, toReplay({ plugin_id: 7 }), 9),
    ['plugin_id', 'uncommon_status'],
  ],
  [
    'jobs to look at, of a space',
    (x) => selectMatchingReach(x, toReplay({ space_id: 7 }), null, 9),
    ['space_id', 'install_id', 'uncommon_status'],
  ],
  [
    'jobs to look at, of an install, whatever they are called',
    (x) => selectMatchingReach(x, named({ install_id: 7 }), EVENT, 9),
    ['install_id', 'uncommon_status', 'id'],
  ],
  [
    'jobs to look at, of a plugin',
    (x) => isCountable(x, named({ plugin_id: 7 }), 9),
    ['plugin_id', 'uncommon_status', 'id'],
  ],
  [
    'jobs to replay, of a name',
    (x) => stageMatching(x, 7, named({ plugin_id: 7 }), { ...STRETCH, most: 9 }),
    ['plugin_id', 'uncommon_status', 'id'],
  ],
  [
    'endpoints whose subscription is gone',
    (x) => deleteVanishedEndpoints(x, 3, 9),
    ['plugin_id', 'install_id'],
  ],
  ['replays of a person', (x) => countRunningBy(x, 7), ['created_by', 'created_at']],
  ['backfills of an install', (x) => selectBackfills(x, 7, REPLAYS), ['install_id']],
  ['events to look at', (x) => selectReach(x, 7, STRETCH, 9), ['space_id', 'id']],
  ['events to backfill, counted', (x) => countUntold(x, UNTOLD, STRETCH), ['space_id', 'id']],
  ['events to backfill', (x) => selectPastEvents(x, UNTOLD, PAST), ['space_id', 'id']],
  [
    'jobs of a backfill that may be sent',
    (x) => selectReleasable(x, { id: 7, install_id: 7 }, 2),
    ['replay_id'],
  ],
  ['endpoints for which a backfill waits', (x) => takeOutStopped(x, 7, 7, 9), ['replay_id']],
  ['backfills that left jobs', (x) => selectLeftOver(x), ['replay_id']],
  [
    'what is left of backfills of an install',
    (x) => hasLeftOver(x, { id: 7, generation: 1 }),
    ['replay_id', 'replay_id'],
  ],
  ['jobs of a backfill that was ended', (x) => unmakeUnsent(x, 7, 9), ['replay_id']],
  [
    'backfills with jobs of a day that is over',
    (x) => selectUnsentOfDay(x, DAY),
    ['ROW', 'replay_id', 'endpoint_id'],
  ],
  [
    'jobs of a backfill of a day that is over',
    (x) => unmakeUnsentOfDay(x, { replay_id: 7, endpoint_id: 7 }, DAY, 9),
    ['replay_id', 'endpoint_id'],
  ],
  ['jobs that a replay sent', (x) => takeSent(x, 7), ['replay_id', 'job_id']],
  ['jobs that fit', (x) => selectFitting(x, 7, 2, 9), ['replay_id', 'endpoint_id']],
  ['decisions of an event', (x) => selectDecisions(x, EVENT, 0, 51), ['event_id', 'install_id']],
  ['installs of a plugin', (x) => selectInstalls(x, null, { pluginId: 3 }, FIRST), ['plugin_id']],
  ['installs of a space', (x) => selectInstalls(x, null, { spaceId: 3 }, FIRST), ['space_id']],
  [
    'installs in set-up of a plugin',
    (x) => selectUnjudged(x, 3, { plugin_id: 3, id: 5 }, 9),
    ['plugin_id', 'id'],
  ],
  [
    'installs in set-up',
    (x) => selectUnjudged(x, undefined, { plugin_id: 3, id: 5 }, 9),
    ['plugin_id', 'id'],
  ],
  ['members of a space', (x) => selectMembers(x, 3, undefined, FIRST), ['space_id', 'user_id']],
  ['spaces of a user', (x) => selectSpacesOf(x, 3), ['user_id']],
  [
    'spaces of a user by name',
    (x) => selectOwnSpaces(x, 3, 'a', { after: undefined, limit: 50 }),
    ['user_id'],
  ],
  ['a user by address', (x) => selectUsersByEmail(x, 'ada@example.com'), ['lower']],
  ['personal tokens of a user', (x) => selectPersonalTokens(x, 3, 0, 51), ['user_id']],
  ['entries to be chained', (x) => selectUnchained(x, 9), []],
  ['entries that may be over', (x) => selectOldestLinks(x, 9, 9), []],
  ['a slice of the chain', (x) => selectLinks(x, { after: 5, upTo: 90 }, 9), ['number']],
  ['grants of a user', (x) => selectGrantsOf(x, 3, { before: 90, limit: 51 }), ['user_id']],
  ['revisions of a config', (x) => selectRevisions(x, 3, 9, 51), ['install_id', 'number']],
  ['all notifications', (x) => selectToldNotifications(x, HOST, {}, PART), ['id']],
  [
    'notifications of a space',
    (x) => selectToldNotifications(x, HOST, { spaceId: 3 }, PART),
    ['space_id', 'id'],
  ],
  [
    'notifications of an install',
    (x) => selectToldNotifications(x, ADA, { installId: 3 }, PART),
    ['install_id', 'id'],
  ],
  [
    'notifications of a person',
    (x) => selectToldNotifications(x, ADA, {}, PART),
    ['user_id', 'space_id', 'id'],
  ],
  [
    'unread ones of a person',
    (x) => selectToldNotifications(x, ADA, { unread: true }, PART),
    ['user_id', 'space_id', 'up_to'],
  ],
  ['how many are unread', (x) => countUnread(x, ADA, {}), ['user_id', 'space_id', 'up_to']],
  [
    'how many are unread of a space',
    (x) => countUnread(x, ADA, { spaceId: 3 }),
    ['space_id', 'up_to'],
  ],
  [
    'configs that are sealed under a key',
    (x) => selectSealedParts(x, '00', { install_id: 0, number: 0 }, 200),
    ['sealed_config'],
  ],
  [
    'calls of the set-up of an install',
    (x) => selectRouteCalls(x, null, { installId: 3, pluginId: undefined }, NEWEST_CALLS),
    ['install_id'],
  ],
  [
    'calls of the set-up of an install, for a person',
    (x) => selectRouteCalls(x, 7, { installId: 3, pluginId: undefined }, NEWEST_CALLS),
    ['id', 'install_id'],
  ],
  [
    'calls of the set-ups of a plugin',
    (x) => selectRouteCalls(x, null, { installId: undefined, pluginId: 3 }, NEWEST_CALLS),
    ['plugin_id'],
  ],
  ['old calls of set-ups', (x) => deleteOldRouteCalls(x, 30, 9), ['created_at']],
  ['windows that never came back', (x) => deleteExpiredWindows(x, 9), ['expires_at']],
  [
    'notices of a plugin',
    (x) => selectNoticePage(x, 3, 7, { before: 9, limit: 51, unreadOnly: true }),
    ['plugin_id', 'id'],
  ],
  ['storage of an install', (x) => listItems(x, INSTALL_ITEMS, 3, PAGE), ['install_id']],
  ['expired storage', (x) => deleteExpiredItems(x, INSTALL_ITEMS, 9), ['expires_at']],
  ['sessions of a user', (x) => deleteSessionsOf(x, 3), ['user_id']],
  ['sign-in links of a user', (x) => deleteSignInLinksOf(x, 3), ['user_id']],
  ['personal tokens of a user', (x) => revokePersonalTokensOf(x, 3), ['user_id']],
  ['tokens of a plugin', (x) => deleteTokensOfPlugin(x, 3), ['plugin_id']],
  ['tokens of installs', (x) => deleteTokensOfInstalls(x, [3]), ['install_id']],
  ['tokens of an installer', (x) => revokeTokensOfInstaller(x, 3), ['installed_by', 'install_id']],
])('%s: found by an index', async (_what, query, columns) => {
  await expectIndex(query, ...columns);
});
