import { beforeAll, expect, test } from 'vitest';
import { eraseDueInstalls, eraseStragglers } from '../../src/installs/erase.ts';
import { type Db, sql } from '../../src/lib/db.ts';
import { someoneWaits } from '../support/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  type Call,
  createPlugin,
  createSpace,
  createUser,
  installIn,
  logIn,
  requestToken,
} from './fixtures.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const pathOf = (id: number) => `/platform/v1/installs/${id}`;
const get = async (id: number) => (await server.api('GET', pathOf(id))).body;
const SECRET = 'a-visitor-name';

/** An install that knows a secret in every place that can hold one. */
async function installWithSecrets(spaceId?: number): Promise<number> {
  const plugin = await createPlugin(server, { scopes: ['rooms.read'] });
  const { id } = await installIn(server, plugin, {
    ...(spaceId !== undefined && { spaceId }),
    user_id: await createUser(server),
    config: { name: SECRET },
  });
  const call = await logIn(server, plugin);
  await call('PUT', `/installs/${id}/config`, { other: SECRET });
  await call('POST', `/installs/${id}/notifications`, {
    message: SECRET,
    details: [SECRET],
    attachments: { SECRET },
  });
  await requestToken(server, plugin, { grant_type: 'plugin_install', install_id: id });
  await addDeliveredJob(id);
  return id;
}

async function addDeliveredJob(installId: number): Promise<void> {
  const jobId = '01900000-0000-7000-8000-000000000001';
  await server.db.query(sql`
    insert into install_storage_items (install_id, key, value)
    values (${installId}, ${SECRET}, ${JSON.stringify(SECRET)})`);
  await server.db.query(sql`
    insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, status, status_message,
      failure_reason, first_stage, first_reply_headers, first_reply_body, first_debug_info)
    values (${installId}, ${jobId}, 1, 1, ${jobId}, 'visit', 'failed', ${SECRET}, ${SECRET}, 'answered', ${SECRET},
      ${SECRET}, ${SECRET})`);
  await server.db.query(sql`
    insert into attempts (install_id, job_id, number, stage, status_code, url, started_at, duration_ms,
      reply_headers, reply_body, debug_info)
    values (${installId}, ${jobId}, 2, 'answered', 500, 'https://example.com', now(), 1, ${SECRET},
      ${SECRET}, ${SECRET})`);
  await server.db.query(sql`
    insert into job_attachments (install_id, job_id, attachment) values (${installId}, ${jobId}, ${SECRET})`);
}

async function tablesOfInstalls(db: Db): Promise<string[]> {
  const tables = await db.query<{ name: string }>(sql`
    select c.table_name as name from information_schema.columns c
    join pg_class on relname = c.table_name and relkind in ('r', 'p') and not relispartition
    where c.table_schema = 'public'
      and (c.column_name = 'install_id' or (c.table_name = 'installs' and c.column_name = 'id'))
    order by 1`);
  return tables.map(({ name }) => name);
}

/** The rows that carry the install's id, by table, as JSON text. */
async function rowsOf(db: Db, installId: number): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  for (const name of await tablesOfInstalls(db)) {
    const column = name === 'installs' ? 'id' : 'install_id';
    const [row] = await db.query<{ content: string }>(sql`
      select query_to_xml(format('select * from %I where %I = %s', ${name}::text, ${column}::text,
        ${installId}::bigint), false, false, '')::text as content`);
    if (row?.content.includes('<row>')) rows.set(name, row.content);
  }
  return rows;
}

