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
import { signIn as openBrowser } from '../support/people.ts';
import {
  createSpace,
  defineEventType,
  emit,
  registerPartnerPlugin,
  registerPlugin,
  requestToken,
  reviewDraft,
  submitDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

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
  const { jobs } = await emit(server, spaceId, EVENT);
  return {
    consent: /<h1>([^<]*) asks for access<\/h1>/.exec(consent.text)?.[1],
    catalog,
    found,
    installed: installed.status === 201 || undefined,
    listed,
    embedded: nameIn(embeds.plugins ?? []),
    bridge: bridge.status === 200 || undefined,
    token: token.status === 200 || undefined,
    delivery: jobs.some(({ plugin_id }) => plugin_id === plugin.id) || undefined,
  };
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

/** A draft as its developer has it where they are alone: it runs, in no catalog, and hears nothing. */
const triedOut = (name: string): Reach => ({
  ...allOf(name),
  catalog: undefined,
  delivery: undefined,
});

describe('what reaches people of a plugin', () => {
  /** How far a partner's plugin has come, and the name that its developer and everybody else see. */
  const STATES: Record<
    string,
    {
      make(plugin: TestPlugin, change: (name: string) => Promise<void>): Promise<void>;
      seen?: string;
      tried?: string;
    }
  > = {
    'a draft': { make: async () => {}, tried: 'First' },
    'in review': {
      make: async (plugin) => void (await submitDraft(server, plugin)),
      tried: 'First',
    },
    rejected: { make: (plugin) => reviewDraft(server, plugin, { verdict: 'reject' }) },
    'rejected, and written anew': {
      async make(plugin, change) {
        await reviewDraft(server, plugin, { verdict: 'reject' });
        await change('Second');
      },
      tried: 'Second',
    },
    published: { make: (plugin) => reviewDraft(server, plugin), seen: 'First' },
    'published, with a draft': {
      async make(plugin, change) {
        await reviewDraft(server, plugin);
        await change('Second');
      },
      seen: 'First',
    },
    'published, with the next in review': {
      async make(plugin, change) {
        await reviewDraft(server, plugin);
        await change('Second');
        await submitDraft(server, plugin);
      },
      seen: 'First',
    },
    'published, with the next rejected': {
      async make(plugin, change) {
        await reviewDraft(server, plugin);
        await change('Second');
        await reviewDraft(server, plugin, { verdict: 'reject' });
      },
      seen: 'First',
    },
    'published twice': {
      async make(plugin, change) {
        await reviewDraft(server, plugin);
        await change('Second');
        await reviewDraft(server, plugin);
      },
      seen: 'Second',
    },
  };

  const ASKERS = [
    'a stranger',
    'an operator',
    'its developer, with others',
    'its developer, alone',
  ] as const;

  async function ask(who: (typeof ASKERS)[number], developer: Person): Promise<Somebody> {
    if (who === 'a stranger') return somebody('alone');
    if (who === 'an operator') return somebody('alone', await createPerson(server, true));
    return somebody(who.endsWith('alone') ? 'alone' : 'with others', developer);
  }

  const rows = Object.keys(STATES).flatMap((state) => ASKERS.map((who) => ({ state, who })));

  test.each(rows)('of a partner, $state: $who', async ({ state, who }) => {
    const { make, seen, tried } = STATES[state] as (typeof STATES)[string];
    const developer = await createPerson(server);
    const plugin = await registerPartnerPlugin(server, developer.headers, app('First'));
    await subscribe(plugin);
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
    const got = await reach(plugin, await ask(who, developer));
    if (seen !== undefined) return expect(got).toEqual(allOf(seen));
    const isDevelopers = who === 'its developer, alone';
    if (isDevelopers && tried !== undefined) return expect(got).toEqual(triedOut(tried));
    // A developer reads what they wrote, wherever they are, and nothing comes of it.
    const own = who.startsWith('its developer') ? { found: tried ?? 'First' } : {};
    expect(got).toEqual({ ...NOTHING, ...own });
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

describe('a draft that its developer tries out', () => {
  async function triedOutBy(): Promise<{ plugin: TestPlugin; own: Somebody; token: string }> {
    const own = await somebody('alone');
    const plugin = await registerPartnerPlugin(server, own.person.headers, app('First'));
    await subscribe(plugin);
    expect(await reach(plugin, own)).toEqual(triedOut('First'));
    const [install] = await installsIn(own);
    expect(install).toMatchObject({ plugin_id: plugin.id, development: true });
    const { body } = await requestToken(server, plugin, {
      grant_type: 'plugin_install',
      install_id: install.id,
    });
    return { plugin, own, token: body.access_token };
  }

  const installsIn = async ({ spaceId }: Somebody) =>
    (await server.api('GET', `/platform/v1/spaces/${spaceId}/installs`)).body.data;

  /** Read past the caches, which know a token for less than a second. */
  const lives = async ({ spaceId }: Somebody, plugin: TestPlugin): Promise<boolean> => {
    const [row] = await server.db.query<{ id: number }>(sql`
      select id from installs where space_id = ${spaceId} and plugin_id = ${plugin.id}`);
    const again = await requestToken(server, plugin, {
      grant_type: 'plugin_install',
      install_id: row?.id as number,
    });
    return again.status === 200;
  };

  const ENDS: Record<string, (own: Somebody, plugin: TestPlugin) => Promise<unknown>> = {
    'when somebody joins the space': async ({ spaceId }) =>
      addMember(server, spaceId, (await createPerson(server)).id),
    'when its developer leaves': ({ spaceId, person }) =>
      server.api('DELETE', `/platform/v1/spaces/${spaceId}/members/${person.id}`),
    'when its developer is no admin any more': ({ spaceId, person }) =>
      addMember(server, spaceId, person.id, 'editor'),
    'when its developer is removed': ({ person }) =>
      server.api('DELETE', `/platform/v1/users/${person.id}`),
    'when it is rejected': (_, plugin) => reviewDraft(server, plugin, { verdict: 'reject' }),
  };

  test.each(Object.keys(ENDS))('does nothing any more %s', async (end) => {
    const { plugin, own } = await triedOutBy();
    expect(await lives(own, plugin)).toBe(true);
    await ENDS[end]?.(own, plugin);
    expect(await lives(own, plugin)).toBe(false);
    const visitor = await createPerson(server, true);
    const path = `/spaces/${own.spaceId}/app_provisions`;
    expect((await call(server, visitor.headers, 'GET', path)).body.app_provisions).toEqual([]);
    expect((await emit(server, own.spaceId, EVENT)).jobs).toEqual([]);
  });

  test('is an install like any other once the plugin is published', async () => {
    const { plugin, own } = await triedOutBy();
    await addMember(server, own.spaceId, (await createPerson(server)).id);
    await reviewDraft(server, plugin);
    expect(await reach(plugin, own)).toEqual(allOf('First'));
    expect(await installsIn(own)).toMatchObject([{ plugin_id: plugin.id, development: false }]);
  });

  test('is installed for nobody by the host either', async () => {
    const { plugin, own } = await triedOutBy();
    const stranger = await somebody('alone');
    for (const [spaceId, user_id] of [
      [stranger.spaceId, undefined],
      [stranger.spaceId, stranger.person.id],
      [stranger.spaceId, own.person.id],
    ]) {
      const answer = await server.api('POST', `/platform/v1/spaces/${spaceId}/installs`, {
        plugin_id: plugin.id,
        user_id,
      });
      expect([answer.status, answer.body.code]).toEqual([404, 'plugin_not_found']);
    }
  });
});
