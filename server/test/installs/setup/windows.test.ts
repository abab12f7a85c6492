import { createHash } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../../src/lib/db.ts';
import { createPerson, signIn } from '../../space-api/scene.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addMember, removeMember } from '../../support/people.ts';
import { type Receiver, startReceiver } from '../../support/receiver.ts';
import { type Answer, send, startTestServer, type TestServer } from '../../support/server.ts';
import { installIn } from '../fixtures.ts';
import { comeBackAndAgree, release, type SetupScene, setUpWith } from './scene.ts';
import { startTokenService, type TokenService } from './service.ts';

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startTestServer({ database });
  return async () => {
    await server.close();
    await database.drop();
  };
});
let plugin: Receiver;
let service: TokenService;
beforeEach(async () => {
  plugin = await startReceiver({ status: 200, body: '{"connected": 1.50}' });
  service = await startTokenService();
});
afterEach(async () => {
  await plugin.close();
  await service.close();
});

const oauth2 = (rest: object = {}) =>
  ({
    type: 'oauth2',
    title: 'Connect',
    authorize_url: 'https://crm.example/authorize?audience=x',
    token_url: service.url,
    client_id: 'client+1',
    client_secret: 'canary secret%',
    scopes: ['read', 'write'],
    validation_url: `${plugin.url}/connected`,
    ...rest,
  }) as never;

const popup = (rest: object = {}) =>
  ({
    type: 'popup',
    title: 'Choose',
    content_url: 'https://plugin.example/choose?from=x',
    validation_url: `${plugin.url}/chosen`,
    ...rest,
  }) as never;

const CALLBACK = 'http://plugboard.test/set-up/callback';
/** Each plugin's own. */
const redirectUriOf = ({ plugin }: SetupScene): string => `${CALLBACK}/${plugin.id}`;

/** Begins a step; answers where the window is sent. */
async function start(scene: SetupScene, step = 0): Promise<URL> {
  const path = `/platform/v1/installs/${scene.id}/setup/${step}/start`;
  const answer = await server.api('POST', path);
  expect(answer.status, answer.text).toBe(200);
  return new URL(answer.body.url);
}

const stateOf = (url: URL): string => url.searchParams.get('state') as string;

/** A window that comes back, where somebody agrees if they are asked. */
const comeBack = (
  parameters: Record<string, string> | string,
  headers: Record<string, string | undefined> = {},
  at = server,
): Promise<Answer> => comeBackAndAgree(at, parameters, headers);

describe('what the plugin alone reads back of a step', () => {
  const TOKENS = '{"access_token":"canary-token","refresh_token":"canary-refresh","team":"Red"}';

  test.each([
    ['tokens of an OAuth2 step', () => [oauth2()], ['access_token', 'refresh_token']],
    ['what an OAuth2 step names', () => [oauth2({ secrets: ['team'] })], ['team']],
    ['what a popup names', () => [popup({ secrets: ['refresh_token'] })], ['refresh_token']],
    ['nothing of other steps', () => [popup()], []],
  ])('is %s', async (_what, steps, secrets) => {
    const scene = await setUpWith(server, steps());
    plugin.answer = () => ({ status: 200, body: TOKENS });
    expect((await comeBack({ code: 'c', state: stateOf(await start(scene)) })).status).toBe(200);
    const all = JSON.parse(TOKENS);
    const open = Object.entries(all).filter(([name]) => !secrets.includes(name));
    const config = { config: Object.fromEntries(open), secrets };
    expect((await scene.config()).body).toMatchObject(config);
    expect((await scene.read()).body.steps[0]).toMatchObject({ passwords_set: secrets });
    const [kept] = await server.db.query<{ text: string }>(sql`
      select i.config || r.config as text from installs i join config_revisions r on r.install_id = i.id
      where i.id = ${scene.id}`);
    for (const name of secrets) expect(kept?.text).not.toContain(all[name]);
    await comeBack({ code: 'c', state: stateOf(await start(scene)) });
    expect(plugin.requests.at(-1)?.body.meta.config).toEqual(all);
  });
});

