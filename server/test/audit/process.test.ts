import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openDatabase, sql } from '../../src/lib/db.ts';
import { createTestDatabase } from '../support/database.ts';
import { clientOf, spawnServer } from '../support/processes.ts';
import { waitFor } from '../support/wait-for.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

test('a server chains what it was told, and a command says whether it is as it was written', async () => {
  const database = await createTestDatabase();
  const db = openDatabase({ url: database.url, poolSize: 1 });
  try {
    const env = { DATABASE_URL: database.url };
    const { url } = await spawnServer(env);
    const server = clientOf(() => url);
    const { body: space } = await server.api('POST', '/platform/v1/spaces', { name: 'Acme' });
    const newest = async () =>
      (await server.api('GET', '/platform/v1/audit?action=space.created')).body.data[0];
    const describe = 'the entry to be chained';
    await waitFor(async () => (await newest()).hash !== null, { describe });
    expect((await newest()).target.id).toBe(String(space.id));

    const verify = async () => {
      const given = { env: { PATH: process.env.PATH, ...env } };
      return (await promisify(execFile)(process.execPath, [MAIN, 'verify-audit'], given)).stdout;
    };
    expect(await verify()).toMatch(
      new RegExp(
        `^All \\d+ entries are as they were written; the newest: ${(await newest()).hash}`,
      ),
    );
    const { id } = await newest();
    await db.query(sql`update audit_entries set actor_id = 7 where id = ${id}`);
    await expect(verify()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`Entry ${id}: it does not say what it said`),
    });
  } finally {
    await db.close();
    await database.drop();
  }
});
