import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { authorizePath, CALLBACK } from '../oauth/authorization.ts';
import {
  addMember,
  call,
  createPerson,
  type Headers,
  hostHeaders,
  type Person,
  signIn,
} from '../space-api/scene.ts';
import { collaborate } from '../support/collaborators.ts';
import { signIn as openBrowser } from '../support/people.ts';
import {
  createSpace,
  defineEventType,
  registerPartnerPlugin,
  registerPlugin,
  requestToken,
  reviewDraft,
  submitDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';
import { asPerson, develop } from './development.ts';

const EVENT = 'door_opened';
const SCOPE = 'doors.read';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  await defineEventType(server, EVENT);
  await server.api('PUT', `/platform/v1/scopes/${SCOPE}`, { description: 'See doors' });
  return () => server.close();
});

/** Somebody with a space, in which they are alone or not, and are an admin or not. */
interface Somebody {
  person: Person;
  spaceId: number;
}

async function somebody(others: 'alone' | 'with others', person?: Person): Promise<Somebody> {
  const spaceId = await createSpace(server);
  const who = person ?? (await createPerson(server));
  await addMember(server, spaceId, who.id, 'admin');
  if (others === 'with others') await addMember(server, spaceId, (await createPerson(server)).id);
  return { person: who, spaceId };
}

const app = (name: string) => ({
  name,
  icon: `https://${name.toLowerCase()}.example.com/icon.png`,
  embedded_app_url: `https://${name.toLowerCase()}.example.com/`,
  oauth_redirect_uri: CALLBACK,
  in_sidebar: true,
});

/** What somebody gets of a plugin, surface by surface: the name that they are shown, `true` for what works, and else nothing. */
async function reach(plugin: TestPlugin, { person, spaceId }: Somebody) {
  const browser = await openBrowser(server, person.id);
  const get = async (path: string, headers: Headers = person.headers) =>
    (await call(server, headers, 'GET', path)).body;
  const nameIn = (list: { id?: number; app_id?: number; name: string }[]) =>
    list.find(({ id, app_id }) => (id ?? app_id) === plugin.id)?.name;

  const consent = await browser.get(authorizePath(plugin, { space_id: String(spaceId) }));
  const catalog = nameIn((await get('/apps?per_page=100')).apps);
  const found = (await get(`/apps/${plugin.id}`)).app?.name;
  const installed = await call(
    server,
    person.headers,
    'POST',
    `/spaces/${spaceId}/app_provisions`,
    {
      app_id: plugin.id,
    },
  );
  const listed = nameIn((await get(`/spaces/${spaceId}/app_provisions`)).app_provisions);
  const embeds = await get(`/spaces/${spaceId}/embeds`, await signIn(server, person.id));
  const bridge = await call(server, person.headers, 'POST', `/spaces/${spaceId}/app_validations`, {
    app_id: plugin.id,
  });
  const [install] = await server.db.query<{ id: number }>(sql`
    select id from installs where plugin_id = ${plugin.id} and space_id = ${spaceId}`);
  const token = await requestToken(server, plugin, {
    grant_type: 'plugin_install',
    install_id: install?.id ?? 1,
  });
  const delivery = await isTold(plugin, spaceId);
  return {
    consent: /<h1>([^<]*) asks for access<\/h1>/.exec(consent.text)?.[1],
    catalog,
    found,
    installed: installed.status === 201 || undefined,
    listed,
    embedded: nameIn(embeds.plugins ?? []),
    bridge: bridge.status === 200 || undefined,
    token: token.status === 200 || undefined,
    delivery,
  };
}

/** Whether the plugin hears of what the host tells; a development space is told of nothing. */
async function isTold(plugin: TestPlugin, spaceId: number): Promise<true | undefined> {
  const event = { space_id: spaceId, name: EVENT, payload: {} };
  const { status, body } = await server.api('POST', '/platform/v1/events', event);
  if (status === 422) return undefined;
  expect(status).toBe(202);
  const told = body.jobs.some((job: { plugin_id: number }) => job.plugin_id === plugin.id);
  return told || undefined;
}

type Reach = Awaited<ReturnType<typeof reach>>;

const NOTHING: Reach = {
  consent: undefined,
  catalog: undefined,
  found: undefined,
  installed: undefined,
  listed: undefined,
  embedded: undefined,
  bridge: undefined,
  token: undefined,
  delivery: undefined,
};

const allOf = (name: string): Reach => ({
  consent: name,
  catalog: name,
  found: name,
  installed: true,
  listed: name,
  embedded: name,
  bridge: true,
  token: true,
  delivery: true,
});

