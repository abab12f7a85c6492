import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  call,
  createPerson as createDeveloper,
  signIn as signInToApi,
} from '../space-api/scene.ts';
import {
  addMember,
  createPerson,
  locationOf,
  openBrowser,
  signIn,
  withdrawConsents,
} from '../support/people.ts';
import {
  createSpace,
  installPlugin,
  registerPartnerPlugin,
  reviewDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import {
  answerOf,
  authorizePath,
  CALLBACK,
  consentForm,
  createVisitor,
  decide,
  exchange,
  letIn,
  registerClient,
  userInfo,
  type Visitor,
} from './authorization.ts';

let server: TestServer;
let plugin: TestPlugin;
let visitor: Visitor;
beforeAll(async () => {
  server = await startTestServer();
  plugin = await registerClient(server, {
    author: 'An <Author>',
    website: 'https://author.example.com/about?a=1&b=2',
    icon: 'https://plugin.example.com/icon.png',
  });
  visitor = await createVisitor(server);
  await installPlugin(server, plugin, visitor.spaceId);
  return () => server.close();
});

const inSpace = ({ spaceId }: Visitor) => ({ space_id: String(spaceId) });

const grantsOf = (userId: number) =>
  server.db.query<{ scopes: string[]; space_id: number }>(
    sql`select scopes, space_id from grants where user_id = ${userId} and revoked_at is null`,
  );

test('who is not signed in is sent to sign in by 303, and back to the same request', async () => {
  for (const path of ['/oauth/authorize', '/a/auth/v0/authorize']) {
    const address = authorizePath(plugin, { state: 'ä b+c&d' }, path);
    for (const answer of [
      await openBrowser(server).get(address),
      await openBrowser(server).post(address),
    ]) {
      expect(answer.status).toBe(303);
      const location = new URL(locationOf(answer), server.url);
      expect([location.pathname, location.searchParams.get('return_to')]).toEqual([
        '/sign-in',
        address,
      ]);
    }
  }
});

/** Makes a development install for whoever these headers are of. */
async function tryOut({ id }: TestPlugin, headers: Record<string, string | undefined>) {
  const path = `${server.url}/platform/v1/plugins/${id}/development_install`;
  const made = await send(path, 'POST', undefined, headers);
  expect(made.status, made.text).toBe(201);
  return made;
}

describe('the consent page', () => {
  test('says who asks, for what, where, and of whom', async () => {
    const { browser, person } = visitor;
    const page = await browser.get(authorizePath(plugin, inSpace(visitor)));
    expect(page.status).toBe(200);
    for (const shown of [
      `Name of ${plugin.slug}`,
      'An &lt;Author&gt;',
      'href="https://author.example.com/about?a=1&amp;b=2"',
      'src="https://plugin.example.com/icon.png"',
      'May use entries.read',
      'May use entries.write',
      person.friendlyName,
      person.email,
      'Space',
    ]) {
      expect(page.text).toContain(shown);
    }
    expect(page.text).not.toContain('is not installed');
  });

  test('says whose word stands for the plugin, whatever the plugin says of itself', async () => {
    const { browser, person } = await createVisitor(server);
    const developer = await createDeveloper(server);
    const app = {
      name: 'Theirs',
      author: 'Some Company',
      intro: 'Reviewed by everybody',
      oauth_redirect_uri: CALLBACK,
    };
    const theirs = await registerPartnerPlugin(server, developer.headers, app);
    await reviewDraft(server, theirs);
    const headers = await signInToApi(server, person.id);
    const draft = await registerPartnerPlugin(server, headers, app);
    const own = await registerClient(server);
    const made = await tryOut(draft, headers);
    const shown = async (one: TestPlugin, query = {}) =>
      (await browser.get(authorizePath(one, query))).text;
    const words = {
      host: 'Offered by Plugboard itself',
      reviewed: 'By another developer, reviewed by Plugboard',
      draft: 'Your own draft, which Plugboard has not reviewed',
    };
    for (const [page, word] of [
      [await shown(own), words.host],
      [await shown(theirs), words.reviewed],
      [await shown(draft, { space_id: String(made.body.space_id) }), words.draft],
    ] as const) {
      expect(Object.values(words).filter((one) => page.includes(one))).toEqual([word]);
    }
    expect(await shown(theirs)).toContain('By Some Company');
    expect(await shown(theirs)).toContain('<p>Reviewed by everybody</p>');
  });

  test('names the events that the plugin hears there, in words, the many folded', async () => {
    const { browser, spaceId } = await createVisitor(server);
    for (const [name, description, required_scope] of [
      ['guest_in', 'A guest <arrives>\n\nFor developers: the entry is in the payload', null],
      ['guest_out', 'A guest leaves', 'entries.read'],
      ['guest_paid', 'A guest pays', 'entries.pay'],
    ] as const) {
      if (required_scope !== null) {
        const scope = { description: 'See what is paid' };
        await server.api('PUT', `/platform/v1/scopes/${required_scope}`, scope);
      }
      const type = { description, required_scope };
      const answer = await server.api('PUT', `/platform/v1/event_types/${name}`, type);
      expect(answer.status, answer.text).toBe(201);
    }
    const url = 'https://plugin.example.com/worker';
    const names = ['plugin_installed', 'guest_paid', 'guest_out', 'guest_in'];
    const hearing = await registerClient(server, { events: names.map((name) => ({ name, url })) });
    const page = await browser.get(authorizePath(hearing, { scope: 'entries.read' }));
    const heard = page.text.slice(page.text.indexOf('It will hear of these events'));
    const items = [...heard.matchAll(/<li>(.*?) <code>(.*?)<\/code>/g)];
    expect(items.map(([, ...parts]) => parts)).toEqual([
      ['A guest leaves', 'guest_out'],
      ['A guest &lt;arrives&gt;', 'guest_in'],
      ['It is installed here', 'plugin_installed'],
    ]);

    // Where it was installed without a scope it does not hear what needs that.
    await installPlugin(server, hearing, spaceId, { scopes: [] });
    const less = await browser.get(authorizePath(hearing, { scope: '' }));
    expect(less.text).not.toContain('A guest leaves');
    expect(less.text).toContain('A guest &lt;arrives&gt;');

    expect((await browser.get(authorizePath(plugin))).text).toContain('It hears of no events.');
    const many = Array.from({ length: 12 }, (_, index) => `many_${index}`);
    for (const name of many) {
      await server.api('PUT', `/platform/v1/event_types/${name}`, { description: `Of ${name}` });
    }
    const busy = await registerClient(server, { events: many.map((name) => ({ name, url })) });
    const { text } = await browser.get(authorizePath(busy));
    expect(text.indexOf('Of many_4')).toBeLessThan(text.indexOf('<summary>7 more events'));
    expect(text.indexOf('Of many_5')).toBeGreaterThan(text.indexOf('<summary>7 more events'));
  });

  test('is shown again when the plugin subscribes to other events while it is open', async () => {
    const { browser, spaceId } = await createVisitor(server);
    const changing = await registerClient(server);
    const page = await browser.get(authorizePath(changing));
    const { body } = await server.api('GET', `/platform/v1/plugins/${changing.id}/manifest`);
    const url = 'https://plugin.example.com/worker';
    const more = { ...body, events: [{ name: 'config_updated', url }] };
    const put = await server.api('PUT', `/platform/v1/plugins/${changing.id}/manifest`, more);
    expect(put.status, put.text).toBe(201);
    const again = await decide(browser, page, 'allow');
    expect(again.text).toContain('Its settings change');
    const installs = await server.api('GET', `/platform/v1/spaces/${spaceId}/installs`);
    expect(installs.body.data).toEqual([]);
    answerOf(await decide(browser, again, 'allow'));
  });

  test('shows what was reviewed, not what its developer has written since', async () => {
    const { browser } = await createVisitor(server);
    const developer = await createDeveloper(server);
    const app = { name: 'Reviewed', author: 'Some Company', oauth_redirect_uri: CALLBACK };
    const theirs = await registerPartnerPlugin(server, developer.headers, app);
    await reviewDraft(server, theirs);
    const evil = 'https://evil.example.com/callback';
    const change = { app: { name: 'Changed', author: 'Else', oauth_redirect_uri: evil } };
    await call(server, developer.headers, 'PUT', `/partner_apps/${theirs.id}`, change);
    const page = await browser.get(authorizePath(theirs));
    expect(page.text).toContain('Reviewed asks for access');
    expect(page.text).not.toMatch(/Changed|Else/);
    expect((await browser.get(authorizePath(theirs, { redirect_uri: evil }))).status).toBe(400);
  });

  test('speaks the language of its reader', async () => {
    const german = await visitor.browser.get(authorizePath(plugin, inSpace(visitor)));
    expect(german.text).toContain('<html lang="en">');
    const other = await createVisitor(server);
    await server.db.query(sql`update users set lang = 'de' where id = ${other.person.id}`);
    const page = await (await signIn(server, other.person.id)).get(authorizePath(plugin));
    expect(page.text).toContain('<html lang="de">');
    expect(page.text).toContain('zulassen');
  });

  test('cannot be framed or cached, runs no script, and leads nowhere but here and to the plugin', async () => {
    const { headers } = await visitor.browser.get(authorizePath(plugin, inSpace(visitor)));
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' https://plugin.example.com;");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });

  test('is not decided by a form without its token, or from elsewhere', async () => {
    const { browser } = visitor;
    const own = await registerClient(server);
    await installPlugin(server, own, visitor.spaceId);
    const page = await browser.get(authorizePath(own, inSpace(visitor)));
    const { action, fields } = consentForm(page);
    const form = { ...fields, decision: 'allow' };
    const stranger = await createVisitor(server);
    const attempts: [Record<string, string>, Record<string, string | undefined>][] = [
      [{ ...form, csrf_token: '' }, {}],
      [{ ...form, csrf_token: 'x' }, {}],
      [{ ...form, csrf_token: stranger.browser.csrfToken }, {}],
      [form, { origin: 'https://evil.example.com' }],
      [form, { origin: 'null' }],
      [form, { origin: undefined, 'sec-fetch-site': undefined }],
      [form, { 'sec-fetch-site': 'cross-site' }],
      [form, { 'sec-fetch-site': 'same-site' }],
      [{ ...form, decision: 'decline', csrf_token: 'x' }, {}],
    ];
    for (const [given, headers] of attempts) {
      const answer = await browser.post(action, given, headers);
      expect(answer.status, JSON.stringify([given, headers])).toBe(403);
      expect(answer.headers.get('location')).toBeNull();
    }
    const json = await browser.post(action, form, { 'content-type': 'application/json' });
    expect(json.status).toBe(415);
    expect(await grantsOf(stranger.person.id)).toEqual([]);
    const rows = await server.db.query(sql`select 1 from grants where plugin_id = ${own.id}`);
    expect(rows).toEqual([]);
  });

  test('submitted often and at once makes one grant, and as many codes', async () => {
    const own = await registerClient(server);
    const page = await visitor.browser.get(authorizePath(own, inSpace(visitor)));
    expect(page.text).toContain('Install and allow');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => decide(visitor.browser, page, 'allow')),
    );
    const codes = answers.map((answer) => answerOf(answer).get('code'));
    expect(new Set(codes).size).toBe(8);
    const rows = await server.db.query(sql`
      select (select count(*) from grants where plugin_id = ${own.id})::integer as grants,
        (select count(*) from installs where plugin_id = ${own.id})::integer as installs`);
    expect(rows).toEqual([{ grants: 1, installs: 1 }]);
    for (const code of codes) expect((await exchange(server, own, code ?? '')).status).toBe(200);
  });

  test('leads whoever is not that person to sign in, and back to the same request', async () => {
    const path = authorizePath(plugin, { space_id: String(visitor.spaceId) });
    const browser = await signIn(server, visitor.person.id);
    const page = await browser.get(path);
    expect(page.text).toContain(`Not ${visitor.person.friendlyName}?`);
    const left = await browser.post('/sign-out', { return_to: path });
    expect(locationOf(left)).toBe(`/sign-in?return_to=${encodeURIComponent(path)}`);
    expect(locationOf(await browser.get(path))).toBe(locationOf(left));
    const elsewhere = await signIn(server, visitor.person.id);
    const answer = await elsewhere.post('/sign-out', { return_to: '//evil.example.com' });
    expect(locationOf(answer)).toBe('/sign-in?signed_out');
  });

  test('declined tells the plugin so', async () => {
    const own = await registerClient(server);
    await installPlugin(server, own, visitor.spaceId);
    const page = await visitor.browser.get(authorizePath(own, inSpace(visitor)));
    const answer = answerOf(await decide(visitor.browser, page, 'decline'));
    expect(Object.fromEntries(answer)).toEqual({
      error: 'access_denied',
      error_description: expect.any(String),
      state: 'a-state',
      iss: 'http://plugboard.test',
    });
    const rows = await server.db.query(sql`select 1 from grants where plugin_id = ${own.id}`);
    expect(rows).toEqual([]);
  });

  test('is shown again when what it said has changed meanwhile', async () => {
    const own = await registerClient(server, { scopes: ['entries.read'] });
    await installPlugin(server, own, visitor.spaceId, { scopes: ['entries.read'] });
    const page = await visitor.browser.get(authorizePath(own, inSpace(visitor)));
    await server.db.query(sql`update installs set scopes = '{}' where plugin_id = ${own.id}`);
    const again = await decide(visitor.browser, page, 'allow');
    expect(consentForm(again).fields.scope).toBe('');
    expect(answerOf(await decide(visitor.browser, again, 'allow')).get('code')).not.toBeNull();
  });

  test('where it installs, shows all that the install allows, however little is asked for now', async () => {
    const own = await registerClient(server);
    const asked = { ...inSpace(visitor), scope: 'token.refresh' };
    const page = await visitor.browser.get(authorizePath(own, asked));
    expect(page.text).toContain('May use entries.read');
    expect(page.text).toContain('May use entries.write');
    const code = answerOf(await decide(visitor.browser, page, 'allow')).get('code') ?? '';
    expect((await exchange(server, own, code)).body.scope).toBe('');
    const rows = await server.db.query(sql`
      select i.scopes as install, g.scopes as consent
      from installs i join grants g on g.plugin_id = i.plugin_id where i.plugin_id = ${own.id}`);
    expect(rows).toEqual([{ install: ['entries.read', 'entries.write'], consent: [] }]);
  });

  test('where it installs, is shown again when a release asks for more meanwhile', async () => {
    const own = await registerClient(server, { scopes: ['entries.read'] });
    const asked = { ...inSpace(visitor), scope: 'entries.read' };
    const page = await visitor.browser.get(authorizePath(own, asked));
    const path = `/platform/v1/plugins/${own.id}/manifest`;
    const manifest = (await server.api('GET', path)).body;
    const scopes = ['entries.read', 'entries.write'];
    expect((await server.api('PUT', path, { ...manifest, scopes })).status).toBe(201);
    const again = await decide(visitor.browser, page, 'allow');
    expect(consentForm(again).fields.scope).toBe('entries.read entries.write');
  });

  test('is not decided for a space that the user is no member of', async () => {
    const stranger = await createVisitor(server);
    await installPlugin(server, plugin, stranger.spaceId);
    const page = await visitor.browser.get(authorizePath(plugin, inSpace(visitor)));
    const { action, fields } = consentForm(page);
    const form = { ...fields, space_id: String(stranger.spaceId), decision: 'allow' };
    expect((await visitor.browser.post(action, form)).status).toBe(404);
  });
});

describe('consent once given', () => {
  test('is not asked for again for the same or less, and is for more', async () => {
    const own = await createVisitor(server);
    await installPlugin(server, plugin, own.spaceId);
    const ask = (scope?: string) =>
      own.browser.get(authorizePath(plugin, { ...inSpace(own), scope }));
    answerOf(await decide(own.browser, await ask('entries.read'), 'allow'));
    expect((await ask('entries.read')).status).toBe(303);
    for (const more of ['entries.read entries.write', 'entries.write', undefined]) {
      expect((await ask(more)).status).toBe(200);
    }
    answerOf(await decide(own.browser, await ask('entries.write'), 'allow'));
    for (const scope of ['entries.read', 'entries.write', undefined]) {
      expect((await ask(scope)).status).toBe(303);
    }
    expect(await grantsOf(own.person.id)).toEqual([
      { space_id: own.spaceId, scopes: ['entries.read', 'entries.write'] },
    ]);
  });

  test('is for that user, plugin and space alone', async () => {
    const own = await createVisitor(server);
    const { browser, person } = own;
    const other = await createSpace(server);
    await addMember(server, other, person.id);
    const colleague = await createPerson(server);
    await addMember(server, own.spaceId, colleague.id);
    await letIn(own, plugin);
    const elsewhere = await browser.get(authorizePath(plugin, { space_id: String(other) }));
    expect(elsewhere.status).toBe(200);
    const second = await registerClient(server);
    expect((await browser.get(authorizePath(second, inSpace(own)))).status).toBe(200);
    const theirs = await signIn(server, colleague.id);
    expect((await theirs.get(authorizePath(plugin, inSpace(own)))).status).toBe(200);
  });

  test('is asked for again once it was revoked', async () => {
    const own = await createVisitor(server);
    await letIn(own, plugin);
    expect(await withdrawConsents(own.browser)).toBe(1);
    expect((await own.browser.get(authorizePath(plugin, inSpace(own)))).status).toBe(200);
  });
});

describe('the space', () => {
  test('is chosen by the user when the plugin names none and there are several', async () => {
    const { browser, person, spaceId } = await createVisitor(server);
    await installPlugin(server, plugin, spaceId);
    const bare = await createSpace(server, { name: 'Bare & free' });
    const closed = await createSpace(server, { name: 'Not an admin' });
    await addMember(server, bare, person.id);
    await addMember(server, closed, person.id, 'editor');
    const foreign = await createSpace(server, { name: 'Foreign' });
    await installPlugin(server, plugin, foreign);
    const page = await browser.get(authorizePath(plugin, { state: 'x&y' }));
    expect(page.status).toBe(200);
    expect(page.text).toContain('Bare &amp; free');
    expect(page.text).not.toContain('Not an admin');
    expect(page.text).not.toContain('Foreign');
    const links = [...page.text.matchAll(/href="(\/oauth\/authorize[^"]+)"/g)].map((match) =>
      (match[1] as string).replaceAll('&amp;', '&'),
    );
    expect(links.map((link) => new URL(link, server.url).searchParams.get('space_id'))).toEqual([
      String(spaceId),
      String(bare),
    ]);
    const consent = await browser.get(links[0] as string);
    const answer = answerOf(await decide(browser, consent, 'allow'));
    expect(answer.get('space_id')).toBe(String(spaceId));
    expect(answer.get('state')).toBe('x&y');
  });

  test('is chosen without a change to what the plugin sent, a raw question mark included', async () => {
    const { browser, person } = await createVisitor(server);
    await addMember(server, await createSpace(server), person.id);
    const path = authorizePath(plugin, { state: 'STATE' }).replace('STATE', 'a?b?c');
    const page = await browser.get(path);
    const [, link = ''] = /href="(\/oauth\/authorize[^"]+)"/.exec(page.text) ?? [];
    const consent = await browser.get(link.replaceAll('&amp;', '&'));
    const answer = answerOf(await decide(browser, consent, 'allow'));
    expect(answer.get('state')).toBe('a?b?c');
  });

  test('is the only one there is', async () => {
    const own = await createVisitor(server);
    await installPlugin(server, plugin, own.spaceId);
    const answer = answerOf(
      await decide(own.browser, await own.browser.get(authorizePath(plugin)), 'allow'),
    );
    expect(answer.get('space_id')).toBe(String(own.spaceId));
  });

  test('in which the plugin is not installed gets it by consent of an admin, as the page says', async () => {
    const own = await createVisitor(server);
    const page = await own.browser.get(authorizePath(plugin, inSpace(own)));
    expect(page.text).toContain('is not installed in Space yet');
    const listed = () => server.api('GET', `/platform/v1/spaces/${own.spaceId}/installs`);
    expect((await listed()).body.data).toEqual([]);
    const code = answerOf(await decide(own.browser, page, 'allow')).get('code') as string;
    const installs = (await listed()).body.data;
    expect(installs).toEqual([
      expect.objectContaining({ plugin_id: plugin.id, installed_by: own.person.id }),
    ]);
    expect((await exchange(server, plugin, code)).status).toBe(200);
  });

  test.each(['editor', 'a role of the host'])(
    'in which the plugin is not installed does not get it by consent of a member who is %s',
    async (role) => {
      const own = await createVisitor(server, role);
      for (const parameters of [{}, inSpace(own)]) {
        const page = await own.browser.get(authorizePath(plugin, parameters));
        expect(page.status).toBe(403);
        expect(page.text).toContain('Ask an admin');
        expect(page.text).not.toContain('<form method="post" action="/oauth');
      }
      const form = { space_id: String(own.spaceId), scope: 'entries.read entries.write' };
      const forced = await own.browser.post(authorizePath(plugin, inSpace(own)), {
        ...form,
        installs: 'yes',
        decision: 'allow',
      });
      expect(forced.status).toBe(403);
      const { body } = await server.api('GET', `/platform/v1/spaces/${own.spaceId}/installs`);
      expect(body.data).toEqual([]);
    },
  );

  test("is not even told of somebody else's plugin before it is approved", async () => {
    const partner = await createDeveloper(server);
    const app = { name: 'Theirs', oauth_redirect_uri: CALLBACK };
    const theirs = await registerPartnerPlugin(server, partner.headers, app);
    const own = await createVisitor(server);
    const ask = () => own.browser.get(authorizePath(theirs, inSpace(own)));
    const refused = await ask();
    expect([refused.status, refused.text.includes('Theirs')]).toEqual([400, false]);
    await reviewDraft(server, theirs, { verdict: 'reject' });
    expect((await ask()).status).toBe(400);
    const change = { app: { intro: 'Mended' } };
    await call(server, partner.headers, 'PUT', `/partner_apps/${theirs.id}`, change);
    await reviewDraft(server, theirs, { unlisted: true });
    expect((await ask()).status).toBe(200);
  });

  test('lets in a draft of their own in the development space, and nowhere else', async () => {
    const own = await createVisitor(server);
    const headers = await signInToApi(server, own.person.id);
    const app = { name: 'Mine', oauth_redirect_uri: CALLBACK };
    const mine = await registerPartnerPlugin(server, headers, app);
    const made = await tryOut(mine, headers);
    const ask = (space_id: number) =>
      own.browser.get(authorizePath(mine, { space_id: String(space_id) }));
    expect((await ask(made.body.space_id)).status).toBe(200);
    const refused = await ask(own.spaceId);
    expect([refused.status, refused.text.includes('has not been approved')]).toEqual([403, true]);
  });

  test('in which it is suspended does not let it in', async () => {
    const own = await createVisitor(server);
    const { id } = await installPlugin(server, plugin, own.spaceId);
    await server.api('POST', `/platform/v1/installs/${id}/suspend`);
    const page = await own.browser.get(authorizePath(plugin, inSpace(own)));
    expect([page.status, page.text.includes('suspended')]).toEqual([403, true]);
  });

  test('whose plan is too low does not let it in', async () => {
    const demanding = await registerClient(server, { plan_level: 3 });
    const own = await createVisitor(server);
    const page = await own.browser.get(authorizePath(demanding, inSpace(own)));
    expect([page.status, page.text.includes('higher plan')]).toEqual([403, true]);
  });

  test('that the user is no member of is like one that does not exist', async () => {
    const stranger = await createVisitor(server);
    await installPlugin(server, plugin, stranger.spaceId);
    const pages = await Promise.all(
      [stranger.spaceId, 999_999_999].map((id) =>
        visitor.browser.get(authorizePath(plugin, { space_id: String(id), state: 's' })),
      ),
    );
    for (const page of pages) expect(page.status).toBe(404);
    expect(pages[0]?.text).toBe(pages[1]?.text);
  });
});

test('a token has the scopes that the space allows, of those that the plugin asks for', async () => {
  const own = await createVisitor(server);
  await installPlugin(server, plugin, own.spaceId, { scopes: ['entries.read'] });
  const code = await letIn(own, plugin, { scope: 'entries.read,entries.write token.refresh' });
  const { body } = await exchange(server, plugin, code);
  expect(body).toEqual({
    token_type: 'Bearer',
    access_token: expect.stringMatching(/^pba_/),
    expires_in: 899,
    refresh_token: expect.stringMatching(/^pbr_/),
    refresh_token_expires_in: 31_536_000,
    scope: 'entries.read',
  });
  expect((await userInfo(server, body.access_token)).body.space.id).toBe(own.spaceId);
});

test('HEAD lets nobody in', async () => {
  const own = await createVisitor(server);
  await letIn(own, plugin);
  const path = `${server.url}${authorizePath(plugin, inSpace(own))}`;
  const cookie = [...own.browser.cookies].map((pair) => pair.join('=')).join('; ');
  const answer = await fetch(path, { method: 'HEAD', headers: { cookie }, redirect: 'manual' });
  expect(answer.status).toBe(405);
});
