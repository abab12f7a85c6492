import { beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { addMember, type Browser, createPerson, removeMember, signIn } from '../support/people.ts';
import { createSpace, registerPartnerPlugin, registerPlugin } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';
import { open, type TestListener } from './listen.ts';

// Two servers on one database: who listens at the one loses the right at the other.
let server: TestServer;
let other: TestServer;
beforeAll(async () => {
  const database = await createTestDatabase();
  server = await startTestServer({ database });
  other = await startTestServer({ database });
  return async () => {
    await Promise.all([server.close(), other.close()]);
    await database.drop();
  };
});

const V1 = '/platform/v1';

async function api(method: string, path: string, body?: object) {
  const answer = await other.api(method, V1 + path, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
}

/** Somebody who listens, and how they lose the right to. */
interface Case {
  listener: TestListener;
  lose(): Promise<unknown>;
}

interface Member {
  id: number;
  spaceId: number;
  browser: Browser;
  /** Of a personal token. */
  headers: Record<string, string>;
  tokenId: number;
}

async function member(): Promise<Member> {
  const person = await createPerson(other, { password: 'correct horse battery' });
  const spaceId = await createSpace(other);
  await addMember(other, spaceId, person.id, 'editor');
  const token = await api('POST', '/personal_access_tokens', { user_id: person.id, name: 'own' });
  return {
    id: person.id,
    spaceId,
    browser: await signIn(other, person.id),
    headers: { authorization: `Bearer ${token.token}` },
    tokenId: token.id,
  };
}

const bySession = ({ browser }: Member) => ({
  authorization: undefined,
  cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
});

const CASES: Record<string, () => Promise<Case>> = {
  'a member who is removed from the space': async () => {
    const { id, spaceId, headers } = await member();
    return {
      listener: await open(server, `space_id=${spaceId}`, headers),
      lose: () => removeMember(other, spaceId, id),
    };
  },
  'a member whose personal token is revoked': async () => {
    const { spaceId, headers, tokenId } = await member();
    return {
      listener: await open(server, `space_id=${spaceId}`, headers),
      lose: () => api('DELETE', `/personal_access_tokens/${tokenId}`),
    };
  },
  'a member who signs out': async () => {
    const one = await member();
    return {
      listener: await open(server, `space_id=${one.spaceId}`, bySession(one)),
      lose: () => one.browser.post('/sign-out'),
    };
  },
  'a member whose password is changed': async () => {
    const one = await member();
    return {
      listener: await open(server, `space_id=${one.spaceId}`, bySession(one)),
      lose: () => api('PATCH', `/users/${one.id}`, { password: 'another horse battery' }),
    };
  },
  'a member who is deleted': async () => {
    const one = await member();
    return {
      listener: await open(server, `space_id=${one.spaceId}`, one.headers),
      lose: () => api('DELETE', `/users/${one.id}`),
    };
  },
  'a host key that is revoked': async () => {
    const { id, key } = await api('POST', '/host_keys', { name: 'a key' });
    const spaceId = await createSpace(other);
    const headers = { authorization: `Bearer ${key}` };
    return {
      listener: await open(server, `space_id=${spaceId}`, headers),
      lose: () => api('DELETE', `/host_keys/${id}`),
    };
  },
  'the host, of a space that is deleted': async () => {
    const spaceId = await createSpace(other);
    return {
      listener: await open(server, `space_id=${spaceId}`),
      lose: () => api('DELETE', `/spaces/${spaceId}`),
    };
  },
  'a developer whose plugin is no longer theirs': async () => {
    const { id, headers } = await member();
    const plugin = await registerPartnerPlugin(other, { authorization: headers.authorization });
    return {
      listener: await open(server, `plugin_id=${plugin.id}`, headers),
      lose: () => {
        expect(id).toBeGreaterThan(0);
        return send(`${other.url}/v1/partner_apps/${plugin.id}`, 'DELETE', undefined, headers);
      },
    };
  },
};

test.each(Object.keys(CASES))('the stream of %s ends within a second', async (name) => {
  const { listener, lose } = await (CASES[name] as () => Promise<Case>)();
  expect(listener.status).toBe(200);
  expect(listener.ended()).toBeUndefined();
  await lose();
  expect(await withinSecond(async () => listener.ended() !== undefined)).toBe(true);
  expect(listener.ended()).toBe('end');
});

test('foreigners are told that there is nothing', async () => {
  const { headers } = await member();
  const plugin = await registerPlugin(other);
  const spaceId = await createSpace(other);
  for (const query of [`space_id=${spaceId}`, `plugin_id=${plugin.id}`, 'install_id=999']) {
    expect((await open(server, query, headers)).status).toBe(404);
  }
  expect((await open(server, 'space_id=999')).status).toBe(404);
  expect(
    (await open(server, `space_id=${spaceId}`, { authorization: 'Bearer pbk_x' })).status,
  ).toBe(401);
});

test('a query that does not say what to listen to is told what would be right', async () => {
  const ask = async (query: string) => {
    const { status, body } = await server.api('GET', `${V1}/stream?${query}`);
    return [status, body.detail];
  };
  expect(await ask('')).toEqual([422, expect.stringContaining('one of space_id, install_id')]);
  expect(await ask('space_id=1&plugin_id=1')).toEqual([422, expect.stringContaining('names 2')]);
  expect(await ask('space_id=1&types=job.updated,nothing')).toEqual([
    422,
    expect.stringContaining('types'),
  ]);
  expect((await ask('space_id=x'))[0]).toBe(422);
});
