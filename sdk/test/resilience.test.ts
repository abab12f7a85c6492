import {
  ConnectionError,
  createPlugin,
  DeadlineError,
  type PluginOptions,
  text,
} from '@plugboard/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../server/src/lib/db.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { startWay, type Way } from './support/way.ts';
import { startWorld, type World } from './support/world.ts';

let world: World;
let way: Way;
beforeAll(async () => {
  world = await startWorld();
  way = await startWay(world.server.url);
});
afterAll(async () => {
  await way.close();
  await world.close();
});
afterEach(() => {
  way.calls.splice(0);
  way.next.splice(0);
  way.connections = 0;
  way.isMeant = (path) => !path.startsWith('/a/auth/');
});

const plugin = (options: PluginOptions = {}) =>
  createPlugin({ ...world.credentials, baseUrl: way.url, ...options });
const storageOf = (options?: PluginOptions) => plugin(options).install(world.install.id).storage;
const logIns = () => way.calls.filter((call) => call.includes('/a/auth/')).length;
const others = () => way.calls.filter((call) => !call.includes('/a/auth/')).length;

describe('logging in', () => {
  test('is done once, however many calls begin at the same moment', async () => {
    const storage = storageOf();
    await Promise.all(Array.from({ length: 50 }, (_, n) => storage.set(`at-once:${n}`, n)));
    expect([logIns(), others()]).toEqual([1, 50]);
  });

  test('is done again where a token is refused, and the call is made once more', async () => {
    const storage = storageOf();
    await storage.set('before', 1);
    await world.server.db.query(sql`update tokens set expires_at = now() where kind = 'access'`);
    expect((await storage.get('before'))?.value).toBe(1);
    expect([logIns(), others()]).toEqual([2, 3]);
  });

  test('that leads to a token that is refused again is given up', async () => {
    const refused = { status: 401, body: { errors: [{ code: 'invalid_token', detail: 'No' }] } };
    way.next.push(refused, refused);
    await expect(storageOf().get('a')).rejects.toMatchObject({
      status: 401,
      code: 'invalid_token',
    });
    expect([logIns(), others()]).toEqual([2, 2]);
  });

  test('renews a token by its refresh token before it ends', async () => {
    const storage = storageOf({ fetch: withLifeOf(0) });
    await storage.get('a');
    await storage.get('a');
    expect(logIns()).toBe(2);
    expect(grants).toEqual(['client_credentials', 'refresh_token']);
  });
});

/** A `fetch` that is logged in at once: what is measured is the call alone. */
const loggedIn: typeof fetch = async (input, init) =>
  String(input).includes('/a/auth/')
    ? Response.json({ access_token: 'a-token', expires_in: 3600 })
    : fetch(input, init);

/** The grants that were asked for. */
const grants: string[] = [];

/** A `fetch` whose tokens say that they live so many seconds. */
const withLifeOf =
  (seconds: number): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    if (!String(input).includes('/a/auth/')) return response;
    grants.push(new URLSearchParams(String(init?.body)).get('grant_type') ?? '');
    return Response.json({ ...(await response.json()), expires_in: seconds });
  };

