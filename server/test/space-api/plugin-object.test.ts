import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { develop } from '../registry/development.ts';
import { registerPartnerPlugin, registerPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { call, createPerson, createScene, grant, headersOfPlugin, type Scene } from './scene.ts';

let server: TestServer;
let scene: Scene;
beforeAll(async () => {
  // Private addresses refused, as in production.
  server = await startTestServer({ env: { PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'off' } });
  scene = await createScene(server);
  return () => server.close();
});

/** The example that Storyblok's documentation gives of what an installed plugin is told. */
const EXAMPLE = {
  app: {
    id: 12345,
    name: 'My first plugin',
    slug: 'my-first-plugin',
    icon: '//a.storyblok.com/app-assets/1/833729bae2/my_plugin.png',
    plan_level: null,
    preview_video: 'https://this-is-a-video.com',
    app_url: null,
    description: 'This is my plugin description.',
    intro: 'This is a short description.',
    screenshot: '//a.storyblok.com/app-assets/1/a8295d3fe0/screenshot.jpg',
    status: 'created',
    website: 'https://this-is-a-website.com',
    author: 'Arisa Fukuzaki',
    updated_at: '2024-04-10T12:08:48.617Z',
    field_type_ids: [],
    embedded_app_url: null,
    dev_embedded_app_url: null,
    dev_oauth_redirect_uri: null,
    in_sidebar: true,
    in_toolbar: false,
    sidebar_icon: null,
    enable_space_settings: true,
  },
  granted: false,
};

/** The plugin of the example, registered as people do, which its developer tries out. */
async function installExample() {
  const { id: _id, status: _status, updated_at: _time, ...app } = EXAMPLE.app;
  const owner = await createPerson(server);
  const plugin = await registerPartnerPlugin(server, owner.headers, app);
  const install = await develop(server, owner, plugin.id);
  return { owner, plugin, install };
}

test('is the documented one, field for field and in its order', async () => {
  const { owner, plugin, install } = await installExample();
  await server.db.query(sql`
    update plugins set updated_at = ${EXAMPLE.app.updated_at} where id = ${plugin.id}`);
  const path = `/spaces/${install.spaceId}/app_provisions/${plugin.slug}`;
  const { status, body } = await call(server, owner.headers, 'GET', path);
  expect(status).toBe(200);
  const { app, granted } = body;
  expect(JSON.stringify({ app: { ...app, id: 12345 }, granted })).toBe(JSON.stringify(EXAMPLE));
  expect(app.id).toBe(plugin.id);

  const toItself = await headersOfPlugin(server, plugin, install.id);
  const own = await call(server, toItself, 'GET', path);
  expect(own.body).toEqual({
    app_provision: body.app_provision,
    app: { ...app, use_app_bridge: false },
    granted: false,
  });
});

test('says whether the asking user granted the plugin anything', async () => {
  const path = `/spaces/${scene.spaceId}/app_provisions/${scene.plugin.id}`;
  const grantedTo = async (headers: object) => {
    return (await call(server, { ...headers }, 'GET', path)).body.granted;
  };
  const id = await grant(server, scene, scene.admin.id);
  expect(await grantedTo(scene.admin.headers)).toBe(true);
  expect(await grantedTo(scene.pluginHeaders)).toBe(true);
  expect(await grantedTo(scene.editor.headers)).toBe(false);
  await server.db.query(sql`update grants set revoked_at = now() where id = ${id}`);
  expect(await grantedTo(scene.admin.headers)).toBe(false);
});

test('has null for what is unset and the minimum plan where there is one', async () => {
  const plugin = await registerPlugin(server, {
    plan_level: 2,
    placements: { sidebar: { icon: 'https://example.com/i.png' }, toolbar: true },
    field_type_ids: [3, 1],
    embedded_app_url: 'https://example.com/app',
  });
  const operator = await createPerson(server, true);
  const { body } = await call(server, operator.headers, 'GET', `/apps/${plugin.id}`);
  expect(body.app).toMatchObject({
    plan_level: 2,
    in_sidebar: true,
    in_toolbar: true,
    sidebar_icon: 'https://example.com/i.png',
    field_type_ids: [3, 1],
    embedded_app_url: 'https://example.com/app',
    icon: null,
    author: null,
    enable_space_settings: false,
  });
  expect(Object.keys(body.app)).toEqual(Object.keys(EXAMPLE.app));
});

test.each([
  'javascript:alert(1)',
  '//192.168.1.1/i.png',
  '//',
  'data:image/png;base64,AA',
  '//me:pw@example.com/',
])('is not given %s for an image', async (url) => {
  const owner = await createPerson(server);
  for (const field of ['icon', 'screenshot', 'sidebar_icon']) {
    const app = { name: 'Image', in_sidebar: true, [field]: url };
    const { status, body } = await call(server, owner.headers, 'POST', '/partner_apps', { app });
    expect(status, field).toBe(422);
    expect(body).toEqual({ [field]: [expect.any(String)] });
  }
});
