import { createPlugin, type Job, PlugboardError, refuse, type Storage, text } from '@plugboard/sdk';
import { type } from 'arktype';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    events: ['entry_sign_in', 'entry_sign_out'],
    install: { config: { greeting: 'Hello', floors: [1, 2] } },
  });
});
afterAll(() => world.close());

/** What was told to the plugin's `onError`. */
const errors: unknown[] = [];
afterEach(() => errors.splice(0));

const plugin = () => createPlugin({ ...world.credentials, onError: (error) => errors.push(error) });

/** The first attempt at a job, once its reply was taken. */
async function firstAttempt(jobId: string) {
  const [attempt] = await world.attempts(jobId);
  return attempt;
}

describe('a verdict', () => {
  test('of each kind is what the job becomes', async () => {
    const said = ['done', 'ignored', 'failed'] as const;
    world.serve(
      plugin().on('entry_sign_in', ({ job, payload }) =>
        job[payload.say as 'done'](`Said ${payload.say}`, {
          attachments: [text('Said', String(payload.say))],
        }),
      ),
    );
    for (const status of said) {
      const job = await world.settled(await world.tell('entry_sign_in', { say: status }));
      expect(job).toMatchObject({
        status,
        status_message: `Said ${status}`,
        attachments: [{ label: 'Said', value: status }],
      });
    }
  });

  test('to try again later waits as long as was said', async () => {
    world.serve(
      plugin().on('entry_sign_in', ({ job }) => job.retry({ after: 90, message: 'Busy' })),
    );
    const id = await world.tell('entry_sign_in');
    expect(await firstAttempt(id)).toMatchObject({ status_code: 503 });
    const { body } = await world.server.api('GET', `/platform/v1/jobs/${id}`);
    expect(body.status).toBe('queued');
  });

  test('with effects on config and storage has them both, together', async () => {
    world.serve(
      plugin().on('entry_sign_in', ({ job, storage }) =>
        job.done('Kept', {
          effects: {
            storage: [storage.set('one', 1), storage.pipeline().set('two', 2).increment('three')],
            config: { counted: true },
          },
        }),
      ),
    );
    await world.settled(await world.tell('entry_sign_in'));
    const install = plugin().install(world.install.id);
    const [one, two, three] = await install.storage.pipeline().get('one').get('two').get('three');
    expect([one?.value, two?.value, three?.value]).toEqual([1, 2, 1]);
    expect(await install.config.get()).toMatchObject({ greeting: 'Hello', counted: true });
    await install.config.set({ counted: null });
  });

  test("with effects on the plugin's own storage is a mistake that is said, and not an effect elsewhere", async () => {
    const own: Storage = plugin().storage;
    world.serve(
      plugin().on('entry_sign_in', ({ job }) => job.done('', { effects: own.set('one', 2) })),
    );
    expect(await firstAttempt(await world.tell('entry_sign_in'))).toMatchObject({
      status_code: 500,
    });
    expect(errors).toMatchObject([{ code: 'wrong_effects' }]);
  });

  test('that is larger than what is read of a reply is a failed attempt that says why', async () => {
    world.serve(
      plugin().on('entry_sign_in', ({ job }) =>
        job.done('', { attachments: [text('Large', 'ä'.repeat(33_000))] }),
      ),
    );
    expect(await firstAttempt(await world.tell('entry_sign_in'))).toMatchObject({
      status_code: 500,
    });
    expect(errors).toMatchObject([{ code: 'reply_too_large' }]);
  });
});

describe('a handler', () => {
  test('that throws is tried again; what it threw is told here and not there', async () => {
    world.serve(
      plugin().on('entry_sign_in', () => {
        throw new Error('secret-db-password');
      }),
    );
    const attempt = await firstAttempt(await world.tell('entry_sign_in'));
    expect(attempt).toMatchObject({ status_code: 500 });
    expect(JSON.stringify(attempt)).not.toContain('secret-db-password');
    expect(errors).toMatchObject([{ message: 'secret-db-password' }]);
  });

  test('that throws a refusal has failed for good, which is no error of the plugin', async () => {
    world.serve(
      plugin().on('entry_sign_in', () => {
        throw refuse('The gate is locked');
      }),
    );
    const job = await world.settled(await world.tell('entry_sign_in'));
    expect(job).toMatchObject({ status: 'failed', status_message: 'The gate is locked' });
    expect(errors).toEqual([]);
  });

  test('that takes too long is stopped, with its calls, and its attempt says so', async () => {
    let ended: unknown;
    const slow = createPlugin({
      ...world.credentials,
      handlerMs: 50,
      onError: (error) => errors.push(error),
    });
    world.serve(
      slow.on('entry_sign_in', async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended = signal.reason;
      }),
    );
    const attempt = await firstAttempt(await world.tell('entry_sign_in'));
    expect(attempt).toMatchObject({ status_code: 500 });
    expect(attempt?.reply_body).toContain('The handler of entry_sign_in took longer than 0.05 s');
    expect(ended).toMatchObject({ code: 'deadline' });
  });

  test('is told which attempt it is, and of which job', async () => {
    const seen: unknown[] = [];
    world.serve(
      plugin().on('entry_sign_in', ({ delivery, job, event, meta, install }) => {
        seen.push([delivery, job.id, job.name, job.identifier, event, meta.install_id, install.id]);
      }),
    );
    const id = await world.tell('entry_sign_in', {}, 'vr:entry:1');
    await world.settled(id);
    const installId = String(world.install.id);
    expect(seen).toEqual([
      [
        { id, attempt: 1, isResend: false, backfill: null, timestamp: expect.any(Number) },
        id,
        'entry_sign_in',
        'vr:entry:1',
        'entry_sign_in',
        installId,
        installId,
      ],
    ]);
  });

  test('that is missing is named, beside those that are there, and waits for a plugin that has it', async () => {
    world.serve(plugin().on('entry_sign_out', () => {}));
    const attempt = await firstAttempt(await world.tell('entry_sign_in'));
    expect(attempt).toMatchObject({ status_code: 501 });
    expect(attempt?.reply_body).toContain('no handler for the event entry_sign_in');
    expect(attempt?.reply_body).toContain('entry_sign_out');
  });

  test('can be given once', () => {
    const once = plugin().on('entry_sign_in', () => {});
    expect(() => once.on('entry_sign_in', () => {})).toThrow(PlugboardError);
    expect(() => once.options('/greetings', () => []).options('greetings', () => [])).toThrow(
      'There is a handler for options greetings already',
    );
  });
});

