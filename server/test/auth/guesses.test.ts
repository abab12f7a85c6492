import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import { createPerson, type Person, signIn, type Visitor, visit } from '../sign-in/visitor.ts';
import { createTestDatabase } from '../support/database.ts';
import { registerPlugin, requestToken, type TestPlugin } from '../support/plugins.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

const LOG_INS = 6;
const SIGN_INS = 4;

// Two servers on one database: what is guessed at one counts at the other.
let servers: [TestServer, TestServer];
beforeAll(async () => {
  const database = await createTestDatabase();
  const env = {
    PLUGBOARD_FAILED_LOGIN_LIMIT: String(LOG_INS),
    PLUGBOARD_FAILED_SIGN_IN_LIMIT: String(SIGN_INS),
    PLUGBOARD_TRUST_PROXY: '1',
  };
  const start = () => startTestServer({ database, env });
  servers = [await start(), await start()];
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
    await database.drop();
  };
});
afterEach(() => void vi.restoreAllMocks());

const grant = { grant_type: 'client_credentials' };
const guess = (server: TestServer, plugin: TestPlugin) =>
  requestToken(server, { ...plugin, clientSecret: 'wrong' }, grant);

const count = (answers: { status: number }[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

let address = 0;
/** Nobody has called from there yet. */
const newAddress = () => `198.51.100.${++address}`;

async function attempt(
  visitor: Visitor,
  person: { email: string },
  password: string,
  from: string,
) {
  const csrf_token = await visitor.csrfToken('/sign-in');
  const form = { csrf_token, email: person.email, password };
  return visitor.post('/sign-in', form, { 'x-forwarded-for': from });
}

test('wrong client secrets are counted for all servers together', async () => {
  const plugin = await registerPlugin(servers[0]);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => guess(servers[n % 2] as TestServer, plugin)),
  );
  expect([count(answers, 401), count(answers, 429)]).toEqual([LOG_INS, 40 - LOG_INS]);
  // The right one learns nothing either.
  for (const server of servers) {
    expect((await requestToken(server, plugin, grant)).status).toBe(429);
  }
});

test('wrong passwords are counted for all servers together, and right ones for none', async () => {
  const person = await createPerson(servers[0]);
  const from = newAddress();
  for (const server of [...servers, ...servers, ...servers]) {
    expect((await attempt(visit(server), person, person.password, from)).status).toBe(303);
  }
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      attempt(visit(servers[n % 2] as TestServer), person, 'wrong password', from),
    ),
  );
  expect([count(answers, 422), count(answers, 429)]).toEqual([SIGN_INS, 60 - SIGN_INS]);
  // What was refused, more than the account has altogether, has used up nothing of what it has elsewhere.
  expect((await attempt(visit(servers[1]), person, person.password, newAddress())).status).toBe(
    303,
  );
});

test('wrong sign-in links are counted, too', async () => {
  const headers = { 'x-forwarded-for': newAddress() };
  const answers: Answer[] = [];
  for (let n = 0; n <= SIGN_INS * 10; n += 1) {
    const path = `/sign-in/link/pbl_${n}`;
    answers.push(await servers[0].api('GET', path, undefined, headers));
  }
  expect([count(answers, 410), count(answers, 429)]).toEqual([SIGN_INS * 10, 1]);
});

test('who is refused is told the limit, and to wait no longer than it lasts', async () => {
  const plugin = await registerPlugin(servers[0]);
  for (let n = 0; n < LOG_INS; n += 1) await guess(servers[0], plugin);
  const { headers } = await guess(servers[0], plugin);
  const seconds = Number(headers.get('retry-after'));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(headers.get('ratelimit-policy')).toBe(`"failed-log-ins";q=${LOG_INS};w=60`);
  expect(headers.get('ratelimit')).toBe(`"failed-log-ins";r=0;t=${seconds}`);
});

test('a server whose clock is wrong ends nobody’s window', async () => {
  const plugin = await registerPlugin(servers[0]);
  for (let n = 0; n < LOG_INS; n += 1) await guess(servers[0], plugin);
  const real = Date.now();
  for (const days of [40, -40]) {
    vi.spyOn(Date, 'now').mockReturnValue(real + days * 24 * 3600 * 1000);
    expect((await guess(servers[1], plugin)).status).toBe(429);
  }
});

