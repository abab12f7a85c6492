import { expect, onTestFinished, test } from 'vitest';
import { readConfig, settings } from '../../src/config.ts';
import { doubtfulSettings, unknownSettings } from '../../src/starting/warnings.ts';
import { createTestDatabase } from '../support/database.ts';
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

const KEY = 'k'.repeat(32);
const WORDS = ['maybe', '2', 'ON!'];
const HTTP_URLS = [
  'plugboard.test',
  'ftp://a.test',
  'https://',
  'https://u:p@a.test',
  'https://a.test/?b',
  'https://a.test/#b',
];
const NO_NUMBERS = [
  'abc',
  'NaN',
  'Infinity',
  '1e3',
  '0x10',
  '5.5',
  '-1',
  '+5',
  '1,000',
  '9'.repeat(20),
  '٣',
];

/** Values that are wrong, for each setting that takes no number. */
const WRONG: Partial<Record<keyof typeof settings, string[]>> = {
  host: ['127.0.0.1:4400', '[::1]', 'http://a.test', '256.0.0.1', '*', 'a b', 'a..b'],
  publicUrl: [...HTTP_URLS, 'https://plugboard.test/below', 'https://plugboard.test//'],
  brandName: ['…'],
  brandLogo: ['/nowhere/logo.svg', '/', import.meta.filename],
  brandColor: ['3b4fd8', '#3b4', 'indigo', '#3b4fd8ff', 'rgb(1 2 3)'],
  trustProxy: ['-1', '1e1', '300', 'proxy.test', '10.0.0.0/33', '10.0.0.1,', '::1/129'],
  databaseUrl: ['mysql://user:password@db.test/plugboard', 'db.test'],
  databaseDirectUrl: ['https://db.test'],
  dataDir: ['~/plugboard', '~'],
  secretKeys: ['', 'a'.repeat(31), `${KEY},`, `${KEY},short`],
  hostKey: ['a'.repeat(31), `${KEY} ${KEY}`, `${KEY}ä`, `${KEY}=a`],
  allowPrivateNetwork: WORDS,
  logLevel: ['loud', 'INFO'],
  adminEmail: ['ann', 'ann@', '@example.com', 'ann bee@example.com', `${'a'.repeat(250)}@b.test`],
  adminPassword: ['short', 'password', 'a'.repeat(1025), 'ÄÖÜ'],
  developers: ['everybody', 'Open', 'invited,open'],
  oidcIssuer: HTTP_URLS,
  s3Bucket: ['s3://bucket', 'a', 'bucket/folder', 'https://a.test'],
  s3Endpoint: HTTP_URLS,
  s3Region: ['eu central', 'eu/central'],
  s3PublicUrl: HTTP_URLS,
  signInUrl: [
    'app.example.com/sign-in',
    'javascript:alert(1)',
    'https://app.example.com/#sign-in',
    'https://me@app.example.com/sign-in',
  ],
  smtpUrl: [
    'mail.acme.test',
    'https://mail.acme.test',
    'smtp://',
    'smtp://a.test/path',
    'smtp://a.test?x=1',
    'smtp://user@a.test',
    'smtps://user:pass%zzword@a.test',
    'smtps://user:pass/word@a.test',
  ],
  mailFrom: ['ann', 'ann@', 'Ann ann@example.com', '<ann@example.com', 'Ann <a@b.test>, c@d.test'],
  hostPage: [
    'https://app.example.com',
    'ftp://a.test/{slug}',
    'https://{slug}.test/',
    'https://a.test/{slug}/{x}',
  ],
  hostApi: [...HTTP_URLS, 'http://10.0.0.1:5432'],
  hostOrigins: ['app.example.com', 'https://a.test/b', 'https://a.test,', 'ftp://a.test'],
  retrySchedule: [
    '5',
    '0,,5',
    '0,-1',
    '0,x',
    '0,1e3',
    '0,0x10',
    '0,NaN',
    '0,31536001',
    `0${',1'.repeat(100)}`,
  ],
};
/** They take any text but what no setting takes. */
const FREE = ['oidcClientId', 'oidcClientSecret', 'oidcName'];
const SECRET = /(KEY|PASSWORD|CLIENT_SECRET|DATABASE_URL|DIRECT_URL|SMTP_URL)$/;

