import { beforeAll, expect, test } from 'vitest';
import {
  authorizePath,
  createVisitor,
  exchange,
  letIn,
  refresh,
  registerClient,
  type Visitor,
} from '../oauth/authorization.ts';
import { installPlugin, requestToken, type TestPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const [OLD, NEW] = ['entries.read', 'entries.write'];

let server: TestServer;
let visitor: Visitor;
let plugin: TestPlugin;
let installId: number;
let refreshToken: string;
// A plugin that was let in with one scope, and whose next release asks for another one, too.
beforeAll(async () => {
  server = await startTestServer();
  visitor = await createVisitor(server);
  plugin = await registerClient(server, { scopes: [OLD] });
  const by = { user_id: visitor.person.id };
  installId = (await installPlugin(server, plugin, visitor.spaceId, by)).id;
  const tokens = await exchange(server, plugin, await letIn(visitor, plugin));
  expect(tokens.body.scope).toBe(OLD);
  refreshToken = tokens.body.refresh_token;
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  const { body: manifest } = await server.api('GET', path);
  const published = await server.api('PUT', path, { ...manifest, scopes: [OLD, NEW] });
  expect(published.body.release).toMatchObject({ number: 2, current: true });
  return () => server.close();
});

test('a release that asks for more leaves an install with what was granted', async () => {
  const { body } = await server.api('GET', `/platform/v1/installs/${installId}`);
  expect(body.scopes).toEqual([OLD]);
  const ask = (scope?: string) =>
    requestToken(server, plugin, { grant_type: 'plugin_install', install_id: installId, scope });
  expect((await ask()).body.scope).toBe(OLD);
  const more = await ask(`${OLD} ${NEW}`);
  expect([more.status, more.body.error]).toEqual([400, 'invalid_scope']);
});

test('a consent stays as wide as it was, however it is renewed', async () => {
  expect((await refresh(server, plugin, refreshToken)).body.scope).toBe(OLD);
  const more = await refresh(server, plugin, refreshToken, { scope: `${OLD} ${NEW}` });
  expect([more.status, more.body.error]).toEqual([400, 'invalid_scope']);
  const again = await exchange(server, plugin, await letIn(visitor, plugin));
  expect(again.body.scope).toBe(OLD);
});

test('nobody gives by consent what the admin of the space has not granted', async () => {
  const { spaceId } = visitor;
  const colleague = await createVisitor(server);
  const path = `/platform/v1/spaces/${spaceId}/members/${colleague.person.id}`;
  await server.api('PUT', path, { role: 'editor' });
  const address = authorizePath(plugin, { space_id: String(spaceId), scope: `${OLD} ${NEW}` });
  const page = await colleague.browser.get(address);
  expect(page.text).toContain(`May use ${OLD}`);
  expect(page.text).not.toContain(`May use ${NEW}`);
  const code = await letIn({ ...colleague, spaceId }, plugin, { scope: `${OLD} ${NEW}` });
  expect((await exchange(server, plugin, code)).body.scope).toBe(OLD);
});
