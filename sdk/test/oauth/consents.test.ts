import { createPlugin, type PlugboardError } from '@plugboard/sdk';
import {
  type Consents,
  createConsents,
  memoryStore,
  type OAuthOptions,
  storageStore,
} from '@plugboard/sdk/oauth';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CALLBACK,
  createVisitor,
  setUpConsent,
  type Visitor,
} from '../../../server/test/oauth/authorization.ts';
import { removeMember } from '../../../server/test/support/people.ts';
import { installPlugin, type TestPlugin } from '../../../server/test/support/plugins.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { goThrough, holdRenewals, PLUGIN } from './visiting.ts';

let server: TestServer;
let plugin: TestPlugin;
let publicPlugin: TestPlugin;
setUpConsent((given) => ({ server, plugin, publicPlugin } = given));

let visitor: Visitor;
let person: { spaceId: number; userId: number };
let refused: string[];
let renewals: number;
/** The refresh tokens that were sent. */
let used: (string | null)[];
beforeEach(async () => {
  visitor = await createVisitor(server);
  person = { spaceId: visitor.spaceId, userId: visitor.person.id };
  await installPlugin(server, plugin, visitor.spaceId);
  refused = [];
  renewals = 0;
  used = [];
});
afterEach(() => vi.useRealTimers());

const options = (): OAuthOptions => ({
  baseUrl: server.url,
  publicUrl: server.config.publicUrl,
  clientId: plugin.clientId,
  secret: plugin.clientSecret,
  redirectUri: CALLBACK,
  onFailure(error: PlugboardError) {
    refused.push(error.code);
    return new Response(error.message, { status: 400 });
  },
  fetch(url, init) {
    const { body } = init ?? {};
    if (body instanceof URLSearchParams && body.get('grant_type') === 'refresh_token') {
      renewals++;
      used.push(body.get('refresh_token'));
    }
    return fetch(url, init);
  },
});

const end = (consents: Consents, back: URL) =>
  consents.callback(new Request(PLUGIN + back.pathname + back.search));

/** Lets the plugin in as its button does. */
async function consent(consents: Consents, as = visitor): Promise<Response> {
  return end(consents, await goThrough(as, await consents.begin(person)));
}

test('what somebody allows is kept for them, and for nobody else', async () => {
  const consents = createConsents(options());
  expect(await consents.of(person)).toBeNull();
  const done = await consent(consents);
  expect([done.status, done.headers.get('location')]).toEqual([
    303,
    `${server.config.publicUrl}/oauth/app_redirect?client_id=${plugin.clientId}&space_id=${person.spaceId}`,
  ]);
  expect(done.headers.has('set-cookie')).toBe(false);
  const session = await consents.of(person);
  expect(session?.user.id).toBe(person.userId);
  expect(await session?.request('/oauth/space_info')).toMatchObject({ id: person.spaceId });
  expect(await consents.of({ ...person, userId: person.userId + 1 })).toBeNull();
  expect(await consents.of({ ...person, spaceId: person.spaceId + 1 })).toBeNull();
  await consents.forget(person);
  expect(await consents.of(person)).toBeNull();
});

test('somebody who came by themselves is found out afterwards', async () => {
  const consents = createConsents(options());
  const { origin, pathname, search } = await consents
    .begin(undefined, { returnTo: '/thanks' })
    .then((url) => {
      url.searchParams.set('space_id', String(person.spaceId));
      return url;
    });
  const done = await end(consents, await goThrough(visitor, origin + pathname + search));
  expect(done.headers.get('location')).toBe(`${PLUGIN}/thanks`);
  expect(await consents.of(person)).not.toBeNull();
});

test('a no is remembered until it is a yes', async () => {
  const home = (spaceId: number | undefined) => `https://app.example/${spaceId}`;
  const consents = createConsents({ ...options(), home });
  expect(await consents.hasDeclined(person)).toBe(false);
  const back = await goThrough(visitor, await consents.begin(person), 'decline');
  const done = await end(consents, back);
  expect(done.headers.get('location')).toBe(`https://app.example/${person.spaceId}`);
  expect([await consents.of(person), await consents.hasDeclined(person)]).toEqual([null, true]);
  await consent(consents);
  expect(await consents.hasDeclined(person)).toBe(false);
});