describe('an OAuth2 step', () => {
  test('leads to the service, exchanges the code, and gives the plugin the answer as it came', async () => {
    const scene = await setUpWith(server, [oauth2()]);
    const setup = await scene.read();
    expect(setup.text).not.toContain('canary');
    expect(setup.body.steps[0]).toMatchObject({
      type: 'oauth2',
      required: true,
      state: 'open',
      callback_url: redirectUriOf(scene),
    });
    const url = await start(scene);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      audience: 'x',
      response_type: 'code',
      client_id: 'client+1',
      redirect_uri: redirectUriOf(scene),
      scope: 'read write',
      state: expect.stringMatching(/^pbw_/),
    });
    const page = await comeBack({ code: 'the code', state: stateOf(url) });
    expect([page.status, page.text.includes('data-outcome="done"')]).toEqual([200, true]);
    const [request] = service.requests;
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'the code',
      redirect_uri: redirectUriOf(scene),
    });
    const basic = Buffer.from('client%2B1:canary+secret%25').toString('base64');
    expect(request?.headers.authorization).toBe(`Basic ${basic}`);
    const asked = await plugin.nth(1);
    const tokens = '"payload":{"access_token": "t", "expires_in": 3600.50}';
    expect(asked.text).toContain(`"params":{${tokens}}`);
    expect(asked.text.endsWith(`,${tokens}}`)).toBe(true);
    expect(asked.body.meta.route).toBe('step-0-validation');
    expect((await scene.read()).body).toMatchObject({
      status: 'active',
      next: null,
      steps: [{ state: 'done', answers: {}, message: null }],
    });
    expect((await scene.config()).text).toContain('"connected":1.50');
    expect((await scene.config()).body.config).toEqual({ connected: 1.5 });
    const calls = await server.api('GET', `/platform/v1/route_calls?install_id=${scene.id}`);
    expect(calls.body.data.map(({ kind }: { kind: string }) => kind)).toEqual([
      'validation',
      'token',
    ]);
    expect(calls.text).not.toMatch(/canary|the code/);
  });

  test('binds the code to a challenge where it says so, and sends its secret in the body where it says so', async () => {
    const scene = await setUpWith(server, [
      oauth2({ pkce: true, client_authentication: 'body', scopes: [] }),
    ]);
    const url = await start(scene);
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.has('scope')).toBe(false);
    await comeBack({ code: 'c', state: stateOf(url) });
    const { form, headers } = service.requests[0] as TokenService['requests'][0];
    const verifier = form.get('code_verifier') as string;
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(
      url.searchParams.get('code_challenge'),
    );
    expect([form.get('client_id'), form.get('client_secret')]).toEqual([
      'client+1',
      'canary secret%',
    ]);
    expect(headers.authorization).toBeUndefined();
  });

  test('of a client without a secret says who it is', async () => {
    const scene = await setUpWith(server, [oauth2({ client_secret: null, pkce: true })]);
    await comeBack({ code: 'c', state: stateOf(await start(scene)) });
    const { form, headers } = service.requests[0] as TokenService['requests'][0];
    expect([form.get('client_id'), form.has('client_secret'), headers.authorization]).toEqual([
      'client+1',
      false,
      undefined,
    ]);
  });

  test('that the person declines says so, and can be begun again', async () => {
    const scene = await setUpWith(server, [oauth2()]);
    const state = stateOf(await start(scene));
    const page = await comeBack({
      state,
      error: 'access_denied',
      error_description: 'No <b>thanks</b>',
    });
    expect(page.text).toContain('No &lt;b&gt;thanks&lt;/b&gt; (access_denied)');
    expect((await scene.read()).body).toMatchObject({
      status: 'setup',
      next: 0,
      steps: [{ state: 'open', message: 'The service refused: No <b>thanks</b> (access_denied)' }],
    });
    expect(service.requests).toHaveLength(0);
    await comeBack({ code: 'c', state: stateOf(await start(scene)) });
    expect((await scene.read()).body.steps[0]).toMatchObject({ state: 'done', message: null });
  });

  test.each([
    ['an error', { status: 400, body: '{"error":"invalid_grant"}' }, 'invalid_grant'],
    ['an error with 200', { status: 200, body: '{"error":"bad_code"}' }, 'bad_code'],
    ['an error without a name', { status: 500, body: '{}' }, 'answered 500'],
    ['a form', { status: 200, body: 'access_token=t' }, 'cannot be read as JSON'],
    ['an array', { status: 200, body: '[]' }, 'must be an object'],
    ['a redirect', { status: 302, body: '{}' }, 'answered 302'],
  ])('whose service answers with %s stays open, and says why', async (_what, answer, why) => {
    const scene = await setUpWith(server, [oauth2()]);
    service.answer = answer;
    const page = await comeBack({ code: 'c', state: stateOf(await start(scene)) });
    expect(page.text).toContain('data-outcome="failed"');
    const { body } = await scene.read();
    expect(body).toMatchObject({ status: 'setup', steps: [{ state: 'open' }] });
    expect(body.steps[0].message).toContain(why);
    expect(plugin.requests).toHaveLength(0);
  });

  test('that the plugin refuses says what it says, and saves nothing', async () => {
    const scene = await setUpWith(server, [oauth2()]);
    plugin.answer = () => ({ status: 412, body: { message: 'Wrong account' } });
    const page = await comeBack({ code: 'c', state: stateOf(await start(scene)) });
    expect(page.text).toContain('Wrong account');
    expect((await scene.read()).body.steps[0]).toMatchObject({
      state: 'open',
      message: 'Wrong account',
    });
    expect((await scene.config()).body.config).toEqual({});
  });

  test('that was done stays done when it is begun again and refused', async () => {
    const scene = await setUpWith(server, [oauth2()]);
    await comeBack({ code: 'c', state: stateOf(await start(scene)) });
    await comeBack({ error: 'access_denied', state: stateOf(await start(scene)) });
    expect((await scene.read()).body).toMatchObject({
      status: 'active',
      steps: [{ state: 'done', message: 'The service refused: access_denied' }],
    });
  });

  test('is not submitted, and a form is not begun', async () => {
    const scene = await setUpWith(server, [oauth2()]);
    expect((await scene.submit(0, {})).body.code).toBe('wrong_state');
    const other = await setUpWith(server, [{ type: 'form', title: 'F', fields: [] } as never]);
    const path = `/platform/v1/installs/${other.id}/setup/0/start`;
    expect((await server.api('POST', path)).body.code).toBe('wrong_state');
  });

  test('goes on at another server, after the first is gone', async () => {
    const first = await startTestServer({ database });
    const scene = await setUpWith(server, [oauth2({ pkce: true })]);
    const begun = await first.api('POST', `/platform/v1/installs/${scene.id}/setup/0/start`);
    const state = stateOf(new URL(begun.body.url));
    await first.close();
    const second = await startTestServer({ database });
    const page = await comeBack({ code: 'c', state }, {}, second);
    expect(page.text).toContain('data-outcome="done"');
    await second.close();
    expect((await scene.read()).body.status).toBe('active');
  });
});

