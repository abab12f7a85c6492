import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Plugboard, signedRequest, signedViewerToken, startPlugboard } from '../src/index.ts';
import { type Heard, hearing } from './support/plugin.ts';

let plugboard: Plugboard;
beforeAll(async () => {
  plugboard = await startPlugboard();
});
afterAll(() => plugboard.stop());

const SPACE = { name: 'Acme', attributes: { time_zone: 'Europe/Zurich', mainEntrance: 'west' } };
const EVENTS = [{ name: 'visit', url: '/events/visit' }];
const FIELD = { key: 'desk', type: 'select', label: 'Desk', options_url: '/options/desk' };
const STEPS = [{ type: 'form', title: 'Desk', fields: [FIELD] }];

/** What a real server sends, and what it was made of. */
async function real() {
  const plugin = hearing([], ({ body }) => (body.meta.route ? Response.json([]) : new Response()));
  const space = await plugboard.space(SPACE);
  const manifest = { events: EVENTS, setup_steps: STEPS, scopes: ['visits.read'] };
  const install = await space.install(plugin, { manifest, config: { greeting: 'Hi', a: [1] } });
  const { job } = await space.emit('visit', { name: 'Ada' }, { identifier: 'visit:1' });
  await job.settled();
  await install.setUp.options('desk');
  const [event, route] = plugin.heard as [Heard, Heard];
  return { event, route, install, space };
}

const without = (headers: Headers, names: string[]): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !names.includes(name)));

test('what is signed without a server is, byte for byte, what a server sends', async () => {
  const { event, route, install, space } = await real();
  for (const { request, text, body } of [event, route]) {
    const { meta, payload } = body;
    const { headers } = request;
    const common = {
      secret: install.credentials.secret,
      payload,
      config: meta.config,
      pluginId: install.plugin.id,
      installId: install.id,
      space: { id: space.id, ...SPACE },
      auth: { accessToken: meta.auth.access_token, expiresIn: meta.auth.expires_in },
      timestamp: new Date(Number(headers.get('webhook-timestamp')) * 1000),
      url: request.url,
      headers: { 'webhook-id': headers.get('webhook-id') ?? '' },
    };
    const made = meta.route
      ? signedRequest({ ...common, route: meta.route, params: meta.params })
      : signedRequest({
          ...common,
          event: meta.event,
          jobId: meta.job.id,
          identifier: meta.job.identifier,
        });
    expect([made.method, made.url]).toEqual([request.method, request.url]);
    expect(await made.text()).toBe(text);
    // What is new each time: of a route also the id that one of the signatures is made of.
    const changing = ['traceparent', ...(meta.route ? ['webhook-signature'] : [])];
    expect(without(made.headers, changing)).toEqual(without(headers, changing));
    expect([...made.headers.keys()].sort()).toEqual([...headers.keys()].sort());
  }
});

test('several secrets sign, and the first of them for Envoy’s verifier', async () => {
  const timestamp = new Date(1_772_442_900_000);
  const request = signedRequest({ secret: ['new', 'old'], event: 'visit', timestamp });
  const alone = signedRequest({
    secret: 'new',
    event: 'visit',
    timestamp,
    jobId: request.headers.get('webhook-id') ?? '',
  });
  const signatures = request.headers.get('webhook-signature')?.split(' ');
  expect(signatures).toHaveLength(2);
  expect(signatures?.[0]).toBe(alone.headers.get('webhook-signature'));
  expect(request.headers.get('x-envoy-signature')).toBe(alone.headers.get('x-envoy-signature'));
});

test('an attempt can be a later one, or one that is sent once more', () => {
  const { headers } = signedRequest({ secret: 's', event: 'visit', attempt: 3, resend: true });
  expect(headers.get('plugboard-attempt')).toBe('3');
  expect(headers.get('plugboard-resend')).toBe('1');
});

test('a path as its url is below an address of nobody, as in manifests', () => {
  const { url } = signedRequest({ secret: 's', route: 'step-0-validation', url: '/rooms?a=1' });
  expect(url).toBe('https://plugin.example/rooms?a=1');
});

test('an App Bridge token is, byte for byte, what a server makes', async () => {
  const space = await plugboard.space();
  const manifest = { events: EVENTS, embedded_app_url: '/page', use_app_bridge: true };
  const install = await space.install(hearing([]), { manifest });
  const { id: userId } = await plugboard.call<{ id: number }>('POST', '/platform/v1/users', {
    email: 'ada@plugboard.test',
    friendly_name: 'Ada',
  });
  const member = `/platform/v1/spaces/${space.id}/members/${userId}`;
  await plugboard.call('PUT', member, { role: 'editor' });
  const path = `/v1/spaces/${space.id}/app_validations`;
  const { token } = await plugboard.call<{ token: string }>('POST', path, {
    app_id: install.plugin.id,
    user_id: userId,
  });
  const { iat } = claimsOf(token);
  const viewer = { role: 'editor', userId, issuedAt: new Date(Number(iat) * 1000) };
  expect(await install.viewerToken(viewer)).toBe(token);
  const { secret, clientId } = install.credentials;
  const ids = { spaceId: space.id, installId: install.id, pluginId: install.plugin.id };
  expect(signedViewerToken({ secret, clientId, ...ids, ...viewer })).toBe(token);
  const fresh = claimsOf(await install.viewerToken());
  expect(fresh).toMatchObject({ role: 'admin', space_id: space.id, install_id: install.id });
  expect(Number(fresh.iat)).toBeGreaterThanOrEqual(Number(iat));
});

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

test('what cannot be signed is refused', () => {
  for (const secret of [undefined, [undefined], []] as never[]) {
    expect(() => signedRequest({ secret, event: 'visit' })).toThrow(/needs the client secret/);
  }
  expect(() => signedRequest({ secret: 's', event: 'visit', jobID: '1' } as never)).toThrow(
    /signedRequest has no option "jobID": it has event, identifier, jobId, attempt, resend, secret/,
  );
  expect(() => signedRequest({ secret: 's', event: 'visit', params: {} } as never)).toThrow(
    /no option "params"/,
  );
  const space = { title: 'Acme' } as never;
  expect(() => signedRequest({ secret: 's', event: 'visit', space })).toThrow(/no option "title"/);
  expect(() => signedViewerToken({ secret: 's' } as never)).toThrow(/the client id/);
  const wrong = { secret: 's', clientId: 'c', user: 3 } as never;
  expect(() => signedViewerToken(wrong)).toThrow(/no option "user"/);
  expect(() => signedRequest({ secret: '', event: 'visit' })).toThrow(/client secret/);
  expect(() => signedRequest({ secret: 's' } as never)).toThrow(/an event or a route/);
});
