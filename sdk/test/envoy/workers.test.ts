import {
  asyncHandler,
  type EntryEventHandler,
  type EnvoyEventRequest,
  type EnvoyResponse,
  type EnvoyStorageItem,
  entryEventHandler,
  inviteEventHandler,
  isEmptyStorageError,
  locationEventHandler,
  notificationEventHandler,
  pluginUninstalledEventHandler,
  takeoverEventHandler,
} from '@plugboard/sdk/envoy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { appOf } from './app.ts';

const EVENTS = [
  'entry_sign_in',
  'invite_created',
  'location_capacity_updated',
  'notification',
  'takeover',
];

let world: World;
beforeAll(async () => {
  world = await startWorld({ events: EVENTS });
});
afterAll(() => world.close());

/** Serves a handler of an entry's event, and answers the job once it is settled. */
async function jobOf(handler: EntryEventHandler, payload: unknown = { type: 'entries' }) {
  world.serve(appOf(world, (app) => app.post('/events/entry_sign_in', entryEventHandler(handler))));
  return world.settled(await world.tell('entry_sign_in', payload));
}

test('storage gives what was set, and unique texts and numbers', async () => {
  const seen: unknown[] = [];
  const job = await jobOf(async (req, res) => {
    const { installStorage, globalStorage } = req.envoy;
    seen.push(await installStorage.set('foo', { deep: [1] }));
    seen.push(await installStorage.get<{ deep: number[] }>('foo'));
    seen.push(await installStorage.setUnique('code', { chars: 'ab', size: 20 }));
    seen.push(await installStorage.setUniqueNum('badge', { min: 5, max: 5 }));
    seen.push(await installStorage.list());
    seen.push(await installStorage.unset('foo'));
    await globalStorage.set('shared', null);
    seen.push(await globalStorage.get('shared'));
    res.send();
  });
  expect(job.status).toBe('done');
  const foo = { key: 'foo', value: { deep: [1] } };
  const code = { key: 'code', value: expect.stringMatching(/^[ab]{20}$/) };
  const badge = { key: 'badge', value: 5 };
  const shared = { key: 'shared', value: null };
  expect(seen).toEqual([foo, foo, code, badge, [badge, code, foo], foo, shared]);
});

test('what is not in the storage is thrown, as is a unique value where none is left', async () => {
  const said: boolean[] = [];
  await jobOf(async (req, res) => {
    const { installStorage } = req.envoy;
    await installStorage.setUniqueNum('only', { min: 1, max: 1 });
    const asked = [
      () => installStorage.get('nothing'),
      () => installStorage.unset('nothing'),
      () => installStorage.setUniqueNum('second', { min: 1, max: 1 }),
      () => installStorage.pipeline().set('kept', 1).get('nothing').execute(),
    ];
    for (const one of asked) {
      said.push(
        await one().then(
          () => false,
          (error: Error) => isEmptyStorageError(error),
        ),
      );
    }
    res.send(await installStorage.get('kept'));
  });
  expect(said).toEqual([true, true, true, true]);
});

test('nothing is stored for undefined, which is refused', async () => {
  let refused: unknown;
  await jobOf(async (req, res) => {
    refused = await req.envoy.installStorage.set('none', undefined).catch((error) => error);
    res.send();
  });
  expect(refused).toMatchObject({ response: { status: 422 } });
});

test('a pipeline is one transaction, with a result for each command', async () => {
  let results: unknown[] = [];
  let first: EnvoyStorageItem<number> | undefined;
  await jobOf(async (req, res) => {
    const { installStorage } = req.envoy;
    await installStorage.pipeline().set('two', 2).set('three', 3).execute();
    results = await installStorage.pipeline().set('one', 1).unset('two').get('three').execute();
    first = await installStorage
      .pipeline()
      .get('one')
      .list(0)
      .executeSingle<EnvoyStorageItem<number>>();
    res.send();
  });
  const item = (key: string, value: number) => ({ key, value });
  expect(results).toEqual([item('one', 1), item('two', 2), item('three', 3)]);
  expect(first).toEqual(item('one', 1));
});

