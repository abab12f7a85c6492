import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createSpace, defineEventType, installPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { openWorld, WAYS, type World } from './ways.ts';

// What other people write comes out as they wrote it, whichever way it takes. A new way is a row of `ways.ts`.

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' },
  });
  world = await openWorld(server);
  return async () => {
    await server.close();
    await world.receiver.close();
  };
});

test.each(Object.entries(WAYS))(
  '%s comes out byte for byte',
  async (_name, { documents, pass }) => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        for (const [where, text, parts] of await pass(world, document)) {
          const lost = parts.filter((part) => !text.includes(part));
          expect({ where, lost, text: lost.length === 0 ? '' : text }).toEqual({
            where,
            lost: [],
            text: '',
          });
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  },
);

const [ONE, OTHER] = ['9007199254740992', '9007199254740993'];

test('a filter hears the very number that it names', async () => {
  await defineEventType(server, 'numbered');
  const filter = `{"id":[${OTHER},{"numeric":[">=",12345678901234567890]}]}`;
  const about = '"name":"Numbers","slug":"numbers"';
  const manifest = (said: string) =>
    `{${about},"events":[{"name":"numbered","url":"http://127.0.0.1:8090/hook","filter":${said}}]}`;
  const registered = await server.api('POST', '/platform/v1/plugins', manifest(filter));
  expect(registered.status, registered.text).toBe(201);
  const { plugin } = registered.body;
  const spaceId = await createSpace(server);
  await installPlugin(server, plugin, spaceId);
  const jobsOf = async (id: string) => {
    const body = `{"space_id":${spaceId},"name":"numbered","payload":{"id":${id}}}`;
    return (await server.api('POST', '/platform/v1/events', body)).body.jobs.length;
  };
  expect([await jobsOf(ONE), await jobsOf(OTHER)]).toEqual([0, 1]);
  expect([await jobsOf('12345678901234567889'), await jobsOf('1.2345678901234567890e19')]).toEqual([
    0, 1,
  ]);

  const put = async (said: string) =>
    (await server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, manifest(said))).status;
  expect(await put(filter.replace('1234567890}', '1234567890.0 }'))).toBe(200);
  expect(await put(filter.replace(OTHER, ONE))).toBe(201);
  expect([await put('[1.0]'), await put('"a"'), await put('{"id":[1e400]}')]).toEqual([
    422, 422, 422,
  ]);
});

test('a key stands for the very body that it came with', async () => {
  const create = async (number: string) => {
    const body = `{"name":"Once","attributes":{"n":${number}}}`;
    return (await server.api('POST', '/platform/v1/spaces', body, { 'idempotency-key': 'k' }))
      .status;
  };
  expect([await create(ONE), await create(OTHER), await create(ONE)]).toEqual([201, 409, 201]);
});
