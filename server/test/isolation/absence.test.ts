import { beforeAll, describe, expect, test } from 'vitest';
import { raw, sql } from '../../src/lib/db.ts';
import { send, startTestServer } from '../support/server.ts';
import { operations, requestOf } from './operations.ts';
import { OWN, PUBLIC } from './rows.ts';
import { CANARY, type Scene, type Stranger, setScene } from './scene.ts';

/** That something is not there never opens anything: every value that may be null is taken away, and strangers ask again. */

const KEYS = {
  installs: ['id'],
  plugins: ['id'],
  releases: ['plugin_id', 'number'],
  users: ['id'],
};
type Table = keyof typeof KEYS;

const ASKERS: Stranger[] = [
  'another plugin',
  "the same plugin's other install",
  'an admin of another tenant',
  "another plugin's developer",
  'an uninstalled install',
];

let scene: Scene;
beforeAll(async () => {
  const server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await setScene(server);
  return () => server.close();
});

const reads = operations.filter(({ name, method }) => method === 'GET' && !PUBLIC.has(name));

/** What strangers are let into. */
async function opened(): Promise<string[]> {
  const asked = ASKERS.flatMap((stranger) => reads.map((read) => ({ ...read, stranger })));
  const found: string[] = [];
  for (let at = 0; at < asked.length; at += 8) {
    const some = asked.slice(at, at + 8).map(async ({ stranger, ...read }) => {
      const url = scene.server.url + requestOf(read, scene).path;
      const answer = await send(url, 'GET', undefined, scene.strangers[stranger]);
      const isRefused = OWN.has(read.name) || [401, 403, 404].includes(answer.status);
      if (!isRefused || answer.text.includes(CANARY)) found.push(`${stranger}: ${read.name}`);
    });
    await Promise.all(some);
  }
  return found;
}

async function nullableOf(table: Table): Promise<string[]> {
  const rows = await scene.server.db.query<{ name: string }>(sql`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_nullable = 'YES' order by 1`);
  return rows.map(({ name }) => name);
}

/** False where a check forbids that it is not there. */
async function takeAway(table: Table, column: string): Promise<boolean> {
  const { db } = scene.server;
  try {
    await db.query(sql`update ${raw(table)} set ${raw(column)} = null`);
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/violates check constraint/);
    return false;
  }
}

const tell = async (): Promise<void> => {
  for (const topic of ['tokens', 'clients', 'people', 'installs']) {
    await scene.server.db.query(sql`select pg_notify('plugboard', ${topic})`);
  }
};

test('strangers are let into nothing while everything is there', async () => {
  expect(reads.length).toBeGreaterThan(30);
  expect(await opened()).toEqual([]);
});

describe.each(Object.keys(KEYS) as Table[])(
  'nothing is opened by what is not there in %s:',
  (table) => {
    test('each value', async () => {
      const { db } = scene.server;
      const columns = await nullableOf(table);
      expect(columns.length).toBeGreaterThan(0);
      const same = KEYS[table].map((key) => `t.${key} = k.${key}`).join(' and ');
      await db.query(sql`create table kept as table ${raw(table)}`);
      for (const column of columns) {
        if (!(await takeAway(table, column))) continue;
        await tell();
        expect(await opened(), column).toEqual([]);
        await db.query(sql`
        update ${raw(table)} t set ${raw(column)} = k.${raw(column)} from kept k where ${raw(same)}`);
      }
      await db.query(sql`drop table kept`);
      await tell();
    });
  },
);

test('nothing is opened by removing anybody who has something', async () => {
  const { server } = scene;
  const people = await server.db.query<{ id: number }>(sql`
    select user_id as id from collaborators
    union select installed_by from installs where installed_by is not null and space_id = ${scene.install.spaceId}`);
  expect(people.map(({ id }) => id)).toContain(scene.admin.id);
  for (const { id } of people) {
    expect((await server.api('DELETE', `/platform/v1/users/${id}`)).status).toBe(204);
    expect(await opened()).toEqual([]);
  }
});
