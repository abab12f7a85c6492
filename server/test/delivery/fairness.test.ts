import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGate } from '../support/gate.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { jobIn } from './scene.ts';

const CONCURRENCY = 3;

let server: TestServer;
let receiver: Receiver;

beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_ENDPOINT_CONCURRENCY: String(CONCURRENCY), PLUGBOARD_POLL_MS: '20' },
  });
  await defineEventType(server, 'fair_share');
  return () => server.close();
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const listener = (path: string) =>
  registerPlugin(server, { events: [{ name: 'fair_share', url: receiver.url + path }] });

test('nine plugins get all their jobs while the tenth hangs on every request', async () => {
  const gate = createGate();
  let open = 0;
  let mostOpen = 0;
  receiver.answer = ({ path }) =>
    path !== '/hangs'
      ? 200
      : async (_request, response) => {
          mostOpen = Math.max(mostOpen, ++open);
          response.once('close', () => open--);
          await gate.passed;
          response.end();
        };
  const spaceId = await createSpace(server);
  const hanging = await listener('/hangs');
  await installPlugin(server, hanging, spaceId);
  for (let n = 1; n < 10; n++) {
    await installPlugin(server, await listener(`/answers/${n}`), spaceId);
  }
  const jobs = [];
  for (let n = 0; n < 12; n++) jobs.push(...(await emit(server, spaceId, 'fair_share')).jobs);
  expect(jobs).toHaveLength(120);

  const held = jobs.filter((job) => job.plugin_id === hanging.id);
  const others = jobs.filter((job) => job.plugin_id !== hanging.id);
  for (const { id } of others) await jobIn(server, id, 'done');
  for (const { id } of held) await jobIn(server, id, 'queued');
  expect(mostOpen).toBe(CONCURRENCY);

  gate.open();
  for (const { id } of held) await jobIn(server, id, 'done');
});

describe("an install's deep backlog", () => {
  // Eight for each slot are claimed ahead, twice that with the claim under way: several times what a claim can hold.
  const AHEAD = CONCURRENCY * 8 * 3;
  const BACKLOG = AHEAD * 4;

  /** Delivers a backlog and one job of another install, as long as `answer` lets it; the installs' ids, in the order they were told. */
  async function deliverBacklog(
    answer: () => Promise<void>,
  ): Promise<{ told: string[]; quiet: string }> {
    const gate = createGate();
    receiver.answer = () => async (_request, response) => {
      await gate.passed;
      await answer();
      response.end();
    };
    const plugin = await listener('/hook');
    const busy = await installPlugin(server, plugin, await createSpace(server));
    const quiet = await installPlugin(server, plugin, await createSpace(server));
    const events = Array(BACKLOG / 4).fill({
      space_id: busy.spaceId,
      name: 'fair_share',
      payload: {},
    });
    for (const _ of [1, 2, 3, 4]) {
      const answer = await server.api('POST', '/platform/v1/events/batch', { events });
      expect(answer.status, answer.text).toBeLessThan(300);
    }
    await emit(server, quiet.spaceId, 'fair_share');
    gate.open();
    await waitFor(() => receiver.requests.length === BACKLOG + 1, {
      describe: 'the whole backlog to be delivered',
      progress: () => receiver.requests.length,
    });
    const told = receiver.requests.map(({ body }) => body.meta.install_id);
    return { told, quiet: String(quiet.id) };
  }

  test('does not hold up another install of the plugin', async () => {
    const { told, quiet } = await deliverBacklog(async () => {});
    expect(told).toContain(quiet);
    expect(told.indexOf(quiet)).toBeLessThan(AHEAD);
  });

  test("does not exceed the endpoint's concurrency, and uses all of it", async () => {
    let open = 0;
    let mostOpen = 0;
    await deliverBacklog(async () => {
      mostOpen = Math.max(mostOpen, ++open);
      // A turn of the event loop, so that requests that arrive together are seen together.
      await new Promise((resolve) => setImmediate(resolve));
      open--;
    });
    expect(mostOpen).toBe(CONCURRENCY);
  });
});
