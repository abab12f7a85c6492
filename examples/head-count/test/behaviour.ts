import { createHmac } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../../server/src/lib/db.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { waitFor } from '../../../server/test/support/wait-for.ts';
import { type Passed, send } from './relay.ts';
import { countOf, type HeadCount, run, settled, startServer } from './world.ts';

const CONFIG = { word: 'Guests', limit: '2' };

/** What every head count does on a real server, in whatever language it is written. */
export function behavesAsHeadCount(headCount: HeadCount): void {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    return () => server.close();
  });

  test('an admin sets it up: options are searched, and what is wrong is refused in words', async () => {
    const { install } = await run(server, headCount);
    const { id } = await install();
    const path = `/platform/v1/installs/${id}`;
    const options = (search?: string) =>
      server.api('POST', `${path}/setup/0/options`, { field: 0, search });
    const labels = async (search?: string) =>
      (await options(search)).body.data.map(({ label }: { label: string }) => label);
    expect(await labels()).toEqual(['Guests', 'Patients', 'Students', 'Visitors']);
    expect(await labels('nobody')).toEqual([]);
    expect(await labels('ENTS')).toEqual(['Patients', 'Students']);

    const submit = (payload: object) => server.api('POST', `${path}/setup/0/submit`, { payload });
    for (const limit of ['none', '0', '1.5', '-1', '10000000'])
      expect((await submit({ word: 'Guests', limit })).body).toMatchObject({
        code: 'plugin_refused',
        detail: 'How many may be in is a whole number from 1 to 999999',
      });
    expect((await submit({ word: 'People', limit: '2' })).status).toBe(422);
    expect((await submit({ word: 'Guests', limit: '50' })).body.status).toBe('active');
    expect((await server.api('GET', `${path}/config`)).body.config).toEqual({
      word: 'Guests',
      limit: '50',
    });
  });

  test('people are counted in and out, and the job says how many are in', async () => {
    const install = await (await run(server, headCount)).install(CONFIG);
    const messages: string[] = [];
    for (const visit of ['vr:entry:1', 'vr:entry:2', `vr:entry:${'ü'.repeat(400)}`]) {
      const job = await settled(server, install, 'entry_sign_in', visit);
      expect([job.status, job.attempts.length]).toEqual(['done', 1]);
      messages.push(job.status_message);
    }
    const job = await settled(server, install, 'entry_sign_out', 'vr:entry:2');
    expect([...messages, job.status_message]).toEqual([
      'Guests inside: 1 of 2',
      'Guests inside: 2 of 2',
      'Guests inside: 3 of 2, too many',
      'Guests inside: 2 of 2',
    ]);
    expect(job.attachments).toMatchObject([{ type: 'text', label: 'Inside', value: '2' }]);
    expect(await countOf(server, install)).toBe(2);
  });

  test('who is in already, or was not in, is ignored; who cannot be told apart is a failure', async () => {
    const install = await (await run(server, headCount)).install(CONFIG);
    const verdictOn = async (event: string, identifier: string | null) => {
      const { status, status_message, attempts } = await settled(
        server,
        install,
        event,
        identifier,
      );
      return [status, status_message, attempts.length];
    };
    expect(await verdictOn('entry_sign_out', 'one')).toEqual(['ignored', 'They were not in', 1]);
    await settled(server, install, 'entry_sign_in', 'one');
    expect(await verdictOn('entry_sign_in', 'one')).toEqual(['ignored', 'They are in already', 1]);
    expect(await verdictOn('entry_sign_in', null)).toEqual([
      'failed',
      expect.stringContaining('no identifier'),
      1,
    ]);
    expect(await countOf(server, install)).toBe(1);
  });

  test('a delivery that comes again after its reply was lost counts once', async () => {
    const { toPlugin, install: installIt } = await run(server, headCount);
    const install = await installIt(CONFIG);
    const losses = [true, true];
    toPlugin.treat = async (pass) => {
      const reply = await pass();
      return losses.pop() ? undefined : reply;
    };
    const job = await settled(server, install, 'entry_sign_in', 'one');
    expect([job.status, job.attempts.length]).toEqual(['done', 3]);
    expect(new Set(toPlugin.passed.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await countOf(server, install)).toBe(1);
  });

  test('a delivery that comes twice at once, and again later, counts once', async () => {
    const { toPlugin, install: installIt } = await run(server, headCount);
    const install = await installIt(CONFIG);
    toPlugin.treat = async (pass) => {
      const [reply] = await Promise.all([pass(), pass()]);
      return reply;
    };
    expect((await settled(server, install, 'entry_sign_in', 'one')).status).toBe('done');
    const later = await send(toPlugin.target, toPlugin.passed[0] as Passed);
    expect([later.status, JSON.parse(later.body)]).toEqual([
      400,
      { message: 'They are in already' },
    ]);
    expect(await countOf(server, install)).toBe(1);
  });

  test('what Plugboard did not sign is refused before it is read, and asks nothing of Plugboard', async () => {
    const { plugin, toPlugin, toPlugboard, install: installIt } = await run(server, headCount);
    await settled(server, await installIt(CONFIG), 'entry_sign_in', 'one');
    const good = toPlugin.passed[0] as Passed;
    const calls = toPlugboard.passed.length;
    for (const [what, request] of Object.entries(forgeries(good, plugin.clientSecret)))
      for (const path of ['/sign-in', '/sign-out', '/set-up/words', '/set-up/check'])
        expect([what, path, (await send(toPlugin.target, { ...request, path })).status]).toEqual([
          what,
          path,
          401,
        ]);
    expect(toPlugboard.passed.length).toBe(calls);
    // It was the signatures: the request itself is as good as ever.
    expect((await send(toPlugin.target, good)).status).toBe(400);
  });

  test('it logs in once for many jobs, refreshes a token that expired, and logs in again when that is refused', async () => {
    const { plugin, toPlugboard, install: installIt } = await run(server, headCount);
    const install = await installIt(CONFIG);
    const grants = () =>
      toPlugboard.passed
        .filter(({ path }) => path === '/a/auth/v0/token')
        .map(({ body }) => new URLSearchParams(body.toString()).get('grant_type'));
    const comeAndGo = async (visit: string) => {
      for (const event of ['entry_sign_in', 'entry_sign_out'])
        expect((await settled(server, install, event, visit)).status).toBe('done');
    };
    await Promise.all(['one', 'two', 'three'].map(comeAndGo));
    expect(grants()).toEqual(['client_credentials']);

    await server.db.query(sql`
      update tokens set expires_at = now() - interval '1 second'
      where kind = 'access' and plugin_id = ${plugin.id}`);
    await Promise.all(['one', 'two', 'three'].map(comeAndGo));
    expect(grants()).toEqual(['client_credentials', 'refresh_token']);

    await server.db.query(sql`
      update tokens set expires_at = now() - interval '1 second' where plugin_id = ${plugin.id}`);
    await comeAndGo('one');
    expect(grants().slice(2)).toEqual(['refresh_token', 'client_credentials']);
  });

  test('when Plugboard does not answer, the job waits and is tried again', async () => {
    const { toPlugboard, install: installIt } = await run(server, headCount);
    const install = await installIt(CONFIG);
    const losses = [true, true];
    toPlugboard.treat = async (pass) => (losses.pop() ? undefined : pass());
    const job = await settled(server, install, 'entry_sign_in', 'one');
    expect([job.status, losses]).toEqual(['done', []]);
    expect(await countOf(server, install)).toBe(1);
  });

  test('its secret is rotated without a job being refused', async () => {
    const running = await run(server, headCount);
    const { plugin, toPlugin } = running;
    const install = await running.install(CONFIG);
    const path = `/platform/v1/plugins/${plugin.id}/secrets`;
    const jobs: unknown[] = [];
    const job = async () => {
      const visit = `visit ${jobs.length}`;
      const { status, attempts } = await settled(server, install, 'entry_sign_in', visit);
      jobs.push([status, attempts.length]);
    };
    await job();

    const { client_secret: next } = (await server.api('POST', path)).body;
    const both = (request?: Passed) =>
      request?.headers['webhook-signature']?.split(' ').length === 2;
    await waitFor(() => job().then(() => both(toPlugin.passed.at(-1))), {
      describe: 'a signature for each of both secrets',
    });

    await running.restart(`${next} ${plugin.clientSecret}`);
    const byOld = await send(toPlugin.target, toPlugin.passed[0] as Passed);
    expect(byOld.status).toBe(400);
    const byNext = ({ headers, body }: Passed) => headers['x-envoy-signature'] === hmac(next, body);
    await waitFor(() => job().then(() => byNext(toPlugin.passed.at(-1) as Passed)), {
      describe: 'X-Envoy-Signature to be made with the secret that the plugin logs in with',
    });

    expect((await server.api('DELETE', `${path}/1`)).status).toBe(204);
    await running.restart(next);
    await job();
    const newest = { ...install, plugin: { ...plugin, clientSecret: next } };
    expect(jobs).toEqual(jobs.map(() => ['done', 1]));
    expect(await countOf(server, newest)).toBe(jobs.length);
  });
}

