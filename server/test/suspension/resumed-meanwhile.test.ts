import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createSuspensions } from '../../src/delivery/suspensions.ts';
import { resume } from '../../src/installs/lifecycle.ts';
import { listenForChanges } from '../../src/lib/changes.ts';
import { type Db, sql } from '../../src/lib/db.ts';
import { resumeEndpoint } from '../../src/registry/endpoints.ts';
import { resumePlugin } from '../../src/registry/suspension.ts';
import { jobIn, openScene, type Scene } from '../delivery/scene.ts';
import { someoneWaits } from '../support/database.ts';
import { createGate } from '../support/gate.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true, env: { PLUGBOARD_POLL_MS: '20' } });
  return () => server.close();
});

/** What stops deliveries, by the host's API, and what ends that, in a transaction. */
interface Stop {
  path(scene: Scene): string;
  stop: string;
  end(tx: Db, scene: Scene): Promise<unknown>;
}

const pluginPath = ({ install }: Scene) => `/platform/v1/plugins/${install.plugin.id}`;

const STOPS: Record<string, Stop> = {
  'its plugin is resumed': {
    path: pluginPath,
    stop: 'suspend',
    end: (tx, { install }) => resumePlugin(tx, String(install.plugin.id)),
  },
  'its install is resumed': {
    path: ({ install }) => `/platform/v1/installs/${install.id}`,
    stop: 'suspend',
    end: (tx, { install }) => resume(tx, install.id),
  },
  'its endpoint is enabled': {
    path: (scene) => `${pluginPath(scene)}/endpoints/${scene.event}`,
    stop: 'disable',
    end: (tx, { install, event }) =>
      resumeEndpoint(tx, { plugin_id: install.plugin.id, event_name: event }),
  },
};

async function stop({ path, stop }: Stop, scene: Scene): Promise<void> {
  const { status, text } = await server.api('POST', `${path(scene)}/${stop}`);
  expect(status, text).toBe(200);
}

/** Ends it, but for the commit, which waits until somebody waits for us. Meanwhile something is set aside that was not there to be found. */
async function endAround({ end }: Stop, scene: Scene, setAside: () => unknown): Promise<void> {
  await server.db.transaction(async (tx) => {
    await end(tx, scene);
    setAside();
    await waitFor(() => someoneWaits(server.db), {
      describe: 'somebody to wait for the end of the stop',
    });
  });
}

test.each(Object.entries(STOPS))(
  'a job that is set aside while %s goes on',
  async (_name, stopping) => {
    const scene = await openScene(server);
    const gate = createGate();
    scene.receiver.answer = () => async (_request, response) => {
      await gate.passed;
      response.end('{}');
    };
    const first = await scene.emit({ identifier: 'a' });
    await scene.receiver.nth(1);
    const behind = await scene.emit({ identifier: 'a' });
    await stop(stopping, scene);
    await endAround(stopping, scene, gate.open);
    for (const id of [first, behind]) await jobIn(server, id, 'done', 1);
    await scene.receiver.close();
  },
);

const CREATED_PARKED = Object.entries(STOPS).filter(([name]) => name !== 'its install is resumed');

test.each(CREATED_PARKED)(
  'an event that comes in while %s is delivered',
  async (_name, stopping) => {
    const scene = await openScene(server);
    await stop(stopping, scene);
    let emitted: Promise<string> | undefined;
    await endAround(stopping, scene, () => {
      emitted = scene.emit();
    });
    await jobIn(server, (await emitted) as string, 'done', 1);
    await scene.receiver.close();
  },
);

test('a node that has not heard yet that a plugin was resumed does not take it for suspended', async () => {
  const changes = await listenForChanges(server.config.databaseUrl as string, () => undefined);
  onTestFinished(changes.close);
  const suspensions = createSuspensions(server.db, changes);
  const scene = await openScene(server);
  const { id } = scene.install.plugin;
  await stop(STOPS['its plugin is resumed'] as Stop, scene);
  expect(await suspensions.isSuspended(id)).toBe(true);
  // Without a word to anybody.
  await server.db.query(sql`update plugins set suspended_at = null where id = ${id}`);
  expect(await suspensions.isSuspended(id)).toBe(false);
  await scene.receiver.close();
});
