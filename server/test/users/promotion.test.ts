import { beforeAll, expect, test } from 'vitest';
import { BY_ITSELF } from '../../src/audit/doing.ts';
import { insertSession, selectSession } from '../../src/auth/session-queries.ts';
import { sha256 } from '../../src/lib/crypto.ts';
import { sql } from '../../src/lib/db.ts';
import { prepareFirstOperator } from '../../src/sign-in/first-operator.ts';
import { findProviderUser } from '../../src/sign-in/oidc-users.ts';
import { operatorLink } from '../../src/sign-in/operator-link.ts';
import { selectUserBySubject } from '../../src/users/provider-queries.ts';
import { createPerson, PASSWORD, type Person, signIn, visit } from '../sign-in/visitor.ts';
import { someoneWaits } from '../support/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const ISSUER = 'https://provider.test';

/** Whoever finds a host key makes it all up: the password, and by another address for a while, who it is at the provider. */
async function createPrepared(): Promise<Person> {
  const person = await createPerson(server);
  const path = `/platform/v1/users/${person.id}`;
  await server.api('PATCH', path, { email: `thief-${person.id}@plugboard.test` });
  expect(await byProvider(person, `thief-${person.id}@plugboard.test`)).toBe(person.id);
  await server.api('PATCH', path, { email: person.email });
  return person;
}

const byProvider = ({ id }: Person, email: string, subject = `thief-${id}`) =>
  server.db.transaction((tx) =>
    findProviderUser(
      tx,
      { issuer: ISSUER, doing: BY_ITSELF },
      {
        subject,
        email,
        emailVerified: true,
        name: undefined,
        locale: undefined,
      },
    ),
  );

const hasPassword = async (person: Person, password = PASSWORD) =>
  (await signIn(visit(server), { ...person, password })).status === 303;

const isOperator = async ({ id }: Person) =>
  (await server.db.query(sql`select 1 from users where id = ${id} and is_operator`)).length === 1;

const promote = (person: Person) =>
  server.db.transaction((tx) =>
    operatorLink(tx, server.config, { email: person.email, promotes: true }),
  );

test('what a host key gave somebody to come in with is no operator’s when they become one', async () => {
  const person = await createPrepared();
  expect(await hasPassword(person)).toBe(true);
  await promote(person);
  expect(await isOperator(person)).toBe(true);
  expect(await hasPassword(person)).toBe(false);
  expect(await byProvider(person, `thief-${person.id}@plugboard.test`)).not.toBe(person.id);
  // Whose address it is, the provider vouches for.
  expect(await byProvider(person, person.email, 'owner')).toBe(person.id);
});

test.each([
  ['another', 'a quite different one'],
  ['the same', PASSWORD],
])(
  'whom the settings name with %s password has that and nothing from before',
  async (_, password) => {
    const person = await createPrepared();
    const config = { ...server.config, adminEmail: person.email, adminPassword: password };
    const start = () => server.db.transaction((tx) => prepareFirstOperator(tx, config));
    await start();
    expect(await isOperator(person)).toBe(true);
    expect(await hasPassword(person, password)).toBe(true);
    expect(await byProvider(person, `thief-${person.id}@plugboard.test`)).not.toBe(person.id);

    // What an operator has since then stays at the next start.
    expect(await byProvider(person, person.email, `own-${person.id}`)).toBe(person.id);
    await start();
    expect(await byProvider(person, 'new@plugboard.test', `own-${person.id}`)).toBe(person.id);
  },
);

test('who comes in through the provider while they are promoted comes in as no operator', async () => {
  const person = await createPrepared();
  const session = sha256(person.email);
  let promoted: Promise<unknown> | undefined;
  await server.db.transaction(async (tx) => {
    const known = await selectUserBySubject(tx, ISSUER, `thief-${person.id}`);
    expect(known).toEqual({ id: person.id });
    let isDone = false;
    promoted = promote(person).finally(() => {
      isDone = true;
    });
    await waitFor(async () => isDone || (await someoneWaits(server.db)), {
      describe: 'the promotion to be done, or to wait for us',
    });
    await insertSession(tx, session, person.id, 60);
  });
  await promoted;
  expect(await selectSession(server.db, session)).toBeUndefined();
});
