import { beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createTestDatabase } from '../support/database.ts';
import { createGate } from '../support/gate.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  currentRelease,
  notices,
  outcomes,
  publishLater,
  rollBack,
  rollOut,
  rollOutScene,
  type Scene,
  until,
} from './scene.ts';

const INSTALLS = 12;
const env = { PLUGBOARD_POLL_MS: '20' };
const SECRET = 'one otter in the canal';

let server: TestServer;
let receiver: Receiver;
let scene: Scene;
let release: number;

beforeAll(async () => {
  server = await startTestServer({ delivery: true, env });
  receiver = await startReceiver();
  return async () => {
    await server.close();
    await receiver.close();
  };
});

beforeEach(async () => {
  receiver.requests.length = 0;
  receiver.answer = ({ body }) => ({ status: 200, body: migrated(body) });
  scene = await rollOutScene(server, INSTALLS, {}, { greeting: 'Hello', key: SECRET });
  release = await publishLater(scene, manifest());
});

const manifest = () => ({
  migration_url: `${receiver.url}/migrate`,
  setup_steps: [
    {
      type: 'form',
      title: 'Key',
      fields: [{ type: 'password', key: 'key', label: 'Key', required: false }],
    },
  ],
});

// biome-ignore lint/suspicious/noExplicitAny: as it was received
const migrated = ({ meta }: any) => ({ hello: meta.config.greeting, key: meta.config.key });

async function config(installId: number) {
  const { body } = await server.api('GET', `/platform/v1/installs/${installId}/config`);
  return { config: body.config, secrets: body.secrets };
}

const NEW = { config: { hello: 'Hello' }, secrets: ['key'] };
const OLD = { config: { greeting: 'Hello', key: SECRET }, secrets: [] };

const causes = async (installId: number) =>
  (await server.api('GET', `/platform/v1/installs/${installId}/config/revisions`)).body.data.map(
    ({ cause, author }: { cause: string; author: { kind: string } }) => [cause, author.kind],
  );

test('each config is carried over by the plugin, what is secret sealed, and comes back', async () => {
  const done = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect(done.counts).toMatchObject({ moved: INSTALLS, failed: 0 });
  const [one] = scene.installs as [number];
  expect(await config(one)).toEqual(NEW);
  expect((await causes(one))[0]).toEqual(['migrated', 'plugin']);
  expect(receiver.requests).toHaveLength(INSTALLS);
  const [asked] = receiver.requests;
  expect(asked?.body.meta).toMatchObject({
    route: 'migration',
    params: { from_release: 1, to_release: 2, dry_run: false },
    config: { greeting: 'Hello', key: SECRET },
  });
  const [outcome] = await outcomes(scene, done.id);
  expect(outcome).toEqual({
    install_id: one,
    space_name: expect.any(String),
    state: 'moved',
    message: null,
    changed: ['/hello', '/greeting'],
  });
  const calls = await server.api('GET', `/platform/v1/route_calls?install_id=${one}`);
  expect(calls.body.data[0]).toMatchObject({ kind: 'migration', step: null, outcome: 'answered' });

  const back = await until(scene, await rollBack(scene, release), 'rolled_back');
  expect(back.counts).toMatchObject({ rolled_back: INSTALLS, kept_config: 0 });
  // What was a secret stays one.
  expect(await config(one)).toEqual({ config: { greeting: 'Hello' }, secrets: ['key'] });
  expect((await causes(one))[0]).toEqual(['rolled_back', 'plugin']);
});

test('installs whose config cannot be carried over stay where they were, and are told of', async () => {
  const failing = scene.installs.slice(0, 4).map(String);
  const faults = [
    { status: 412, body: { message: 'No such greeting' } },
    { status: 200, body: ['a list'] },
    { status: 200, body: { greeting: 'x'.repeat(256 * 1024) } },
    { status: 200, body: '{"greeting":' },
  ];
  receiver.answer = ({ body }) => {
    const at = failing.indexOf(body.meta.install_id);
    return faults[at] ?? { status: 200, body: migrated(body) };
  };
  const done = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect(done.counts).toMatchObject({ moved: INSTALLS - 4, failed: 4 });
  const failed = await outcomes(scene, done.id, 'failed');
  expect(failed.map(({ install_id }) => String(install_id))).toEqual(failing);
  expect(failed.map(({ message }) => message)).toEqual([
    'No such greeting',
    expect.stringContaining('object'),
    expect.stringContaining('bytes'),
    expect.stringContaining('JSON'),
  ]);
  expect(await currentRelease(scene)).toBe(2);
  const rows = await server.db.query<{ release: number | null }>(sql`
    select release from installs where plugin_id = ${scene.plugin.id} order by id`);
  expect(rows.map((row) => row.release)).toEqual([1, 1, 1, 1, ...Array(INSTALLS - 4).fill(null)]);
  expect(await config(Number(failing[0]))).toEqual(OLD);
  expect((await notices(scene))[0]).toBe('roll_out_failed_installs');

  const back = await until(scene, await rollBack(scene, release), 'rolled_back');
  expect(back.counts).toMatchObject({ rolled_back: INSTALLS - 4, failed: 4 });
  expect(await currentRelease(scene)).toBe(1);
});

