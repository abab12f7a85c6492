import { afterEach, describe, expect, test, vi } from 'vitest';
import { sealClientSecret } from '../../src/auth/client-secrets.ts';
import { sql } from '../../src/lib/db.ts';
import { registerPlugin, type TestPlugin } from '../support/plugins.ts';
import type { TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  basic,
  basicOf,
  expectOAuthError,
  expectToken,
  FORM,
  inBody,
  postToken,
} from './token-endpoint.ts';

let server: TestServer;
let plugin: TestPlugin;
setUp((given) => ({ server, plugin } = given));
afterEach(() => vi.restoreAllMocks());

const grant = { grant_type: 'client_credentials' };
const WRONG = 'a-secret-that-no-plugin-has-0123456789';

type Parts = { authorization?: string; body?: object };
type PartsOf = (plugin: TestPlugin) => Parts;

const pair = ({ clientId, clientSecret }: TestPlugin) => `${clientId}:${clientSecret}`;

const accepted: Record<string, PartsOf> = {
  'by Basic': (p) => ({ authorization: basic(p.clientId, p.clientSecret) }),
  'in the body': (p) => ({ body: inBody(p) }),
  'both, when they agree': (p) => ({ authorization: basicOf(pair(p)), body: inBody(p) }),
  'by Basic, the id repeated in the body': (p) => ({
    authorization: basicOf(pair(p)),
    body: { client_id: p.clientId },
  }),
  'by Basic in other letters and with more spaces': (p) => ({
    authorization: basicOf(pair(p)).replace('Basic ', 'bASIC   '),
  }),
  'by Basic without padding': (p) => ({ authorization: basicOf(pair(p)).replace(/=+$/, '') }),
  'by Basic, with empty parameters in the body': (p) => ({
    authorization: basicOf(pair(p)),
    body: { client_id: '', client_secret: '' },
  }),
};

test.each(Object.entries(accepted))('credentials are accepted %s', async (_, partsOf) => {
  const { authorization, body } = partsOf(plugin);
  for (const contentType of ['application/json', 'application/vnd.api+json', FORM]) {
    const answer = await postToken(server, {
      authorization,
      contentType,
      body: { ...grant, ...body },
    });
    expectToken(answer, 'plugin');
  }
});

const refused: Record<string, PartsOf> = {
  'no credentials': () => ({}),
  'a client id alone': (p) => ({ body: { client_id: p.clientId } }),
  'a secret alone': (p) => ({ body: { client_secret: p.clientSecret } }),
  'an empty secret': (p) => ({ body: { ...inBody(p), client_secret: '' } }),
  'an empty secret by Basic': (p) => ({ authorization: basic(p.clientId, '') }),
  'an empty id by Basic': (p) => ({ authorization: basic('', p.clientSecret) }),
  'a wrong secret by Basic': (p) => ({ authorization: basic(p.clientId, WRONG) }),
  'a wrong secret': (p) => ({ body: { ...inBody(p), client_secret: WRONG } }),
  'an unknown client by Basic': () => ({ authorization: basic('nobody', WRONG) }),
  'an unknown client': () => ({ body: { client_id: 'nobody', client_secret: WRONG } }),
  'a secret cut short': (p) => ({ authorization: basicOf(pair(p).slice(0, -1)) }),
  'a secret and more': (p) => ({ authorization: basicOf(`${pair(p)}x`) }),
  'an id in other letters': (p) => ({
    body: { ...inBody(p), client_id: p.clientId.toUpperCase() },
  }),
  'an id with a space': (p) => ({ body: { ...inBody(p), client_id: ` ${p.clientId}` } }),
  'an endless id': (p) => ({ body: { ...inBody(p), client_id: 'x'.repeat(15_000) } }),
  'an id that no client can have': (p) => ({ authorization: basic('é\n', p.clientSecret) }),
  'an id with NUL': (p) => ({ authorization: basic('\0', p.clientSecret) }),
  'two secrets that differ': (p) => ({
    authorization: basic(p.clientId, p.clientSecret),
    body: { ...inBody(p), client_secret: WRONG },
  }),
  'a wrong secret by Basic, the right one in the body': (p) => ({
    authorization: basic(p.clientId, WRONG),
    body: inBody(p),
  }),
  'two ids that differ': (p) => ({
    authorization: basic(p.clientId, p.clientSecret),
    body: { client_id: 'another' },
  }),
};
for (const authorization of ['', 'Basic', 'Basic !!', 'Basic Zm9v', 'Basic Y Q==', 'Bearer x']) {
  refused[`"${authorization}", the right ones in the body`] = (p) => ({
    authorization,
    body: inBody(p),
  });
}
for (const half of ['%', '%zz', '%4', 'a%c3', '%ff%fe']) {
  refused[`the percent-encoding "${half}"`] = (p) => ({
    authorization: basicOf(`${p.clientId}:${half}`),
  });
}

test.each(Object.entries(refused))('%s: 401', async (_, partsOf) => {
  const { authorization, body } = partsOf(plugin);
  for (const contentType of ['application/json', FORM]) {
    const answer = await postToken(server, {
      authorization,
      contentType,
      body: { ...grant, ...body },
    });
    expectOAuthError(answer, 401, 'invalid_client');
  }
});