const wrongValues = (name: string, fallback: unknown): string[] | undefined => {
  if (typeof fallback === 'number') return NO_NUMBERS;
  return WRONG[name as keyof typeof WRONG] ?? (FREE.includes(name) ? [] : undefined);
};

test.each(Object.entries(settings))(
  'a wrong %s is refused by the name of its variable, and no secret is told',
  (name, { env, fallback }) => {
    const wrong = wrongValues(name, fallback);
    expect(wrong, 'values that are wrong').toBeDefined();
    const right = typeof fallback === 'number' ? String(fallback) : 'x';
    for (const value of [...(wrong ?? []), ` ${right}`, `${right}\n`, ' ', '\u0001']) {
      const message = problem({ [env]: value });
      expect(message, JSON.stringify(value)).toMatch(new RegExp(`^${env} must .`, 'm'));
      if (SECRET.test(env) && value.length > 10) expect(message).not.toContain(value);
    }
  },
);

test.each([
  ['PORT', '0', { port: 0 }],
  ['PORT', '', { port: 4400 }],
  ['HOST', '::', { host: '::' }],
  ['HOST', 'plugboard_1.internal', { host: 'plugboard_1.internal' }],
  ['PUBLIC_URL', 'HTTPS://Plugboard.test:443/', { publicUrl: 'https://plugboard.test' }],
  ['PUBLIC_URL', '', { publicUrl: 'http://localhost:4400' }],
  ['PLUGBOARD_RETRY_SCHEDULE', '0, 0.5,60', { retrySchedule: [0, 0.5, 60] }],
  ['PLUGBOARD_SECRET_KEY', `${KEY}, ${KEY}b`, { secretKeys: [KEY, `${KEY}b`] }],
  ['PLUGBOARD_HOST_KEY', `pbk_${KEY}+/~.==`, { hostKey: `pbk_${KEY}+/~.==` }],
])('%s=%s is read', (name, value, expected) => {
  expect(readConfig({ [name]: value })).toMatchObject(expected);
});

test('a setting that means nothing without another one names it, and is no matter when it is empty', () => {
  expect(problem({ PLUGBOARD_ADMIN_EMAIL: 'ann@example.com' })).toBe(
    'PLUGBOARD_ADMIN_EMAIL needs PLUGBOARD_ADMIN_PASSWORD: set both',
  );
  expect(problem({ PLUGBOARD_OIDC_ISSUER: 'https://login.test', PLUGBOARD_OIDC_NAME: 'L' })).toBe(
    'PLUGBOARD_OIDC_ISSUER needs PLUGBOARD_OIDC_CLIENT_ID: set both',
  );
  expect(problem({ PLUGBOARD_S3_ENDPOINT: 'https://s3.test' })).toBe(
    'PLUGBOARD_S3_ENDPOINT needs PLUGBOARD_S3_BUCKET: set both',
  );
  expect(problem({ PLUGBOARD_DEVELOPERS: 'open' })).toBe(
    'PLUGBOARD_DEVELOPERS=open needs PLUGBOARD_SMTP_URL and PLUGBOARD_MAIL_FROM: whoever signs up gets a link by mail',
  );
  expect(problem({ PLUGBOARD_ADMIN_EMAIL: '', PLUGBOARD_S3_ENDPOINT: '' })).toBe('');
  // One sentence about each, also where both are wrong.
  const both = { PLUGBOARD_ADMIN_EMAIL: 'ann', PLUGBOARD_ADMIN_PASSWORD: 'short' };
  expect(problem(both).split('\n')).toHaveLength(2);
  const same = { PLUGBOARD_ADMIN_EMAIL: 'a@b.test.org', PLUGBOARD_ADMIN_PASSWORD: 'A@b.test.org' };
  expect(problem(same)).toMatch(/^PLUGBOARD_ADMIN_PASSWORD must not be .* nor the email address$/);
  expect(problem({ PLUGBOARD_LEASE_SECONDS: '15' })).toMatch(/^PLUGBOARD_LEASE_SECONDS must /);
});

