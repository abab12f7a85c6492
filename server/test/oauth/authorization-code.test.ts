import { describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { deleteExpiredCodes } from '../../src/oauth/code-queries.ts';
import { removeMember } from '../support/people.ts';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  CALLBACK,
  createVisitor,
  exchange,
  letIn,
  newPkce,
  post,
  refresh,
  registerClient,
  setUpConsent,
  userInfo,
  type Visitor,
} from './authorization.ts';
import { basic, expectOAuthError } from './token-endpoint.ts';

let server: TestServer;
let plugin: TestPlugin;
let publicPlugin: TestPlugin;
let visitor: Visitor;
setUpConsent((given) => ({ server, plugin, publicPlugin, visitor } = given));

const newCode = (parameters: Record<string, string | undefined> = {}) =>
  letIn(visitor, plugin, parameters);

const expectInvalidGrant = (answer: Answer) => expectOAuthError(answer, 400, 'invalid_grant');

const isDead = async (access: string) => (await userInfo(server, access)).status === 401;

test('a code gives tokens that act for its user, by every way to authenticate', async () => {
  const { clientId, clientSecret } = plugin;
  for (const path of ['/oauth/token', '/a/auth/v0/token']) {
    for (const [headers, credentials] of [
      [{}, { client_id: clientId, client_secret: clientSecret }],
      [{ authorization: basic(clientId, clientSecret) }, {}],
    ] as const) {
      for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
        const parameters = {
          grant_type: 'authorization_code',
          code: await newCode(),
          redirect_uri: CALLBACK,
          ...credentials,
        };
        const body =
          type === 'application/json'
            ? JSON.stringify(parameters)
            : String(new URLSearchParams(parameters));
        const answer = await fetch(server.url + path, {
          method: 'POST',
          headers: { 'content-type': type, ...headers },
          body,
        });
        expect(answer.status).toBe(200);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        const { access_token } = (await answer.json()) as { access_token: string };
        const info = await userInfo(server, access_token);
        expect(info.body.user.id).toBe(visitor.person.id);
        expect(info.body.space.id).toBe(visitor.spaceId);
      }
    }
  }
});

describe('a code that was used', () => {
  test('is an invalid grant, and its tokens die with the second use', async () => {
    const code = await newCode();
    const { body } = await exchange(server, plugin, code);
    expect((await userInfo(server, body.access_token)).status).toBe(200);
    const renewed = (await refresh(server, plugin, body.refresh_token)).body.access_token;
    expectInvalidGrant(await exchange(server, plugin, code));
    for (const token of [body.access_token, renewed]) {
      await waitFor(() => isDead(token), { describe: 'the token to die' });
    }
    expectInvalidGrant(await refresh(server, plugin, body.refresh_token));
  });

  test('takes no other consent’s tokens with it, and not the consent', async () => {
    const [one, other] = [await newCode(), await newCode()];
    await exchange(server, plugin, one);
    const { body } = await exchange(server, plugin, other);
    expectInvalidGrant(await exchange(server, plugin, one));
    expect((await refresh(server, plugin, body.refresh_token)).status).toBe(200);
    expect((await exchange(server, plugin, await newCode())).status).toBe(200);
  });

  test('ends its tokens even when it is expired by then, or comes with a wrong verifier', async () => {
    for (const parameters of [{}, { code_verifier: newPkce().verifier }]) {
      const code = await newCode();
      const { body } = await exchange(server, plugin, code);
      await server.db.query(
        sql`update authorization_codes set expires_at = now() - interval '1 second'`,
      );
      expectInvalidGrant(await exchange(server, plugin, code, parameters));
      await waitFor(() => isDead(body.access_token), { describe: 'the token to die' });
    }
  });

  test('ends nothing when another client comes with it', async () => {
    const code = await newCode();
    const { body } = await exchange(server, plugin, code);
    const thief = await registerClient(server);
    expectInvalidGrant(await exchange(server, thief, code));
    expect((await refresh(server, plugin, body.refresh_token)).status).toBe(200);
  });
});