test('client ids that somebody makes up are so many counts and no more, and lift no limit', async () => {
  const plugin = await registerPlugin(servers[0]);
  for (let n = 0; n < LOG_INS; n += 1) await guess(servers[0], plugin);
  const { db } = servers[0];
  // The window is not over before all of this is.
  await db.query(sql`update failed_guesses set ends_at = ends_at + interval '1 hour'`);
  const rows = async () => (await db.query(sql`select 1 from failed_guesses`)).length;
  const before = await rows();
  for (let round = 0; round < 12; round += 1) {
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        guess(servers[0], { ...plugin, clientId: `made-up-${round}-${n}` }),
      ),
    );
  }
  expect((await rows()) - before).toBeLessThanOrEqual(1024);
  for (const server of servers) expect((await guess(server, plugin)).status).toBe(429);
});

test('whoever guesses at an account from everywhere does not lock its owner out of their browser', async () => {
  const person = await createPerson(servers[0]);
  const own = visit(servers[0]);
  expect((await signIn(own, person)).status).toBe(303);
  await own.post('/sign-out', {});
  for (let n = 0; n < SIGN_INS * 10; n += 1) {
    await attempt(visit(servers[0]), person, 'wrong password', newAddress());
  }
  expect((await attempt(visit(servers[0]), person, person.password, newAddress())).status).toBe(
    429,
  );
  // Even from where somebody guesses.
  expect((await attempt(own, person, person.password, '198.51.100.1')).status).toBe(303);

  // The browser has a count of its own, and is known for nobody else.
  const second = visit(servers[0]);
  second.cookies.set('plugboard_browser', own.cookies.get('plugboard_browser') as string);
  const guesses = [];
  for (let n = 0; n <= SIGN_INS; n += 1) {
    guesses.push(await attempt(second, person, 'wrong password', newAddress()));
  }
  expect(guesses.map(({ status }) => status)).toEqual([...Array(SIGN_INS).fill(422), 429]);
  second.cookies.set('plugboard_browser', 'made-up');
  expect((await attempt(second, person, person.password, newAddress())).status).toBe(429);
});

/** Browsers in which a person has signed in, each without what the one before had. */
async function knownBrowsers(person: Person, number: number): Promise<Visitor[]> {
  const visitors = Array.from({ length: number }, () => visit(servers[0]));
  for (const visitor of visitors) {
    const { status } = await attempt(visitor, person, person.password, newAddress());
    expect(status).toBe(303);
    visitor.cookies.delete('plugboard_session');
  }
  return visitors;
}

test('whoever knew a password once does not guess the next one from as many browsers as they like', async () => {
  const person = await createPerson(servers[0]);
  const browsers = await knownBrowsers(person, 12);
  const path = `/platform/v1/users/${person.id}`;
  await servers[0].api('PATCH', path, { password: 'an entirely new one' });
  const guesses: { status: number }[] = [];
  for (const browser of browsers) {
    for (let n = 0; n < SIGN_INS; n += 1) {
      guesses.push(await attempt(browser, person, person.password, newAddress()));
    }
  }
  expect([count(guesses, 422), count(guesses, 429)]).toEqual([SIGN_INS * 10, SIGN_INS * 2]);
});

test('a browser is known for the very address that signed in there, not for one that is written alike', async () => {
  const person = await createPerson(servers[0]);
  // An identity provider may have such addresses.
  const alike = { ...(await createPerson(servers[0])), email: person.email.replace('e', 'é') };
  await servers[0].db.query(sql`update users set email = ${alike.email} where id = ${alike.id}`);
  const guesses: { status: number }[] = [];
  const from = newAddress();
  for (const browser of await knownBrowsers(alike, 3)) {
    for (let n = 0; n < SIGN_INS; n += 1) {
      guesses.push(await attempt(browser, person, 'wrong password', from));
    }
  }
  expect([count(guesses, 422), count(guesses, 429)]).toEqual([SIGN_INS, SIGN_INS * 2]);

  // Nor does whoever has the one use up what browsers of the other have.
  const [own] = await knownBrowsers(person, 1);
  for (const browser of await knownBrowsers(alike, 11)) {
    for (let n = 0; n < SIGN_INS; n += 1) await attempt(browser, alike, 'wrong', newAddress());
  }
  expect((await attempt(own as Visitor, person, person.password, newAddress())).status).toBe(303);
});

test('counts are removed once their window is over', async () => {
  const { db, vault, config } = servers[0];
  await guess(servers[0], await registerPlugin(servers[0]));
  await db.query(sql`update failed_guesses set ends_at = now() - interval '1 second'`);
  await maintain({ db, vault, config, log: createLogger('silent') });
  expect(await db.query(sql`select 1 from failed_guesses`)).toEqual([]);
});