describe('a mistake is told where the plugin is', () => {
  test('a storage call that nobody awaits', async () => {
    world.serve(
      plugin().on('entry_sign_in', async ({ storage }) => {
        storage.set('forgotten', 1);
        storage.pipeline().set('begun', 1).get('begun');
        storage.get('only-read');
        await storage.set('awaited', 1);
        const background = storage.set('background', 1).then(() => undefined);
        await background;
      }),
    );
    await world.settled(await world.tell('entry_sign_in'));
    expect(errors).toMatchObject([{ code: 'call_not_made' }]);
    expect(String(errors[0])).toContain('(set "forgotten")');
  });

  test('one that is given as effects is made, and so is one that another was made of', async () => {
    world.serve(
      plugin().on('entry_sign_in', ({ job, storage }) =>
        job.done('', {
          effects: [storage.set('a', 1), storage.pipeline().set('b', 1).set('c', 1)],
        }),
      ),
    );
    await world.settled(await world.tell('entry_sign_in'));
    expect(errors).toEqual([]);
  });

  test('another call that nobody awaits, whether it works or not', async () => {
    world.serve(
      plugin().on('entry_sign_in', async ({ install, job }) => {
        install.notify({});
        install.asInstaller().me();
        job.update({ message: 'Half way' });
        const [config] = await Promise.all([install.config.get()]);
        await install.config.set(config).finally(() => undefined);
        return job.done();
      }),
    );
    await world.settled(await world.tell('entry_sign_in'));
    const called = ['install.notify', 'install.asInstaller().me', 'job.update'];
    expect(errors).toMatchObject(called.map(() => ({ code: 'call_not_awaited' })));
    for (const [at, call] of called.entries()) expect(String(errors[at])).toContain(`(${call})`);
  });

  test('with the request that was handled', async () => {
    const told: unknown[] = [];
    const failing = createPlugin({
      ...world.credentials,
      onError: (error, context) => told.push([error, context]),
    }).on('entry_sign_in', ({ storage }) => {
      storage.set('forgotten', 1);
      if (told.length === 0) throw 'a text';
    });
    world.serve(failing);
    const jobId = await world.tell('entry_sign_in');
    await firstAttempt(jobId);
    await world.server.api('POST', `/platform/v1/jobs/${jobId}/retry`);
    await world.settled(jobId);
    const context = { event: 'entry_sign_in', installId: String(world.install.id), jobId };
    expect(told).toEqual([
      ['a text', { ...context, attempt: 1 }],
      [expect.objectContaining({ code: 'call_not_made' }), { ...context, attempt: 2 }],
    ]);
  });

  test.each<[string, (job: Job) => unknown, string]>([
    [
      'a message that is none',
      (job) => job.done({ effects: [] } as never),
      'an object with effects',
    ],
    ['misspelt details', (job) => job.done('', { attachment: [] } as never), 'gave attachment'],
    ['a delay that is none', (job) => job.retry({ after: Number.NaN }), 'given NaN'],
    ['a delay before now', (job) => job.retry({ after: -5 }), 'given -5'],
    ['what is no JSON', (job) => job.done('', { debugInfo: 17n }), 'JSON cannot say'],
  ])('a verdict with %s', async (_what, verdict, shown) => {
    world.serve(plugin().on('entry_sign_in', ({ job }) => verdict(job) as undefined));
    expect(await firstAttempt(await world.tell('entry_sign_in'))).toMatchObject({
      status_code: 500,
    });
    expect(String(errors[0])).toContain(shown);
  });

  test('effects that only read', async () => {
    world.serve(
      plugin().on('entry_sign_in', ({ job, storage }) =>
        job.done('', { effects: storage.get('last') }),
      ),
    );
    await firstAttempt(await world.tell('entry_sign_in'));
    expect(errors).toMatchObject([{ code: 'wrong_effects' }]);
  });

  test.each<[string, unknown, string]>([
    ['an object of its own', { ok: true }, 'an object with ok'],
    ['a text', 'done', 'the string "done"'],
    ['null', null, 'null'],
    ['a verdict that was not asked for', () => undefined, 'a function (was it called?)'],
    ['the answer of somebody else', new Response('', { status: 400 }), 'an object with nothing'],
    ['one of another shape', { status: 200, data: {} }, 'an object with status, data'],
  ])('a handler that returns %s', async (_what, returned, shown) => {
    world.serve(plugin().on('entry_sign_in', () => returned as undefined));
    expect(await firstAttempt(await world.tell('entry_sign_in'))).toMatchObject({
      status_code: 500,
    });
    expect(errors).toMatchObject([{ code: 'no_verdict' }]);
    expect(String(errors[0])).toContain(shown);
  });

  test.each<[string, object]>([
    ['members of their own', { last: 3 }],
    ['what a call answered', { storage: { key: 'a', value: 1 } }],
    ['an array of it', [{ key: 'a', value: 1 }]],
  ])('effects that are %s', async (_what, effects) => {
    world.serve(plugin().on('entry_sign_in', ({ job }) => job.done('', { effects })));
    await firstAttempt(await world.tell('entry_sign_in'));
    expect(errors).toMatchObject([{ code: 'wrong_effects' }]);
  });

  test('a schema with a type that there is not, a secret of another kind, and all that is missing', async () => {
    const schema = { properties: { greeting: { type: 'nubmer' as 'number' } } };
    expect(() => plugin().config(schema)).toThrow('"nubmer" is no type of JSON Schema');
    for (const secret of ['whsec_AAAA', ['new', 'whsec_AAAA']]) {
      const whsec = createPlugin({ ...world.credentials, secret });
      await expect(whsec.logIn()).rejects.toThrow('give the client_secret');
    }
    for (const none of [null, 'greeting', { properties: { greeting: 'string' } }]) {
      expect(() => plugin().config(none as never)).toThrow('is no schema');
    }
    expect(() => createPlugin({ handlerMs: -1 })).toThrow('handlerMs is -1');
    await expect(createPlugin({}).logIn()).rejects.toThrow(/secret .*clientId .*baseUrl/);
  });

  test('a refusal that is too large, and whoever is told of errors and fails at it', async () => {
    const failing = createPlugin({
      ...world.credentials,
      onError: () => {
        throw new Error('The log is full');
      },
    });
    world.serve(
      failing.on('entry_sign_in', () => {
        throw refuse('No', { attachments: [text('Large', 'x'.repeat(70_000))] });
      }),
    );
    expect(await firstAttempt(await world.tell('entry_sign_in'))).toMatchObject({
      stage: 'answered',
      status_code: 500,
    });
  });
});

