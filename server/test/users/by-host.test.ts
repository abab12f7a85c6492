import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { signedIn } from '../sign-in/visitor.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

async function createOperator() {
  const { person } = await signedIn(server);
  await server.db.query(sql`update users set is_operator = true where id = ${person.id}`);
  return person;
}

/** All that a host key can say of a user, and what it may about an operator. */
const REQUESTS: [what: string, method: string, path: string, body: object, status: number][] = [
  ['make a sign-in link', 'POST', '/sign_in_links', { user_id: 'ID' }, 403],
  ['make a personal token', 'POST', '/personal_access_tokens', { user_id: 'ID', name: 'x' }, 403],
  ['set a password', 'PATCH', '/users/ID', { password: 'quite another one' }, 403],
  ['take the password away', 'PATCH', '/users/ID', { password: null }, 403],
  ['change the address', 'PATCH', '/users/ID', { email: 'thief@plugboard.test' }, 403],
  ['say what is so', 'PATCH', '/users/ID', { is_operator: true }, 200],
  ['rename', 'PATCH', '/users/ID', { friendly_name: 'New', lang: 'de' }, 200],
  ['take the role away', 'PATCH', '/users/ID', { is_operator: false }, 200],
];

test.each(REQUESTS)('to %s of an operator by a host key is answered so', async (...row) => {
  const [, method, path, body, status] = row;
  const { id } = await createOperator();
  const given = JSON.parse(JSON.stringify(body).replace('"ID"', String(id)));
  const answer = await server.api(method, `/platform/v1${path.replace('ID', String(id))}`, given);
  expect(answer.status, answer.text).toBe(status);
  if (status === 403) expect(answer.body.detail).toMatch(/^User \d+ is an operator, who /);
});

test('a host key makes no operator, neither anew nor of somebody', async () => {
  const { person } = await signedIn(server);
  const user = { email: 'new@plugboard.test', friendly_name: 'New', is_operator: true };
  const answers = [
    await server.api('POST', '/platform/v1/users', user),
    await server.api('PATCH', `/platform/v1/users/${person.id}`, { is_operator: true }),
  ];
  for (const { status, body } of answers) {
    expect(status).toBe(403);
    expect(body.detail).toContain('plugboard sign-in-link --operator');
  }
  const ids = await server.db.query(sql`
    select id from users where email = 'new@plugboard.test' or (id = ${person.id} and is_operator)`);
  expect(ids).toEqual([]);
});

test('a link that was made for a customer is no operator’s when they become one', async () => {
  const { person } = await signedIn(server);
  const key = { 'idempotency-key': 'before' };
  const ask = () => server.api('POST', '/platform/v1/sign_in_links', { user_id: person.id }, key);
  const { body } = await ask();
  await server.db.query(sql`update users set is_operator = true where id = ${person.id}`);
  for (const { url } of [body, (await ask()).body]) {
    const answer = await fetch(server.url + new URL(url).pathname, { redirect: 'manual' });
    expect(answer.status).toBe(410);
  }
});
