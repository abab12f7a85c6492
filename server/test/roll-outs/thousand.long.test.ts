import { expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { startReceiver } from '../support/receiver.ts';
import { startTestServer } from '../support/server.ts';
import {
  currentRelease,
  outcomes,
  publishLater,
  rollBack,
  rollOut,
  rollOutScene,
  until,
} from './scene.ts';

const INSTALLS = 1000;

test('of a thousand installs all are moved but the two whose config cannot be carried over, and all come back', async () => {
  const server = await startTestServer({ delivery: true });
  const receiver = await startReceiver();
  const scene = await rollOutScene(server, INSTALLS, {}, { greeting: 'Hello' });
  const failing = [scene.installs[17] as number, scene.installs[700] as number];
  let underWay = 0;
  let most = 0;
  receiver.answer =
    () =>
    async ({ body }, response) => {
      most = Math.max(most, ++underWay);
      const { config, install_id } = body.meta;
      if (failing.includes(Number(install_id))) {
        response.writeHead(412).end(JSON.stringify({ message: 'No such greeting' }));
      } else {
        response.end(JSON.stringify({ hello: config.greeting }));
      }
      underWay--;
    };
  const release = await publishLater(scene, { migration_url: `${receiver.url}/migrate` });
  const done = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect(done.counts).toMatchObject({ installs: INSTALLS, moved: INSTALLS - 2, failed: 2 });
  expect((await outcomes(scene, done.id, 'failed')).map((one) => one.install_id)).toEqual(failing);
  expect(receiver.requests).toHaveLength(INSTALLS);
  expect(most).toBeLessThanOrEqual(4);
  expect(await currentRelease(scene)).toBe(2);
  expect(await configs()).toEqual({ '{"greeting":"Hello"}': 2, '{"hello":"Hello"}': INSTALLS - 2 });

  const back = await until(scene, await rollBack(scene, release), 'rolled_back');
  expect(back.counts).toMatchObject({ rolled_back: INSTALLS - 2, kept_config: 0 });
  expect(await currentRelease(scene)).toBe(1);
  expect(await configs()).toEqual({ '{"greeting":"Hello"}': INSTALLS });
  await server.close();
  await receiver.close();

  async function configs(): Promise<Record<string, number>> {
    const rows = await server.db.query<{ config: string; installs: number }>(sql`
      select config, count(*) as installs from installs where plugin_id = ${scene.plugin.id} group by 1`);
    return Object.fromEntries(rows.map(({ config, installs }) => [config, installs]));
  }
});