describe('a call', () => {
  test('that was put off is made again, when the answer says', async () => {
    way.next.push(
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 503, headers: { 'retry-after': '0' } },
    );
    expect((await storageOf().increment('put-off')).value).toBe(1);
    expect(others()).toBe(3);
  });

  test('that is to be made again after the deadline fails now, and says when to come back', async () => {
    way.next.push({ status: 429, headers: { 'retry-after': '3600' } });
    await expect(storageOf().get('a')).rejects.toMatchObject({ status: 429, retryAfter: 3600 });
    expect(others()).toBe(1);
  });

  test('whose answer is lost is made again where that changes nothing', async () => {
    way.next.push('lose-answer', { status: 500 }, 'lose-call');
    expect((await storageOf().set('again', 7)).value).toBe(7);
    expect(others()).toBe(4);
  });

  test('whose answer is lost is not made again where it would be done twice', async () => {
    const storage = storageOf();
    const install = plugin().install(world.install.id);
    for (const call of [
      () => storage.increment('twice'),
      () => storage.set('condition', 1, { ifAbsent: true }),
      () => storage.unset('nothing'),
      () => storage.setUniqueNum('drawn'),
      () => storage.set('versioned', 1, { meta: true }),
      // A second run would read what the first has set.
      () => storage.pipeline().get('welcomed').set('welcomed', true),
      () => install.notify({ message: 'Once' }),
      () =>
        plugin()
          .job(crypto.randomUUID())
          .update({ attachments: [text('a', 'b')] }),
    ]) {
      way.next.push('lose-call');
      await expect(call()).rejects.toThrow(ConnectionError);
      expect(way.next).toEqual([]);
    }
  });

  test('that fails again and again is given up after four', async () => {
    way.next.push({ status: 500 }, { status: 502 }, { status: 500 }, { status: 500 });
    await expect(storageOf().get('a')).rejects.toMatchObject({ status: 500 });
    expect(others()).toBe(4);
  });

  test('that is never answered ends with its deadline', async () => {
    way.next.push('hang');
    const error = await storageOf({ callMs: 50, fetch: loggedIn })
      .get('a')
      .then(undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(DeadlineError);
    expect(String(error)).toContain('POST /api/v2/plugin-services/storage took longer than 0.05 s');
  });

  test('of a handler ends with the handler', async () => {
    const slow = plugin({ handlerMs: 300, fetch: loggedIn, onError: () => undefined });
    let failed: unknown;
    world.serve(
      slow.on('entry_sign_in', async ({ storage }) => {
        way.next.push('hang');
        await storage.get('a').then(undefined, (reason: unknown) => {
          failed = reason;
        });
      }),
    );
    await world.tell('entry_sign_in');
    await waitFor(() => failed !== undefined, { describe: 'the call to end' });
    expect(failed).toMatchObject({ code: 'deadline', message: expect.stringContaining('handler') });
  });

  test('with a path that would lead to another host is not made', async () => {
    const installer = plugin().install(world.install.id).asInstaller();
    const error = await installer
      .request('.attacker.example/')
      .then(undefined, (reason: unknown) => reason);
    expect(error).toMatchObject({ code: expect.stringMatching(/wrong_path|invalid_grant/) });
  });

  test('to an id that would lead elsewhere is not made', async () => {
    for (const id of ['', '.', '..']) {
      expect(() => plugin().install(id)).toThrow('is no id');
      await expect(async () => plugin().job(id).update({})).rejects.toThrow('is no id');
    }
  });

  test('does not repeat a token that cannot be sent in what it throws', async () => {
    const odd: typeof fetch = async () =>
      Response.json({ access_token: 'a-secret\n-token', expires_in: 60 });
    const error = await storageOf({ fetch: odd })
      .get('a')
      .then(undefined, (reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unreadable_answer' });
    expect(String(error)).not.toContain('a-secret');
  });

  test('that waits for a log-in ends with its signal, too', async () => {
    const never: typeof fetch = () => new Promise(() => undefined);
    let failed: unknown;
    const slow = plugin({ handlerMs: 50, fetch: never, onError: () => undefined });
    world.serve(
      slow.on('entry_sign_in', ({ storage }) =>
        storage.get('a').then(undefined, (reason: unknown) => {
          failed = reason;
        }),
      ),
    );
    await world.tell('entry_sign_in');
    await waitFor(() => failed !== undefined, { describe: 'the call to end' });
    expect(failed).toMatchObject({ code: 'deadline', message: expect.stringContaining('handler') });
  });

  test('that begins when its handler is over leaves no failure of its log-in unheard', async () => {
    let hasGivenUp = false;
    const never: typeof fetch = (_input, init) =>
      new Promise(() => {
        init?.signal?.addEventListener('abort', () => {
          hasGivenUp = true;
        });
      });
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => unheard.push(reason);
    process.on('unhandledRejection', hear);
    const slow = plugin({ handlerMs: 20, callMs: 20, fetch: never, onError: () => undefined });
    world.serve(
      slow.on('entry_sign_in', async ({ signal, storage }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await storage.get('a').catch(() => undefined);
      }),
    );
    await world.tell('entry_sign_in');
    await waitFor(() => hasGivenUp, { describe: 'the log-in to be given up' });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });

  test('has its usual time where an endless one, or no number, is given', async () => {
    for (const ms of [Number.POSITIVE_INFINITY, Number.NaN]) {
      expect((await storageOf({ callMs: ms }).set('patient', 1)).value).toBe(1);
    }
  });

  test('that is answered by something else than Plugboard is not taken for good', async () => {
    way.next.push({ status: 200, body: 'a captive portal' });
    await expect(storageOf().get('a')).rejects.toMatchObject({ code: 'unreadable_answer' });
    way.next.push({ status: 302, headers: { location: 'https://attacker.example/' } });
    await expect(storageOf().get('a')).rejects.toMatchObject({ status: 302 });
  });
});

test('calls share connections', async () => {
  const storage = storageOf();
  for (let n = 0; n < 100; n++) await storage.set('one-connection', n);
  // A few more than one: the next call may begin before the socket of the last one is seen to be free.
  expect(way.connections).toBeLessThan(20);
});
