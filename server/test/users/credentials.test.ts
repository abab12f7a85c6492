import { beforeAll, expect, test } from 'vitest';
import { selectEmbedVisit } from '../../src/app-bridge/visit-queries.ts';
import { makeTicket } from '../../src/app-bridge/visits.ts';
import { BY_ITSELF } from '../../src/audit/doing.ts';
import { insertPasswordReset } from '../../src/auth/password-reset-queries.ts';
import { insertPortalLink } from '../../src/auth/portal-link-queries.ts';
import { insertSignInLink } from '../../src/auth/sign-in-link-queries.ts';
import { sha256 } from '../../src/lib/crypto.ts';
import { sql } from '../../src/lib/db.ts';
import { findProviderUser } from '../../src/sign-in/oidc-users.ts';
import { changeUser } from '../../src/users/users.ts';
import {
  authorizePath,
  decide,
  exchange,
  letIn,
  refresh,
  registerClient,
  userInfo,
} from '../oauth/authorization.ts';
import { FOLLOWED } from '../portal/world.ts';
import { signedIn, type Visitor, visit } from '../sign-in/visitor.ts';
import { createTestDatabase } from '../support/database.ts';
import { addMember, openBrowser, signIn } from '../support/people.ts';
import { createSpace, installPlugin, requestToken, type TestPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';

// Two servers on one database: what ends on one must be dead on the other too.
let servers: [TestServer, TestServer];
let plugin: TestPlugin;
beforeAll(async () => {
  const database = await createTestDatabase();
  // No mail is sent here; without a way for it there are no links to set a password.
  const env = { PLUGBOARD_SMTP_URL: 'smtp://127.0.0.1:1', PLUGBOARD_MAIL_FROM: 'a@acme.test' };
  servers = [await startTestServer({ database, env }), await startTestServer({ database, env })];
  plugin = await registerClient(servers[0], { embedded_app_url: 'https://plugin.example.com/app' });
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
    await database.drop();
  };
});

/** A person in a space with the plugin, which they installed. */
interface Scene {
  id: number;
  email: string;
  password: string;
  spaceId: number;
  installId: number;
  visitor: Visitor;
}

async function setScene(isOperator: boolean): Promise<Scene> {
  const [server] = servers;
  const { person, visitor } = await signedIn(server);
  const { id } = person;
  let own = visitor;
  if (isOperator) {
    await server.db.query(sql`
      update users set is_operator = true, oidc_issuer = 'https://old.test', oidc_subject = ${person.email}
      where id = ${id}`);
    own = await signedInAs(id);
  }
  const spaceId = await createSpace(server);
  await addMember(server, spaceId, id);
  const install = await installPlugin(server, plugin, spaceId, { user_id: id });
  return { ...person, spaceId, installId: install.id, visitor: own };
}

async function signedInAs(userId: number): Promise<Visitor> {
  const visitor = visit(servers[0]);
  for (const [name, value] of (await signIn(servers[0], userId)).cookies) {
    visitor.cookies.set(name, value);
  }
  return visitor;
}

/** A credential: whether it opens something on a server. One that can be used once is made anew for each question. */
interface Credential {
  once?: true;
  /** Not made for an operator. */
  ofNoOperator?: true;
  make(scene: Scene): Promise<(server: TestServer) => Promise<boolean>>;
}

const codeOf = async ({ id, spaceId }: Scene): Promise<string> => {
  const browser = await signIn(servers[0], id);
  return letIn({ browser, spaceId, person: {} as never }, plugin);
};

const consentTokens = async (scene: Scene) =>
  (await exchange(servers[0], plugin, await codeOf(scene))).body;

const installTokens = async ({ installId }: Scene) =>
  (
    await requestToken(servers[0], plugin, {
      grant_type: 'plugin_install',
      install_id: installId,
      scope: 'entries.read token.refresh',
    })
  ).body;

const HOST_ORIGIN = 'http://plugboard.test';

const ticketOf = ({ id, installId }: Scene) =>
  makeTicket(servers[0].db, { user_id: id, install_id: installId, host_origin: HOST_ORIGIN });

async function openFrame(server: TestServer, ticket: string) {
  const { get, cookies } = openBrowser(server);
  const headers = { 'sec-fetch-dest': 'iframe', referer: `${HOST_ORIGIN}/` };
  const { status } = await get(`/embed/open?ticket=${ticket}`, headers);
  return { status, cookies };
}

const asAccess = (token: string) => async (server: TestServer) =>
  (await userInfo(server, token)).status === 200;

const asRefresh = (token: string) => async (server: TestServer) =>
  (await refresh(server, plugin, token)).status === 200;