test.each(['at once', 'when its grace period is over'])(
  'what an install kept is erased %s',
  async (when) => {
    const id = await installWithSecrets();
    const neighbour = await installWithSecrets();
    const before = await rowsOf(server.db, id);
    const holders = [...before].filter(([, content]) => content.includes(SECRET));
    expect(holders.map(([name]) => name)).toEqual([
      'attempts',
      'config_revisions',
      'install_storage_items',
      'installs',
      'job_attachments',
      'jobs',
      'notifications',
    ]);
    expect(before.has('tokens')).toBe(true);

    if (when === 'at once') {
      await server.api('DELETE', `${pathOf(id)}?erase=now`);
    } else {
      await server.api('DELETE', pathOf(id));
      expect(await eraseDueInstalls(server.db)).toBe(0);
      await server.db.query(sql`update installs set erase_after = now() where id = ${id}`);
      expect(await eraseDueInstalls(server.db)).toBe(1);
      expect(await eraseDueInstalls(server.db)).toBe(0);
    }
    const after = await rowsOf(server.db, id);
    expect([...after.values()].join('\n')).not.toContain(SECRET);
    expect([...after.keys()]).toEqual([
      'attempts',
      'erased_installs',
      'event_decisions',
      'installs',
      'jobs',
    ]);
    expect(await get(id)).toMatchObject({
      status: 'uninstalled',
      erase_after: null,
      erased_at: expect.any(String),
    });
    const exported = await server.api('GET', `${pathOf(id)}/export`);
    expect([exported.status, exported.body.code]).toEqual([409, 'wrong_state']);
    expect((await server.api('GET', `${pathOf(id)}/config`)).body.config).toEqual({});
    expect((await rowsOf(server.db, neighbour)).size).toBe(before.size);
  },
);

test('an install that waits for its grace period can still be erased at once, and erasing again does nothing', async () => {
  const id = await installWithSecrets();
  await server.api('DELETE', pathOf(id));
  expect((await server.api('DELETE', `${pathOf(id)}?erase=now`)).status).toBe(204);
  const erased = await get(id);
  expect(erased.erased_at).not.toBe(null);
  expect((await server.api('DELETE', `${pathOf(id)}?erase=now`)).status).toBe(204);
  expect(await get(id)).toEqual(erased);
});

test('several erasers share the work, and leave alone what is being restored', async () => {
  const ids: number[] = [];
  for (let count = 0; count < 6; count++) {
    const { id } = await installIn(server, await createPlugin(server), { config: { a: 1 } });
    await server.api('DELETE', pathOf(id));
    ids.push(id);
  }
  await server.db.query(sql`update installs set erase_after = now() where id = any(${ids})`);
  const [kept, ...due] = ids as [number, ...number[]];
  const counts = await server.db.transaction(async (tx) => {
    await tx.query(sql`select 1 from installs where id = ${kept} for update`);
    return Promise.all([1, 2, 3].map(() => eraseDueInstalls(server.db)));
  });
  expect(counts.reduce((sum, count) => sum + count)).toBe(due.length);
  expect((await get(kept)).erased_at).toBe(null);
  expect(await eraseDueInstalls(server.db)).toBe(1);
});

test('erasing gives way to a reply that is being recorded for the install, and is done all the same', async () => {
  const id = await installWithSecrets();
  await server.api('DELETE', pathOf(id));
  const erasing = await server.db.transaction(async (tx) => {
    // As a worker with effects does: the job first, the install then.
    await tx.query(sql`select 1 from jobs where install_id = ${id} for update`);
    const request = server.api('DELETE', `${pathOf(id)}?erase=now`);
    await waitFor(() => someoneWaits(server.db), { describe: 'the erasure to wait for the job' });
    await tx.query(sql`select 1 from installs where id = ${id} for no key update`).catch(() => []);
    return { request };
  });
  expect((await erasing.request).status).toBe(204);
  expect((await get(id)).erased_at).not.toBe(null);
});

test('an erased install can be installed again, and the numbers of its revisions go on', async () => {
  const plugin = await createPlugin(server);
  const spaceId = await createSpace(server);
  const { id } = await installIn(server, plugin, { spaceId, config: { a: 1 } });
  await server.api('PATCH', `${pathOf(id)}/config`, { config: { a: 2 } });
  await server.api('DELETE', `${pathOf(id)}?erase=now`);
  const again = await installIn(server, plugin, { spaceId, config: { b: 1 } });
  expect(again).toMatchObject({ id, generation: 2, config_revision: 3, erased_at: null });
  const revisions = await server.api('GET', `${pathOf(id)}/config/revisions`);
  expect(revisions.body.data).toMatchObject([
    { number: 3, diff: { added: ['b'], changed: [], removed: [] } },
  ]);
});

