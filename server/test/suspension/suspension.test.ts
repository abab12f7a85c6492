import { beforeAll, expect, test } from 'vitest';
import { operations } from '../isolation/operations.ts';
import { setScene } from '../isolation/scene.ts';
import { createTestDatabase } from '../support/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';
import {
  type Belongings,
  CLIENT_WAYS,
  NO_WAYS,
  obtainAll,
  SHOWN_WAYS,
  type Way,
  waysByToken,
} from './ways.ts';

// Two nodes on one database: what is done on the first must hold on both.
let nodes: [TestServer, TestServer];
let belongings: Belongings;
beforeAll(async () => {
  const database = await createTestDatabase();
  const start = () => startTestServer({ database, env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  nodes = [await start(), await start()];
  belongings = await obtainAll(await setScene(nodes[0]));
  const path = `/platform/v1/plugins/${belongings.scene.plugin.id}`;
  const listed = await nodes[0].api('PATCH', path, { listed: true });
  expect(listed.body.status).toBe('approved');
  return async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await database.drop();
  };
});

const onPlugin = (action: string, body?: object) =>
  nodes[0].api('POST', `/platform/v1/plugins/${belongings.scene.plugin.id}/${action}`, body);

const ways: Record<string, Way> = {
  ...waysByToken(operations),
  ...CLIENT_WAYS,
  ...SHOWN_WAYS,
};

/** The ways that are open, each with the node where it is. */
async function openWays(): Promise<string[]> {
  const open: string[] = [];
  for (const [index, node] of nodes.entries()) {
    for (const [name, way] of Object.entries(ways)) {
      if (await way(node, belongings)) open.push(`${name} (node ${index + 1})`);
    }
  }
  return open;
}

const all = Object.keys(ways);
const everywhere = [1, 2].flatMap((node) => all.map((name) => `${name} (node ${node})`));

// The Platform API shows the host and people what they have, suspended or not; where it shows or calls the plugin, it is tried.
test('every operation that plugins or people call is tried, or said to be of no matter', () => {
  const forOthers = operations.filter(
    ({ path, schemes }) => !(path.startsWith('/platform/') && schemes.includes('hostKey')),
  );
  const isTried = (name: string) => all.some((way) => way === name || way.startsWith(`${name},`));
  const missing = forOthers.filter(({ name }) => !isTried(name) && !NO_WAYS.has(name));
  expect(missing.map(({ name }) => name)).toEqual([]);
  const names = new Set(operations.map(({ name }) => name));
  expect([...NO_WAYS].filter((name) => !names.has(name) || isTried(name))).toEqual([]);
});

test('from the second in which a plugin is suspended it does nothing and is shown nowhere; resumed, all is as before', async () => {
  expect(await openWays()).toEqual(everywhere);

  expect((await onPlugin('suspend', { reason: 'It leaks names' })).status).toBe(200);
  await withinSecond(async () => (await openWays()).length === 0);
  expect(await openWays()).toEqual([]);

  expect((await onPlugin('resume')).status).toBe(200);
  await withinSecond(async () => (await openWays()).length === everywhere.length);
  expect(await openWays()).toEqual(everywhere);
});
