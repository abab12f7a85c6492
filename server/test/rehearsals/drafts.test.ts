import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { holdReplies } from '../delivery/scene.ts';
import { asPerson, develop } from '../registry/development.ts';
import { createPerson, type Person } from '../space-api/scene.ts';
import { collaborate } from '../support/collaborators.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPartnerPlugin,
  reviewDraft,
  submitDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const EVENT = 'door_opened';
const TOLD = 3;

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
  receiver = await startReceiver();
  await defineEventType(server, EVENT);
  return async () => {
    await server.close();
    await receiver.close();
  };
});

let developer: Person;
let plugin: TestPlugin;
let installId: number;
let draft: number;

const as = (method: string, path: string, body?: unknown): Promise<Answer> =>
  asPerson(server, developer, method, path, body);

beforeEach(async () => {
  receiver.answer = () => 200;
  developer = await createPerson(server);
  plugin = await registerPartnerPlugin(server, developer.headers);
  draft = await write('first');
  await reviewDraft(server, plugin);
  installId = (await develop(server, developer, plugin.id)).id;
  for (let n = 0; n < TOLD; n++) {
    const sample = { install_id: installId, name: EVENT, identifier: 'one', payload: { n } };
    expect((await as('POST', '/sample_events', sample)).status).toBe(202);
  }
  await settled();
  draft = await write('second');
  receiver.requests.length = 0;
});

async function write(worker: string): Promise<number> {
  const events = [{ name: EVENT, url: `${receiver.url}/${worker}` }];
  const manifest = { name: 'Doors', slug: plugin.slug, intro: worker, events };
  const { status, text, body } = await as('PUT', `/plugins/${plugin.id}/manifest`, manifest);
  expect(status, text).toBe(201);
  return body.release.number;
}

const settled = () =>
  waitFor(
    async () => {
      const rows = await server.db.query(sql`
        select 1 from jobs where plugin_id = ${plugin.id} and settled_at is null`);
      return rows.length === 0;
    },
    { describe: 'all jobs to be settled' },
  );

const begin = (body: object = {}, release = draft) =>
  as('POST', `/plugins/${plugin.id}/releases/${release}/rehearse`, body);

async function over({ status, text, body }: Answer) {
  expect(status, text).toBe(202);
  const rehearsal = await waitFor(
    async () => {
      const found = (await as('GET', `/rehearsals/${body.id}`)).body;
      return found.state === 'running' ? undefined : found;
    },
    { describe: 'the rehearsal to be over' },
  );
  const jobs = (await as('GET', `/rehearsals/${body.id}/jobs`)).body.data;
  const decisions = jobs.map(({ after }: { after: { decision: string } }) => after.decision);
  return { ...rehearsal, decisions };
}

describe('a draft', () => {
  test('is rehearsed with what its developers tried out, and with no install of a customer', async () => {
    const customer = await installPlugin(server, plugin, await createSpace(server));
    await emit(server, customer.spaceId, EVENT, { payload: { secret: true } });
    await settled();
    receiver.requests.length = 0;
    const named = await begin({ install_ids: [installId, customer.id] });
    expect([named.status, named.body.errors[0].pointer]).toEqual([422, '/install_ids/1']);
    expect(await over(await begin())).toMatchObject({ state: 'done', total: TOLD });
    const told = receiver.requests.map(({ path, body }) => [path, body.meta.install_id]);
    expect(told).toEqual(Array(TOLD).fill(['/second', String(installId)]));
  });

  /** What ends, in the middle of a rehearsal, that a draft may be told things by an install. */
  const ENDS: Record<string, () => Promise<unknown>> = {
    'has become a customer’s': () =>
      server.db.query(sql`update installs set development = false where id = ${installId}`),
    'is of somebody who may only look any more': async () => {
      await collaborate(server, plugin.id, (await createPerson(server)).id);
      await collaborate(server, plugin.id, developer.id, 'viewer');
    },
    'has been uninstalled': () => as('DELETE', `/installs/${installId}`),
    'runs what everybody runs by now': () => reviewDraft(server, plugin),
  };

  test.each(Object.keys(ENDS))('is told nothing more by an install that %s', async (end) => {
    const gate = holdReplies(receiver);
    const begun = await begin();
    await receiver.nth(1);
    await ENDS[end]?.();
    gate.open();
    expect((await over(begun)).decisions).toEqual(['delivered', 'suspended', 'suspended']);
    const told = receiver.requests.filter(({ body }) => body.meta.rehearsal);
    expect(told).toHaveLength(1);
  });

  /** What ends a rehearsal, and what is said of that. */
  const OVER: Record<string, [() => Promise<unknown>, () => string]> = {
    'it is rejected': [
      async () => {
        await submitDraft(server, plugin);
        await reviewDraft(server, plugin, { verdict: 'reject' });
      },
      () => `Release ${draft} was rejected`,
    ],
    'it is written anew': [() => write('third'), () => `Release ${draft} was written anew`],
    'the plugin is suspended': [
      () => server.api('POST', `/platform/v1/plugins/${plugin.id}/suspend`, { reason: 'It leaks' }),
      () => 'The plugin was suspended',
    ],
  };

  test.each(Object.keys(OVER))('is rehearsed no more once %s', async (what) => {
    const [end, reason] = OVER[what] as (typeof OVER)[string];
    const gate = holdReplies(receiver);
    const begun = await begin();
    await receiver.nth(1);
    const was = reason();
    await end();
    gate.open();
    expect(await over(begun)).toMatchObject({ state: 'cancelled', reason: was });
    const told = receiver.requests.filter(({ body }) => body.meta.rehearsal);
    expect(told).toHaveLength(1);
  });

  test('is not begun to be rehearsed while its plugin is suspended, and what was over stays so', async () => {
    const gate = holdReplies(receiver);
    const begun = await begin();
    await receiver.nth(1);
    const path = `/platform/v1/plugins/${plugin.id}`;
    await server.api('POST', `${path}/suspend`, {});
    expect((await begin()).body.code).toBe('wrong_state');
    gate.open();
    await server.api('POST', `${path}/resume`, {});
    expect((await over(begun)).state).toBe('cancelled');
    receiver.answer = () => 200;
    expect((await over(await begin())).state).toBe('done');
  });
});
