import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
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

const env = { PLUGBOARD_POLL_MS: '20' };

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer({ delivery: true, env });
  receiver = await startReceiver();
  return async () => {
    await server.close();
    await receiver.close();
  };
});

async function openScene(installs: number): Promise<[Scene, number]> {
  const scene = await rollOutScene(server, installs, {}, { greeting: 'Hello' });
  return [scene, await publishLater(scene, { migration_url: `${receiver.url}/migrate` })];
}

test('installs that could not come to what everybody is on are tried again, and go back like all', async () => {
  const [scene, release] = await openScene(4);
  const [one] = scene.installs;
  receiver.answer = ({ body }) =>
    body.meta.install_id === String(one) ? 500 : { status: 200, body: { migrated: true } };
  const first = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect(first.counts).toMatchObject({ moved: 3, failed: 1 });
  expect((await rollOut(scene, release, { percent: 50 })).body.errors[0].pointer).toBe('/percent');

  receiver.answer = () => ({ status: 200, body: { migrated: true } });
  receiver.requests.length = 0;
  const again = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect([again.id, again.counts]).toMatchObject([first.id, { moved: 4, failed: 0 }]);
  expect(receiver.requests.map(({ body }) => body.meta.install_id)).toEqual([String(one)]);
  const rows = await server.db.query<{ release: number | null; config: string }>(sql`
    select release, config from installs where plugin_id = ${scene.plugin.id}`);
  expect(rows).toEqual(Array(4).fill({ release: null, config: '{"migrated":true}' }));
  expect((await notices(scene)).slice(0, 2)).toEqual(['roll_out_done', 'roll_out_failed_installs']);
  const nothing = await rollOut(scene, release, { percent: 100 });
  expect([nothing.status, nothing.body.code]).toEqual([409, 'wrong_state']);

  const back = await until(scene, await rollBack(scene, release), 'rolled_back');
  expect(back.counts).toMatchObject({ rolled_back: 4, failed: 0 });
  expect(await currentRelease(scene)).toBe(1);
});

test('those that fail once more stay where they were, and nothing else waits for them', async () => {
  const [scene, release] = await openScene(2);
  receiver.answer = ({ body }) =>
    body.meta.install_id === String(scene.installs[0])
      ? { status: 412, body: { message: 'Never' } }
      : { status: 200, body: { migrated: true } };
  await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  const again = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect(again.counts).toMatchObject({ moved: 1, failed: 1 });
  expect((await outcomes(scene, again.id, 'failed'))[0]?.message).toBe('Never');
  const next = await publishLater(scene, { intro: 'Next' }, 'at_once');
  expect(await currentRelease(scene)).toBe(next);
});

test('a process says again and again that it has a roll-out in work, and is missed soon', async () => {
  const [scene, release] = await openScene(1);
  const gate = createGate();
  receiver.answer = () => async (_request, response) => {
    await gate.passed;
    response.end('{"migrated":true}');
  };
  const begun = await rollOut(scene, release, { percent: 100 });
  const claim = async () => {
    const [row] = await server.db.query<{ until: string; isSoon: boolean }>(sql`
      select claimed_until::text as until, claimed_until < now() + interval '30 s' as "isSoon"
      from roll_outs where id = ${begun.body.id}`);
    return row;
  };
  const first = await waitFor(async () => (await claim())?.until, { describe: 'a claim' });
  expect((await claim())?.isSoon).toBe(true);
  await waitFor(async () => ((await claim())?.until ?? first) > first, {
    describe: 'the claim to be renewed',
  });
  gate.open();
  await until(scene, begun, 'done');
});
