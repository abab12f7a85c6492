import { beforeAll, describe, expect, test } from 'vitest';
import { createDecisionBases, type DecisionBases } from '../../src/events/basis-cache.ts';
import type { HostEvent } from '../../src/events/host-events.ts';
import type { Db, Sql } from '../../src/lib/db.ts';
import { sql } from '../../src/lib/db.ts';
import { createManifests } from '../../src/manifest/release-cache.ts';
import {
  createSpace,
  defineEventType,
  installPlugin,
  registerPlugin,
  type TestPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const EVENT = 'it_happened';
const OTHER = 'something_else';

/** Of a process that hears nothing of others. */
const DEAF = { onAtOnce: () => undefined, heardUntil: () => Number.NEGATIVE_INFINITY };

let server: TestServer;
let plugin: TestPlugin;
let second: TestPlugin;
let spaceId: number;
let installId: number;
let bases: DecisionBases;
beforeAll(async () => {
  server = await startTestServer();
  for (const name of [EVENT, OTHER]) await defineEventType(server, name);
  plugin = await registerPlugin(server, manifest(EVENT));
  second = await registerPlugin(server, manifest(EVENT, OTHER));
  spaceId = await createSpace(server);
  installId = (await installPlugin(server, plugin, spaceId)).id;
  bases = createDecisionBases(server.changes, createManifests());
  return () => server.close();
});

const manifest = (...names: string[]) => ({
  events: names.map((name) => ({ name, url: `http://127.0.0.1:4999/${name}` })),
});

const eventsOf = (space: number): HostEvent[] =>
  [EVENT, OTHER].map((name) => ({
    space_id: space,
    name,
    identifier: null,
    payload: '{}',
    user_id: null,
    occurred_at: new Date(0).toISOString(),
  }));

async function basisOf(from: DecisionBases, space = spaceId) {
  const { spaces, types, candidates } = await from.read(server.db, eventsOf(space));
  return { spaces, types, candidates: new Map([...candidates].sort()) };
}

const api = async (method: string, path: string, body?: object) => {
  const answer = await server.api(method, `/platform/v1${path}`, body);
  expect(answer.status, answer.text).toBeLessThan(300);
};

const replace = (of: TestPlugin, ...names: string[]) =>
  api('PUT', `/plugins/${of.id}/manifest`, { name: of.slug, slug: of.slug, ...manifest(...names) });

// One after the other, each on what the one before left.
const changes: Record<string, () => Promise<unknown>> = {
  'an install': () => installPlugin(server, second, spaceId),
  'a suspended install': () => api('POST', `/installs/${installId}/suspend`),
  'a resumed install': () => api('POST', `/installs/${installId}/resume`),
  'a disabled endpoint': () => api('POST', `/plugins/${plugin.id}/endpoints/${EVENT}/disable`),
  'an enabled endpoint': () => api('POST', `/plugins/${plugin.id}/endpoints/${EVENT}/enable`),
  'a suspended plugin': () => api('POST', `/plugins/${plugin.id}/suspend`, {}),
  'a resumed plugin': () => api('POST', `/plugins/${plugin.id}/resume`),
  'a release that hears more': () => replace(plugin, EVENT, OTHER),
  'a release that hears less': () => replace(plugin, OTHER),
  'an admin who says no to an event': () =>
    api('PUT', `/installs/${installId}/grant`, { scopes: [], events: [] }),
  'an admin who says yes to an event': () =>
    api('PUT', `/installs/${installId}/grant`, { scopes: [], events: [OTHER] }),
  'an endpoint that went and came back, in a release of the same number': async () => {
    await server.db.query(sql`delete from endpoints where plugin_id = ${plugin.id}`);
    await server.db.query(sql`
      with e as (
        insert into endpoints (plugin_id, event_name, url) values (${plugin.id}, ${OTHER}, 'http://127.0.0.1:4999/')
        returning id)
      insert into release_endpoints (plugin_id, release, event_name, endpoint_id)
      select p.id, p.current_release, ${OTHER}, e.id from plugins p, e where p.id = ${plugin.id}`);
  },
  'jobs that are being queued again': () =>
    server.db.query(sql`insert into resumptions (install_id) values (${installId})`),
  'jobs that are queued again': () => server.db.query(sql`delete from resumptions`),
  'an install that ended': () => api('DELETE', `/installs/${installId}`),
  'an install that begins anew': () => installPlugin(server, plugin, spaceId),
  'an event type that asks for a scope': async () => {
    await api('PUT', '/scopes/things.read', { description: 'See things' });
    await api('PUT', `/event_types/${EVENT}`, { description: 'x', required_scope: 'things.read' });
  },
  'an event type that keeps no order': () =>
    api('PUT', `/event_types/${EVENT}`, { description: 'x', ordered: false }),
};

describe('what decisions rest on is as it is now, after', () => {
  test.each(Object.entries(changes))('%s', async (_, change) => {
    const before = await basisOf(bases);
    await change();
    const now = await basisOf(
      createDecisionBases({ ...server.changes, ...DEAF }, createManifests()),
    );
    expect(now).not.toEqual(before);
    expect(await basisOf(bases)).toEqual(now);
  });

  test('a space that is removed', async () => {
    const space = await createSpace(server);
    expect((await basisOf(bases, space)).spaces).toEqual(new Set([space]));
    await api('DELETE', `/spaces/${space}`);
    expect((await basisOf(bases, space)).spaces).toEqual(new Set());
  });

  test('an event type that was asked for before it was there', async () => {
    const early = { ...(eventsOf(spaceId)[0] as HostEvent), name: 'later' };
    const deaf = createDecisionBases({ ...server.changes, ...DEAF }, createManifests());
    expect((await deaf.read(server.db, [early])).types.size).toBe(0);
    await defineEventType(server, 'later');
    expect((await deaf.read(server.db, [early])).types.size).toBe(1);
  });
});

test('where nothing changed, one statement tells all', async () => {
  await basisOf(bases);
  let statements = 0;
  const counting: Db = {
    query<Row>(statement: Sql) {
      statements++;
      return server.db.query<Row>(statement);
    },
  };
  await bases.read(counting, eventsOf(spaceId));
  expect(statements).toBe(1);
});
