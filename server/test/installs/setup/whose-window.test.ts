import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../../src/lib/db.ts';
import { createPerson as createPersonWithToken } from '../../space-api/scene.ts';
import { addMember, type Browser, removeMember, signIn } from '../../support/people.ts';
import { type Receiver, startReceiver } from '../../support/receiver.ts';
import { send, startTestServer, type TestServer } from '../../support/server.ts';
import {
  comeBack,
  comeBackAndAgree,
  csrfTokenOf,
  form,
  type SetupScene,
  setUpWith,
  text,
} from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});
let plugin: Receiver;
beforeEach(async () => {
  plugin = await startReceiver({ status: 200, body: '{"connected": true}' });
});
afterEach(() => plugin.close());

const popup = () =>
  ({
    type: 'popup',
    title: 'Choose an account',
    content_url: 'https://plugin.example/choose',
    validation_url: `${plugin.url}/chosen`,
  }) as never;

const judged = () => form([text('greeting')], { validation_url: `${plugin.url}/judged` });

type Who = Record<string, string | undefined>;

/** Begins the step; answers the state that its window carries. */
async function begin({ id }: SetupScene, who: Who): Promise<string> {
  const path = `${server.url}/platform/v1/installs/${id}/setup/0/start`;
  const answer = await send(path, 'POST', undefined, who);
  expect(answer.status, answer.text).toBe(200);
  return new URL(answer.body.url).searchParams.get('state') as string;
}

const cookiesOf = ({ cookies }: Browser): Who => ({
  cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  origin: server.config.publicUrl,
});

/** An admin of the space with a personal token, and a browser of theirs. */
async function createAdmin({ spaceId }: SetupScene) {
  const { id, token } = await createPersonWithToken(server);
  await addMember(server, spaceId, id);
  return { id, token: { authorization: `Bearer ${token}` }, browser: await signIn(server, id) };
}

async function createHostKey(): Promise<{ id: number; who: Who }> {
  const { body } = await server.api('POST', '/platform/v1/host_keys', { name: 'Backend' });
  return { id: body.id, who: { authorization: `Bearer ${body.key}` } };
}

/** The plugin agrees, after this has happened. */
function meanwhile(happen: () => Promise<unknown>): void {
  plugin.answer = () => async (_request, response) => {
    await happen();
    response.end('{"connected": true}');
  };
}

const stateOf = async (scene: SetupScene) => (await scene.read()).body.steps[0].state;

describe('a window that a session began', () => {
  test('goes on with that session, and asks nothing', async () => {
    const scene = await setUpWith(server, [popup()]);
    const { browser } = await createAdmin(scene);
    const state = await begin(scene, cookiesOf(browser));
    const page = await comeBack(server, { state }, cookiesOf(browser));
    expect(page.text).toContain('data-outcome="done"');
    expect(await stateOf(scene)).toBe('done');
  });

  test('does not go on with another session of the same person, nor after signing out', async () => {
    const scene = await setUpWith(server, [popup()]);
    const { id, browser } = await createAdmin(scene);
    const state = await begin(scene, cookiesOf(browser));
    const other = await signIn(server, id);
    for (const who of [cookiesOf(other), {}]) {
      const page = await comeBackAndAgree(server, { state }, who);
      expect([page.status, page.text.includes('data-outcome')]).toEqual([403, false]);
      expect(page.text).toContain('This was begun in another browser');
      expect(csrfTokenOf(page)).toBeUndefined();
    }
    const path = `/set-up/callback?state=${state}`;
    expect((await other.post(path)).status).toBe(403);
    expect(plugin.requests).toHaveLength(0);
    // It was not used up.
    expect((await comeBack(server, { state }, cookiesOf(browser))).status).toBe(200);
  });
});