test('what the service of one plugin sends back is not taken for the window of another', async () => {
  const [honest, other] = [await setUpWith(server, [oauth2()]), await setUpWith(server, [popup()])];
  const [code, state] = ['of the honest one', stateOf(await start(other))];
  const { pathname } = new URL(redirectUriOf(honest));
  const page = await comeBackAndAgree(server, { code, state }, {}, pathname);
  expect([page.status, page.text.includes('data-outcome')]).toEqual([400, false]);
  expect(plugin.requests).toEqual([]);
  // And it is not used up.
  expect((await comeBack({ state })).text).toContain('data-outcome="done"');
  const own = stateOf(await start(honest));
  const done = await comeBackAndAgree(server, { code, state: own }, {}, pathname);
  expect(done.text).toContain('data-outcome="done"');
});

describe('a popup step', () => {
  test('opens the page with the way back, and gives the plugin what comes back', async () => {
    const scene = await setUpWith(server, [popup()]);
    const url = await start(scene);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      from: 'x',
      state: expect.any(String),
      callback_url: CALLBACK,
    });
    const parameters = `account=7&tag=a&tag=b&__proto__=x&state=${stateOf(url)}`;
    const page = await comeBack(parameters);
    expect(page.status).toBe(200);
    const handedOver = '"payload":{"account":"7","tag":["a","b"],"__proto__":"x"}';
    const asked = (await plugin.nth(1)).text;
    expect(asked).toContain(`"params":{${handedOver}}`);
    expect(asked.endsWith(`,${handedOver}}`)).toBe(true);
    expect((await scene.read()).body.status).toBe('active');
  });

  test('is a page that nothing frames, that runs no script but ours, and that is not kept', async () => {
    const scene = await setUpWith(server, [popup()]);
    const { headers, text } = await comeBack({ state: stateOf(await start(scene)) });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    expect(text).toContain('data-origins="http://plugboard.test"');
    const [, script] = /<script type="module" src="([^"]+)"/.exec(text) ?? [];
    const loaded = await send(server.url + script, 'GET');
    expect(loaded.text).not.toMatch(/postMessage\([^)]*\*/);
    expect(loaded.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });
});

