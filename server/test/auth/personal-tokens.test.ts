import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { signedIn } from '../sign-in/visitor.ts';
import { createUser } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { withinSecond } from '../support/within-second.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const PATH = '/platform/v1/personal_access_tokens';

async function tokenOf(userId: number, fields: object = {}) {
  const answer = await server.api('POST', PATH, { user_id: userId, name: 'script', ...fields });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

const as = (token: string, method: string, path: string, body?: unknown) =>
  server.api(method, path, body, { authorization: `Bearer ${token}` });

test('the host makes a token for a user, who can list and revoke it', async () => {
  const userId = await createUser(server);
  const made = await tokenOf(userId);
  expect(made).toEqual({
    id: expect.any(Number),
    user_id: userId,
    name: 'script',
    hint: expect.stringMatching(/^pbp_….{4}$/),
    created_at: expect.any(String),
    expires_at: null,
    token: expect.stringMatching(/^pbp_[\w-]{43}$/),
  });
  const { token, ...listed } = made;
  expect((await as(token, 'GET', PATH)).body).toEqual({ data: [listed], next_cursor: null });
  expect((await server.api('GET', `${PATH}?user_id=${userId}`)).body.data).toEqual([listed]);
  expect((await as(token, 'DELETE', `${PATH}/${made.id}`)).status).toBe(204);
  expect(await withinSecond(async () => (await as(token, 'GET', PATH)).status === 401)).toBe(true);
  expect((await server.api('GET', `${PATH}?user_id=${userId}`)).body.data).toEqual([]);
  const again = await server.api('DELETE', `${PATH}/${made.id}`);
  expect([again.status, again.body.code]).toEqual([404, 'personal_token_not_found']);
});

test('a token opens nothing of another user, and makes no other token', async () => {
  const [own, foreign] = [await createUser(server), await createUser(server)];
  const { token } = await tokenOf(own);
  const other = await tokenOf(foreign);
  expect((await as(token, 'DELETE', `${PATH}/${other.id}`)).status).toBe(404);
  expect((await as(token, 'GET', `${PATH}?user_id=${foreign}`)).status).toBe(404);
  const listed = await as(token, 'GET', PATH);
  expect(listed.body.data.map((row: { user_id: number }) => row.user_id)).toEqual([own]);
  expect((await as(token, 'POST', PATH, { name: 'more' })).status).toBe(403);
  expect((await as(other.token, 'GET', PATH)).status).toBe(200);
});

test('two people who use the same idempotency key do not see the token of the other', async () => {
  const people = [await signedIn(server), await signedIn(server)];
  const answers = [];
  for (const { visitor } of people) {
    answers.push(
      await server.api(
        'POST',
        PATH,
        { name: 'same' },
        {
          authorization: undefined,
          cookie: `plugboard_session=${visitor.cookies.get('plugboard_session')}`,
          origin: 'http://plugboard.test',
          'idempotency-key': 'same',
        },
      ),
    );
  }
  expect(answers.map(({ body }) => body.user_id)).toEqual(people.map(({ person }) => person.id));
  expect(answers[0]?.body.token).not.toBe(answers[1]?.body.token);
});

test('a token ends when it should', async () => {
  const userId = await createUser(server);
  const past = await server.api('POST', PATH, {
    user_id: userId,
    name: 'late',
    expires_at: '2020-01-01T00:00:00Z',
  });
  expect([past.status, past.body.errors]).toMatchObject([422, [{ pointer: '/expires_at' }]]);
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const { token } = await tokenOf(userId, { expires_at: soon });
  expect((await as(token, 'GET', PATH)).status).toBe(200);
  await server.db.query(sql`
    update personal_tokens set expires_at = now() where user_id = ${userId}`);
  await waitFor(async () => (await as(token, 'GET', PATH)).status === 401, {
    describe: 'the token to expire',
  });
});

test('what is missing or wrong is told', async () => {
  const codeOf = async (body: object) => (await server.api('POST', PATH, body)).body.code;
  expect(await codeOf({ name: 'x' })).toBe('invalid');
  expect(await codeOf({ name: 'x', user_id: 999_999 })).toBe('user_not_found');
  expect(await codeOf({ name: '', user_id: await createUser(server) })).toBe('invalid');
});
