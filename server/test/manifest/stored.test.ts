import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { FIELDS } from '../../src/manifest/fields.ts';
import { authorizePath, CALLBACK } from '../oauth/authorization.ts';
import { call, createScene, hostHeaders, type Scene, setStatus } from '../space-api/scene.ts';
import { signIn } from '../support/people.ts';
import { createSpace, defineEventType, emit } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

// A release is never rewritten: one from before a field existed does not have it.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  await defineEventType(server, 'thing_happened');
  return () => server.close();
});

const FULL = {
  oauth_redirect_uri: CALLBACK,
  embedded_app_url: 'https://plugin.example.com/page',
  placements: { sidebar: { icon: null }, toolbar: true },
  events: [{ name: 'thing_happened', url: 'https://plugin.example.com/hook' }],
  setup_steps: [
    { type: 'form', title: 'Set-up', fields: [{ key: 'word', type: 'text', label: 'Word' }] },
  ],
};

/** An installed plugin whose stored manifest lacks what `forget` names. */
async function stored(forget: readonly string[]): Promise<Scene> {
  const scene = await createScene(server, FULL);
  await setStatus(server, scene.plugin.id, 'approved');
  await server.db.query(sql`
    update releases set manifest = (manifest::jsonb - ${forget}::text[])::text
    where plugin_id = ${scene.plugin.id}`);
  return scene;
}

type Call = [method: string, path: string, body?: object];

/** Everything that shows a plugin or acts on what its manifest says. */
function callsAbout({ plugin, spaceId, installId, admin }: Scene, otherSpaceId: number): Call[] {
  const name = { name: plugin.slug };
  return [
    ['GET', '/platform/v1/plugins'],
    ['GET', `/platform/v1/plugins/${plugin.id}`],
    ['GET', `/platform/v1/plugins/${plugin.id}/manifest`],
    ['GET', `/platform/v1/plugins/${plugin.id}/releases/1`],
    ['POST', `/platform/v1/spaces/${otherSpaceId}/installs`, { plugin_id: plugin.id }],
    ['PATCH', `/platform/v1/installs/${installId}/config`, { config: { word: 'w' } }],
    ['DELETE', `/platform/v1/installs/${installId}`],
    ['POST', `/platform/v1/installs/${installId}/restore`],
    ['GET', '/v1/apps?per_page=100'],
    ['GET', '/v1/apps?type=field_type'],
    ['GET', `/v1/apps/${plugin.slug}`],
    ['GET', `/v1/spaces/${spaceId}/app_provisions`],
    ['GET', `/v1/spaces/${spaceId}/app_provisions/${plugin.id}`],
    ['GET', `/v1/spaces/${spaceId}/embeds?user_id=${admin.id}`],
    ['POST', `/v1/spaces/${spaceId}/app_validations`, { app_id: plugin.id, user_id: admin.id }],
    ['PUT', `/v1/spaces/${spaceId}/app_provisions/${plugin.id}`, { public_config: 'x' }],
    ['PUT', `/platform/v1/plugins/${plugin.id}/manifest`, { ...name, slug: plugin.slug }],
  ];
}

const fields = Object.keys(FIELDS).filter((field) => field !== 'name' && field !== 'slug');

const cases: [what: string, forget: string[]][] = [
  ['all but name and slug', fields],
  ...fields.map((field): [string, string[]] => [field, [field]]),
];

test.each(cases)(
  'a stored manifest without %s is read as one that leaves it out',
  async (_what, forget) => {
    const scene = await stored(forget);
    const { slug } = scene.plugin;
    const otherSpaceId = await createSpace(server);
    for (const [method, path, body] of callsAbout(scene, otherSpaceId)) {
      const answer = await server.api(method, path, body);
      expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
    }

    const browser = await signIn(server, scene.admin.id);
    for (const path of [
      `/spaces/${scene.spaceId}`,
      `/spaces/${scene.spaceId}/plugins/${slug}`,
      '/grants',
      '/oauth/app_redirect',
    ]) {
      const { status, text } = await browser.get(path);
      expect(status, `${path}: ${text}`).toBeLessThan(500);
    }
    const consent = await browser.get(authorizePath(scene.plugin));
    expect(consent.status, consent.text).toBeLessThan(500);
  },
);

test('what a bare manifest leaves out is shown as its fallback', async () => {
  const scene = await stored(fields);
  const { slug, id } = scene.plugin;
  const { body } = await server.api('GET', `/platform/v1/plugins/${id}/manifest`);
  expect(body).toEqual({
    name: slug,
    slug,
    ...Object.fromEntries(
      Object.entries(FIELDS).flatMap(([field, rule]) =>
        'fallback' in rule ? [[field, rule.fallback]] : [],
      ),
    ),
    placements: { sidebar: null, toolbar: false },
  });
  const app = await call(server, hostHeaders(server), 'GET', `/apps/${slug}`);
  expect(app.body.app).toMatchObject({
    plan_level: null,
    field_type_ids: [],
    in_sidebar: false,
    in_toolbar: false,
    sidebar_icon: null,
    enable_space_settings: false,
  });
});

test('an event passes by a plugin whose stored manifest has no events', async () => {
  const scene = await stored(['events']);
  const { event } = await emit(server, scene.spaceId, 'thing_happened');
  const { body } = await server.api('GET', `/platform/v1/events/${event.id}/decisions`);
  expect(body.data).toMatchObject([{ install_id: scene.installId, decision: 'not_subscribed' }]);
});
