import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createPerson, PASSWORD, visit } from '../sign-in/visitor.ts';
import { createGate } from '../support/gate.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { ending } from '../support/wait-for.ts';

// The real hashing, with a count of how many run at the same time.
// Modules that another file of this worker loaded would go on without it.
const hashing = vi.hoisted(() => {
  vi.resetModules();
  return { running: 0, most: 0, done: 0, begin: Promise.resolve() };
});
vi.mock('@node-rs/argon2', async (importOriginal) => {
  const argon2 = await importOriginal<typeof import('@node-rs/argon2')>();
  const counting =
    <Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
    async (...given: Given) => {
      hashing.running += 1;
      hashing.most = Math.max(hashing.most, hashing.running);
      try {
        await hashing.begin;
        return await work(...given);
      } finally {
        hashing.running -= 1;
        hashing.done += 1;
      }
    };
  return { ...argon2, hash: counting(argon2.hash), verify: counting(argon2.verify) };
});

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      PLUGBOARD_FAILED_SIGN_IN_LIMIT: '1000',
      // As few as a small installation has: whoever waits for a hash must not have one of them.
      PLUGBOARD_DATABASE_POOL: '2',
    },
  });
});
afterAll(async () => {
  await server.close();
  vi.resetModules();
});

/** Asks for what needs the database, until `work` is done; answers how often it was answered. */
async function answersDuring(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  let answers = 0;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    expect((await server.api('GET', '/platform/v1/spaces')).status).toBe(200);
    answers += 1;
  }
  await done;
  return answers;
}

test('of a hundred wrong passwords at once two are looked at, some wait, and others are told to come again', async () => {
  const { email } = await createPerson(server);
  const visitor = visit(server);
  const csrf_token = await visitor.csrfToken('/sign-in');
  // None is looked at before there are too many.
  const gate = createGate();
  const guess = async () => {
    const answer = await visitor.post('/sign-in', {
      csrf_token,
      email,
      password: 'wrong password',
    });
    if (answer.status === 503) gate.open();
    return answer;
  };
  Object.assign(hashing, { most: 0, done: 0, begin: gate.passed });
  const guesses = Promise.all(Array.from({ length: 100 }, guess));
  await ending(gate.passed, 'a guess to be refused');
  const answers = await answersDuring(guesses);
  const statuses = (await guesses).map(({ status }) => status);
  expect(hashing.most).toBe(2);
  const refused = (await guesses).filter(({ status }) => status === 503);
  for (const { headers } of refused) expect(headers.get('retry-after')).toBe('1');
  expect(statuses.filter((status) => status === 422)).toHaveLength(100 - refused.length);
  // A request waits for no more than the hashes that run when it comes.
  expect(answers).toBeGreaterThan((100 - refused.length) / 10);
  expect((await visitor.post('/sign-in', { csrf_token, email, password: PASSWORD })).status).toBe(
    303,
  );
});

test('setting passwords waits for the same turns, without a database connection', async () => {
  const people = [await createPerson(server), await createPerson(server)];
  Object.assign(hashing, { most: 0, done: 0 });
  const changes = Promise.all(
    Array.from({ length: 90 }, (_, n) =>
      server.api('PATCH', `/platform/v1/users/${people[n % 2]?.id}`, {
        password: `${PASSWORD} ${n}`,
      }),
    ),
  );
  await answersDuring(changes);
  expect(hashing.most).toBe(2);
  const refused = (await changes).filter(({ status }) => status !== 200);
  for (const { status, headers, body } of refused) {
    expect([status, headers.get('retry-after'), body.code]).toEqual([503, '1', 'unavailable']);
  }
});