/** What a plugin is in a development space: it runs there, and hears nothing of the host. */
const triedOut = (name: string): Reach => ({
  ...allOf(name),
  // It is there already, and nothing is installed there by other ways.
  installed: undefined,
  delivery: undefined,
});

describe('what reaches people of a plugin', () => {
  /** How far a partner's plugin has come, and the name of the release that is seen. */
  const STATES: Record<
    string,
    {
      make(plugin: TestPlugin, change: (name: string) => Promise<void>): Promise<void>;
      /** By everybody. */
      seen?: string;
      /** In a development space. */
      tried?: string;
      /** By who develops it, where that is nothing that runs. */
      written?: string;
    }
  > = {
    'a draft': { make: async () => {}, tried: 'First' },
    'in review': {
      make: async (plugin) => void (await submitDraft(server, plugin)),
      tried: 'First',
    },
    rejected: {
      make: (plugin) => reviewDraft(server, plugin, { verdict: 'reject' }),
      written: 'First',
    },
    'rejected, and written anew': {
      async make(plugin, change) {
        await reviewDraft(server, plugin, { verdict: 'reject' });
        await change('Second');
      },
      tried: 'Second',
    },
    published: {
      make: (plugin) => reviewDraft(server, plugin),
      seen: 'First',
      tried: 'First',
    },
    'published, with a draft': {
      async make(plugin, change) {
        await reviewDraft(server, plugin);
        await change('Second');
      },
      seen: 'First',
      tried: 'Second',
    },
    'published, with the next in review': {
      async make(plugin, change) {
        await reviewDraft(server, plugin);
        await change('Second');
        await submitDraft(server, plugin);
      },
      seen: 'First',
      tried: 'Second',
    },
    'published, with the next rejected': {
      async make(plugin, change) {
        await reviewDraft(server, plugin);
        await change('Second');
        await reviewDraft(server, plugin, { verdict: 'reject' });
      },
      seen: 'First',
      tried: 'First',
    },
    'published twice': {
      async make(plugin, change) {
        await reviewDraft(server, plugin);
        await change('Second');
        await reviewDraft(server, plugin);
      },
      seen: 'Second',
      tried: 'Second',
    },
  };

  const ASKERS = [
    'a stranger',
    'an operator',
    'an owner',
    'a developer',
    'a viewer',
    'an owner, in a development space',
    'a developer, in a development space',
    'a viewer, in a development space',
  ] as const;
  type Asker = (typeof ASKERS)[number];

  /** Somebody of this kind, alone in a space: of a customer, or their development space, which was made while they could. */
  async function ask(who: Asker, owner: Person, plugin: TestPlugin): Promise<Somebody> {
    if (who === 'a stranger') return somebody('alone');
    if (who === 'an operator') return somebody('alone', await createPerson(server, true));
    const person = who.startsWith('an owner') ? owner : await createPerson(server);
    if (person !== owner) await collaborate(server, plugin.id, person.id, 'developer');
    const place = who.endsWith('space')
      ? { person, spaceId: (await develop(server, person, plugin.id)).spaceId }
      : await somebody('alone', person);
    if (who.startsWith('a viewer')) await collaborate(server, plugin.id, person.id, 'viewer');
    return place;
  }

  const rows = Object.keys(STATES).flatMap((state) => ASKERS.map((who) => ({ state, who })));

  test.each(rows)('of a partner, $state: $who', async ({ state, who }) => {
    const { make, seen, tried, written = tried } = STATES[state] as (typeof STATES)[string];
    const developer = await createPerson(server);
    const plugin = await registerPartnerPlugin(server, developer.headers, app('First'));
    await subscribe(plugin);
    const asker = await ask(who, developer, plugin);
    await make(plugin, async (name) => {
      const { status, text } = await call(
        server,
        developer.headers,
        'PUT',
        `/partner_apps/${plugin.id}`,
        {
          app: app(name),
        },
      );
      expect(status, text).toBe(204);
    });
    const got = await reach(plugin, asker);
    const isStranger = who === 'a stranger' || who === 'an operator';
    // Who has a part in it reads what was written, wherever they are.
    const found = seen ?? (isStranger ? undefined : written);
    if (!who.endsWith('space')) {
      const everybodys = seen === undefined ? NOTHING : allOf(seen);
      return expect(got).toEqual({ ...everybodys, found });
    }
    const runs = who.startsWith('a viewer') ? undefined : tried;
    const own = runs === undefined ? NOTHING : triedOut(runs);
    expect(got).toEqual({ ...own, found, catalog: seen });
  });

  test.each(['host', 'org'])('of the %s: at once, and each change', async (origin) => {
    const plugin = await ofTheHost(origin);
    const first = await reach(plugin, await somebody('alone'));
    expect(first).toEqual(allOf('First'));
    await server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, {
      ...(await server.api('GET', `/platform/v1/plugins/${plugin.id}/manifest`)).body,
      name: 'Second',
    });
    expect(await reach(plugin, await somebody('with others'))).toEqual(allOf('Second'));
  });
});