describe.each(['personal token', 'host key'])('a window that a %s began', (kind) => {
  async function scenes() {
    const scene = await setUpWith(server, [popup()]);
    const { token, browser } = await createAdmin(scene);
    const who = kind === 'host key' ? (await createHostKey()).who : token;
    return { scene, browser, state: await begin(scene, who) };
  }

  test('asks first, naming the plugin, the space and who began it', async () => {
    const { scene, browser, state } = await scenes();
    for (const time of ['once', 'again']) {
      const page = await comeBack(server, { state, account: '7' }, cookiesOf(browser));
      expect([time, page.status]).toEqual([time, 200]);
      expect(page.text).toContain(`Connect ${scene.plugin.slug}?`);
      expect(page.text).toContain('Choose an account');
      expect(page.text).toMatch(
        kind === 'host key' ? /Begun by<\/dt><dd>Plugboard/ : /@plugboard.test/,
      );
      expect(page.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
      expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
    expect([plugin.requests.length, await stateOf(scene)]).toEqual([0, 'open']);
    const page = await browser.post(`/set-up/callback?state=${state}&account=7`);
    expect(page.text).toContain('data-outcome="done"');
    expect((await plugin.nth(1)).text).toContain('"payload":{"account":"7"}');
    expect(await stateOf(scene)).toBe('done');
  });

  test('goes on only by its form, from a page of ours', async () => {
    const { scene, browser, state } = await scenes();
    const path = `/set-up/callback?state=${state}`;
    const stranger = await signIn(server, (await createAdmin(scene)).id);
    const forged = [
      await browser.post(path, { csrf_token: '' }),
      await browser.post(path, { csrf_token: stranger.csrfToken }),
      await browser.post(path, {}, { origin: 'https://evil.example' }),
    ];
    expect(forged.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect([plugin.requests.length, await stateOf(scene)]).toEqual([0, 'open']);
  });
});

test('a window that a host key began asks in a browser where nobody is signed in, by a token of that browser', async () => {
  const scene = await setUpWith(server, [popup()]);
  const state = await begin(scene, (await createHostKey()).who);
  const csrf_token = csrfTokenOf(await comeBack(server, { state })) as string;
  const elsewhere = await send(
    `${server.url}/set-up/callback?state=${state}`,
    'POST',
    String(new URLSearchParams({ csrf_token })),
    {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      origin: server.config.publicUrl,
    },
  );
  expect([elsewhere.status, plugin.requests.length]).toEqual([403, 0]);
  expect((await comeBackAndAgree(server, { state })).text).toContain('data-outcome="done"');
});

test('the question is asked in the language of the browser', async () => {
  const scene = await setUpWith(server, [popup()]);
  const state = await begin(scene, (await createHostKey()).who);
  const page = await comeBack(server, { state }, { 'accept-language': 'de' });
  expect(page.text).toContain(`${scene.plugin.slug} verbinden?`);
});

describe('nothing is saved for who lost the right while the plugin was asked', () => {
  test('by a form: an admin who is removed', async () => {
    const scene = await setUpWith(server, [judged()]);
    const { id, token } = await createAdmin(scene);
    meanwhile(() => removeMember(server, scene.spaceId, id));
    const path = `${server.url}/platform/v1/installs/${scene.id}/setup/0/submit`;
    const answer = await send(path, 'POST', { payload: { greeting: 'Hi' } }, token);
    expect([answer.status, answer.body.code]).toEqual([404, 'install_not_found']);
    expect(await stateOf(scene)).toBe('open');
    expect((await scene.config()).body.config).toEqual({});
  });

  test('by a form: an admin who is an editor now, and an operator who is none', async () => {
    const scene = await setUpWith(server, [judged()]);
    const { id, token } = await createAdmin(scene);
    meanwhile(() => addMember(server, scene.spaceId, id, 'editor'));
    const path = `${server.url}/platform/v1/installs/${scene.id}/setup/0/submit`;
    const body = { payload: { greeting: 'Hi' } };
    expect((await send(path, 'POST', body, token)).status).toBe(403);
    const operator = await createPersonWithToken(server, true);
    meanwhile(() =>
      server.db.query(sql`update users set is_operator = false where id = ${operator.id}`),
    );
    const who = { authorization: `Bearer ${operator.token}` };
    expect((await send(path, 'POST', body, who)).status).toBe(401);
    expect(await stateOf(scene)).toBe('open');
  });

  test('by a form: a host key that is revoked', async () => {
    const scene = await setUpWith(server, [judged()]);
    const key = await createHostKey();
    meanwhile(() => server.api('DELETE', `/platform/v1/host_keys/${key.id}`));
    const path = `${server.url}/platform/v1/installs/${scene.id}/setup/0/submit`;
    const answer = await send(path, 'POST', { payload: { greeting: 'Hi' } }, key.who);
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid_token']);
    expect(await stateOf(scene)).toBe('open');
  });

  test('by a form: a personal token that is revoked, and somebody who is deleted', async () => {
    const scene = await setUpWith(server, [judged()]);
    const path = `${server.url}/platform/v1/installs/${scene.id}/setup/0/submit`;
    const { id, token } = await createAdmin(scene);
    meanwhile(() =>
      server.api('PATCH', `/platform/v1/users/${id}`, { password: 'another one, long' }),
    );
    const body = { payload: { greeting: 'Hi' } };
    expect((await send(path, 'POST', body, token)).status).toBe(401);
    const gone = await createAdmin(scene);
    meanwhile(() => server.api('DELETE', `/platform/v1/users/${gone.id}`));
    expect((await send(path, 'POST', body, gone.token)).status).toBe(401);
    expect(await stateOf(scene)).toBe('open');
    const { body: calls } = await server.api(
      'GET',
      `/platform/v1/route_calls?install_id=${scene.id}`,
    );
    expect(calls.data.map((call: { user_id: number | null }) => call.user_id)).toEqual([null, id]);
  });

  test('by a window: somebody who signs out', async () => {
    const scene = await setUpWith(server, [popup()]);
    const { browser } = await createAdmin(scene);
    const who = cookiesOf(browser);
    const state = await begin(scene, who);
    meanwhile(() => browser.post('/sign-out'));
    const page = await comeBack(server, { state }, who);
    expect(page.text).toContain('data-outcome="failed"');
    expect(await stateOf(scene)).toBe('open');
  });

  test('by a window: an admin who is removed', async () => {
    const scene = await setUpWith(server, [popup()]);
    const { id, browser } = await createAdmin(scene);
    const who = cookiesOf(browser);
    const [state, late] = [await begin(scene, who), await begin(scene, who)];
    const before = await scene.read();
    meanwhile(() => removeMember(server, scene.spaceId, id));
    for (const one of [state, late]) {
      const page = await comeBack(server, { state: one }, who);
      expect(page.text).toContain('data-outcome="failed"');
    }
    expect(plugin.requests.length).toBe(1);
    // Those who stayed find the set-up as it was.
    const after = await scene.read();
    expect([after.body, after.headers.get('etag')]).toEqual([
      before.body,
      before.headers.get('etag'),
    ]);
    expect((await scene.config()).body.config).toEqual({});
  });

  test('by a window: a host key that is revoked, also before the plugin is asked', async () => {
    const scene = await setUpWith(server, [popup()]);
    const key = await createHostKey();
    const [first, second] = [await begin(scene, key.who), await begin(scene, key.who)];
    meanwhile(() => server.api('DELETE', `/platform/v1/host_keys/${key.id}`));
    for (const state of [first, second]) {
      const page = await comeBackAndAgree(server, { state });
      expect(page.text).toContain('has been revoked');
    }
    expect([plugin.requests.length, await stateOf(scene)]).toEqual([1, 'open']);
  });
});

describe('an answer that names a key of any length and any characters', () => {
  const key = `\\u0000\\ud800${'k'.repeat(300_000)}`;
  const unusable = [
    ['twice', `{"${key}": 1, "${key}": 2}`],
    ['over a text that cannot be kept', `{"${key}": {"a": "\\u0000"}, "${key}": 1}`],
  ] as const;

  test.each(unusable)(
    '%s is told in a thousand characters that can be kept, by a form',
    async (_how, body) => {
      const scene = await setUpWith(server, [judged()]);
      plugin.answer = () => ({ status: 200, body });
      const answer = await scene.submit(0, { greeting: 'Hi' });
      expect([answer.status, answer.body.code], answer.text.slice(0, 300)).toEqual([
        502,
        'plugin_failed',
      ]);
      expect(answer.body.detail.length).toBeLessThanOrEqual(1000);
      const { body: calls } = await server.api(
        'GET',
        `/platform/v1/route_calls?install_id=${scene.id}`,
      );
      expect(calls.data[0].message).toBe(answer.body.detail);
      expect(calls.data[0].message).not.toContain('\0');
    },
  );

  test.each(unusable)('%s is told so by a window', async (_how, body) => {
    const scene = await setUpWith(server, [popup()]);
    plugin.answer = () => ({ status: 200, body });
    const state = await begin(scene, (await createHostKey()).who);
    const page = await comeBackAndAgree(server, { state });
    expect(page.text.slice(0, 9000)).toContain('data-outcome="failed"');
    const { message } = (await scene.read()).body.steps[0];
    expect(message.length).toBeLessThanOrEqual(1000);
    expect(message).not.toContain('\0');
  });

  test('in what is to be merged does no harm', async () => {
    const scene = await setUpWith(server, [judged()]);
    plugin.answer = () => ({ status: 200, body: '{"\\u0000": 1, "\\ud800": 2}' });
    const answer = await scene.submit(0, { greeting: 'Hi' });
    expect(answer.status, answer.text).toBe(200);
  });
});
