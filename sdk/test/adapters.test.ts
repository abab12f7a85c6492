import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createPlugin, type Plugin } from '@plugboard/sdk';
import { toHono } from '@plugboard/sdk/hono';
import { toNodeListener } from '@plugboard/sdk/node';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { FRAMEWORKS } from './support/frameworks.ts';
import { type Sign, signerFor } from './support/signed.ts';
import { startWorld, type World } from './support/world.ts';

const MIB = 1024 * 1024;

let world: World;
let sign: Sign;
let plugin: Plugin;
let errors: unknown[];

beforeAll(async () => {
  const heard = (url: string) => ({
    events: [
      { name: 'entry_sign_in', url: `${url}/plugboard/events` },
      { name: 'entry_sign_out', url: `${url}/tenants/plugboard/events` },
    ],
  });
  world = await startWorld({ events: ['entry_sign_in', 'entry_sign_out'], manifest: heard });
  sign = signerFor(world);
});
afterAll(() => world.close());

beforeEach(() => {
  errors = [];
  plugin = createPlugin({ ...world.credentials, onError: (error) => errors.push(error) })
    .on('entry_sign_in', ({ job, payload }) => job.done(`Hello ${payload.name}`))
    .on('entry_sign_out', ({ job, payload }) => job.done(`Goodbye ${payload.name}`))
    .options('greetings', ({ search }) => [{ label: `Hello ${search}`, value: 1 }]);
});

const post = (path: string, init: RequestInit) =>
  fetch(world.url + path, { method: 'POST', ...init });

/** A call of the route for options, as Plugboard makes it. */
function optionsBody(search: string): string {
  const place = { id: '1', type: 'locations', attributes: {} };
  const meta = {
    route: 'step-0-field-0-options',
    params: { search },
    config: {},
    plugin_id: '1',
    install_id: '1',
    location: place,
    company: place,
    zone: null,
    auth: null,
  };
  return JSON.stringify({ meta, payload: null });
}

/** Asks the plugin, and answers what it says. */
async function ask(path: string, search: string): Promise<unknown> {
  const body = optionsBody(search);
  const answer = await post(path, { headers: await sign(body), body });
  return [answer.status, await answer.json()];
}

const greets = (search: string) => [200, [{ label: `Hello ${search}`, value: 1 }]];

/** Posts 9 MiB over a connection of its own, and answers the status. */
function postLarge(path: string, inPieces: boolean): Promise<number | undefined> {
  const large = Buffer.alloc(9 * MIB);
  const headers = inPieces
    ? { 'transfer-encoding': 'chunked' }
    : { 'content-length': large.length };
  return new Promise((resolve) => {
    const sending = request(world.url + path, { method: 'POST', agent: false, headers });
    sending.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    // Who is refused before all was sent may find the connection closed.
    sending.on('error', () => undefined);
    sending.end(large);
  });
}

describe.each(FRAMEWORKS)('$name', ({ serve, serveParsed, fix }) => {
  test('handles what Plugboard delivers, also below a router', async () => {
    world.serve(await serve(plugin));
    const jobs = [
      await world.tell('entry_sign_in', { name: 'Ada ✓' }),
      await world.tell('entry_sign_out', { name: 'Ada ✓' }),
    ];
    const settled = await Promise.all(jobs.map((id) => world.settled(id)));
    expect(settled).toMatchObject([
      { status: 'done', status_message: 'Hello Ada ✓' },
      { status: 'done', status_message: 'Goodbye Ada ✓' },
    ]);
    expect(errors).toEqual([]);
  });

  test.each([
    '/plugboard/greetings',
    '/plugboard/lobby/greetings?floor=2',
    '/tenants/plugboard/greetings/',
  ])('finds the route of %s', async (path) => {
    world.serve(await serve(plugin));
    expect(await ask(path, 'ö')).toEqual(greets('ö'));
  });

  test('says at once what to do where the body was parsed before', async () => {
    world.serve(await serveParsed(plugin));
    const [status, { message }] = (await ask('/plugboard/greetings', 'x')) as [number, Error];
    expect([status, message]).toEqual([500, expect.stringMatching(fix)]);
    expect(errors).toMatchObject([{ code: 'body_was_read', message }]);
  });

  test.each(['with its length', 'in pieces'])(
    'refuses a body that is too large, sent %s',
    async (way) => {
      world.serve(await serve(plugin));
      expect(await postLarge('/plugboard/greetings', way === 'in pieces')).toBe(413);
      expect(await ask('/plugboard/greetings', 'x')).toEqual(greets('x'));
    },
  );

  test('takes only POST', async () => {
    world.serve(await serve(plugin));
    const answer = await fetch(`${world.url}/plugboard/greetings`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await answer.json()).toEqual({ message: 'Plugboard sends a POST' });
  });

  test('refuses another body than the one that was signed, and one that is not signed', async () => {
    world.serve(await serve(plugin));
    const headers = await sign(optionsBody('x'));
    const answers = [
      await post('/plugboard/greetings', { headers, body: optionsBody('y') }),
      await post('/plugboard/greetings', { body: optionsBody('x') }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(errors).toMatchObject([{ code: 'wrong_signature' }, { code: 'missing_signature' }]);
  });

  test('goes on after a request that was cut off', async () => {
    world.serve(await serve(plugin));
    const { port, hostname } = new URL(world.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /plugboard/greetings HTTP/1.1\r\nhost: plugin\r\ncontent-length: 100\r\n\r\n{',
    );
    await once(socket, 'connect');
    expect(await ask('/plugboard/greetings', 'x')).toEqual(greets('x'));
    const closed = once(socket, 'close');
    socket.resetAndDestroy();
    await closed;
    await waitFor(async () => (await ask('/plugboard/greetings', 'y')) !== undefined, {
      describe: 'the next answer',
    });
    expect(await ask('/plugboard/greetings', 'z')).toEqual(greets('z'));
    expect(errors).toEqual([]);
  });
});

test('a body that was read through the raw request of Hono is no verdict, and is said', async () => {
  const app = new Hono()
    .use(async (context, next) => {
      await context.req.raw.text();
      await next();
    })
    .post('/plugboard/*', toHono(plugin));
  world.serve(getRequestListener(app.fetch));
  const [status, { message }] = (await ask('/plugboard/greetings', 'x')) as [number, Error];
  expect([status, message]).toEqual([500, expect.stringContaining('was read before')]);
  expect(errors).toMatchObject([{ code: 'body_was_read' }]);
});

test('a request that somebody else has answered meanwhile is left to them', async () => {
  const answer = toNodeListener(plugin);
  const answered: Promise<unknown>[] = [];
  world.serve((incoming, response) => {
    response.writeHead(503, { connection: 'close' }).end();
    answered.push(answer(incoming, response));
  });
  expect((await post('/plugboard/greetings', { body: optionsBody('x') })).status).toBe(503);
  await expect(Promise.all(answered)).resolves.toHaveLength(1);
});