test('a variable that is no setting is warned of, with the nearest name', () => {
  expect(unknownSettings({ PLUGBOARD_DEMO: 'off', PLUGBOARD_POLL_MS: '1', PATH: '' })).toEqual([]);
  expect(unknownSettings({ PLUGBOARD_XYZZY_AND_MORE: '' })).toEqual([
    'PLUGBOARD_XYZZY_AND_MORE is no setting',
  ]);
  const near = {
    PLUGBOARD_SECRETKEY: 'PLUGBOARD_SECRET_KEY',
    PLUGBOARD_LEASE_SECOND: 'PLUGBOARD_LEASE_SECONDS',
    plugboard_host_key: 'PLUGBOARD_HOST_KEY',
    PLUGBOARD_PORT: 'PORT',
    PLUGBOARD_DATABASE_URL: 'DATABASE_URL',
    PLUGBORD_HOST_KEY: 'PLUGBOARD_HOST_KEY',
    DATA_DIR: 'PLUGBOARD_DATA_DIR',
    DATABASE_URI: 'DATABASE_URL',
    PUBLIC_URI: 'PUBLIC_URL',
    port: 'PORT',
  };
  for (const [name, meant] of Object.entries(near)) {
    expect(unknownSettings({ [name]: 'x' })).toEqual([`${name} is no setting: is ${meant} meant?`]);
  }
  // Those of others are none of our business where we were told.
  const told = { DATABASE_URI: 'x', DATABASE_URL: 'x', DATA_DIR: 'x', PLUGBOARD_DATA_DIR: 'x' };
  const others = {
    HOME: 'x',
    NODE_ENV: 'x',
    CLIPBOARD_OWNER: 'x',
    npm_config_port: 'x',
    PGHOST: '',
  };
  expect(unknownSettings({ ...told, ...others })).toEqual([]);
});

test('a listener that others reach is warned of where the address that they use is not set', () => {
  const warnings = (env: Record<string, string>) => doubtfulSettings(readConfig(env), env);
  for (const HOST of ['0.0.0.0', '::', '192.0.2.1', '2001:db8::1', 'plugboard.internal']) {
    expect(warnings({ HOST })).toEqual([
      expect.stringMatching(/^HOST=.* and PUBLIC_URL is not set: .*http:\/\/localhost:4400/),
    ]);
    expect(warnings({ HOST, PUBLIC_URL: '' })).toHaveLength(1);
    expect(warnings({ HOST, PUBLIC_URL: 'https://plugboard.test' })).toEqual([]);
  }
  for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
    expect(warnings({ HOST })).toEqual([]);
  }
});

test('a process warns of settings that are doubtful, or that lead to nothing now, and starts', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const server = await spawnServer(
    {
      DATABASE_URL: database.url,
      HOST: '0.0.0.0',
      PUBLIC_URL: undefined,
      PLUGBOARD_HOSTKEY: 'x',
      PLUGBOARD_OIDC_ISSUER: 'http://127.0.0.1:1',
      PLUGBOARD_OIDC_CLIENT_ID: 'us',
      PLUGBOARD_S3_BUCKET: 'pictures',
      PLUGBOARD_S3_ENDPOINT: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    'api',
  );
  const begins = [
    'PLUGBOARD_HOSTKEY is no setting: is PLUGBOARD_HOST_KEY meant?',
    'PLUGBOARD_ALLOW_PRIVATE_NETWORK is on',
    'HOST=0.0.0.0 lets others in, and PUBLIC_URL is not set',
    'PLUGBOARD_OIDC_ISSUER leads to no provider',
    'PLUGBOARD_S3_BUCKET leads to where images cannot be kept now',
  ];
  for (const begin of begins) await server.logged(({ msg }) => msg.startsWith(begin), begin);
});

test('a process refuses a wrong setting before it starts anything', async () => {
  await expect(spawnServer({ DATABASE_URL: 'postgres://a:b@c@d/e' })).rejects.toThrow(
    /plugboard: DATABASE_URL must be a URL/,
  );
});