test('a job takes attachments and messages before it is complete', async () => {
  const job = await jobOf(async (req, res) => {
    const { job, jobId, getJob } = req.envoy;
    await job.attach({ label: 'foo', value: 'bar' }, { type: 'json', label: 'j', value: [1] });
    await job.update('Still working', {
      type: 'link',
      label: 'l',
      value: 'v',
      url: 'https://example.com',
    });
    await getJob(String(jobId)).complete('All there', { type: 'password', label: 'p', value: 'w' });
    res.send({ ignored: true });
  });
  expect(job).toMatchObject({ status: 'done', status_message: 'All there' });
  expect(job.attachments).toMatchObject([
    { type: 'text', label: 'foo', value: 'bar' },
    { type: 'json', label: 'j', value: [1] },
    { type: 'link', label: 'l', url: 'https://example.com' },
    { type: 'password', label: 'p' },
  ]);
});

test.each([
  ['ignore', 'ignored'],
  ['fail', 'failed'],
] as const)('job.%s settles a job that was ongoing', async (method, status) => {
  const job = await jobOf(async (req, res) => {
    res.sendOngoing('Begun');
    await req.envoy.job[method]('No.', 'There is no email.');
  });
  expect(job).toMatchObject({
    status,
    status_message: 'No.',
    failure_reason: 'There is no email.',
  });
});

test.each([
  ['sendIgnored', 'ignored', 400],
  ['sendFailed', 'failed', 412],
] as const)(
  '%s settles the job with a message, what it found and attachments',
  async (method, status, code) => {
    const job = await jobOf((_req, res) => {
      res[method]('Not this one', { found: 1 }, { label: 'Why', value: 'Because' });
    });
    expect(job).toMatchObject({
      status,
      status_message: 'Not this one',
      attachments: [{ type: 'text', label: 'Why', value: 'Because' }],
      attempts: [{ status_code: code, debug_info: { found: 1 } }],
    });
  },
);

test('what a screener found is attached to a job that has failed', async () => {
  const value = { input: { fields: [] }, matches: [] };
  const job = await jobOf((_req, res) =>
    res.sendFailedScreen('Found', undefined, { type: 'json', label: 'Screener Details', value }),
  );
  expect(job).toMatchObject({ status: 'failed', attachments: [{ type: 'json', value }] });
});

test('a job that is ongoing says how it goes', async () => {
  world.serve(
    appOf(world, (app) =>
      app.post(
        '/events/entry_sign_in',
        asyncHandler(async (req: EnvoyEventRequest, res: EnvoyResponse) => {
          await req.envoy.installStorage.set('began', req.envoy.jobId);
          res.sendOngoing('At it', { step: 1 });
          await req.envoy.job.complete('There');
        }),
      ),
    ),
  );
  const job = await world.settled(await world.tell('entry_sign_in'));
  expect(job).toMatchObject({
    status_message: 'There',
    attempts: [{ status_code: 202, debug_info: { step: 1 } }],
  });
});

test('each kind of event has its handler', async () => {
  const heard: unknown[] = [];
  const hear = (req: { envoy: { meta: { event: string } } }, res: EnvoyResponse) => {
    heard.push(req.envoy.meta.event);
    res.send();
  };
  const [entry, invite, location, notification, takeover] = EVENTS;
  world.serve(
    appOf(world, (app) => {
      app.post(`/events/${entry}`, entryEventHandler(hear));
      app.post(`/events/${invite}`, inviteEventHandler(hear));
      app.post(`/events/${location}`, locationEventHandler(hear));
      app.post(`/events/${notification}`, notificationEventHandler(hear));
      app.post(`/events/${takeover}`, takeoverEventHandler(hear));
    }),
  );
  for (const event of EVENTS) await world.settled(await world.tell(event));
  expect(heard).toEqual(EVENTS);
});

