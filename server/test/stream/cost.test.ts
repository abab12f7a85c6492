import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Changes } from '../../src/lib/changes.ts';
import { type Audience, sql } from '../../src/lib/db.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import { createAdmission } from '../../src/stream/admission.ts';
import { jobIn, openScene, type Scene } from '../delivery/scene.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { listen } from './listen.ts';

let server: TestServer;
let scene: Scene;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
  scene = await openScene(server);
  return async () => {
    await server.close();
    await scene.receiver.close();
  };
});

test('while nobody listens, not one statement has to do with it', async () => {
  await waitFor(() => server.pool.audience?.isThere() === false, {
    describe: 'the process to know that nobody listens',
  });
  // On a machine that stands still for a second a process is not sure any more, and looks.
  const sure = vi.spyOn(server.pool.audience as Audience, 'isThere').mockReturnValue(false);
  onTestFinished(() => sure.mockRestore());
  // Whoever wanted to read or write one of the tables would wait for us, and nothing would be delivered.
  await server.pool.transaction(async (tx) => {
    await tx.query(sql`lock table stream_watches, stream_changes in access exclusive mode`);
    await jobIn(server, await scene.emit(), 'done', 1);
    await jobIn(server, await scene.emit({ identifier: 'a' }), 'done', 1);
    const { status } = await server.api(
      'POST',
      `/platform/v1/installs/${scene.install.id}/suspend`,
    );
    expect(status).toBe(200);
    await server.api('POST', `/platform/v1/installs/${scene.install.id}/resume`);
  });
  expect(await count()).toBe(0);
});

test('what others listen to costs a space nothing to keep', async () => {
  const other = await openScene(server);
  const listener = await listen(server, `space_id=${other.install.spaceId}`);
  await jobIn(server, await scene.emit(), 'done', 1);
  expect(await count()).toBe(0);
  await jobIn(server, await other.emit(), 'done', 1);
  await waitFor(() => listener.changes().length >= 3, { describe: 'the changes' });
  listener.close();
  await other.receiver.close();
});

test('whether somebody may still listen is not looked up again while nothing is told that could end it', async () => {
  const changes = { onAtOnce() {}, heardUntil: () => performance.now() } as unknown as Changes;
  const admission = createAdmission({ db: server.pool, changes }, 10);
  const { spaceId } = scene.install;
  const hearer = { kind: 'space', watched_id: spaceId, reader: null } as const;
  expect(await admission.isStillAdmitted(hearer)).toBe(true);
  // A look-up would wait for us.
  await server.pool.transaction(async (tx) => {
    await tx.query(sql`lock table spaces in access exclusive mode`);
    expect(await admission.isStillAdmitted(hearer)).toBe(true);
  });
});

test('200 who listen hear of each of 500 changes', async () => {
  const { spaceId } = scene.install;
  scene.receiver.answer = () => 500;
  const listeners = await Promise.all(
    Array.from({ length: 200 }, () => listen(server, `space_id=${spaceId}&types=job.updated`)),
  );
  const events = Array.from({ length: 500 }, () => ({
    space_id: spaceId,
    name: scene.event,
    payload: {},
  }));
  const { body } = await server.api('POST', '/platform/v1/events/batch', { events });
  const ids = new Set<string>(
    body.data.flatMap(({ jobs }: { jobs: { id: string }[] }) => jobs.map(({ id }) => id)),
  );
  expect(ids.size).toBe(500);
  const heardOf = () => listeners.map((one) => new Set(one.changes().map(({ id }) => id)).size);
  await waitFor(() => heardOf().every((size) => size === 500), {
    describe: 'everybody to hear of everything',
    progress: () => heardOf().reduce((sum, size) => sum + size),
  });
  expect(listeners.every((one) => one.ended() === undefined)).toBe(true);
  for (const one of listeners) one.close();
});

test('what is too old to be heard of goes, and what nobody listens to any more', async () => {
  expect(await count()).toBeGreaterThan(0);
  await server.db.query(sql`update stream_changes set at = at - interval '17 minutes'`);
  await server.db.query(sql`update stream_watches set until = now() - interval '1 minute'`);
  const log = { error: (fields: object) => expect(fields).toBeUndefined(), info() {}, warn() {} };
  // biome-ignore lint/suspicious/noExplicitAny: of a logger only what is called
  await maintain({ db: server.pool, vault: server.vault, config: server.config, log: log as any });
  const old = sql`select 1 from stream_changes where at < now() - interval '16 minutes'`;
  expect(await server.db.query(old)).toEqual([]);
  expect(await server.db.query(sql`select 1 from stream_watches`)).toEqual([]);
});

async function count(): Promise<number> {
  const [row] = await server.db.query<{ n: number }>(sql`
    select count(*)::integer as n from stream_changes`);
  return row?.n ?? -1;
}