describe('a state', () => {
  const refused = async (parameters: Record<string, string> | string) => {
    const page = await comeBack(parameters);
    expect([page.status, page.text.includes('data-outcome')]).toEqual([400, false]);
    return page;
  };

  test('works once, also for two at the same time', async () => {
    const scene = await setUpWith(server, [popup()]);
    const state = stateOf(await start(scene));
    const pages = await Promise.all([comeBack({ state }), comeBack({ state })]);
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 400]);
    await refused({ state });
    expect(plugin.requests).toHaveLength(1);
  });

  test('works for ten minutes', async () => {
    const scene = await setUpWith(server, [popup()]);
    const path = `/platform/v1/installs/${scene.id}/setup/0/start`;
    const { body } = await server.api('POST', path);
    const [row] = await server.db.query<{ seconds: number }>(sql`
      select extract(epoch from ${body.expires_at}::timestamptz - now())::integer as seconds`);
    expect(row?.seconds).toBeGreaterThan(540);
    expect(row?.seconds).toBeLessThanOrEqual(600);
    await server.db.query(sql`
      update setup_windows set expires_at = now() where install_id = ${scene.id}`);
    await refused({ state: stateOf(new URL(body.url)) });
    expect(plugin.requests).toHaveLength(0);
  });

  test.each([
    '',
    'state=',
    'state=pbw_',
    'state=pbw_nobodys',
    'state=constructor',
    'state=__proto__',
    `state=pbw_${'x'.repeat(5000)}`,
    'state=%0d%0aset-cookie:x=1',
    'state=pbw_%F0%9F%98%80',
    'state=%E0%A4%A',
    'state=pbw_%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
    'state[]=pbw_x',
  ])('that is hostile is nobody’s: %s', async (query) => {
    const page = await send(`${server.url}/set-up/callback?${query}`, 'GET', undefined, {
      accept: 'text/html',
    });
    expect(page.status).toBe(400);
    expect(page.headers.has('set-cookie')).toBe(false);
    expect(page.text).not.toMatch(/alert\(1\)|data-outcome/);
  });

  test('that comes twice in one address is nobody’s', async () => {
    const scene = await setUpWith(server, [popup()]);
    const state = stateOf(await start(scene));
    await refused(`state=${state}&state=pbw_other`);
    expect((await comeBack({ state })).status).toBe(200);
  });

  test('is kept as a hash', async () => {
    const scene = await setUpWith(server, [oauth2({ pkce: true })]);
    const state = stateOf(await start(scene));
    const [row] = await server.db.query<{ text: string }>(sql`
      select w::text as text from setup_windows w where install_id = ${scene.id}`);
    expect(row?.text).not.toContain(state.slice(4));
  });

  test('of a person works in a browser where they are signed in, and in no other', async () => {
    const scene = await setUpWith(server, [popup()]);
    const [admin, other] = [await createPerson(server), await createPerson(server)];
    await addMember(server, scene.spaceId, admin.id, 'admin');
    await addMember(server, scene.spaceId, other.id, 'admin');
    const begin = async () => {
      const path = `${server.url}/platform/v1/installs/${scene.id}/setup/0/start`;
      const headers = { authorization: `Bearer ${admin.token}` };
      return stateOf(new URL((await send(path, 'POST', undefined, headers)).body.url));
    };
    const state = await begin();
    const cookieOf = async (id: number) => ({
      cookie: (await signIn(server, id)).cookie as string,
    });
    const nobody = await comeBack({ state, account: '7' });
    expect([nobody.status, nobody.headers.get('location')]).toEqual([
      303,
      `/sign-in?return_to=${encodeURIComponent(`/set-up/callback?state=${state}&account=7`)}`,
    ]);
    const wrong = await comeBack({ state }, await cookieOf(other.id));
    expect([wrong.status, wrong.text.includes('data-outcome')]).toEqual([403, false]);
    expect(plugin.requests).toHaveLength(0);
    expect((await comeBack({ state }, await cookieOf(admin.id))).status).toBe(200);
    expect((await scene.read()).body.steps[0]).toMatchObject({
      state: 'done',
      submitted_by: admin.id,
    });
    const late = await begin();
    await removeMember(server, scene.spaceId, admin.id);
    const page = await comeBack({ state: late }, await cookieOf(admin.id));
    expect(page.text).toContain('data-outcome="failed"');
    expect(plugin.requests).toHaveLength(1);
  });

  test('of a portal works in any browser, once somebody there agreed, and as the person who looks', async () => {
    const scene = await setUpWith(server, [popup()]);
    const admin = await createPerson(server);
    await addMember(server, scene.spaceId, admin.id, 'admin');
    const made = await server.api('POST', '/platform/v1/portal_tokens', {
      user_id: admin.id,
      space_id: scene.spaceId,
      views: ['catalog'],
    });
    const path = `${server.url}/platform/v1/installs/${scene.id}/setup/0/start`;
    const headers = { authorization: `Bearer ${made.body.token}` };
    const begun = await send(path, 'POST', undefined, headers);
    expect(begun.status, begun.text).toBe(200);
    const state = stateOf(new URL(begun.body.url));
    const asked = await send(`${server.url}/set-up/callback?state=${state}`, 'GET');
    expect([asked.status, asked.text.includes('data-outcome')]).toEqual([200, false]);
    expect(plugin.requests).toHaveLength(0);
    const page = await comeBack({ state });
    expect(page.text).toContain('data-outcome="done"');
    expect((await scene.read()).body.steps[0]).toMatchObject({
      state: 'done',
      submitted_by: admin.id,
    });
  });

  test('dies with the generation and with the step', async () => {
    const scene = await setUpWith(server, [popup()]);
    const ofOld = stateOf(await start(scene));
    const uninstalled = stateOf(await start(scene));
    await server.api('DELETE', `/platform/v1/installs/${scene.id}`);
    expect((await comeBack({ state: uninstalled })).text).toContain('data-outcome="failed"');
    await installIn(server, scene.plugin, { spaceId: scene.spaceId });
    const page = await comeBack({ state: ofOld });
    expect(page.text).not.toContain('data-outcome="done"');
    const gone = stateOf(await start(scene));
    await release(server, scene.plugin, [
      popup({ content_url: 'https://plugin.example/elsewhere' }),
    ]);
    expect((await comeBack({ state: gone })).text).toContain('another release');
    expect(plugin.requests).toHaveLength(0);
    expect((await scene.read()).body).toMatchObject({ status: 'setup', next: 0 });
  });

  test('of a plugin that is suspended meanwhile does nothing', async () => {
    const scene = await setUpWith(server, [oauth2()]);
    const state = stateOf(await start(scene));
    const path = `/platform/v1/plugins/${scene.plugin.id}`;
    await server.api('POST', `${path}/suspend`, { reason: 'Looked at' });
    const page = await comeBack({ code: 'c', state });
    expect(page.text).toContain('data-outcome="failed"');
    expect([service.requests, plugin.requests]).toEqual([[], []]);
  });
});

