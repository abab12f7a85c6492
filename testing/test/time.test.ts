import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, sql } from '@plugboard/server/embed';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Install, type Plugboard, type Space, startPlugboard } from '../src/index.ts';
import { cacheFolder } from '../src/keeper/place.ts';
import { startDatabases } from '../src/keeper/postgres.ts';
import { MOVED, STAYS } from '../src/keeper/times.ts';
import { callAs, hearing, logIn, statusOfCall } from './support/plugin.ts';

let plugboard: Plugboard;
let space: Space;
beforeAll(async () => {
  plugboard = await startPlugboard();
  space = await plugboard.space();
});
afterAll(() => plugboard.stop());

describe('the table of columns', () => {
  const moved = Object.entries(MOVED).flatMap(([table, columns]) =>
    columns.map((column) => `${table}.${column}`),
  );

  test('has every time of the schema, or says why it stays', async () => {
    expect([...moved, ...Object.keys(STAYS)].sort()).toEqual(await timesOfSchema());
  });

  async function timesOfSchema(): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'plugboard-times-'));
    const databases = await startDatabases(cacheFolder(), folder);
    const { url } = await databases.take();
    const db = openDatabase({ url, poolSize: 1 });
    const rows = await db.query<{ name: string }>(sql`
      select c.relname || '.' || a.attname as name
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_type t on t.oid = a.atttypid
      left join pg_type base on base.oid = t.typbasetype
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped
        and 'D' in (t.typcategory, coalesce(base.typcategory, ''))`);
    await db.close();
    await databases.stop();
    await rm(folder, { recursive: true });
    return rows.map(({ name }) => name).sort();
  }
});

describe('what passes', () => {
  test('is a span that goes forward', async () => {
    const { time } = plugboard;
    await expect(time.advance({})).rejects.toThrow(/Say how much time/);
    await expect(time.advance({ hours: -1 })).rejects.toThrow(/hours must be/);
    await expect(time.advance({ days: 40_000 })).rejects.toThrow(/At most a hundred years/);
    await expect(time.advance({ fortnights: 1 } as never)).rejects.toThrow(/no unit of time/);
  });

  test('may be units that are added up, and is shown in what lies back', async () => {
    const install = await space.install(hearing(['visit']));
    const { job } = await space.emit('visit', {});
    const before = Date.parse((await job.settled()).attempts[0]?.started_at ?? '');
    await plugboard.time.advance({ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 });
    const after = Date.parse((await job.state()).attempts[0]?.started_at ?? '');
    expect(before - after).toBe(((26 * 60 + 3) * 60 + 4) * 1000 + 5);
    await install.uninstall();
  });
});