async function ofTheHost(origin: string): Promise<TestPlugin> {
  const manifest = {
    name: 'First',
    placements: { sidebar: { icon: null }, toolbar: false },
    embedded_app_url: 'https://first.example.com/',
    oauth_redirect_uri: CALLBACK,
    scopes: [SCOPE],
    events: [{ name: EVENT, url: 'http://127.0.0.1:4999/first' }],
  };
  if (origin === 'host') {
    const plugin = await registerPlugin(server, manifest);
    await server.api('PATCH', `/platform/v1/plugins/${plugin.id}`, { listed: true });
    return plugin;
  }
  const { body } = await call(server, hostHeaders(server), 'POST', '/org_apps', {
    app: { name: 'First' },
  });
  const { id, slug, oauth_identifier: clientId, oauth_secret: clientSecret } = body.app;
  await server.api('PUT', `/platform/v1/plugins/${id}/manifest`, { ...manifest, slug });
  return { id, slug, clientId, clientSecret };
}

/** Events and scopes, which the Space API has no words for, in the draft of a plugin. */
async function subscribe({ id }: TestPlugin): Promise<void> {
  const events = [{ name: EVENT, url: 'http://127.0.0.1:4999/first', filter: null }];
  await server.db.query(sql`
    update releases set manifest = (manifest::jsonb
      || jsonb_build_object('events', ${JSON.stringify(events)}::jsonb, 'scopes', jsonb_build_array(${SCOPE}::text)))::text
    where plugin_id = ${id}`);
}