describe('it is refused', () => {
  test('when somebody else followed the address', async () => {
    const consents = createConsents(options());
    const other = await createVisitor(server);
    await installPlugin(server, plugin, other.spaceId);
    const address = await consents.begin({ ...person, spaceId: other.spaceId });
    expect((await end(consents, await goThrough(other, address))).status).toBe(400);
    expect(refused).toEqual(['other_person']);
    expect(await consents.of(person)).toBeNull();
    expect(await consents.of({ spaceId: other.spaceId, userId: other.person.id })).toBeNull();
  });

  test('when the address was changed to another space', async () => {
    const consents = createConsents(options());
    const address = await consents.begin({ ...person, spaceId: person.spaceId + 1000 });
    address.searchParams.set('space_id', String(person.spaceId));
    expect((await end(consents, await goThrough(visitor, address))).status).toBe(400);
    expect(refused).toEqual(['other_person']);
  });

  test('twice, after ten minutes, with a state or an issuer of somebody else', async () => {
    const consents = createConsents(options());
    const back = await goThrough(visitor, await consents.begin(person));
    const answers = await Promise.all([end(consents, back), end(consents, back)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    const state = back.searchParams.get('state') ?? '';
    for (const wrong of ['', state.slice(0, -1), `${state}A`, `A${state}`]) {
      const changed = new URL(back);
      changed.searchParams.set('state', wrong);
      expect((await end(consents, changed)).status).toBe(400);
    }
    const foreign = await goThrough(visitor, await consents.begin(person));
    foreign.searchParams.set('iss', 'https://evil.example');
    expect((await end(consents, foreign)).status).toBe(400);
    const late = await goThrough(visitor, await consents.begin(person));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
    expect((await end(consents, late)).status).toBe(400);
    expect(refused).toEqual([...Array(5).fill('wrong_state'), 'wrong_issuer', 'wrong_state']);
  });
});

test('tokens are renewed once however many ask, and for other processes, too', async () => {
  const storage = createPlugin({
    baseUrl: server.url,
    clientId: plugin.clientId,
    secret: plugin.clientSecret,
  }).storage;
  const consents = createConsents({ ...options(), store: storageStore(storage) });
  await consent(consents);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 899_000 });
  const found = await Promise.all(Array.from({ length: 6 }, () => consents.of(person)));
  const tokens = new Set(await Promise.all(found.map((one) => one?.accessToken())));
  expect([tokens.size, renewals]).toEqual([1, 1]);
  const other = createConsents({ ...options(), store: storageStore(storage) });
  expect(tokens.has(await (await other.of(person))?.accessToken())).toBe(true);
  expect(renewals).toBe(1);
});

describe('what happens while tokens are renewed is not undone by them', () => {
  /** Whatever is renewed waits until it is let go. */
  async function renewing(doing: (consents: Consents) => Promise<unknown>) {
    const { fetch: send, ...rest } = options();
    const held = holdRenewals(send);
    const consents = createConsents({
      ...rest,
      fetch: held.fetch,
    });
    await end(
      consents,
      await goThrough(visitor, await consents.begin(person, { scopes: ['entries.read'] })),
    );
    const early = await consents.of(person);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 899_000 });
    const under = [consents.of(person), early?.accessToken()];
    await held.hasBegun;
    await doing(consents);
    held.letGo();
    await Promise.all(under);
    return consents.of(person);
  }

  test('forgetting', async () => {
    expect(await renewing((consents) => consents.forget(person))).toBeNull();
  });

  test('another consent', async () => {
    expect((await renewing(consent))?.scopes).toEqual(['entries.read', 'entries.write']);
  });
});

test('of a public client the newest tokens are kept, whichever session renewed them', async () => {
  const { secret: _none, ...rest } = options();
  const store = memoryStore();
  const open = () =>
    createConsents({
      ...rest,
      clientId: publicPlugin.clientId,
      sessionSecret: 'only for consents, and long enough',
      store,
    });
  await installPlugin(server, publicPlugin, visitor.spaceId);
  const consents = open();
  await consent(consents);
  const early = await consents.of(person);
  const now = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: now + 899_000 });
  await consents.of(person);
  vi.setSystemTime(now + 2 * 899_000);
  await early?.accessToken();
  // Another process has nothing but what is stored: an older refresh token would be good for no other.
  vi.setSystemTime(now + 3 * 899_000);
  expect(await open().of(person)).not.toBeNull();
  expect(new Set(used).size).toBe(3);
});

test('while the plugin is suspended there a consent opens nothing, and afterwards it does again', async () => {
  const consents = createConsents(options());
  await consent(consents);
  const { body } = await server.api('GET', `/platform/v1/spaces/${person.spaceId}/installs`);
  const install = `/platform/v1/installs/${body.data[0].id}`;
  await server.api('POST', `${install}/suspend`);
  const now = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: now + 899_000 });
  expect(await consents.of(person)).toBeNull();
  expect(await consents.of(person)).toBeNull();
  // It is not asked for each time.
  expect(renewals).toBe(1);
  await server.api('POST', `${install}/resume`);
  vi.setSystemTime(now + 899_000 + 60_000);
  const session = await consents.of(person);
  expect(await session?.request('/oauth/space_info')).toMatchObject({ id: person.spaceId });
});

test('a consent that was taken back is gone, at the latest when a call is refused', async () => {
  const consents = createConsents(options());
  await consent(consents);
  const session = await consents.of(person);
  await removeMember(server, person.spaceId, person.userId);
  await expect(session?.request('/oauth/user_info')).rejects.toMatchObject({
    code: 'session_ended',
  });
  expect(await consents.of(person)).toBeNull();
});