describe('when time passes', () => {
  test('retries come, until the schedule is used up', async () => {
    const install = await space.install(
      hearing(['visit'], () => new Response('', { status: 500 })),
    );
    const { job } = await space.emit('visit', {});
    for (let attempts = 1; attempts < 10; attempts++) {
      await job.attempted(attempts);
      await plugboard.time.advance({ days: 1 });
    }
    expect(await job.settled()).toMatchObject({
      status: 'failed',
      parkedReason: 'attempts_exhausted',
    });
    await install.uninstall();
  });

  test('a job that its plugin accepted and forgot has failed, at once', async () => {
    // Nothing looks for what is due by itself meanwhile.
    await using rare = await startPlugboard({ env: { PLUGBOARD_POLL_MS: '60000' } });
    const there = await rare.space();
    await there.install(hearing(['visit'], () => new Response('', { status: 202 })));
    const { job } = await there.emit('visit', {});
    await job.attempted();
    await rare.time.advance({ hours: 23 });
    expect((await job.state()).status).toBe('ongoing');
    await rare.time.advance({ hours: 1 });
    expect(await job.state()).toMatchObject({
      status: 'failed',
      message: null,
      settledReason: 'timed_out',
    });
  });

  test('tokens end at once, though the server knew them', async () => {
    const { credentials } = await space.install(hearing(['visit']));
    const token = await logIn(credentials);
    const ask = () => statusOfCall(credentials, token);
    expect(await ask()).toBe(200);
    await plugboard.time.advance({ hours: 11 });
    expect(await ask()).toBe(200);
    await plugboard.time.advance({ hours: 1 });
    expect(await ask()).toBe(401);
  });

  test('the token to act for the installer is another one', async () => {
    const plugin = hearing(['visit']);
    const manifest = { events: [{ name: 'visit', url: '/hook' }], scopes: ['visits.read'] };
    const install = await space.install(plugin, { manifest });
    const tokenOf = async () => {
      const { jobs } = await space.emit('visit', {});
      await Promise.all(jobs.map((job) => job.settled()));
      return plugin.heard.at(-1)?.body.meta.auth.access_token;
    };
    const first = await tokenOf();
    expect(await tokenOf()).toBe(first);
    await plugboard.time.advance({ days: 1 });
    expect(await tokenOf()).not.toBe(first);
    await install.uninstall();
  });

  test('stored items are gone that were to live so long', async () => {
    const install = await space.install(hearing(['visit']));
    const token = await logIn(install.credentials);
    const commands = [
      { action: 'set', key: 'short', value: 1, ttl: 60 },
      { action: 'set', key: 'long', value: 2 },
    ];
    const data = { install_id: install.id, commands };
    const answer = await callAs(install.credentials, token, 'POST', '/storage', data);
    expect(answer.status, await answer.clone().text()).toBe(200);
    expect(await install.storage()).toEqual({ short: 1, long: 2 });
    await plugboard.time.advance({ minutes: 1 });
    expect(await install.storage()).toEqual({ long: 2 });
    await install.uninstall();
  });

  test('a key of the host may be used again after a day', async () => {
    const install = await space.install(hearing(['visit']));
    const send = (n: number) => space.emit('visit', { n }, { idempotencyKey: 'once' });
    const first = await send(1);
    await plugboard.time.advance({ hours: 24 });
    expect((await send(2)).id).not.toBe(first.id);
    await install.uninstall();
  });

  test('an old client secret ends', async () => {
    const { credentials, plugin } = await space.install(hearing(['visit']));
    await plugboard.call('POST', `/platform/v1/plugins/${plugin.id}/secrets`);
    expect(await logIn(credentials)).toEqual(expect.any(String));
    await plugboard.time.advance({ days: 1 });
    expect(await logIn(credentials)).toBeUndefined();
  });

  test('an install that was uninstalled is erased', async () => {
    const install = await space.install(hearing(['visit']));
    await install.uninstall();
    const path = `/platform/v1/installs/${install.id}`;
    const erased = async () =>
      (await plugboard.call<{ erased_at: string | null }>('GET', path)).erased_at;
    await plugboard.time.advance({ days: 29 });
    expect(await erased()).toBeNull();
    await plugboard.time.advance({ days: 1 });
    expect(await erased()).not.toBeNull();
  });

  test('an endpoint that fails for long is disabled', async () => {
    const install: Install = await space.install(
      hearing(['visit'], () => new Response('', { status: 500 })),
    );
    const path = `/platform/v1/plugins/${install.plugin.id}/endpoints`;
    const isDisabled = async () => {
      type Endpoints = { data: { disabled_at: string | null }[] };
      const { data } = await plugboard.call<Endpoints>('GET', path);
      return data[0]?.disabled_at !== null;
    };
    let hours = 0;
    while (hours < 400 && !(await isDisabled())) {
      const { jobs } = await space.emit('visit', {});
      const own = jobs.find(({ installId }) => installId === install.id);
      // The last one finds it disabled: retries fail, too.
      await own?.attempted().catch(() => undefined);
      await plugboard.time.advance({ hours: 12 });
      hours += 12;
    }
    expect(await isDisabled()).toBe(true);
    expect(hours).toBeGreaterThanOrEqual(120);
  });
});