test('an uninstall is heard, and what is stored can still be read', async () => {
  const other = await startWorld({
    manifest: (url) => ({
      events: [{ name: 'plugin_uninstalled', url: `${url}/uninstalled` }],
    }),
  });
  try {
    const found = await new Promise((resolve, reject) => {
      const uninstalled = pluginUninstalledEventHandler(async (req, res) => {
        resolve([
          req.envoy.meta.event,
          await req.envoy.pluginAPI.getPluginInstallConfig(req.envoy.meta.install_id),
        ]);
        res.send();
      });
      other.serve(
        appOf(other, (app) => app.post('/uninstalled', uninstalled), { onError: reject }),
      );
      other.server.api('DELETE', `/platform/v1/installs/${other.install.id}`);
    });
    expect(found).toEqual(['plugin_uninstalled', {}]);
  } finally {
    await other.close();
  }
});

test('the config is read and merged, and admins are notified', async () => {
  let config: unknown;
  await jobOf(async (req, res) => {
    const { pluginAPI, meta } = req.envoy;
    await pluginAPI.setPluginInstallConfig(meta.install_id, { floor: 2, gone: 1 });
    await pluginAPI.setPluginInstallConfig(meta.install_id, { gone: null });
    config = await pluginAPI.getPluginInstallConfig(meta.install_id);
    await pluginAPI.createNotification(meta.install_id, { message: 'Out of paper' });
    res.send();
  });
  expect(config).toEqual({ floor: 2 });
  const path = `/platform/v1/installs/${world.install.id}/notifications`;
  expect((await world.server.api('GET', path)).body.data).toMatchObject([
    { message: 'Out of paper' },
  ]);
});

test('what is thrown is a failed attempt that says why, and onError hears of it', async () => {
  const errors: Error[] = [];
  const failing = entryEventHandler(async (req, res) => {
    if (errors.length > 0) return res.send();
    await req.envoy.getJob('none').complete('Done');
  });
  world.serve(
    appOf(world, (app) => app.post('/events/entry_sign_in', failing), {
      onError: (error) => errors.push(error),
    }),
  );
  const id = await world.tell('entry_sign_in');
  // Until its reply was taken it is under way, and not to be retried.
  await world.attempts(id);
  expect((await world.server.api('POST', `/platform/v1/jobs/${id}/retry`)).status).toBe(202);
  const job = await world.settled(id);
  expect(job).toMatchObject({ status: 'done', attempts: expect.any(Array) });
  expect(errors[0]).toMatchObject({
    name: 'AxiosError',
    isAxiosError: true,
    code: 'ERR_BAD_REQUEST',
    config: { method: 'patch', url: '/api/v2/plugin-services/jobs/none' },
    response: { status: 404, data: { errors: [{ code: 'job_not_found' }] } },
    cause: { code: 'job_not_found' },
  });
  expect(errors[0]?.message).toMatch(/^Request failed with status code 404/);
});

test('times of an entry that SQL would write are those of RFC 3339', async () => {
  let attributes: unknown;
  const doc = { id: '1', url: 'https://docs.example.com/1', agreement: { id: '2' } };
  const payload = {
    type: 'entries',
    attributes: {
      'signed-in-at': '2026-03-01 09:30:00 UTC',
      'signed-out-at': '2026-03-01 12:00:00+02:00',
      'legal-docs': [{ ...doc, 'signed-at': '2026-03-01 09:29:59.5' }],
      'private-notes': '2026-03-01 09:30:00',
    },
  };
  await jobOf((req, res) => {
    attributes = req.envoy.payload.attributes;
    res.send();
  }, payload);
  expect(attributes).toEqual({
    'signed-in-at': '2026-03-01T09:30:00.000Z',
    'signed-out-at': '2026-03-01T10:00:00.000Z',
    'legal-docs': [{ ...doc, 'signed-at': '2026-03-01T09:29:59.500Z' }],
    'private-notes': '2026-03-01 09:30:00',
  });
});

test.each(['2026-03-01T09:30:00+01:00', '2026-02-30 09:30:00', '2026-13-01 09:30:00', 'today'])(
  'a time such as %s stays as it is',
  async (time) => {
    let seen: unknown;
    await jobOf(
      (req, res) => {
        seen = req.envoy.payload.attributes['signed-in-at'];
        res.send();
      },
      { type: 'entries', attributes: { 'signed-in-at': time } },
    );
    expect(seen).toBe(time);
  },
);