test('of 50 exchanges at the same time at most one leaves tokens that live', async () => {
  const code = await newCode();
  const answers = await exchangeTogether(code, 50);
  const given = answers.filter(({ status }) => status === 200);
  expect(given.length).toBeLessThanOrEqual(1);
  for (const answer of answers) if (answer.status !== 200) expectInvalidGrant(answer);
  for (const { body } of given) {
    await waitFor(() => isDead(body.access_token), { describe: 'reused code to end its tokens' });
  }
  const rows = await server.db.query(sql`
    select 1 from tokens where family = (
        select family from authorization_codes where hash = sha256(convert_to(${code}, 'UTF8')))
      and revoked_at is null`);
  expect(rows).toEqual([]);
});

/** Holds the code until several exchanges wait for each other, so that none is over before others have begun. */
async function exchangeTogether(code: string, times: number): Promise<Answer[]> {
  const sent = await server.db.transaction(async (tx) => {
    await tx.query(sql`
      select 1 from authorization_codes where hash = sha256(convert_to(${code}, 'UTF8')) for update`);
    const pending = Array.from({ length: times }, () => exchange(server, plugin, code));
    await waitFor(
      async () => {
        // Within a transaction the first look would stand for all.
        await tx.query(sql`select pg_stat_clear_snapshot()`);
        const waiting = await tx.query(sql`
          select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`);
        return waiting.length >= 5;
      },
      { describe: 'exchanges that wait' },
    );
    return { pending };
  });
  return Promise.all(sent.pending);
}

test('a code that expired is an invalid grant, after the seconds that are configured', async () => {
  const code = await newCode();
  const [row] = await server.db.query<{ life: number }>(sql`
    select extract(epoch from expires_at - created_at)::integer as life from authorization_codes
    where hash = sha256(convert_to(${code}, 'UTF8'))`);
  expect(row?.life).toBe(60);
  await server.db.query(sql`update authorization_codes set expires_at = now()`);
  expectInvalidGrant(await exchange(server, plugin, code));
});

test('codes that expired long ago are removed, and others are not', async () => {
  const code = await newCode();
  await server.db.query(sql`update authorization_codes set expires_at = now() - interval '2 days'`);
  const fresh = await newCode();
  await deleteExpiredCodes(server.db, 1000);
  expectInvalidGrant(await exchange(server, plugin, code));
  expect((await exchange(server, plugin, fresh)).status).toBe(200);
  const rows = await server.db.query(sql`select 1 from authorization_codes`);
  expect(rows).toHaveLength(1);
});

describe('a code of another client', () => {
  test('is like one that does not exist, and stays good', async () => {
    const code = await newCode();
    const thief = await registerClient(server);
    const foreign = await exchange(server, thief, code);
    const unknown = await exchange(server, thief, `pbc_${'A'.repeat(43)}`);
    expectInvalidGrant(foreign);
    expect(foreign.text).toBe(unknown.text);
    const asPublic = { client_secret: undefined, code_verifier: newPkce().verifier };
    expectInvalidGrant(await exchange(server, publicPlugin, code, asPublic));
    expect((await exchange(server, plugin, code)).status).toBe(200);
  });

  test.each(['', 'pbc_', 'x', 'x'.repeat(10_000), 'é', '__proto__', "' or 1=1 --"])(
    'and what is no code is neither: %s',
    async (code) => {
      const answer = await exchange(server, plugin, code);
      if (code === '') expectOAuthError(answer, 400, 'invalid_request');
      else expectInvalidGrant(answer);
    },
  );

  test('a token is no code, and a code no token', async () => {
    const code = await newCode();
    expect((await userInfo(server, code)).status).toBe(401);
    expectInvalidGrant(await refresh(server, plugin, code));
    const { body } = await exchange(server, plugin, code);
    for (const token of [body.access_token, body.refresh_token]) {
      expectInvalidGrant(await exchange(server, plugin, token));
    }
  });
});

