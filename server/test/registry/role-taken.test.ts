import { beforeAll, expect, test } from 'vitest';
import type { CallersAuth } from '../../src/auth/route-auth.ts';
import { listRoutes } from '../../src/describe-api.ts';
import { sql } from '../../src/lib/db.ts';
import { createPerson, type Person } from '../space-api/scene.ts';
import { collaborate } from '../support/collaborators.ts';
import { defineEventType, registerPartnerPlugin, reviewDraft } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { asPerson } from './development.ts';

const EVENT = 'door_opened';
const THIRD = 'third@plugboard.test';
/** Of the release that everybody is on. */
const CURRENT = 2;
/** Of one that is approved, and that nobody is on yet. */
const NEWER = 50;
/** Of the draft. */
const DRAFT = 51;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await defineEventType(server, EVENT);
  await server.api('POST', '/platform/v1/users', { email: THIRD, friendly_name: 'Third' });
  return () => server.close();
});

interface Scene {
  owner: Person;
  pluginId: number;
  slug: string;
  /** Somebody who only looks at it. */
  viewer: Person;
  /** What is going on. */
  rollOutId: number;
  rehearsalId: number;
}

type Row = (scene: Scene) => { path?: object; body?: object };

/** Every operation by which a developer changes a plugin, with what it takes to do so. */
const rows: Record<string, Row> = {
  'DELETE /platform/v1/plugins/{id}': () => ({}),
  'PUT /platform/v1/plugins/{id}/manifest': ({ slug }) => ({ body: { name: 'Changed', slug } }),
  'POST /platform/v1/plugins/{id}/collaborators': () => ({
    body: { email: THIRD, role: 'viewer' },
  }),
  'PUT /platform/v1/plugins/{id}/collaborators/{user_id}': ({ viewer }) => ({
    path: { user_id: viewer.id },
    body: { role: 'developer' },
  }),
  'DELETE /platform/v1/plugins/{id}/collaborators/{user_id}': ({ viewer }) => ({
    path: { user_id: viewer.id },
  }),
  'POST /platform/v1/plugins/{id}/development_install': () => ({}),
  'POST /platform/v1/plugins/{id}/secrets': () => ({ body: {} }),
  'DELETE /platform/v1/plugins/{id}/secrets/{generation}': () => ({ path: { generation: 1 } }),
  'POST /platform/v1/plugins/{id}/endpoints/{event_name}/enable': () => ({
    path: { event_name: EVENT },
  }),
  'POST /platform/v1/plugins/{id}/endpoints/{event_name}/disable': () => ({
    path: { event_name: EVENT },
    body: {},
  }),
  'POST /platform/v1/plugins/{id}/releases/{number}/rehearse': () => ({
    path: { number: CURRENT },
    body: {},
  }),
  'DELETE /platform/v1/rehearsals/{id}': ({ rehearsalId }) => ({ path: { id: rehearsalId } }),
  'POST /platform/v1/plugins/{id}/releases/{number}/submit': () => ({ path: { number: DRAFT } }),
  'POST /platform/v1/plugins/{id}/releases/{number}/roll_out': () => ({
    path: { number: NEWER },
    body: { percent: 20 },
  }),
  'POST /platform/v1/plugins/{id}/releases/{number}/roll_back': () => ({
    path: { number: NEWER },
    body: {},
  }),
  'POST /platform/v1/plugins/{id}/roll_outs/{roll_out_id}/stop': ({ rollOutId }) => ({
    path: { roll_out_id: rollOutId },
    body: {},
  }),
};

/** What changes nothing but what is the caller's own, whatever they are to the plugin. */
const OWN = [
  'DELETE /platform/v1/plugins/{id}/development_install',
  'POST /platform/v1/plugins/{id}/notices/read',
];

test('every operation by which a developer changes a plugin has a row', async () => {
  const found = (await listRoutes()).filter(
    ({ method, path, auth }) =>
      !['GET', 'HEAD'].includes(method) &&
      /^\/platform\/v1\/(?:plugins|rehearsals)\/\{id\}/.test(path) &&
      (auth as CallersAuth).people?.includes('developer'),
  );
  const names = found.map(({ method, path }) => `${method} ${path}`);
  expect(names.toSorted()).toEqual([...Object.keys(rows), ...OWN].toSorted());
});

test.each(Object.keys(rows))(
  'a role that is taken away meanwhile is not used by %s',
  async (name) => {
    const scene = await makeScene();
    const { path: parts, body } = (rows[name] as Row)(scene);
    const ids: Record<string, unknown> = { id: scene.pluginId, ...parts };
    const [method = '', template = ''] = name.split(' ');
    const path = template.replaceAll(/\{(\w+)\}/g, (_, key) => String(ids[key]));
    let answered = false;
    const asked = await server.db.transaction(async (tx) => {
      await tx.query(sql`select 1 from plugins where id = ${scene.pluginId} for no key update`);
      await tx.query(sql`
      update collaborators set role = 'viewer'
      where plugin_id = ${scene.pluginId} and user_id = ${scene.owner.id}`);
      const answer = asPerson(server, scene.owner, method, path.replace('/platform/v1', ''), body);
      const request = answer.finally(() => {
        answered = true;
      });
      await waitFor(async () => answered || (await somebodyWaits()), { describe: 'it to wait' });
      return { request };
    });
    const { status, text } = await asked.request;
    expect(status, text).toBe(403);
  },
);

const somebodyWaits = async (): Promise<boolean> => {
  const rows = await server.db.query(sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  return rows.length > 0;
};

/** A plugin of two owners with a draft, a release that is rolled out, and a rehearsal. */
async function makeScene(): Promise<Scene> {
  const [owner, other, viewer] = [
    await createPerson(server),
    await createPerson(server),
    await createPerson(server),
  ];
  const { id: pluginId, slug } = await registerPartnerPlugin(server, owner.headers);
  await collaborate(server, pluginId, other.id, 'owner');
  await collaborate(server, pluginId, viewer.id, 'viewer');
  const as = async (method: string, path: string, body: object) => {
    const answer = await asPerson(server, owner, method, `/plugins/${pluginId}${path}`, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.body;
  };
  const manifest = {
    name: 'Plugin',
    slug,
    events: [{ name: EVENT, url: 'http://127.0.0.1:4999/worker' }],
  };
  await as('PUT', '/manifest', manifest);
  await reviewDraft(server, { id: pluginId });
  await server.db.query(sql`
    insert into releases (plugin_id, number, state, manifest, published_at)
    select plugin_id, ${NEWER}::integer, 'published', manifest, now() from releases
    where plugin_id = ${pluginId} and number = ${CURRENT}`);
  await as('PUT', '/manifest', { ...manifest, intro: 'Next' });
  await as('POST', '/secrets', {});
  const { id: rollOutId } = await as('POST', `/releases/${NEWER}/roll_out`, { percent: 10 });
  const { id: rehearsalId } = await as('POST', `/releases/${CURRENT}/rehearse`, {});
  return { owner, pluginId, slug, viewer, rollOutId, rehearsalId };
}
