import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createPerson, type Person, signIn, visit } from '../sign-in/visitor.ts';
import { registerPlugin, requestToken, type TestPlugin } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';

// A real logger, that writes here.
// Modules that another file of this worker loaded would go on with the logger that they have.
const written = vi.hoisted(() => {
  vi.resetModules();
  return { lines: [] as string[] };
});
vi.mock('../../src/log.ts', async () => {
  const { pino } = await import('pino');
  const stream = { write: (line: string) => void written.lines.push(line) };
  return { createLogger: () => pino({ base: undefined, timestamp: false }, stream) };
});

let server: TestServer;
let plugin: TestPlugin;
let person: Person;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_TRUST_PROXY: '1' } });
  plugin = await registerPlugin(server);
  person = await createPerson(server);
  return async () => {
    await server.close();
    vi.resetModules();
  };
});

beforeEach(() => {
  written.lines = [];
});

/** What was told of log-ins that were refused. */
const refusals = () =>
  written.lines
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'log-in refused')
    .map(({ msg, level, ...fields }) => fields);

const SECRET = 'what nobody may read in a log';

const token = (parameters: object, from: TestPlugin = plugin) =>
  requestToken(server, from, parameters);

const byHeader = (authorization: string | undefined) =>
  send(
    `${server.url}/oauth/token`,
    'POST',
    { grant_type: 'client_credentials' },
    { authorization },
  );

interface Case {
  refuse(): Promise<unknown>;
  line: object;
}

const CASES: Record<string, Case> = {
  'a wrong client secret': {
    refuse: () => token({ grant_type: 'client_credentials' }, { ...plugin, clientSecret: SECRET }),
    get line() {
      return { by: 'client', clientId: plugin.clientId, reason: 'wrong' };
    },
  },
  'a client id that is none of ours, and may be a secret': {
    refuse: () => token({ grant_type: 'client_credentials' }, { ...plugin, clientId: SECRET }),
    line: { by: 'client', clientId: 'not one of ours', reason: 'wrong' },
  },
  'a client id that cannot be one': {
    refuse: () =>
      token({ grant_type: 'client_credentials' }, { ...plugin, clientId: `${SECRET} ä` }),
    line: { by: 'client', clientId: 'not one of ours', reason: 'wrong' },
  },
  'a header that is no credentials': {
    refuse: () => byHeader(`Basic ${SECRET}`),
    line: { by: 'client', reason: 'wrong' },
  },
  'a header without a colon in it': {
    refuse: () => byHeader(`Basic ${Buffer.from(SECRET).toString('base64')}`),
    line: { by: 'client', reason: 'wrong' },
  },
  'no credentials at all': {
    refuse: () => byHeader(undefined),
    line: { by: 'client', reason: 'wrong' },
  },
  'a wrong authorization code': {
    refuse: () => token({ grant_type: 'authorization_code', code: SECRET }),
    get line() {
      return { by: 'code', pluginId: plugin.id, reason: 'wrong' };
    },
  },
  'a wrong refresh token': {
    refuse: () => token({ grant_type: 'refresh_token', refresh_token: SECRET }),
    get line() {
      return { by: 'refresh token', pluginId: plugin.id, reason: 'wrong' };
    },
  },
  'a wrong password': {
    refuse: () => signIn(visit(server), { email: person.email, password: SECRET }),
    get line() {
      return { by: 'password', userId: person.id, reason: 'wrong' };
    },
  },
  'an address that nobody has': {
    refuse: () => signIn(visit(server), { email: `${SECRET}@plugboard.test`, password: SECRET }),
    line: { by: 'password', reason: 'wrong' },
  },
  'a wrong sign-in link': {
    refuse: () => visit(server).get(`/sign-in/link/${encodeURIComponent(SECRET)}`),
    line: { by: 'sign-in link', reason: 'wrong' },
  },
};

test.each(Object.entries(CASES))(
  '%s is one line, without a secret',
  async (_, { refuse, line }) => {
    await refuse();
    expect(refusals()).toEqual([{ network: '127.0.0.0/24', ...line }]);
    expect(written.lines.join()).not.toContain(SECRET);
  },
);

test('who has no guess left is a line that says so, and of an address there is the network only', async () => {
  const guess = (address: string) =>
    send(
      `${server.url}/oauth/token`,
      'POST',
      { grant_type: 'client_credentials', client_id: plugin.clientId, client_secret: SECRET },
      { 'x-forwarded-for': address },
    );
  const most = server.config.failedLoginLimit;
  for (let n = 0; n <= most; n += 1) await guess('2001:db8:1:2:3::4');
  await guess('203.0.113.77');
  const lines = refusals();
  expect(lines).toHaveLength(most + 2);
  expect(lines.at(most)).toMatchObject({
    network: '2001:db8:1::/48',
    reason: 'too_many_requests',
  });
  expect(lines.at(-1)).toMatchObject({ network: '203.0.113.0/24', reason: 'wrong' });
});
