import { Webhook } from 'standardwebhooks';
import { beforeAll, expect, test } from 'vitest';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
} from '../support/plugins.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { verifiedByPython } from './other-languages.ts';

/** The secret as it is shown, put into a library as the guide says, verifies what is really sent. */

const EVENT = 'thing_happened';

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
  receiver = await startReceiver();
  await defineEventType(server, EVENT);
  return async () => {
    await receiver.close();
    await server.close();
  };
});

/** What the plugin is sent next. */
async function delivered(id: number): Promise<ReceivedRequest> {
  const spaceId = await createSpace(server);
  await installPlugin(server, { id, slug: '', clientId: '', clientSecret: '' }, spaceId);
  const count = receiver.requests.length;
  await emit(server, spaceId, EVENT, { payload: { text: 'ünïcode', number: 1e21 } });
  return receiver.nth(count + 1);
}

function expectVerified(secret: string, { text, headers }: ReceivedRequest): void {
  expect(() => new Webhook(secret).verify(text, headers)).not.toThrow();
  expect(() => new Webhook(secret).verify(`${text} `, headers)).toThrow();
}

const manifest = () => ({ events: [{ name: EVENT, url: `${receiver.url}/hook` }] });

test('that of a new plugin, and those of a rotation', async () => {
  const created = await server.api('POST', '/platform/v1/plugins', {
    name: 'Listener',
    slug: 'listener',
    ...manifest(),
  });
  const { plugin, credentials } = created.body;
  expectVerified(credentials.webhook_secret, await delivered(plugin.id));

  // One that is taken over from elsewhere may have characters that Base64 does not.
  for (const client_secret of [undefined, '!"#$%&/()=?*+~{[]}\\|<>-_.:,;^@0123']) {
    const path = `/platform/v1/plugins/${plugin.id}/secrets`;
    const rotated = await server.api('POST', path, { client_secret });
    expect(rotated.status, rotated.text).toBe(201);
    const request = await delivered(plugin.id);
    expectVerified(rotated.body.webhook_secret, request);
    // The one before signs, too, until its overlap ends.
    expectVerified(credentials.webhook_secret, request);
    const unknown = `whsec_${Buffer.from('x'.repeat(43)).toString('base64')}`;
    expect(() => new Webhook(unknown).verify(request.text, request.headers)).toThrow();
  }
});

test('that of the Space API', async () => {
  const created = await server.api('POST', '/v1/org_apps', {
    app: { name: 'Of the organization' },
  });
  const { id, slug, webhook_secret } = created.body.app;
  const body = { name: 'Of the organization', slug, ...manifest() };
  await server.api('PUT', `/platform/v1/plugins/${id}/manifest`, body);
  expectVerified(webhook_secret, await delivered(id));
  const shown = await server.api('GET', `/v1/org_apps/${id}`);
  expect(shown.body.app.webhook_secret).toBe(webhook_secret);
});

test('by the plain algorithm in Python', async (context) => {
  const { id, clientSecret } = await registerPlugin(server, manifest());
  const { body } = await server.api('POST', `/platform/v1/plugins/${id}/secrets`, {});
  expect(body.client_secret).not.toBe(clientSecret);
  const { text, headers } = await delivered(id);
  const other = `whsec_${Buffer.from('x'.repeat(43)).toString('base64')}`;
  const held = verifiedByPython(context, [body.webhook_secret, other], text, headers);
  expect(held).toEqual([true, false]);
});