/** By the table that each is kept in. */
const CREDENTIALS: Record<string, Record<string, Credential>> = {
  sessions: {
    'a session': {
      async make({ id }) {
        const visitor = await signedInAs(id);
        return async (server) => {
          const there = visit(server);
          for (const [name, value] of visitor.cookies) there.cookies.set(name, value);
          return (await there.get('/account')).status === 200;
        };
      },
    },
  },
  password_resets: {
    'a link to set a password': {
      async make({ id }) {
        const token = `pbl_${Math.random()}`;
        await insertPasswordReset(servers[0].db, {
          hash: sha256(token),
          userId: id,
          lifeSeconds: 3600,
        });
        return async (server) =>
          (await visit(server).get(`/sign-in/reset/${token}`)).status === 200;
      },
    },
  },
  portal_tokens: {
    'a portal token': {
      async make({ id: user_id, spaceId: space_id }) {
        const wanted = { user_id, space_id, views: ['catalog'] };
        const { body } = await servers[0].api('POST', '/platform/v1/portal_tokens', wanted);
        const authorization = `Bearer ${body.token}`;
        return async (server) =>
          (await server.api('GET', '/platform/v1/me', undefined, { authorization })).status === 200;
      },
    },
  },
  portal_links: {
    'a link to a portal': {
      once: true,
      ofNoOperator: true,
      async make({ id, spaceId }) {
        const token = `pbi_${Math.random()}`;
        await insertPortalLink(servers[0].db, sha256(token), { userId: id, spaceId }, 300);
        return async (server) =>
          (await visit(server).get(`/portal/${token}`, FOLLOWED)).status === 303;
      },
    },
  },
  portal_sessions: {
    "a portal's session": {
      ofNoOperator: true,
      async make({ id, spaceId }) {
        const token = `pbi_${Math.random()}`;
        await insertPortalLink(servers[0].db, sha256(token), { userId: id, spaceId }, 300);
        const here = visit(servers[0]);
        await here.get(`/portal/${token}`, FOLLOWED);
        return async (server) => {
          const there = visit(server);
          for (const [name, value] of here.cookies) there.cookies.set(name, value);
          return (await there.call('GET', `/spaces/${spaceId}/installs`)).status === 200;
        };
      },
    },
  },
  sign_in_links: {
    'a sign-in link': {
      once: true,
      async make({ id }) {
        const token = `pbl_${Math.random()}`;
        const link = { hash: sha256(token), userId: id, path: '/account', lifeSeconds: 3600 };
        await insertSignInLink(servers[0].db, link);
        const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
        return async (server) =>
          (await visit(server).get(`/sign-in/link/${token}`, headers)).status === 303;
      },
    },
  },
  personal_tokens: {
    'a personal token': {
      async make({ visitor }) {
        const { body } = await visitor.call('POST', '/personal_access_tokens', { name: 'x' });
        const authorization = `Bearer ${body.token}`;
        const path = '/platform/v1/personal_access_tokens';
        return async (server) =>
          (await server.api('GET', path, undefined, { authorization })).status === 200;
      },
    },
  },
  tokens: {
    "a plugin's access token by consent": {
      make: async (scene) => asAccess((await consentTokens(scene)).access_token),
    },
    "a plugin's refresh token by consent": {
      make: async (scene) => asRefresh((await consentTokens(scene)).refresh_token),
    },
    "a plugin's access token by its install": {
      make: async (scene) => asAccess((await installTokens(scene)).access_token),
    },
    "a plugin's refresh token by its install": {
      make: async (scene) => asRefresh((await installTokens(scene)).refresh_token),
    },
  },
  embed_visits: {
    'a ticket that opens a frame': {
      once: true,
      async make(scene) {
        const ticket = await ticketOf(scene);
        return async (server) => (await openFrame(server, ticket)).status === 303;
      },
    },
    'what a frame is known by': {
      async make(scene) {
        const { cookies } = await openFrame(servers[0], await ticketOf(scene));
        const value = cookies.get(`plugboard_visit_${plugin.clientId}`) as string;
        return async ({ db }) =>
          (await selectEmbedVisit(db, sha256(value), plugin.clientId)) !== undefined;
      },
    },
  },
  authorization_codes: {
    'an authorization code': {
      once: true,
      async make(scene) {
        const code = await codeOf(scene);
        return async (server) => (await exchange(server, plugin, code)).status === 200;
      },
    },
  },
  grants: {
    'a consent, which lets the plugin in without a question': {
      async make(scene) {
        await consentTokens(scene);
        const path = authorizePath(plugin, { space_id: String(scene.spaceId) });
        // The owner has signed in anew.
        return async (server) => {
          const answer = await (await signIn(server, scene.id)).get(path);
          return answer.headers.get('location')?.includes('code=') ?? false;
        };
      },
    },
  },
};

