import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  asPlugin,
  createSpace,
  createUser,
  defineEventType,
  emit,
  installListener,
  installPlugin,
  login,
  registerPlugin,
  type TestInstall,
} from '../support/plugins.ts';
import { envoySignature, type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const DAY_SECONDS = 86_400;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: {
      PLUGBOARD_RETRY_SCHEDULE: '0,0.02,0.02,0.02',
      PLUGBOARD_POLL_MS: '20',
    },
  });
});
afterAll(() => server.close());

interface Scene {
  receiver: Receiver;
  install: TestInstall;
  emit(fields?: { identifier?: string | null; payload?: unknown }): Promise<string>;
}

let scenes = 0;

/** A receiver with one install that sends it an event type of its own. */
async function scene(run: (scene: Scene) => Promise<void>, manifest: object = {}): Promise<void> {
  const receiver = await startReceiver();
  try {
    const event = `thing_happened_${++scenes}`;
    const install = await installListener(server, event, `${receiver.url}/hook`, manifest);
    await run({
      receiver,
      install,
      async emit(fields) {
        const { jobs } = await emit(server, install.spaceId, event, fields);
        return jobs[0]?.id as string;
      },
    });
  } finally {
    await receiver.close();
  }
}

async function getJob(id: string) {
  return (await server.api('GET', `/platform/v1/jobs/${id}`)).body;
}

/** Waits until a job has that status. */
async function jobIn(id: string, status: string, attempts = 0) {
  return waitFor(
    async () => {
      const job = await getJob(id);
      return job.status === status && job.attempts.length >= attempts ? job : undefined;
    },
    { describe: `job ${id} to be ${status} with ${attempts} attempts` },
  );
}

