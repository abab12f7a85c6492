import { beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { withinSecond } from '../support/within-second.ts';
import { createPerson, signedIn, signIn, visit } from './visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const SESSION = 'plugboard_session';

test('a person signs in with the right password and comes to where they wanted to go', async () => {
  const person = await createPerson(server);
  const visitor = visit(server);
  const turnedAway = await visitor.get('/account?x=1');
  expect(turnedAway.status).toBe(303);
  const location = turnedAway.headers.get('location') as string;
  expect(location).toBe('/sign-in?return_to=%2Faccount%3Fx%3D1');
  expect((await visitor.get(location)).text).toContain('value="/account?x=1"');

  const answer = await signIn(visitor, person, { return_to: '/account?x=1' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account?x=1']);
  expect((await visitor.get('/account')).status).toBe(200);
  expect((await visitor.call('GET', '/me')).body.email).toBe(person.email);
  const again = await visitor.get('/sign-in?return_to=/account');
  expect([again.status, again.headers.get('location')]).toEqual([303, '/account']);
});

test('the address is taken in whatever case, and the password in whatever form Unicode has for it', async () => {
  const person = await createPerson(server, { password: 'Grüße an Ärzte' });
  const answer = await signIn(visit(server), {
    email: ` ${person.email.toUpperCase()} `,
    password: 'Grüße an Ärzte'.normalize('NFD'),
  });
  expect(answer.status).toBe(303);
});

test('a wrong password, an unknown address and a user without a password are answered alike', async () => {
  const person = await createPerson(server);
  const nobody = await createPerson(server, { password: undefined });
  const attempts = [
    { email: person.email, password: 'wrong password' },
    { email: 'unknown@plugboard.test', password: 'wrong password' },
    { email: nobody.email, password: '' },
    { email: person.email, password: '' },
    { email: person.email, password: person.password.repeat(100) },
    { email: '', password: '' },
  ];
  for (const attempt of attempts) {
    const visitor = visit(server);
    const answer = await signIn(visitor, attempt);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Email address or password is not right.');
    expect(answer.text).toContain('role="alert"');
    expect(visitor.cookies.has(SESSION)).toBe(false);
    // What was typed as a password is never sent back.
    if (attempt.password) expect(answer.text).not.toContain(attempt.password);
  }
});

test('an unknown address takes as much work to refuse as a wrong password', async () => {
  const person = await createPerson(server);
  // Processor time of all threads, which does not depend on what else the machine does.
  const timeOf = async (email: string) => {
    const before = process.cpuUsage();
    await signIn(visit(server), { email, password: 'wrong password' });
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    known.push(await timeOf(person.email));
    unknown.push(await timeOf(`nobody-${round}@plugboard.test`));
  }
  const fastest = (times: number[]) => Math.min(...times);
  // Without the work that hides it, the ratio is 8 and more.
  expect(fastest(known) / fastest(unknown)).toBeLessThan(2.5);
});

test('signing in makes a new session and ends the one the browser came with', async () => {
  const { person, visitor } = await signedIn(server);
  const first = visitor.cookies.get(SESSION) as string;
  const thief = visit(server);
  thief.cookies.set(SESSION, first);
  expect((await thief.get('/account')).status).toBe(200);

  // The sign-in page is shown to nobody who is signed in, so its form comes from a tab opened before.
  const tab = visit(server);
  const token = await tab.csrfToken('/sign-in');
  tab.cookies.set(SESSION, first);
  const { email, password } = person;
  expect((await tab.post('/sign-in', { csrf_token: token, email, password })).status).toBe(303);
  expect(tab.cookies.get(SESSION)).not.toBe(first);
  await waitFor(async () => (await thief.get('/account')).status === 303, {
    describe: 'the first session to be dead',
  });
});

test('a session id that somebody planted is not adopted', async () => {
  const person = await createPerson(server);
  const visitor = visit(server);
  visitor.cookies.set(SESSION, 'pbs_planted');
  await signIn(visitor, person);
  expect(visitor.cookies.get(SESSION)).toMatch(/^pbs_[\w-]{43}$/);
  const attacker = visit(server);
  attacker.cookies.set(SESSION, 'pbs_planted');
  expect((await attacker.get('/account')).status).toBe(303);
});

test('signing out kills the session on the server, and on every other one', async () => {
  const other = await startTestServer({
    database: { url: server.config.databaseUrl as string, drop: async () => undefined },
  });
  try {
    const { visitor } = await signedIn(server);
    const copy = visit(other);
    for (const [name, value] of visitor.cookies) copy.cookies.set(name, value);
    const here = visit(server);
    for (const [name, value] of visitor.cookies) here.cookies.set(name, value);
    expect((await copy.get('/account')).status).toBe(200);

    const answer = await visitor.post('/sign-out', {});
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?signed_out']);
    expect(visitor.cookies.has(SESSION)).toBe(false);
    expect((await here.get('/account')).status).toBe(303);
    expect(await withinSecond(async () => (await copy.get('/account')).status === 303)).toBe(true);
    expect((await visitor.get('/sign-in?signed_out')).text).toContain('You are signed out.');
  } finally {
    await other.close();
  }
});

test('cookies are only for this server and its pages', async () => {
  const secure = await startTestServer({ env: { PUBLIC_URL: 'https://plugboard.test' } });
  try {
    for (const [where, prefix, flag] of [
      [server, '', undefined],
      [secure, '__Host-', 'Secure'],
    ] as const) {
      const person = await createPerson(where);
      const visitor = visit(where);
      const page = await visitor.get('/sign-in');
      const csrf_token = /value="([^"]+)"/.exec(page.text)?.[1] as string;
      const answer = await visitor.post('/sign-in', { csrf_token, ...person, id: undefined });
      for (const [given, name] of [
        [page, 'form'],
        [answer, 'session'],
      ] as const) {
        const line = given.headers.getSetCookie().find((text) => text.includes(`_${name}=`));
        expect(line?.startsWith(`${prefix}plugboard_${name}=`)).toBe(true);
        const attributes = line?.split('; ').slice(1) ?? [];
        expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'SameSite=Lax']));
        expect(attributes.includes('Secure')).toBe(flag === 'Secure');
        expect(line).not.toMatch(/Domain=/i);
      }
    }
  } finally {
    await secure.close();
  }
});

