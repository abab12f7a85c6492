import { beforeEach, expect, test } from 'vitest';
import { openDatabase, sql } from '../../src/lib/db.ts';
import { createTestDatabase } from '../support/database.ts';
import { createSpace, installPlugin, registerPlugin, requestToken } from '../support/plugins.ts';
import { clientOf, type ServerProcess } from '../support/processes.ts';
import { send } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { KEY_A, KEY_B, startWith } from './scene.ts';

let url: string;
beforeEach(async () => {
  const database = await createTestDatabase();
  url = database.url;
  return database.drop;
});

const serve = (keys: string) => startWith(url, keys, { role: 'api' });
const client = (server: ServerProcess) => clientOf(() => server.url);
const readiness = async (server: ServerProcess) => (await send(`${server.url}/readyz`, 'GET')).body;

const STEP = {
  type: 'oauth2',
  title: 'Connect',
  authorize_url: 'https://id.plugboard.test/authorize',
  token_url: 'https://id.plugboard.test/token',
  client_id: 'us',
  validation_url: 'https://id.plugboard.test/connected',
  client_secret: 'a client secret of a set-up step',
};

async function run(work: ReturnType<typeof sql>): Promise<unknown[]> {
  const db = openDatabase({ url, poolSize: 1 });
  return db.query(work).finally(db.close);
}

test('after a rotation the new key seals and the old one opens; without either a process is refused', async () => {
  const first = await serve(KEY_A);
  const old = await registerPlugin(client(first), { setup_steps: [STEP] });
  const once = { 'idempotency-key': 'once' };
  const made = await client(first).api('POST', '/platform/v1/host_keys', { name: 'Once' }, once);
  expect(made.status).toBe(201);
  expect(await readiness(first)).toEqual({ status: 'ready' });

  const rotated = await serve(`${KEY_B},${KEY_A}`);
  const fresh = await registerPlugin(client(rotated));
  for (const plugin of [old, fresh]) {
    const grant = { grant_type: 'client_credentials' };
    expect((await requestToken(client(rotated), plugin, grant)).status).toBe(200);
  }
  expect(await readiness(rotated)).toEqual({ status: 'ready' });
  // The process that has only the old key says so, and takes nobody's right secret for a wrong one.
  expect(await readiness(first)).toEqual({
    status: 'not ready',
    check: 'keys',
    reason: expect.stringMatching(/sealed under the secret key .*PLUGBOARD_SECRET_KEY=new,old/),
  });
  const refused = await requestToken(client(first), fresh, { grant_type: 'client_credentials' });
  expect(refused).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
  expect(refused.headers.get('retry-after')).toBe('60');

  await expect(serve(KEY_A)).rejects.toThrow(/PLUGBOARD_SECRET_KEY is wrong/);
  await expect(serve(KEY_B)).rejects.toThrow(
    /lacks the key [0-9a-f]{18}.*client secrets of plugins \(1\), releases with secrets of set-up steps \(1\), answers .* \(1\)/,
  );
});

test('a key under which nothing is sealed any more can be dropped, and who still seals with it is not ready', async () => {
  const first = await serve(KEY_A);
  const plugin = await registerPlugin(client(first));
  await serve(`${KEY_B},${KEY_A}`);
  await run(sql`delete from plugin_secrets where plugin_id = ${plugin.id}`);
  const behind = await serve(`${KEY_A},${KEY_B}`);
  expect(await readiness(behind)).toEqual({ status: 'ready' });
  await serve(KEY_B);
  expect(await run(sql`select 1 as one from secret_keys`)).toHaveLength(1);
  expect(await readiness(behind)).toMatchObject({
    reason: expect.stringMatching(/under which this process seals, is in use no more/),
  });
});

const FORM = {
  type: 'form',
  title: 'Form',
  fields: [{ key: 'api_key', type: 'password', label: 'API key' }],
};

test('passwords in configs and their revisions are sealed anew under the new key, so that the old one can be dropped', async () => {
  const first = await serve(KEY_A);
  const plugin = await registerPlugin(client(first), { setup_steps: [FORM] });
  const install = await installPlugin(client(first), plugin, await createSpace(client(first)), {
    config: { api_key: 'the first' },
  });
  const path = `/platform/v1/installs/${install.id}/config`;
  await client(first).api('PATCH', path, { config: { api_key: 'the second' } });
  const sealed = () =>
    run(sql`
      select sealed_config as bytes from installs
      union all (select sealed_config from config_revisions order by number)`) as Promise<
      { bytes: Buffer }[]
    >;
  const before = await sealed();
  expect(before).toHaveLength(3);

  await run(sql`delete from plugin_secrets`);
  await serve(`${KEY_B},${KEY_A}`);
  await expect(serve(KEY_B)).rejects.toThrow(
    /configs with passwords \(1\), revisions of configs with passwords \(2\)/,
  );
  // Not the one that still seals with the old key.
  await startWith(url, `${KEY_A},${KEY_B}`, { role: 'worker' });
  expect(await sealed()).toEqual(before);
  await startWith(url, `${KEY_B},${KEY_A}`, { role: 'worker' });
  await waitFor(
    async () =>
      (await sealed()).every(({ bytes }, index) => !bytes.equals(before[index]?.bytes as Buffer)),
    { describe: 'all passwords to be sealed anew' },
  );
  const last = await serve(KEY_B);
  expect((await client(last).api('GET', path)).body).toEqual({
    config: {},
    secrets: ['api_key'],
    revision: 2,
  });
  const restored = await client(last).api('POST', `${path}/revisions/1/restore`);
  expect(restored.body).toMatchObject({ secrets: ['api_key'], revision: 3 });
});