describe('the request', () => {
  test('has the meta and payload that plugins know, the payload byte for byte', () =>
    scene(async ({ receiver, install, emit }) => {
      const id = await emit({ identifier: 'vr:entry:19', payload: { big: 1e21, text: 'ü' } });
      const request = await receiver.nth(1);
      expect(request.body).toEqual({
        meta: {
          event: expect.stringMatching(/^thing_happened_/),
          plugin_id: String(install.plugin.id),
          install_id: String(install.id),
          config: {},
          job: { id, name: request.body.meta.event, identifier: 'vr:entry:19' },
          location: {
            id: String(install.spaceId),
            type: 'locations',
            attributes: { name: 'Space' },
          },
          company: {
            id: String(install.spaceId),
            type: 'companies',
            attributes: { name: 'Space' },
          },
          zone: null,
          auth: null,
        },
        payload: { big: 1e21, text: 'ü' },
      });
    }));

  test('keeps digits of the payload that a parser would lose', () =>
    scene(async ({ receiver, install }) => {
      const job = await server.api(
        'POST',
        '/platform/v1/events',
        `{"space_id":${install.spaceId},"name":"thing_happened_${scenes}","payload":{"n":9007199254740993,"z":-0}}`,
      );
      expect(job.status).toBe(202);
      expect((await receiver.nth(1)).text).toContain('"payload":{"n":9007199254740993,"z":-0}');
    }));

  test('is signed in both ways over the bytes that are sent', () =>
    scene(async ({ receiver, install, emit }) => {
      const id = await emit({ payload: { text: 'ünïcode, 漢字, 😀' } });
      const { text, headers } = await receiver.nth(1);
      expect(headers['content-length']).toBe(String(Buffer.byteLength(text)));
      const { clientSecret } = install.plugin;
      expect(headers['x-envoy-signature']).toBe(envoySignature(clientSecret, text));
      const webhook = new Webhook(`whsec_${Buffer.from(clientSecret).toString('base64')}`);
      expect(() => webhook.verify(text, headers)).not.toThrow();
      expect(headers['webhook-id']).toBe(id);
      expect(headers['plugboard-attempt']).toBe('1');
      expect(headers['user-agent']).toMatch(/^Plugboard\//);
      expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    }));

  test('keeps its webhook-id over attempts and counts them', () =>
    scene(async ({ receiver, emit }) => {
      receiver.answer = () => (receiver.requests.length < 3 ? 500 : 200);
      const id = await emit();
      await receiver.nth(3);
      const seen = receiver.requests.map(({ headers }) => [
        headers['webhook-id'],
        headers['plugboard-attempt'],
      ]);
      expect(seen).toEqual([
        [id, '1'],
        [id, '2'],
        [id, '3'],
      ]);
    }));

  test('carries a token for the installer when the install has scopes', async () => {
    await server.api('PUT', '/platform/v1/scopes/locations.read', {
      description: 'Read locations',
    });
    const receiver = await startReceiver();
    await defineEventType(server, 'scoped_event');
    const plugin = await registerPlugin(server, {
      scopes: ['locations.read'],
      events: [{ name: 'scoped_event', url: `${receiver.url}/hook` }],
    });
    const user_id = await createUser(server);
    const install = await installPlugin(server, plugin, await createSpace(server), { user_id });
    await emit(server, install.spaceId, 'scoped_event');
    const { meta } = (await receiver.nth(1)).body;
    expect(meta.auth).toEqual({
      token_type: 'Bearer',
      access_token: expect.stringMatching(/^pba_/),
      expires_in: DAY_SECONDS,
      refresh_token: null,
      refresh_token_expires_in: null,
    });
    const answer = await asPlugin(server, meta.auth.access_token, 'POST', '/storage', {
      commands: [],
    });
    expect(answer.status).toBe(403);
    await receiver.close();
  });

  test('carries none for a release that asks for no scopes any more, until one asks again', async () => {
    await server.api('PUT', '/platform/v1/scopes/doors.open', { description: 'Open doors' });
    const user_id = await createUser(server);
    await scene(
      async ({ receiver, install, emit }) => {
        await server.db.query(sql`
          update installs set installed_by = ${user_id} where id = ${install.id}`);
        const path = `/platform/v1/plugins/${install.plugin.id}/manifest`;
        const { body: manifest } = await server.api('GET', path);
        for (const [n, scopes] of [['doors.open'], [], ['doors.open']].entries()) {
          expect((await server.api('PUT', path, { ...manifest, scopes })).status).toBeLessThan(300);
          await emit();
          const { auth } = (await receiver.nth(n + 1)).body.meta;
          expect(auth === null).toBe(scopes.length === 0);
        }
      },
      { scopes: ['doors.open'] },
    );
  });
});

describe('the reply', () => {
  test.each([
    [200, 'done'],
    [204, 'done'],
    [400, 'ignored'],
    [412, 'failed'],
  ])('%i settles the job as %s, once', (status, verdict) =>
    scene(async ({ receiver, emit }) => {
      receiver.answer = () =>
        status === 204 ? 204 : { status, body: { message: 'because', debugInfo: { n: 1 } } };
      const job = await jobIn(await emit(), verdict);
      expect(job).toMatchObject({
        settled_by: 'plugin',
        status_message: status === 204 ? null : 'because',
        delivery: null,
        attempts: [{ number: 1, stage: 'answered', status_code: status }],
      });
      expect(receiver.requests).toHaveLength(1);
    }),
  );

  test('202 leaves the job to the plugin, which settles it by PATCH', () =>
    scene(async ({ receiver, install, emit }) => {
      receiver.answer = () => 202;
      const id = await emit();
      await jobIn(id, 'ongoing');
      const token = await login(server, install.plugin);
      const patch = await asPlugin(server, token, 'PATCH', `/jobs/${id}`, { status: 'done' });
      expect(patch.status).toBe(200);
      expect(await jobIn(id, 'done')).toMatchObject({ settled_by: 'plugin', delivery: null });
    }));

  test.each([301, 307, 404, 418, 429, 500, 503])(
    '%i is tried again until attempts are used up, then parked',
    (status) =>
      scene(async ({ receiver, emit }) => {
        receiver.answer = () => ({ status, headers: { location: `${receiver.url}/elsewhere` } });
        const job = await jobIn(await emit(), 'failed');
        expect(job).toMatchObject({
          settled_by: 'platform',
          settled_reason: 'attempts_exhausted',
          parked_reason: 'attempts_exhausted',
        });
        expect(job.attempts.map((attempt: { status_code: number }) => attempt.status_code)).toEqual(
          [status, status, status, status],
        );
        expect(receiver.requests.every(({ path }) => path === '/hook')).toBe(true);
      }),
  );

  test('410 fails the job, disables the endpoint and tells the developer', () =>
    scene(async ({ receiver, install, emit }) => {
      receiver.answer = () => 410;
      await jobIn(await emit(), 'failed');
      const { plugin } = install;
      const endpoints = (await server.api('GET', `/platform/v1/plugins/${plugin.id}/endpoints`))
        .body;
      expect(endpoints.data[0].disabled_at).not.toBeNull();
      const notices = (await server.api('GET', `/platform/v1/plugins/${plugin.id}/notices`)).body;
      expect(notices.data[0].message).toContain('410');
      const log = await server.api('GET', '/platform/v1/audit?action=endpoint.disabled&limit=1');
      expect(log.body.data).toMatchObject([{ actor: { kind: 'system', id: null, name: null } }]);
    }));

  test('attaches what its body says, and commits storage and config effects with the verdict', () =>
    scene(async ({ receiver, install, emit }) => {
      receiver.answer = () => ({
        status: 200,
        body: {
          attachments: [
            { type: 'link', label: 'Page', value: 'here', url: 'https://plugin.test/' },
          ],
          effects: {
            storage: [{ action: 'set', key: 'badge', value: { n: 7 } }],
            config: { greeting: 'Hello' },
          },
        },
      });
      const job = await jobIn(await emit(), 'done');
      expect(job.attachments).toEqual([
        { type: 'link', label: 'Page', value: 'here', url: 'https://plugin.test/' },
      ]);
      const token = await login(server, install.plugin);
      const commands = [{ action: 'get', key: 'badge' }];
      const stored = await asPlugin(server, token, 'POST', '/storage', {
        install_id: install.id,
        commands,
      });
      expect(stored.body).toEqual({ data: [{ key: 'badge', value: { n: 7 } }] });
      const config = await asPlugin(server, token, 'GET', `/installs/${install.id}/config`);
      expect(config.body).toEqual({ data: { greeting: 'Hello' } });
      const path = `/platform/v1/installs/${install.id}/config/revisions/1`;
      expect((await server.api('GET', path)).body).toMatchObject({
        author: { kind: 'plugin', id: install.plugin.id },
        cause: 'replied',
        job_id: job.id,
        reason: null,
      });
    }));

  test('with effects that cannot be applied counts for nothing and is tried again', () =>
    scene(async ({ receiver, install, emit }) => {
      const effects = (key: string) => ({
        storage: [
          { action: 'set', key: 'kept', value: 1 },
          { action: 'set', key, value: 2, ...(key === '' ? {} : { if_absent: true }) },
        ],
        config: { seen: true },
      });
      receiver.answer = () => ({
        status: 200,
        body: {
          message: 'stored',
          effects:
            receiver.requests.length === 2
              ? { config: ['no', 'object'] }
              : effects(receiver.requests.length === 1 ? '' : 'other'),
        },
      });
      const job = await jobIn(await emit(), 'done');
      expect(job.attempts).toMatchObject([
        {
          stage: 'reply',
          error: expect.stringMatching(/^invalid: \/effects\/storage\/1\/key must/),
        },
        { stage: 'reply', error: 'invalid: /effects/config must be an object' },
        { stage: 'answered', error: null },
      ]);
      const token = await login(server, install.plugin);
      const revisions = await server.api(
        'GET',
        `/platform/v1/installs/${install.id}/config/revisions`,
      );
      expect(revisions.body.data).toHaveLength(1);
      const commands = [{ action: 'list' }];
      const stored = await asPlugin(server, token, 'POST', '/storage', {
        install_id: install.id,
        commands,
      });
      expect(stored.body.data[0]).toHaveLength(2);
    }));

  test('with a unique value of which none is left counts for nothing, and says so', () =>
    scene(async ({ receiver, install, emit }) => {
      const unique = (key: string) => ({ action: 'set_unique_num', key, min: 1, max: 1 });
      receiver.answer = () => ({
        status: 200,
        body: {
          effects: {
            storage:
              receiver.requests.length === 1
                ? [unique('one'), { action: 'set', key: 'kept', value: 1 }, unique('two')]
                : [unique('one')],
          },
        },
      });
      const job = await jobIn(await emit(), 'done');
      expect(job.attempts).toMatchObject([
        {
          stage: 'reply',
          error: expect.stringMatching(
            /^condition_failed: \/effects\/storage\/2 No unique value is left/,
          ),
        },
        { stage: 'answered', error: null },
      ]);
      const token = await login(server, install.plugin);
      const stored = await asPlugin(server, token, 'POST', '/storage', {
        install_id: install.id,
        commands: [{ action: 'list' }],
      });
      expect(stored.body.data[0]).toEqual([{ key: 'one', value: 1 }]);
    }));

  test('does not replace a verdict that the plugin gave while its request was under way', () =>
    scene(async ({ receiver, install, emit }) => {
      const token = await login(server, install.plugin);
      receiver.answer = () => async (request, response) => {
        const id = request.body.meta.job.id;
        const patch = { status: 'ignored', status_message: 'by PATCH' };
        const answer = await asPlugin(server, token, 'PATCH', `/jobs/${id}`, patch);
        response.writeHead(answer.status).end(JSON.stringify({ message: 'by reply' }));
      };
      const job = await jobIn(await emit(), 'ignored', 1);
      expect(job).toMatchObject({
        status_message: 'by PATCH',
        attempts: [{ status_code: 200 }],
        delivery: null,
      });
    }));

  test('that fails after the plugin gave its verdict is recorded and not tried again', () =>
    scene(async ({ receiver, install, emit }) => {
      const token = await login(server, install.plugin);
      receiver.answer = () => async (request, response) => {
        await asPlugin(server, token, 'PATCH', `/jobs/${request.body.meta.job.id}`, {
          status: 'done',
        });
        response.writeHead(500).end();
      };
      const job = await jobIn(await emit(), 'done', 1);
      expect(job).toMatchObject({ attempts: [{ status_code: 500 }], delivery: null });
    }));

  test('that is no JSON, or has a NUL, settles by its status alone', () =>
    scene(async ({ receiver, emit }) => {
      receiver.answer = () => ({ status: 200, body: 'all\0fine {' });
      expect(await jobIn(await emit(), 'done')).toMatchObject({ status_message: null });
    }));
});

describe('a job that is not answered', () => {
  test('is tried again when the connection is refused, with the stage that failed', () =>
    scene(async ({ receiver, emit }) => {
      await receiver.close();
      const job = await jobIn(await emit(), 'failed');
      expect(job.attempts).toHaveLength(4);
      expect(job.attempts[0]).toMatchObject({
        stage: 'connect',
        status_code: null,
        error: expect.stringContaining('connection_refused'),
      });
    }));

  test('fails when the plugin accepted it and never settles it, and may still be settled then', async () => {
    await scene(async ({ receiver, install, emit }) => {
      receiver.answer = () => 202;
      const id = await emit();
      await jobIn(id, 'ongoing');
      // 24 hours go by, for this job.
      await server.db.query(sql`update job_queue set due_at = now() where job_id = ${id}`);
      expect(await jobIn(id, 'failed')).toMatchObject({
        settled_by: 'platform',
        settled_reason: 'timed_out',
      });
      const token = await login(server, install.plugin);
      await asPlugin(server, token, 'PATCH', `/jobs/${id}`, { status: 'done' });
      expect(await jobIn(id, 'done')).toMatchObject({ settled_by: 'plugin' });
    });
  });

  test('can be retried by hand after its attempts are used up', () =>
    scene(async ({ receiver, emit }) => {
      receiver.answer = () => 500;
      const id = await emit({ identifier: 'vr:entry:19' });
      await jobIn(id, 'failed');
      receiver.answer = () => 200;
      const retry = await server.api('POST', `/platform/v1/jobs/${id}/retry`);
      expect(retry.status, retry.text).toBe(202);
      const job = await jobIn(id, 'done');
      expect(job.attempts.map((attempt: { number: number }) => attempt.number)).toEqual([
        1, 2, 3, 4, 5,
      ]);
      expect((await receiver.nth(5)).body).toEqual((await receiver.nth(1)).body);
    }));
});

describe("a plugin's own retry schedule", () => {
  test('replaces that of the server', () =>
    scene(async ({ receiver, install, emit }) => {
      const path = `/platform/v1/plugins/${install.plugin.id}/retry_schedule`;
      expect((await server.api('GET', path)).body.steps).toHaveLength(4);
      expect((await server.api('PUT', path, { steps: [1, 2] })).status).toBe(422);
      expect((await server.api('PUT', path, { steps: [0, 0] })).status).toBe(200);
      receiver.answer = () => 500;
      expect((await jobIn(await emit(), 'failed')).attempts).toHaveLength(2);
      expect((await server.api('DELETE', path)).status).toBe(204);
      expect((await server.api('GET', path)).body.steps).toHaveLength(4);
    }));
});

describe('a lane', () => {
  test('starts jobs with the same identifier in order, each after the one before; others run beside it', () =>
    scene(async ({ receiver, emit }) => {
      let open = 0;
      const overlaps: number[] = [];
      const order: number[] = [];
      receiver.answer = () => async (request, response) => {
        if (request.body.payload.lane === 'b') return response.end();
        open++;
        overlaps.push(open);
        order.push(request.body.payload.n);
        // Until the other lane's job got through.
        if (order.length === 1) {
          await waitFor(() => receiver.requests.some(({ body }) => body.payload.lane === 'b'), {
            describe: 'the job of the other lane',
          });
        }
        open--;
        response.end();
      };
      const ids: string[] = [];
      for (let n = 0; n < 20; n++)
        ids.push(await emit({ identifier: 'a', payload: { lane: 'a', n } }));
      await emit({ identifier: 'b', payload: { lane: 'b' } });
      for (const id of ids) await jobIn(id, 'done');
      expect(order).toEqual([...Array(20).keys()]);
      expect(Math.max(...overlaps)).toBe(1);
      expect(await server.db.query(sql`select 1 from job_queue where in_lane`)).toEqual([]);
    }));

  test('waits for a job that is tried again, until that waits for its 4th attempt', () =>
    scene(async ({ receiver, emit }) => {
      receiver.answer = (request) => (request.body.payload.n === 1 ? 500 : 200);
      const first = await emit({ identifier: 'x', payload: { n: 1 } });
      const second = await emit({ identifier: 'x', payload: { n: 2 } });
      await jobIn(first, 'failed');
      await jobIn(second, 'done');
      const order = receiver.requests.map(({ body }) => body.payload.n);
      expect(order.slice(0, 3)).toEqual([1, 1, 1]);
      expect(order.toSorted()).toEqual([1, 1, 1, 1, 2]);
    }));

  test('is not formed where the event type is not ordered', async () => {
    await scene(async ({ receiver, install, emit }) => {
      const name = `thing_happened_${scenes}`;
      await defineEventType(server, name, { ordered: false });
      receiver.answer = () => async (_request, response) => {
        await waitFor(() => receiver.requests.length === 2, { describe: 'both at once' });
        response.end();
      };
      const ids = [await emit({ identifier: 'x' }), await emit({ identifier: 'x' })];
      for (const id of ids) await jobIn(id, 'done');
      expect(install.id).toBeGreaterThan(0);
    });
  });
});
