import {
  EnvoyPluginAPI,
  EnvoyPluginJobMock,
  EnvoyPluginSDK,
  EnvoyPluginStorage,
  EnvoyPluginStoragePipelineMock,
  entryEventBodyFactory,
  entryPayloadFactory,
  eventBodyFactory,
  inviteEventBodyFactory,
  routeBodyFactory,
} from '@plugboard/sdk/envoy';
import { afterEach, expect, test } from 'vitest';

const api = new EnvoyPluginAPI({ accessToken: 'none', baseUrl: 'http://plugboard.test' });
afterEach(() => {
  EnvoyPluginJobMock.reset();
  EnvoyPluginStoragePipelineMock.reset();
});

test('a job for tests keeps what would be sent', async () => {
  const job = new EnvoyPluginJobMock(api, '1');
  await job.attach({ label: 'Badge', value: '17' });
  await job.complete('Printed');
  await job.update('And more');
  const [badge] = EnvoyPluginJobMock.attachmentLike({ value: '17' })?.attachments ?? [];
  expect(badge).toEqual({ type: 'text', label: 'Badge', value: '17' });
  expect(EnvoyPluginJobMock.attachmentLike({ value: '18' })).toBeUndefined();
  expect(EnvoyPluginJobMock.lastStatus).toMatchObject({
    status: 'done',
    status_message: 'Printed',
  });
  EnvoyPluginJobMock.reset();
  expect(EnvoyPluginJobMock.lastStatus).toBeUndefined();
});

test('a pipeline for tests stores in memory, for installs and for the plugin', async () => {
  class Storage extends EnvoyPluginStorage {
    override pipeline() {
      return new EnvoyPluginStoragePipelineMock(this.api, this.installId);
    }
  }
  const install = new Storage(api, '31');
  const own = new Storage(api);
  await install.set('a', 1);
  await own.set('a', 2);
  expect([await install.get('a'), await own.get('a')]).toMatchObject([{ value: 1 }, { value: 2 }]);
  expect(EnvoyPluginStoragePipelineMock.get('a')).toBe(1);
  expect(EnvoyPluginStoragePipelineMock.get('a', true)).toBe(2);
  expect(await install.setUniqueNum('n', { min: 1, max: 1 })).toEqual({ key: 'n', value: 1 });
  expect(await install.setUniqueNum('m', { min: 1, max: 1 })).toBeNull();
  expect(await install.setUnique('u', { chars: 'x', size: 3 })).toEqual({ key: 'u', value: 'xxx' });
  expect((await install.list()).map(({ key }) => key)).toEqual(['a', 'n', 'u']);
  expect(await install.unset('n')).toEqual({ key: 'n', value: 1 });
  expect(await install.get('n')).toBeNull();
  expect(await install.setUniqueNum('m', { min: 1, max: 1 })).toEqual({ key: 'm', value: 1 });
});

test('bodies for tests are those of an entry, an invite, an event and a route', () => {
  const visitor = { isProtectFlow: false, hasEmail: false, hasHost: true } as const;
  const entry = entryEventBodyFactory<{ greeting: string }>({
    event: 'entry_sign_in',
    config: { greeting: 'Hi' },
    scope: ['employees.read'],
    ids: { location: '7' },
    payloadOptions: { ...visitor, isSignedIn: true, hasInvite: true, hasDevice: false },
  });
  const { meta, payload } = new EnvoyPluginSDK(entry, true);
  expect(meta).toMatchObject({
    event: 'entry_sign_in',
    config: { greeting: 'Hi' },
    location: { id: '7' },
    job: { name: 'entry_sign_in' },
    auth: { token_type: 'Bearer' },
  });
  expect(payload).toMatchObject({ type: 'entries', attributes: { email: null, host: 'Host 1' } });
  expect(payload.relationships).toMatchObject({ invite: { data: { id: '1' } } });
  expect(payload.relationships.device).toBeUndefined();

  const invite = inviteEventBodyFactory({
    event: 'invite_created',
    config: {},
    payloadOptions: { isProtectFlow: true, preregistrationComplete: true },
  });
  expect(invite).toMatchObject({ meta: { auth: null }, payload: { type: 'invites' } });

  const event = eventBodyFactory({ event: 'alarm', config: {}, payload: { floor: 2 }, scope: [] });
  expect(event).toMatchObject({ meta: { event: 'alarm' }, payload: { floor: 2 } });

  const route = routeBodyFactory({ config: {}, params: { search: 'he' }, payload: {} });
  expect(route.meta).toMatchObject({ route: '', params: { search: 'he' } });
});

test('a factory takes what a test gives, however deep, and counts', () => {
  const factory = entryPayloadFactory({ isProtectFlow: true, isSignedIn: false });
  const [first, second] = factory
    .extend({ attributes: { host: 'Host 9' } })
    .buildList(2, { attributes: { 'full-name': 'Visitor X' } });
  expect(first).toMatchObject({
    id: '1',
    attributes: { 'full-name': 'Visitor X', host: 'Host 9', 'employee-screening-flow': true },
  });
  expect(second?.id).toBe('2');
  expect(second?.attributes['signed-out-at']).toMatch(/Z$/);
});