/** Tables that know a user and open nothing. */
const NO_CREDENTIALS = [
  'audit_details',
  'collaborators',
  'config_revisions',
  // Whose link signs nobody in who has an account.
  'developer_invitations',
  'developers',
  'events',
  'image_uploads',
  'installs',
  'mails',
  'notice_marks',
  'notification_actions',
  'notification_marks',
  'notification_reads',
  'releases',
  'rehearsals',
  'replays',
  'roll_outs',
  'route_calls',
  'setup_steps',
  // Come back only where who opened them is signed in.
  'setup_windows',
  'space_members',
];

test('every table that knows a user is known here, as one with credentials or as none', async () => {
  const tables = await servers[0].db.query<{ name: string }>(sql`
    select distinct t.relname as name from pg_catalog.pg_class t
    join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0
    where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
      and (a.attname in ('user_id', 'author_id') or exists (
        select from pg_catalog.pg_constraint c
        where c.conrelid = t.oid and c.confrelid = 'users'::regclass and a.attnum = any(c.conkey)))
    order by 1`);
  expect(tables.map(({ name }) => name)).toEqual(
    [...Object.keys(CREDENTIALS), ...NO_CREDENTIALS].sort(),
  );
});

const patch = ({ id }: Scene, body: object) =>
  servers[0].api('PATCH', `/platform/v1/users/${id}`, body);

interface End {
  isOperator?: true;
  run(scene: Scene): Promise<unknown>;
}

const ENDS: Record<string, End> = {
  'the person changes their password': {
    async run({ visitor, password }) {
      const before = visitor.cookies.get('plugboard_session');
      const change = { current_password: password, new_password: 'quite another one' };
      expect((await visitor.call('POST', '/me/password', change)).status).toBe(204);
      // Who changed it goes on, with another session.
      expect(visitor.cookies.get('plugboard_session')).not.toBe(before);
      expect((await visitor.get('/account')).status).toBe(200);
    },
  },
  'the host sets another password': {
    run: (scene) => patch(scene, { password: 'quite another one' }),
  },
  'the host takes the password away': { run: (scene) => patch(scene, { password: null }) },
  'the person becomes an operator': {
    run: ({ id }) => servers[0].db.transaction((tx) => changeUser(tx, id, { is_operator: true })),
  },
  'the person is no operator any more': {
    isOperator: true,
    run: (scene) => patch(scene, { is_operator: false }),
  },
  'another provider vouches for the address': {
    isOperator: true,
    run: ({ email }) =>
      servers[0].db.transaction((tx) =>
        findProviderUser(
          tx,
          { issuer: 'https://new.test', doing: BY_ITSELF },
          {
            subject: 'somebody',
            email,
            emailVerified: true,
            name: undefined,
            locale: undefined,
          },
        ),
      ),
  },
  'the person is removed': {
    run: ({ id }) => servers[0].api('DELETE', `/platform/v1/users/${id}`),
  },
};

test.each(Object.entries(ENDS))('once %s, nothing from before opens anything', async (_, end) => {
  const scene = await setScene(end.isOperator === true);
  const kinds = Object.values(CREDENTIALS).flatMap((kind) => Object.entries(kind));
  const asked: [name: string, opens: (server: TestServer) => Promise<boolean>][] = [];
  for (const [name, { once, ofNoOperator, make }] of kinds) {
    if (ofNoOperator && end.isOperator) continue;
    const first = await make(scene);
    for (const server of once ? [servers[1]] : servers) {
      expect(await first(server), `${name}, before`).toBe(true);
    }
    asked.push([name, once ? await make(scene) : first]);
  }
  await end.run(scene);
  for (const server of servers) {
    const open = async () => {
      const left: string[] = [];
      for (const [name, opens] of asked) if (await opens(server)) left.push(name);
      return left;
    };
    await withinSecond(async () => (await open()).length === 0);
    expect(await open()).toEqual([]);
  }
});

// A server remembers sessions for up to a second: what is made by one must not outlive it for that.
test('a session that has ended, but is remembered still, makes no personal token and no consent', async () => {
  const [server] = servers;
  const scene = await setScene(false);
  const { visitor } = scene;
  const browser = await signIn(server, scene.id);
  const asked = authorizePath(plugin, { space_id: String(scene.spaceId) });
  const page = await browser.get(asked);
  await server.db.query(sql`delete from sessions where user_id = ${scene.id}`);

  const token = await visitor.call('POST', '/personal_access_tokens', { name: 'x' });
  expect(token.status).toBe(401);
  await decide(browser, page, 'allow');
  const made = await server.db.query(sql`
    select 1 from personal_tokens where user_id = ${scene.id}
    union all select 1 from grants where user_id = ${scene.id}`);
  expect(made).toEqual([]);
});