/** Exchanges a code at the address of Envoy's clients. */
const exchangeThere = (by: TestPlugin, fields: Record<string, string | undefined>) =>
  post(server, '/a/auth/v0/token', {
    grant_type: 'authorization_code',
    client_id: by.clientId,
    client_secret: by.clientSecret,
    ...fields,
  });

test("a client that proved its secret may leave the redirect URI out at the address of Envoy's clients alone, and a public one nowhere", async () => {
  const answer = await exchangeThere(plugin, { code: await newCode() });
  expect(answer.status, answer.text).toBe(200);
  expectInvalidGrant(await exchange(server, plugin, await newCode(), { redirect_uri: undefined }));
  expectInvalidGrant(
    await exchangeThere(plugin, { code: await newCode(), redirect_uri: `${CALLBACK}/` }),
  );
  const { verifier, challenge } = newPkce();
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  // Without the redirect URI it is still the challenge that a code is bound to.
  const bound = await newCode(pkce);
  expectInvalidGrant(await exchangeThere(plugin, { code: bound }));
  const verified = await exchangeThere(plugin, { code: bound, code_verifier: verifier });
  expect(verified.status, verified.text).toBe(200);
  const asPublic = { client_secret: undefined, code_verifier: verifier };
  const code = await letIn(visitor, publicPlugin, pkce);
  expectInvalidGrant(await exchangeThere(publicPlugin, { code, ...asPublic }));
  expect((await exchange(server, publicPlugin, code, asPublic)).status).toBe(200);
});

test.each([
  `${CALLBACK}/`,
  `${CALLBACK}?a=1`,
  'https://plugin.example.com/Callback',
  'https://evil.example.com/',
  encodeURIComponent(CALLBACK),
])('with the redirect URI %s a code is an invalid grant', async (redirect_uri) => {
  const code = await newCode();
  expectInvalidGrant(await exchange(server, plugin, code, { redirect_uri }));
  expect((await exchange(server, plugin, code)).status).toBe(200);
});

test('with the other registered redirect URI, or another port, a code is an invalid grant too', async () => {
  const native = await registerClient(server, {
    oauth_redirect_uri: 'http://127.0.0.1:8000/cb',
    dev_oauth_redirect_uri: 'http://localhost:3000/cb',
  });
  await installPlugin(server, native, visitor.spaceId);
  const redirect_uri = 'http://127.0.0.1:8123/cb';
  const code = await letIn(visitor, native, { redirect_uri });
  for (const other of ['http://127.0.0.1:8000/cb', 'http://localhost:3000/cb']) {
    expectInvalidGrant(await exchange(server, native, code, { redirect_uri: other }));
  }
  expect((await exchange(server, native, code, { redirect_uri })).status).toBe(200);
});