const hmac = (secret: string, ...parts: (string | Buffer)[]): string => {
  const digest = createHmac('sha256', secret);
  for (const part of parts) digest.update(part);
  return digest.digest('base64');
};

/** Requests that look like a good one, and are none of Plugboard's. */
function forgeries(good: Passed, secret: string): Record<string, Passed> {
  const { 'webhook-id': id = '', 'x-envoy-signature': envoy = '' } = good.headers;
  const other = 'a secret that is not the one of the plugin';
  const signed = (timestamp: string, by = secret, body = good.body): Passed => ({
    ...good,
    body,
    headers: {
      ...good.headers,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${hmac(by, `${id}.${timestamp}.`, body)}`,
      'x-envoy-signature': hmac(by, body),
    },
  });
  const given = (headers: Record<string, string>): Passed => ({
    ...good,
    headers: { ...good.headers, ...headers },
  });
  const without = (name: string): Passed => {
    const { [name]: _, ...headers } = good.headers;
    return { ...good, headers };
  };
  const seconds = Math.floor(Date.now() / 1000);
  return {
    'another body': { ...good, body: Buffer.from(good.body.toString().replace('one', 'two')) },
    'an empty body': { ...good, body: Buffer.alloc(0) },
    'no UTF-8': { ...good, body: Buffer.from([0xff, 0xfe, 0x00]) },
    'another secret': signed(String(seconds), other),
    'a signature by another secret beside': given({
      'x-envoy-signature': hmac(other, good.body),
    }),
    'an old one': signed(String(seconds - 3600)),
    'one of the future': signed(String(seconds + 3600)),
    'NaN as its time': signed('NaN'),
    'more digits than a number has': signed('9'.repeat(5000)),
    'another id': given({ 'webhook-id': `${id}x` }),
    'half a signature': given({ 'x-envoy-signature': envoy.slice(0, 20) }),
    'no ASCII in a signature': given({ 'x-envoy-signature': 'ü'.repeat(44) }),
    ...Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-envoy-signature'].map((name) => [
        `no ${name}`,
        without(name),
      ]),
    ),
  };
}