describe('the config', () => {
  const schemas = {
    zod: z.object({ greeting: z.string(), floors: z.array(z.number()) }),
    valibot: v.object({ greeting: v.string(), floors: v.array(v.number()) }),
    arktype: type({ greeting: 'string', floors: 'number[]' }),
    'JSON Schema': {
      type: 'object',
      required: ['greeting', 'floors'],
      properties: {
        greeting: { type: 'string' },
        floors: { type: 'array', items: { type: 'integer' } },
      },
    },
  } as const;

  test.each(Object.entries(schemas))('is checked by %s', async (_name, schema) => {
    let config: unknown;
    world.serve(
      plugin()
        .config(schema)
        .on('entry_sign_in', (context) => {
          config = context.config;
        }),
    );
    await world.settled(await world.tell('entry_sign_in'));
    expect(config).toEqual({ greeting: 'Hello', floors: [1, 2] });
  });

  const misfits = {
    zod: z.object({ greeting: z.number(), floors: z.array(z.number()) }),
    valibot: v.object({ greeting: v.number() }),
    arktype: type({ greeting: 'number' }),
    'JSON Schema': { type: 'object', properties: { greeting: { type: 'number' } } },
  } as const;

  test.each(Object.entries(misfits))(
    'that does not fit is a failed attempt that names where, and not what: %s',
    async (_name, schema) => {
      world.serve(
        plugin()
          .config(schema)
          .on('entry_sign_in', () => {}),
      );
      const attempt = await firstAttempt(await world.tell('entry_sign_in'));
      expect(attempt).toMatchObject({ status_code: 422 });
      expect(attempt?.reply_body).toContain('/greeting');
      expect(attempt?.reply_body).not.toContain('Hello');
      expect(errors).toMatchObject([
        { code: 'config_mismatch', problems: [{ pointer: '/greeting' }] },
      ]);
      expect(String(errors[0])).not.toContain('Hello');
    },
  );
});