test('a config that is changed while the plugin is asked is asked about again', async () => {
  const [one] = scene.installs as [number];
  let changed: Promise<unknown> | undefined;
  receiver.answer =
    () =>
    async ({ body }, response) => {
      changed ??= server.api('PATCH', `/platform/v1/installs/${one}/config`, {
        config: { greeting: 'Hi' },
      });
      await changed;
      response.end(JSON.stringify(migrated(body)));
    };
  const answer = await rollOut(scene, release, { install_ids: [one] });
  const moved = await until(scene, answer, 'waiting');
  expect(moved.counts).toMatchObject({ moved: 1, failed: 0 });
  expect(receiver.requests.map(({ body }) => body.meta.config.greeting)).toEqual(['Hello', 'Hi']);
  expect(await config(one)).toEqual({ config: { hello: 'Hi' }, secrets: ['key'] });

  await server.api('PATCH', `/platform/v1/installs/${one}/config`, { config: { hello: 'Ho' } });
  const back = await until(scene, await rollBack(scene, release), 'rolled_back');
  expect(back.counts).toMatchObject({ rolled_back: 0, kept_config: 1 });
  expect((await config(one)).config).toEqual({ hello: 'Ho' });
});

test('a dry run tells what would be, and changes nothing', async () => {
  const [one] = scene.installs as [number];
  receiver.answer = ({ body }) =>
    body.meta.install_id === String(one) ? 500 : { status: 200, body: migrated(body) };
  const before = await everything();
  const tried = await until(scene, await rollOut(scene, release, { dry_run: true }), 'done');
  expect(tried).toMatchObject({ dry_run: true, counts: { moved: INSTALLS - 1, failed: 1 } });
  expect(receiver.requests.map(({ body }) => body.meta.params.dry_run)).toEqual(
    Array(INSTALLS).fill(true),
  );
  const [failed, next] = await outcomes(scene, tried.id);
  expect(failed).toMatchObject({ install_id: one, state: 'failed', changed: [] });
  expect(next).toMatchObject({ state: 'moved', changed: ['/hello', '/greeting'] });
  expect(await everything()).toEqual(before);
});

const NOTED = [
  'roll_outs',
  'roll_out_installs',
  'route_calls',
  'tokens',
  'audit_entries',
  'audit_details',
  'audit_chain',
  // When somebody was last seen, and what this process wrote to see that it can.
  'sessions',
  'write_checks',
  'workers',
];

/** All rows of all tables, but for what a dry run notes. */
async function everything(): Promise<Record<string, string>> {
  const tables = await server.db.query<{ name: string }>(sql`
    select relname::text as name from pg_class
    where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace order by 1`);
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    if (NOTED.includes(name)) continue;
    const [row] = await server.db.query<{ rows: string | null }>(
      sql`select query_to_xml(${`select md5(string_agg(t::text, '|' order by t::text)) as rows from ${name} t`}, true, false, '')::text as rows`,
    );
    found[name] = String(row?.rows);
  }
  return found;
}

test('a process that ends leaves the rest to another one, and nothing is carried over twice', async () => {
  const database = await createTestDatabase();
  const first = await startTestServer({ database, delivery: true, env });
  const idle = await startTestServer({ database });
  const own = await rollOutScene(idle, INSTALLS, {}, { greeting: 'Hello' });
  const number = await publishLater(own, manifest());
  let held = 0;
  const gate = createGate();
  receiver.answer =
    () =>
    async ({ body }, response) => {
      if (++held > 4) await gate.passed;
      response.end(JSON.stringify(migrated(body)));
    };
  const begun = await rollOut(own, number, { percent: 100 });
  await waitFor(() => held > 4, { describe: 'the plugin to be asked' });
  const closed = first.close();
  gate.open();
  await closed;
  const halfway = await idle.db.query(sql`select 1 from roll_out_installs where state = 'moved'`);
  expect(halfway.length).toBeLessThan(INSTALLS);
  const second = await startTestServer({ database, delivery: true, env });
  const done = await until(own, begun, 'done');
  expect(done.counts).toMatchObject({ moved: INSTALLS, failed: 0 });
  const asked = receiver.requests.map(({ body }) => body.meta.install_id);
  expect(asked.sort()).toEqual(own.installs.map(String).sort());
  const revisions = await idle.db.query(
    sql`select 1 from config_revisions where cause = 'migrated'`,
  );
  expect(revisions).toHaveLength(INSTALLS);
  await second.close();
  await idle.close();
  await database.drop();
});

test('what is approved for everybody at once is rolled out where configs are to be carried over', async () => {
  await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  const next = await publishLater(scene, { ...manifest(), intro: 'Newer' }, 'at_once');
  const rollOuts = await scene.developer.call('GET', `/plugins/${scene.plugin.id}/roll_outs`);
  expect(rollOuts.body.data[0]).toMatchObject({ release: next, percent: 100 });
  const asAnswer = { ...rollOuts, status: 202, body: rollOuts.body.data[0] };
  const done = await until(scene, asAnswer, 'done');
  expect(done.counts.moved).toBe(INSTALLS);
  expect(await currentRelease(scene)).toBe(next);
});