test('no kind of URL leads to a private address', async () => {
  const strict = await startTestServer({
    database,
    env: { PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'off' },
  });
  const field = { key: 'a', label: 'A' };
  const url = `${plugin.url}/private`;
  const scene = await setUpWith(server, [
    {
      type: 'form',
      title: 'Form',
      validation_url: url,
      fields: [
        { ...field, type: 'select', options_url: url, selected_values_url: url },
        { key: 'b', label: 'B', type: 'info', remote_value_url: url },
        {
          key: 'c',
          label: 'C',
          type: 'mapping',
          left_options_url: url,
          right_field: { type: 'select', options_url: url },
        },
      ],
    } as never,
    oauth2(),
    popup(),
  ]);
  const path = `/platform/v1/installs/${scene.id}/setup`;
  const asked = [
    ['submit', { payload: {} }],
    ['options', { field: 0 }],
    ['selected_values', { field: 0, value: 1 }],
    ['remote_value', { field: 1 }],
    ['options', { field: 2 }],
    ['options', { field: 2, parent_resource_id: 1 }],
  ] as const;
  for (const [what, body] of asked) {
    const answer = await strict.api('POST', `${path}/0/${what}`, body);
    expect([what, answer.status, answer.body.code]).toEqual([what, 502, 'plugin_failed']);
  }
  for (const step of [1, 2]) {
    const page = await comeBack(
      { code: 'c', state: stateOf(await start(scene, step)) },
      {},
      strict,
    );
    expect(page.text).toContain('data-outcome="failed"');
  }
  expect([plugin.requests, service.requests]).toEqual([[], []]);
  const calls = await strict.api('GET', `/platform/v1/route_calls?install_id=${scene.id}`);
  expect(calls.body.data).toHaveLength(8);
  for (const call of calls.body.data) expect(call.stage).toBe('refused');
  await strict.close();
});