describe('an unknown client and a wrong secret', () => {
  const attempts = (clientId: string) => [
    { authorization: basic(clientId, WRONG), body: grant },
    { body: { ...grant, client_id: clientId, client_secret: WRONG } },
  ];

  test('get the same answer', async () => {
    for (const [index, request] of attempts(plugin.clientId).entries()) {
      const wrong = await postToken(server, request);
      const unknown = await postToken(server, attempts('0'.repeat(32))[index] as object);
      expectOAuthError(wrong, 401, 'invalid_client');
      expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text]);
      expect(headersOf(unknown)).toEqual(headersOf(wrong));
    }
  });

  // Time that can be told apart over a network is that of the database; the rest is some microseconds of hashing.
  test('cost the same, first time and again: one look at the client, and one at the count of guesses', async () => {
    const fresh = await registerPlugin(server);
    const query = vi.spyOn(server.pool, 'query');
    const transaction = vi.spyOn(server.pool, 'transaction');
    const costOf = async (clientId: string) => {
      query.mockClear();
      await postToken(server, { body: { ...grant, client_id: clientId, client_secret: WRONG } });
      const texts = query.mock.calls.map(([statement]) => statement.text);
      // What was counted is read at most once in 0.9 s, whoever asks.
      return texts.filter((text) => !/^\s*select hash, count/.test(text));
    };
    const first = [await costOf(fresh.clientId), await costOf('never-seen')];
    const again = [await costOf(fresh.clientId), await costOf('never-seen')];
    expect(transaction).not.toHaveBeenCalled();
    expectToken(await postToken(server, { body: { ...grant, ...inBody(fresh) } }), 'plugin');
    transaction.mockClear();
    const afterSuccess = [await costOf(fresh.clientId), await costOf('never-seen')];
    for (const [wrong, unknown] of [first, again, afterSuccess]) {
      expect(wrong).toHaveLength(2);
      expect(unknown).toEqual(wrong);
    }
    expect(transaction).not.toHaveBeenCalled();
  });
});

function headersOf({ headers }: { headers: Headers }): [string, string][] {
  return [...headers].filter(([name]) => name !== 'date');
}

describe('a secret with characters that must be encoded', () => {
  test('that the host took over is accepted form-encoded, in the body, and as the official client sends it', async () => {
    const odd = await registerPlugin(server);
    odd.clientSecret = 'plus+percent%41colon:slash/equals=&question?';
    const path = `/platform/v1/plugins/${odd.id}/secrets`;
    const rotated = await server.api('POST', path, { client_secret: odd.clientSecret });
    expect(rotated.status).toBe(201);
    await expectEveryWay(odd);
  });

  test('beyond ASCII is accepted likewise', async () => {
    const odd = await registerPlugin(server);
    odd.clientSecret = 'é+% :€\u{1f511} and thirty-two characters more';
    const sealed = sealClientSecret(
      server.vault,
      { plugin_id: odd.id, generation: 1 },
      odd.clientSecret,
    );
    await server.db.query(sql`
      update plugin_secrets set sealed_secret = ${sealed} where plugin_id = ${odd.id}`);
    await expectEveryWay(odd);
  });

  test('is not accepted in Basic alone without being encoded', async () => {
    const odd = await registerPlugin(server);
    const clientSecret = 'plus+percent%41and-thirty-two-characters';
    await server.api('POST', `/platform/v1/plugins/${odd.id}/secrets`, {
      client_secret: clientSecret,
    });
    const authorization = basicOf(`${odd.clientId}:${clientSecret}`);
    expectOAuthError(
      await postToken(server, { authorization, body: grant }),
      401,
      'invalid_client',
    );
  });

  async function expectEveryWay(odd: TestPlugin): Promise<void> {
    const encoded = basic(odd.clientId, odd.clientSecret);
    const percents = basicOf(`${odd.clientId}:${encodeURIComponent(odd.clientSecret)}`);
    for (const request of [
      { authorization: encoded, body: grant },
      { authorization: percents, body: grant },
      { authorization: encoded, body: { ...grant, ...inBody(odd) } },
      { body: { ...grant, ...inBody(odd) } },
      { contentType: FORM, body: { ...grant, ...inBody(odd) } },
      { authorization: basicOf(pair(odd)), body: { ...grant, ...inBody(odd) } },
    ]) {
      expectToken(await postToken(server, request), 'plugin');
    }
  }
});

describe('after a rotation', () => {
  const rotate = async (p: TestPlugin): Promise<TestPlugin> => {
    const { body } = await server.api('POST', `/platform/v1/plugins/${p.id}/secrets`, {});
    return { ...p, clientSecret: body.client_secret };
  };
  const logIn = (p: TestPlugin) => postToken(server, { body: { ...grant, ...inBody(p) } });

  test('the old secret works as long as the overlap, the new one at once', async () => {
    const old = await registerPlugin(server);
    expectToken(await logIn(old), 'plugin');
    const renewed = await rotate(old);
    expectToken(await logIn(renewed), 'plugin');
    expectToken(await logIn(old), 'plugin');
    await server.db.query(sql`
      update plugin_secrets set expires_at = now() - interval '1 second'
      where plugin_id = ${old.id} and expires_at is not null`);
    const refused = await waitFor(
      async () => {
        const answer = await logIn(old);
        return answer.status === 200 ? undefined : answer;
      },
      { describe: 'the old secret to be refused' },
    );
    expectOAuthError(refused, 401, 'invalid_client');
    expectToken(await logIn(renewed), 'plugin');
  });

  test('a secret that is withdrawn is refused at once, wherever it was used before', async () => {
    const old = await registerPlugin(server);
    expectToken(await logIn(old), 'plugin');
    const renewed = await rotate(old);
    await server.api('DELETE', `/platform/v1/plugins/${old.id}/secrets/1`);
    const refused = await waitFor(
      async () => {
        const answer = await logIn(old);
        return answer.status === 200 ? undefined : answer;
      },
      { describe: 'the withdrawn secret to be refused' },
    );
    expectOAuthError(refused, 401, 'invalid_client');
    expectToken(await logIn(renewed), 'plugin');
  });
});
