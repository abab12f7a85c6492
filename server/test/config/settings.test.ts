import { expect, test } from 'vitest';
import { readConfig, settings, unknownSettings } from '../../src/config.ts';
import { spawnServer } from '../support/processes.ts';

const problem = (env: Record<string, string>): string => {
  try {
    readConfig(env);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  ['an unescaped @ in the password', 'postgres://user:pass@word@db.test/plugboard'],
  ['an unescaped / in the password', 'postgres://user:pass/word@db.test/plugboard'],
  ['an unescaped / after digits', 'postgres://user:12/word@db.test/plugboard'],
  ['an unescaped # in the password', 'postgres://user:pass#word@db.test/plugboard'],
  ['an unescaped ? in the password', 'postgres://user:pass?word@db.test/plugboard'],
  ['an unescaped % in the password', 'postgres://user:pass%word@db.test/plugboard'],
  ['a port that is none', 'postgres://user:password@db.test:none/plugboard'],
])('a database URL with %s is refused by its name, and its password not told', (_what, url) => {
  for (const name of ['DATABASE_URL', 'PLUGBOARD_DATABASE_DIRECT_URL']) {
    const message = problem({ DATABASE_URL: 'postgres://a:b@c/d', [name]: url });
    expect(message).toMatch(new RegExp(`^${name} must be a URL such as postgres://.*%40`));
    expect(message).not.toMatch(/pass.word|12.word/);
  }
});

test.each([
  'postgres://user:pass%40word@db.test:5433/plugboard?sslmode=require',
  'postgresql://user@[::1]/plugboard',
  'postgres://user:password@localhost/plugboard?host=%2Frun%2Fpostgresql&port=5432',
  'postgres:///plugboard?host=/run/postgresql',
])('the database URL %s is taken as it is', (url) => {
  expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
});

test.each([
  ['DATABASE_URL', 'mysql://user:password@db.test/plugboard'],
  ['PUBLIC_URL', 'https://plugboard.test/below'],
  ['PUBLIC_URL', 'ftp://plugboard.test'],
  ['PLUGBOARD_SIGN_IN_URL', 'app.example.com/sign-in'],
  ['PLUGBOARD_SIGN_IN_URL', 'javascript:alert(1)'],
  ['PLUGBOARD_SIGN_IN_URL', 'https://app.example.com/#sign-in'],
  ['PLUGBOARD_SIGN_IN_URL', 'https://me@app.example.com/sign-in'],
  ['PUBLIC_URL', 'plugboard.test'],
  ['PLUGBOARD_LOG_LEVEL', 'loud'],
  ['PLUGBOARD_HOST_KEY', 'a'.repeat(31)],
  ['PLUGBOARD_SECRET_KEY', 'a'.repeat(31)],
])('%s=%s is refused by its name', (name, value) => {
  expect(problem({ [name]: value })).toMatch(new RegExp(`^${name} must `));
});

test('whoever reads numbers, words or addresses refuses what is none, by the name of the variable', () => {
  // These take any text: a name or a secret of somebody else, or a path.
  const free = /^(HOST|PLUGBOARD_(DATA_DIR|ADMIN_.*|OIDC_(CLIENT_.*|NAME)|S3_(BUCKET|REGION)))$/;
  const names = Object.values(settings).map(({ env }) => env);
  const taken = names.filter((name) => !problem({ [name]: '\u0001' }).includes(`${name} must `));
  expect(taken.filter((name) => !free.test(name))).toEqual([]);
});

test('a variable that is no setting is warned of, with the nearest name', async () => {
  expect(unknownSettings({ PLUGBOARD_DEMO: 'off', PLUGBOARD_POLL_MS: '1', PATH: '' })).toEqual([]);
  expect(unknownSettings({ PLUGBOARD_XYZZY_AND_MORE: '' })).toEqual([
    'PLUGBOARD_XYZZY_AND_MORE is no setting',
  ]);
  expect(unknownSettings({ PLUGBOARD_SECRETKEY: '', PLUGBOARD_LEASE_SECOND: '' })).toEqual([
    'PLUGBOARD_SECRETKEY is no setting: is PLUGBOARD_SECRET_KEY meant?',
    'PLUGBOARD_LEASE_SECOND is no setting: is PLUGBOARD_LEASE_SECONDS meant?',
  ]);
});

test('a process refuses a wrong setting before it starts anything', async () => {
  await expect(spawnServer({ DATABASE_URL: 'postgres://a:b@c@d/e' })).rejects.toThrow(
    /plugboard: DATABASE_URL must be a URL/,
  );
});
