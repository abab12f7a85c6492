import { expect, onTestFinished, test } from 'vitest';
import { type Database, sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { startReplaying } from '../../src/replays/working.ts';
import { createSpace, installPlugin, type TestInstall } from '../support/plugins.ts';
import { startTestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { failedJobs, getReplay, replay, scene } from './scene.ts';

/** A database that tells when nobody has asked it for anything since it was asked the last time whether that is so. */
function watched(db: Database) {
  let asked = 0;
  let answered = 0;
  let seen = -1;
  async function counted<T>(work: () => Promise<T>): Promise<T> {
    asked++;
    try {
      return await work();
    } finally {
      answered++;
    }
  }
  return {
    db: {
      ...db,
      query: (statement) => counted(() => db.query(statement)),
      transaction: (work) => counted(() => db.transaction(work)),
    } as Database,
    isQuiet(): boolean {
      const isOver = seen === asked && asked === answered;
      // Whoever waits for it again is not told of the same silence.
      seen = isOver ? -1 : asked;
      return isOver;
    },
  };
}

test('where an endpoint has one place for all replays, each gets it in turn, in the order in which they began', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  const opened = await scene(server);
  const { plugin } = opened.install;
  const installs: TestInstall[] = [opened.install];
  while (installs.length < 3)
    installs.push(await installPlugin(server, plugin, await createSpace(server)));
  const begun: number[] = [];
  for (const install of installs) {
    await failedJobs(server, { ...opened, install }, 3);
    begun.push((await replay(server, { install_id: install.id })).id);
  }
  const { db, isQuiet } = watched(server.db);
  const replaying = startReplaying({
    db,
    pollMs: 3_600_000,
    endpointConcurrency: 4,
    wake() {},
    log: createLogger('silent'),
  });
  onTestFinished(replaying.stop);
  const order: number[] = [];
  replaying.wake();
  for (let sent = 0; sent < 9; sent++) {
    // A place that is free in the middle of a round is taken by whoever comes next in it.
    await waitFor(isQuiet, { describe: 'the round to be over' });
    const queued = await server.db.query<{ replay_id: number }>(sql`
      delete from job_queue where state = 'ready' returning replay_id`);
    order.push(...queued.map(({ replay_id }) => replay_id));
    replaying.sent();
  }
  expect(order).toEqual([...begun, ...begun, ...begun]);
  await waitFor(isQuiet, { describe: 'the last round to be over' });
  for (const id of begun)
    expect(await getReplay(server, id)).toMatchObject({ state: 'done', done: 0, failed: 3 });
});