test('guessing at one account is answered with 429, the right password too, but not at others or elsewhere', async () => {
  const limited = await startTestServer({
    env: { PLUGBOARD_FAILED_SIGN_IN_LIMIT: '3', PLUGBOARD_TRUST_PROXY: '1' },
  });
  try {
    const [person, other] = [await createPerson(limited), await createPerson(limited)];
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const attempt = async (email: string, password: string, address: string) => {
      const visitor = visit(limited);
      const csrf_token = await visitor.csrfToken('/sign-in');
      return visitor.post('/sign-in', { csrf_token, email, password }, from(address));
    };
    // What was right does not count.
    for (let n = 0; n < 5; n += 1) {
      expect((await attempt(person.email, person.password, '192.0.2.1')).status).toBe(303);
    }
    const guesses = await Promise.all(
      Array.from({ length: 6 }, () => attempt(person.email, 'wrong password', '192.0.2.1')),
    );
    expect(guesses.map(({ status }) => status).sort()).toEqual([422, 422, 422, 429, 429, 429]);
    const refused = await attempt(person.email.toUpperCase(), person.password, '192.0.2.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.text).toContain('Too many attempts');
    expect((await attempt(person.email, person.password, '192.0.2.2')).status).toBe(303);
    expect((await attempt(other.email, other.password, '192.0.2.1')).status).toBe(303);
    // One address that tries many accounts, and one account tried from many addresses.
    const wide = async (emailOf: (n: number) => string, addressOf: (n: number) => string) => {
      const statuses: number[] = [];
      for (let n = 0; n < 31; n += 1) {
        statuses.push((await attempt(emailOf(n), 'wrong password', addressOf(n))).status);
      }
      return statuses.filter((status) => status === 429).length;
    };
    expect(
      await wide(
        (n) => `a-${n}@plugboard.test`,
        () => '192.0.2.3',
      ),
    ).toBe(1);
    expect(
      await wide(
        () => 'one@plugboard.test',
        (n) => `192.0.2.${n + 10}`,
      ),
    ).toBe(1);
  } finally {
    await limited.close();
  }
});

test('guessing is counted for the account however its address is spelled, and for an IPv6 network as one', async () => {
  const limited = await startTestServer({
    env: { PLUGBOARD_FAILED_SIGN_IN_LIMIT: '2', PLUGBOARD_TRUST_PROXY: '1' },
  });
  try {
    const guess = async (email: string, address: string) => {
      const visitor = visit(limited);
      const csrf_token = await visitor.csrfToken('/sign-in');
      const form = { csrf_token, email, password: 'wrong password' };
      return (await visitor.post('/sign-in', form, { 'x-forwarded-for': address })).status;
    };
    const statusesOf = async (guesses: [email: string, address: string][]) => {
      const statuses: number[] = [];
      for (const one of guesses) statuses.push(await guess(...one));
      return statuses;
    };
    // To the database, a Turkish capital I and the sign for kelvin are other capitals of i and k.
    const spelled = ['mika@plugboard.test', 'mİka@plugboard.test', 'mi\u212aa@plugboard.test'];
    expect(await statusesOf(spelled.map((email) => [email, '192.0.2.1']))).toEqual([422, 422, 429]);
    const network = ['2001:db8:1:2::1', '2001:DB8:1:2:ffff::', '2001:0db8:1:2:3:4:5:6'];
    expect(await statusesOf(network.map((one) => ['one@plugboard.test', one]))).toEqual([
      422, 422, 429,
    ]);
    const others = ['2001:db8:1:3::1', '::ffff:192.0.2.7', '::1'];
    expect(await statusesOf(others.map((one) => ['one@plugboard.test', one]))).toEqual([
      422, 422, 422,
    ]);
    // What is no address is one account, too: it is not remembered.
    const long = [1, 2, 3].map((n) => 'x'.repeat(300 + n));
    expect(await statusesOf(long.map((email) => [email, '192.0.2.8']))).toEqual([422, 422, 429]);
  } finally {
    await limited.close();
  }
});