describe('the verifier', () => {
  const { verifier, challenge } = newPkce();
  const wrong: [string, string | undefined][] = [
    ['missing', undefined],
    ['empty', ''],
    ['another', newPkce().verifier],
    ['the challenge itself', challenge],
    ['cut short to 42 characters', verifier.slice(0, 42)],
    ['longer by one', `${verifier}a`],
    ['in other letters', verifier.toUpperCase()],
    ['of 42 characters', 'a'.repeat(42)],
    ['of 129 characters', 'a'.repeat(129)],
    ['with padding', `${verifier}=`],
    ['with a space', `${verifier} `],
    ['beyond ASCII', `${verifier.slice(0, 42)}é`],
  ];
  test.each(wrong)('%s is an invalid grant', async (_, code_verifier) => {
    const parameters = { code_challenge: challenge, code_challenge_method: 'S256' };
    for (const [owner, secret] of [
      [plugin, plugin.clientSecret],
      [publicPlugin, undefined],
    ] as const) {
      const code = await letIn(visitor, owner, parameters);
      const credentials = { client_secret: secret };
      expectInvalidGrant(await exchange(server, owner, code, { ...credentials, code_verifier }));
      const right = await exchange(server, owner, code, {
        ...credentials,
        code_verifier: verifier,
      });
      expect(right.status, right.text).toBe(200);
    }
  });

  test.each([42, 129])('of %i characters is refused even when it fits', async (length) => {
    const odd = 'b'.repeat(length);
    const { createHash } = await import('node:crypto');
    const code_challenge = createHash('sha256').update(odd).digest('base64url');
    const code = await newCode({ code_challenge, code_challenge_method: 'S256' });
    expectInvalidGrant(await exchange(server, plugin, code, { code_verifier: odd }));
  });

  test.each([43, 128])('of %i characters is taken when it fits', async (length) => {
    const long = 'b-._~'.repeat(30).slice(0, length);
    const { createHash } = await import('node:crypto');
    const code_challenge = createHash('sha256').update(long).digest('base64url');
    const code = await newCode({ code_challenge, code_challenge_method: 'S256' });
    expect((await exchange(server, plugin, code, { code_verifier: long })).status).toBe(200);
  });
});

test('a verifier for a code without challenge is an invalid grant', async () => {
  const code = await newCode();
  const { verifier } = newPkce();
  expectInvalidGrant(await exchange(server, plugin, code, { code_verifier: verifier }));
});

describe('a code dies when in between', () => {
  type End = (visitor: Visitor, installId: number) => Promise<unknown>;
  const api = (method: string, path: string, body?: object) =>
    server.api(method, `/platform/v1${path}`, body);
  const ends: Record<string, End> = {
    'the user is removed': ({ person }) => api('DELETE', `/users/${person.id}`),
    'the user leaves the space': ({ person, spaceId }) => removeMember(server, spaceId, person.id),
    'the plugin is uninstalled': (_, id) => api('DELETE', `/installs/${id}`),
    'the plugin is uninstalled and erased': (_, id) => api('DELETE', `/installs/${id}?erase=now`),
    'the plugin is installed again': async ({ spaceId }, id) => {
      await api('DELETE', `/installs/${id}`);
      await installPlugin(server, plugin, spaceId);
    },
    'the plugin is uninstalled and restored': async (_, id) => {
      await api('DELETE', `/installs/${id}`);
      await api('POST', `/installs/${id}/restore`);
    },
    'the plugin is suspended': (_, id) => api('POST', `/installs/${id}/suspend`),
    'the password changes': ({ person }) =>
      api('PATCH', `/users/${person.id}`, { password: 'another long password' }),
  };
  test.each(Object.entries(ends))('%s', async (_, end) => {
    const own = await createVisitor(server);
    const { id } = await installPlugin(server, plugin, own.spaceId);
    const code = await letIn(own, plugin);
    await end(own, id);
    expectInvalidGrant(await exchange(server, plugin, code));
  });
});

test('guessing is stopped after some wrong codes, for that client and address', async () => {
  const limited = await startTestServer({ env: { PLUGBOARD_FAILED_LOGIN_LIMIT: '3' } });
  try {
    const owner = await registerClient(limited);
    const other = await registerClient(limited, { client_type: 'public' });
    const own = await createVisitor(limited);
    const code = await letIn(own, owner);
    const guess = (client: TestPlugin) => exchange(limited, client, 'pbc_guess');
    for (let index = 0; index < 3; index++) expectInvalidGrant(await guess(owner));
    expect((await guess(owner)).status).toBe(429);
    const right = await exchange(limited, owner, code);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    const asPublic = { client_secret: undefined };
    expectInvalidGrant(await exchange(limited, other, 'pbc_guess', asPublic));
  } finally {
    await limited.close();
  }
});