describe('what a developer tries out', () => {
  async function triedOutBy(): Promise<{
    plugin: TestPlugin;
    person: Person;
    id: number;
    spaceId: number;
  }> {
    const person = await createPerson(server);
    const plugin = await registerPartnerPlugin(server, person.headers, app('First'));
    await subscribe(plugin);
    return { plugin, person, ...(await develop(server, person, plugin.id)) };
  }

  /** Read past the caches, which know a token for less than a second. */
  const lives = async (plugin: TestPlugin, install_id: number): Promise<boolean> =>
    (await requestToken(server, plugin, { grant_type: 'plugin_install', install_id })).status ===
    200;

  const ENDS: Record<string, (person: Person, plugin: TestPlugin) => Promise<unknown>> = {
    'when its developer may only look any more': async (person, plugin) => {
      await collaborate(server, plugin.id, (await createPerson(server)).id);
      await collaborate(server, plugin.id, person.id, 'viewer');
    },
    'when its developer has no part in it any more': async (person, plugin) => {
      await collaborate(server, plugin.id, (await createPerson(server)).id);
      await server.api('DELETE', `/platform/v1/plugins/${plugin.id}/collaborators/${person.id}`);
    },
    'when its developer is removed': (person) =>
      server.api('DELETE', `/platform/v1/users/${person.id}`),
    'when it is rejected': (_, plugin) => reviewDraft(server, plugin, { verdict: 'reject' }),
    'when the plugin is suspended': (_, plugin) =>
      server.api('POST', `/platform/v1/plugins/${plugin.id}/suspend`, { reason: 'x' }),
  };

  test.each(Object.keys(ENDS))('does nothing any more %s', async (end) => {
    const { plugin, person, id } = await triedOutBy();
    expect(await lives(plugin, id)).toBe(true);
    await ENDS[end]?.(person, plugin);
    expect(await lives(plugin, id)).toBe(false);
  });

  test('is installed for nobody by the host either', async () => {
    const { plugin, person, spaceId } = await triedOutBy();
    const stranger = await somebody('alone');
    for (const [where, user_id, code] of [
      [stranger.spaceId, undefined, 'plugin_not_found'],
      [stranger.spaceId, stranger.person.id, 'plugin_not_found'],
      [stranger.spaceId, person.id, 'plugin_not_found'],
      [spaceId, person.id, 'in_use'],
    ] as const) {
      const answer = await server.api('POST', `/platform/v1/spaces/${where}/installs`, {
        plugin_id: plugin.id,
        user_id,
      });
      expect(answer.body.code).toBe(code);
    }
  });

  test('is alone in its space: nobody joins, leaves, or becomes another', async () => {
    const { person, spaceId } = await triedOutBy();
    const members = `/platform/v1/spaces/${spaceId}/members`;
    const other = await createPerson(server);
    for (const [id, role] of [
      [other.id, 'editor'],
      [person.id, 'editor'],
    ] as const) {
      const put = await server.api('PUT', `${members}/${id}`, { role });
      expect([put.status, put.body.code]).toEqual([409, 'in_use']);
    }
    const gone = await server.api('DELETE', `${members}/${person.id}`);
    expect([gone.status, gone.body.code]).toEqual([409, 'in_use']);
    expect((await server.api('GET', members)).body.data).toHaveLength(1);
  });

  test('hears no event of the host, and no past ones', async () => {
    const { person, spaceId, id } = await triedOutBy();
    const event = { space_id: spaceId, name: EVENT, payload: {} };
    for (const [path, body] of [
      ['/platform/v1/events', event],
      ['/platform/v1/events/batch', { events: [event] }],
    ] as const) {
      const { status, body: answer } = await server.api('POST', path, body);
      expect(status).toBe(422);
      expect(answer.errors[0].message).toContain('development space');
    }
    const past = await asPerson(server, person, 'POST', `/installs/${id}/backfills`, { days: 1 });
    expect([past.status, past.body.code]).toEqual([409, 'wrong_state']);
  });

  test('is in no list of spaces that does not ask for it', async () => {
    const { person, spaceId } = await triedOutBy();
    const idsOf = ({ body }: Answer) => body.data.map(({ id }: { id: number }) => id);
    const last = `/platform/v1/spaces?cursor=${Buffer.from(String(spaceId - 1)).toString('base64url')}`;
    expect(idsOf(await server.api('GET', last))).not.toContain(spaceId);
    expect(idsOf(await server.api('GET', `${last}&development=true`))).toContain(spaceId);
    expect(idsOf(await asPerson(server, person, 'GET', '/spaces'))).toEqual([]);
    const stranger = await createPerson(server);
    const theirs = await asPerson(server, stranger, 'GET', '/spaces?development=true');
    expect(idsOf(theirs)).toEqual([]);
    const one = await asPerson(server, stranger, 'GET', `/spaces/${spaceId}`);
    expect(one.status).toBe(404);
  });

  test('is made by owners and developers, and by no operator who has no part in it', async () => {
    const { plugin } = await triedOutBy();
    const viewer = await createPerson(server);
    await collaborate(server, plugin.id, viewer.id, 'viewer');
    const make = (person: Person) =>
      asPerson(server, person, 'POST', `/plugins/${plugin.id}/development_install`);
    expect((await make(viewer)).status).toBe(403);
    expect((await make(await createPerson(server))).status).toBe(404);
    expect((await make(await createPerson(server, true))).status).toBe(404);
    const path = `/platform/v1/plugins/${plugin.id}/development_install`;
    expect((await server.api('POST', path)).status).toBe(401);
  });
});

describe('the address that a draft sends people back to', () => {
  const OTHER = 'https://elsewhere.example.com/callback';

  test('is taken for its developer in their development space, and for nobody else', async () => {
    const owner = await createPerson(server);
    const plugin = await registerPartnerPlugin(server, owner.headers, app('First'));
    await reviewDraft(server, plugin);
    const changed = { ...app('Second'), oauth_redirect_uri: OTHER };
    await call(server, owner.headers, 'PUT', `/partner_apps/${plugin.id}`, { app: changed });
    const own = { person: owner, spaceId: (await develop(server, owner, plugin.id)).spaceId };
    const elsewhere = await somebody('alone', owner);
    const stranger = await somebody('alone');
    const isAsked = async ({ person }: Somebody, spaceId: number) => {
      const browser = await openBrowser(server, person.id);
      const query = { space_id: String(spaceId), redirect_uri: OTHER };
      return (await browser.get(authorizePath(plugin, query))).text.includes('asks for access');
    };
    expect(await isAsked(own, own.spaceId)).toBe(true);
    expect(await isAsked(elsewhere, elsewhere.spaceId)).toBe(false);
    expect(await isAsked(stranger, stranger.spaceId)).toBe(false);
    expect(await isAsked(stranger, own.spaceId)).toBe(false);
  });
});