/** Tables with the id of an install of which a reinstall leaves rows, and why. What is in any other goes with the generation that it is of. */
const OUTLIVES: Record<string, string> = {
  attempts: 'what became of events is history, and dropped with its days',
  authorization_codes: 'good for their generation alone, and for a minute',
  embed_visits: 'who looks at a page, and nothing that is kept there',
  erased_installs: 'erasing once more is undone by the reinstall itself',
  event_decisions: 'as attempts',
  installs: 'the install itself',
  job_attachments: 'as attempts',
  job_queue: 'the job that tells of the uninstall is still to be sent',
  jobs: 'as attempts',
  mails: 'names what a mail is about, whose words are of the moment in which it is sent',
  portal_tokens: "a person's, for a quarter of an hour",
  replay_jobs: 'as attempts',
  replays: 'what was run again and how far it came; those that run end with their generation',
  resumptions: 'an order to the workers',
  setup_windows: 'good for their generation alone, and for ten minutes',
  stream_changes: 'told of for a quarter of an hour',
  withdrawals: 'an order to the workers',
};

test('a reinstall within the grace period leaves nothing of what the generation before kept', async () => {
  const spaceId = await createSpace(server);
  const id = await installWithSecrets(spaceId);
  const plugin = (await get(id)).plugin_id;
  await server.db.query(sql`
    insert into route_calls (id, install_id, plugin_id, kind, step, outcome, message, duration_ms)
    values (gen_random_uuid(), ${id}, ${plugin}, 'validation', 0, 'refused', ${SECRET}, 1)`);
  await server.db.query(sql`
    insert into setup_steps (install_id, generation, step_key, done, answers)
    values (${id}, 1, 'step', true, ${JSON.stringify({ name: SECRET })})`);
  await server.db.query(sql`
    insert into scope_uses (install_id, scope, day, uses, last_at) values (${id}, 'rooms.read', now(), 1, now())`);
  await server.db.query(sql`
    with o as (
      insert into roll_outs (plugin_id, release, from_release, percent, dry_run, state, finished_at)
      values (${plugin}, 1, 1, 10, true, 'done', now()) returning id)
    insert into roll_out_installs (roll_out_id, install_id, state, message) select id, ${id}, 'failed', ${SECRET} from o`);
  await server.db.query(sql`
    with h as (
      insert into rehearsals (plugin_id, release, since, until, state, finished_at)
      values (${plugin}, 1, now(), now(), 'done', now()) returning id)
    insert into rehearsed_jobs (rehearsal_id, number, job_id, install_id, generation, event_id, event_name, message)
    select id, 1, gen_random_uuid(), ${id}, 1, gen_random_uuid(), 'event', ${SECRET} from h`);
  const revisions = `${pathOf(id)}/config/revisions`;
  const { config_revision: last } = await get(id);
  const goes = (tables: Iterable<string>) =>
    [...tables].filter((name) => !Object.hasOwn(OUTLIVES, name));
  // Whoever makes a table says here what becomes of it: this install has something in each that is to be emptied.
  const kept = await rowsOf(server.db, id);
  expect(goes(await tablesOfInstalls(server.db))).toEqual(goes(kept.keys()));
  await server.api('DELETE', pathOf(id));
  const body = { plugin_id: plugin, config: { fresh: 1 } };
  const again = await server.api('POST', `/platform/v1/spaces/${spaceId}/installs`, body);
  expect(again.body).toMatchObject({ id, generation: 2, config_revision: last + 1 });

  const left = await rowsOf(server.db, id);
  // The config to begin with.
  expect(goes(left.keys())).toEqual(['config_revisions']);
  expect(left.get('installs')).not.toContain(SECRET);
  expect(left.get('config_revisions')).not.toContain(SECRET);
  expect((await server.api('GET', revisions)).body.data).toMatchObject([{ number: last + 1 }]);
  for (let number = 1; number <= last; number++) {
    const restored = await server.api('POST', `${revisions}/${number}/restore`);
    expect([restored.status, restored.body.code]).toEqual([404, 'revision_not_found']);
  }
  expect((await server.api('GET', `${pathOf(id)}/notifications`)).body.data).toEqual([]);
  const calls = await server.api('GET', `/platform/v1/route_calls?install_id=${id}`);
  expect(calls.body.data).toEqual([]);
});

test.each([
  ['the same config', { a: 1 }, [{ number: 2, diff: { added: ['a'], changed: [], removed: [] } }]],
  ['none', {}, [{ number: 2, diff: { added: [], changed: [], removed: [] } }]],
])('the history begins anew with a reinstall, also with %s', async (_, config, history) => {
  const plugin = await createPlugin(server);
  const spaceId = await createSpace(server);
  const { id } = await installIn(server, plugin, { spaceId, config: { a: 1 } });
  await server.api('DELETE', pathOf(id));
  const again = await installIn(server, plugin, { spaceId, config });
  expect(again).toMatchObject({ config_revision: 2 });
  const read = await server.api('GET', `${pathOf(id)}/config/revisions`);
  expect(read.body.data).toMatchObject(history);
});

/** A write that was let in while its install was live, and takes effect when the install has been erased. */
async function writeTooLate(id: number, call: Call, end: () => Promise<unknown>): Promise<void> {
  const commands = [{ action: 'set', key: 'late', value: SECRET }];
  const writing = await server.db.transaction(async (tx) => {
    await tx.query(sql`insert into install_storage_items values (${id}, 'late', '1')`);
    const request = call('POST', '/storage', { install_id: id, commands });
    await waitFor(() => someoneWaits(server.db), { describe: 'the write to wait for the key' });
    await end();
    await tx.query(sql`delete from install_storage_items where install_id = ${id}`);
    return { request };
  });
  expect((await writing.request).status).toBe(200);
}

const keysOf = (id: number) =>
  server.db.query(sql`select key from install_storage_items where install_id = ${id}`);

async function passFiveMinutes(): Promise<void> {
  await server.db.query(
    sql`update erased_installs set erased_at = erased_at - interval '5 minutes'`,
  );
}

test('what was written while its install was being erased is erased later, and only that', async () => {
  const plugin = await createPlugin(server);
  const call = await logIn(server, plugin);
  const spaces = [await createSpace(server), await createSpace(server), await createSpace(server)];
  const ids: number[] = [];
  for (const spaceId of spaces) ids.push((await installIn(server, plugin, { spaceId })).id);
  const [erased, removed, again] = ids as [number, number, number];
  const erase = (id: number) => server.api('DELETE', `${pathOf(id)}?erase=now`);

  await writeTooLate(erased, call, () => erase(erased));
  await writeTooLate(removed, call, async () => {
    await server.api('DELETE', pathOf(removed));
    const gone = await server.api('DELETE', `/platform/v1/spaces/${spaces[1]}`);
    expect(gone.status, gone.text).toBe(204);
  });
  await erase(again);
  await installIn(server, plugin, { spaceId: spaces[2] });
  const commands = [{ action: 'set', key: 'new', value: 1 }];
  await call('POST', '/storage', { install_id: again, commands });
  expect([await keysOf(erased), await keysOf(removed)]).toEqual([
    [{ key: 'late' }],
    [{ key: 'late' }],
  ]);

  await eraseStragglers(server.db);
  expect(await keysOf(erased)).toHaveLength(1);
  await passFiveMinutes();
  expect(await eraseStragglers(server.db)).toBeGreaterThanOrEqual(2);
  expect([await keysOf(erased), await keysOf(removed)]).toEqual([[], []]);
  expect(await keysOf(again)).toEqual([{ key: 'new' }]);
  expect(await eraseStragglers(server.db)).toBe(0);
});

test('removing a space waits for whoever erases what came late, and locks nothing meanwhile that one needs', async () => {
  const spaceId = await createSpace(server);
  const id = await installWithSecrets(spaceId);
  await server.api('DELETE', `${pathOf(id)}?erase=now`);
  const removing = await server.db.transaction(async (tx) => {
    await tx.query(sql`select 1 from erased_installs where install_id = ${id} for update`);
    const request = server.api('DELETE', `/platform/v1/spaces/${spaceId}`);
    await waitFor(() => someoneWaits(server.db), { describe: 'the removal to wait' });
    const jobs = sql`select 1 from jobs where install_id = ${id} for update nowait`;
    expect(await tx.query(jobs)).toHaveLength(1);
    return { request };
  });
  expect((await removing.request).status).toBe(204);
});
