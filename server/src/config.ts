import { resolve } from 'node:path';
import type { ImageFile } from './lib/brand-settings.ts';
import type { DatabaseLimits } from './lib/db.ts';
import type { Sender } from './lib/mail-settings.ts';
import { PASSWORD_PROBLEMS, passwordProblem } from './lib/password-rules.ts';
import { readers, refuseStrayCharacters, type SettingReader } from './lib/setting-readers.ts';

interface Setting<T> {
  env: string;
  fallback: T;
  read: SettingReader<T>;
  /** For the table in the operator's guide. */
  description: string;
  /** Where the fallback does not say it. */
  shownDefault?: string;
  /** Set to nothing, it is wrong rather than unset. */
  refusesEmpty?: true;
}

const {
  text,
  brand,
  image,
  colour,
  smtpUrl,
  sender,
  integer,
  flag,
  schedule,
  host,
  folder,
  email,
  password,
  keys,
  bearerKey,
  proxies,
  url,
  origin,
  origins,
  hostPage,
  databaseUrl,
  baseUrl,
  oneOf,
  issuer,
  bucket,
  region,
  pageUrl,
} = readers;

function setting<T>(
  env: string,
  fallback: T,
  read: SettingReader<T>,
  description: string,
): Setting<T> {
  return { env, fallback, read, description };
}

const KIB = 1024;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Every setting of the server: the environment variable, its default, how it is read, and what it means. */
export const settings = {
  port: setting('PORT', 4400, integer(0, 65_535), 'Port of the listener; 0 picks a free one'),
  host: setting('HOST', '127.0.0.1', host, 'Address of the listener'),
  publicUrl: {
    ...setting(
      'PUBLIC_URL',
      undefined as string | undefined,
      origin,
      'How the world reaches the server',
    ),
    shownDefault: '`http://localhost:$PORT`',
  },
  brandName: setting(
    'PLUGBOARD_BRAND_NAME',
    'Plugboard',
    brand,
    'What your product is called: heads every page and mail, and tells people who offers or reviewed a plugin. No partner may take the name',
  ),
  brandLogo: {
    ...setting(
      'PLUGBOARD_BRAND_LOGO',
      undefined as ImageFile | undefined,
      image,
      'Its logo, beside the name on every page: the path of an SVG or PNG file of at most 256 KiB, which is read at start and served by this server',
    ),
    shownDefault: "Plugboard's",
  },
  brandColor: {
    ...setting(
      'PLUGBOARD_BRAND_COLOR',
      undefined as string | undefined,
      colour,
      'Its colour, `#rrggbb`: of links and of the buttons that matter. Where it could not be read, pages use a darker one, and a lighter one in the dark theme',
    ),
    shownDefault: `\`#3b4fd8\``,
  },
  hostPage: {
    ...setting(
      'PLUGBOARD_HOST_PAGE',
      undefined as string | undefined,
      hostPage,
      'The page of your product that shows a plugin, with `{space_id}` and `{slug}` in its address: where people are sent back to after consent',
    ),
    shownDefault: "this server's own",
  },
  hostOrigins: {
    ...setting(
      'PLUGBOARD_HOST_ORIGINS',
      undefined as string[] | undefined,
      origins,
      'Origins of your pages that embed plugins, separated by commas: in their frames plugins are let in again without a page',
    ),
    shownDefault: 'that of `PLUGBOARD_HOST_PAGE`',
  },
  trustProxy: {
    ...setting(
      'PLUGBOARD_TRUST_PROXY',
      false as false | number | string[],
      proxies,
      "Whose `X-Forwarded-For` tells a caller's address: the number of proxies in front of the server, or their addresses and ranges, separated by commas",
    ),
    shownDefault: '`off`',
  },
  drainSeconds: setting(
    'PLUGBOARD_DRAIN_SECONDS',
    0,
    integer(0, 600),
    'How long a server that is told to stop still serves while `/readyz` already answers 503; behind a load balancer, longer than it takes to notice',
  ),
  shutdownGraceSeconds: setting(
    'PLUGBOARD_SHUTDOWN_GRACE_SECONDS',
    10,
    integer(0, 600),
    'How long requests under way may still take once a server that is told to stop takes no new ones; then their connections are cut',
  ),
  requestSeconds: setting(
    'PLUGBOARD_REQUEST_SECONDS',
    30,
    integer(1, 3600),
    'How long a request may take to arrive, with its body; then it is answered with 408',
  ),
  maxConnections: setting(
    'PLUGBOARD_MAX_CONNECTIONS',
    5000,
    integer(10, 1_000_000),
    'Open connections to one process. One more takes the place of the oldest that is waiting for a request or for the rest of one',
  ),
  maxStreams: setting(
    'PLUGBOARD_MAX_STREAMS',
    1000,
    integer(1, 1_000_000),
    'Streams of changes (`GET /platform/v1/stream`) that are open at one process. One more is answered with 429',
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    undefined as string | undefined,
    databaseUrl,
    'PostgreSQL 15–18; unset, the embedded one in the data directory is used',
  ),
  databaseDirectUrl: {
    ...setting(
      'PLUGBOARD_DATABASE_DIRECT_URL',
      undefined as string | undefined,
      databaseUrl,
      'Leads past a transaction pooler such as PgBouncer: for LISTEN and migrations',
    ),
    shownDefault: '`DATABASE_URL`',
  },
  databasePoolSize: setting(
    'PLUGBOARD_DATABASE_POOL',
    10,
    integer(2, 200),
    'Connections a process',
  ),
  databaseConnectMs: setting(
    'PLUGBOARD_DATABASE_CONNECT_TIMEOUT_MS',
    3000,
    integer(100, HOUR * 1000),
    'How long anybody waits for a connection to the database',
  ),
  databaseStatementMs: setting(
    'PLUGBOARD_DATABASE_STATEMENT_TIMEOUT_MS',
    5000,
    integer(100, HOUR * 1000),
    'How long a statement may take',
  ),
  databaseLockMs: setting(
    'PLUGBOARD_DATABASE_LOCK_TIMEOUT_MS',
    2000,
    integer(100, HOUR * 1000),
    'How long a statement waits for a lock that somebody else has',
  ),
  maintenanceStatementMs: setting(
    'PLUGBOARD_MAINTENANCE_STATEMENT_TIMEOUT_MS',
    60_000,
    integer(1000, HOUR * 1000),
    'How long a statement of maintenance may take, which removes what has expired',
  ),
  dataDir: {
    ...setting(
      'PLUGBOARD_DATA_DIR',
      resolve('.plugboard'),
      folder,
      'Embedded database, key file and uploaded images',
    ),
    shownDefault: '`./.plugboard`',
  },
  secretKeys: {
    ...setting(
      'PLUGBOARD_SECRET_KEY',
      [] as string[],
      keys,
      'Encrypts client secrets and the passwords in configs at rest: at least 32 characters; several, separated by commas, for rotation: the first encrypts',
    ),
    shownDefault: 'a key file in the data directory',
    // A variable that was to hold a key: another key must not be made quietly.
    refusesEmpty: true as const,
  },
  hostKey: setting(
    'PLUGBOARD_HOST_KEY',
    undefined as string | undefined,
    bearerKey,
    'Makes this value a valid host key: at least 32 characters',
  ),
  allowPrivateNetwork: setting(
    'PLUGBOARD_ALLOW_PRIVATE_NETWORK',
    false,
    flag,
    'Lets plugin URLs point at private addresses (development only)',
  ),
  logLevel: setting(
    'PLUGBOARD_LOG_LEVEL',
    'info',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'fatal, error, warn, info, debug or silent',
  ),
  rateLimit: setting(
    'PLUGBOARD_RATE_LIMIT',
    0,
    integer(0, 1_000_000),
    "Requests a second of one plugin to the Plugin API and to the host's, and process; 0 is no limit",
  ),
  spaceApiRateLimit: setting(
    'PLUGBOARD_SPACE_API_RATE_LIMIT',
    30,
    integer(0, 1_000_000),
    'Space API requests a second for one person, or one install and the person it acts for, and process; 0 is no limit',
  ),
  failedLoginLimit: setting(
    'PLUGBOARD_FAILED_LOGIN_LIMIT',
    100,
    integer(1, 1_000_000),
    'Failed client authentications a minute for one client id and address',
  ),
  tokenRateLimit: setting(
    'PLUGBOARD_TOKEN_RATE_LIMIT',
    2000,
    integer(0, 1_000_000),
    'Requests a second of one client to the token, revocation and introspection endpoints, and process; of a public client from one address; 0 is no limit',
  ),
  accessTokenSeconds: setting(
    'PLUGBOARD_ACCESS_TOKEN_SECONDS',
    43_200,
    integer(1, 365 * DAY),
    "Life of a plugin access token. Above 600: with less, Envoy's clients log in anew for every request",
  ),
  refreshTokenSeconds: setting(
    'PLUGBOARD_REFRESH_TOKEN_SECONDS',
    259_200,
    integer(1, 3650 * DAY),
    'Life of a plugin refresh token',
  ),
  installTokenSeconds: setting(
    'PLUGBOARD_INSTALL_TOKEN_SECONDS',
    DAY,
    integer(1, 365 * DAY),
    "Life of an access token for an install's user",
  ),
  installRefreshTokenSeconds: setting(
    'PLUGBOARD_INSTALL_REFRESH_TOKEN_SECONDS',
    30 * DAY,
    integer(1, 3650 * DAY),
    "Life of a refresh token for an install's user",
  ),
  authorizationCodeSeconds: setting(
    'PLUGBOARD_AUTHORIZATION_CODE_SECONDS',
    60,
    integer(1, 600),
    'Life of an authorization code',
  ),
  grantAccessTokenSeconds: setting(
    'PLUGBOARD_OAUTH_ACCESS_TOKEN_SECONDS',
    899,
    integer(1, DAY),
    'Life of an access token that a user consented to',
  ),
  grantRefreshTokenSeconds: setting(
    'PLUGBOARD_OAUTH_REFRESH_TOKEN_SECONDS',
    365 * DAY,
    integer(1, 3650 * DAY),
    'Life of a refresh token that a user consented to; after it they are asked again',
  ),
  refreshGraceSeconds: setting(
    'PLUGBOARD_REFRESH_GRACE_SECONDS',
    10,
    integer(0, 300),
    "How long a public client's refresh token still works once it was rotated",
  ),
  sessionSeconds: setting(
    'PLUGBOARD_SESSION_SECONDS',
    14 * DAY,
    integer(60, 365 * DAY),
    'How long people stay signed in',
  ),
  failedSignInLimit: setting(
    'PLUGBOARD_FAILED_SIGN_IN_LIMIT',
    10,
    integer(1, 1_000_000),
    'Wrong passwords in five minutes for one account from one address; ten times as many for one account, and for one address',
  ),
  adminEmail: setting(
    'PLUGBOARD_ADMIN_EMAIL',
    undefined as string | undefined,
    email,
    'Email address of an operator who is created at start, or made one; with `PLUGBOARD_ADMIN_PASSWORD`',
  ),
  adminPassword: setting(
    'PLUGBOARD_ADMIN_PASSWORD',
    undefined as string | undefined,
    password,
    'Password of that operator, set at every start: at least 8 characters',
  ),
  oidcIssuer: setting(
    'PLUGBOARD_OIDC_ISSUER',
    undefined as string | undefined,
    issuer,
    "The host's OpenID Connect provider, with which people sign in too; exactly as it names itself",
  ),
  oidcClientId: setting(
    'PLUGBOARD_OIDC_CLIENT_ID',
    undefined as string | undefined,
    text,
    'What Plugboard is called there; its redirect URI is `$PUBLIC_URL/sign-in/oidc/callback`',
  ),
  oidcClientSecret: setting(
    'PLUGBOARD_OIDC_CLIENT_SECRET',
    undefined as string | undefined,
    text,
    'Its secret there; unset for a public client',
  ),
  oidcName: {
    ...setting(
      'PLUGBOARD_OIDC_NAME',
      undefined as string | undefined,
      text,
      'What people call the provider, on the button that leads there',
    ),
    shownDefault: "the issuer's host name",
  },
  signInUrl: setting(
    'PLUGBOARD_SIGN_IN_URL',
    undefined as string | undefined,
    pageUrl,
    'The page of your product that signs people in here: whoever has no password is led there, with `return_to`',
  ),
  smtpUrl: setting(
    'PLUGBOARD_SMTP_URL',
    undefined as string | undefined,
    smtpUrl,
    'The server that sends mails: `smtps://user:password@mail.example.com`, or `smtp://` for one that speaks STARTTLS; without it no mail is sent',
  ),
  mailFrom: setting(
    'PLUGBOARD_MAIL_FROM',
    undefined as Sender | undefined,
    sender,
    'Whom mails are from: an address, or a name with one, `Acme Plugins <plugins@example.com>`; with `PLUGBOARD_SMTP_URL`',
  ),
  developers: setting<'invited' | 'members' | 'open'>(
    'PLUGBOARD_DEVELOPERS',
    'invited',
    oneOf('invited', 'members', 'open'),
    'Who may register plugins: `invited`, whom an operator or a host key invited; `members`, whoever has an account; `open`, also whoever signs up by a link to their address, for which mail must be set up',
  ),
  pluginQuota: setting(
    'PLUGBOARD_QUOTA_PLUGINS',
    20,
    integer(0, 1_000_000),
    "Most plugins that are one person's",
  ),
  imageQuota: setting(
    'PLUGBOARD_QUOTA_IMAGES',
    200,
    integer(0, 1_000_000),
    'Most images that one person uploads, the same one counted once',
  ),
  developmentInstallQuota: setting(
    'PLUGBOARD_QUOTA_DEVELOPMENT_INSTALLS',
    3,
    integer(0, 1_000_000),
    "Most development installs that are one person's, of all plugins together",
  ),
  personalTokenQuota: setting(
    'PLUGBOARD_QUOTA_PERSONAL_TOKENS',
    50,
    integer(0, 1_000_000),
    'Most personal tokens of one person that work',
  ),
  signInLinkSeconds: setting(
    'PLUGBOARD_SIGN_IN_LINK_SECONDS',
    300,
    integer(10, DAY),
    'How long a sign-in link can be used',
  ),
  secretOverlapSeconds: setting(
    'PLUGBOARD_SECRET_OVERLAP_SECONDS',
    DAY,
    integer(0, 365 * DAY),
    'How long the old client secret still works after a rotation',
  ),
  maxBodyBytes: setting(
    'PLUGBOARD_MAX_BODY_BYTES',
    4 * KIB * KIB,
    integer(KIB, 64 * KIB * KIB),
    'Largest request body',
  ),
  maxKeyBytes: setting(
    'PLUGBOARD_MAX_KEY_BYTES',
    512,
    integer(1, 2048),
    'Longest storage key, in UTF-8',
  ),
  maxValueBytes: setting(
    'PLUGBOARD_MAX_VALUE_BYTES',
    256 * KIB,
    integer(1, 16 * KIB * KIB),
    'Largest storage value, as JSON text',
  ),
  maxConfigBytes: setting(
    'PLUGBOARD_MAX_CONFIG_BYTES',
    256 * KIB,
    integer(2, 16 * KIB * KIB),
    'Largest config of an install',
  ),
  maxCommands: setting(
    'PLUGBOARD_MAX_COMMANDS',
    1000,
    integer(1, 10_000),
    'Most commands in one storage pipeline',
  ),
  maxJsonDepth: setting(
    'PLUGBOARD_MAX_JSON_DEPTH',
    64,
    integer(8, 1000),
    'Deepest nesting of a JSON body',
  ),
  maxEventPayloadBytes: setting(
    'PLUGBOARD_MAX_EVENT_BYTES',
    256 * KIB,
    integer(2, 4 * KIB * KIB),
    'Largest payload of an event',
  ),
  maxImageBytes: setting(
    'PLUGBOARD_MAX_IMAGE_BYTES',
    2 * KIB * KIB,
    integer(KIB, 64 * KIB * KIB),
    'Largest image that can be uploaded',
  ),
  s3Bucket: {
    ...setting(
      'PLUGBOARD_S3_BUCKET',
      undefined as string | undefined,
      bucket,
      'Keeps uploaded images in this S3 bucket, with the AWS credentials of the environment',
    ),
    shownDefault: '`uploads` in the data directory',
  },
  s3Endpoint: {
    ...setting(
      'PLUGBOARD_S3_ENDPOINT',
      undefined as string | undefined,
      url,
      "Another S3-compatible service's address",
    ),
    shownDefault: "Amazon's",
  },
  s3Region: setting('PLUGBOARD_S3_REGION', 'us-east-1', region, 'Region of the bucket'),
  s3PublicUrl: {
    ...setting(
      'PLUGBOARD_S3_PUBLIC_URL',
      undefined as string | undefined,
      url,
      'Where browsers load the images of the bucket from',
    ),
    shownDefault: 'this server, which fetches them',
  },
  hostApi: setting(
    'PLUGBOARD_HOST_API',
    undefined as string | undefined,
    baseUrl,
    "The host's own API, to which is sent on what plugins ask of it at Plugboard's address: below `/api/v3`, `/api/v2/users/me` and `/a/rms`",
  ),
  hostApiTimeoutMs: setting(
    'PLUGBOARD_HOST_API_TIMEOUT_MS',
    10_000,
    integer(1, 60_000),
    "How long the host's own API has to answer what was sent on to it",
  ),
  retrySchedule: {
    ...setting(
      'PLUGBOARD_RETRY_SCHEDULE',
      [0, 5, 300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, DAY],
      schedule,
      'Seconds to wait before each attempt; as many attempts as there are entries',
    ),
    shownDefault: '`0,5,300,1800,7200,18000,36000,50400,72000,86400`',
  },
  retryJitter: setting(
    'PLUGBOARD_RETRY_JITTER_PERCENT',
    20,
    integer(0, 100),
    'How far a wait may randomly differ, in percent',
  ),
  connectTimeoutMs: setting(
    'PLUGBOARD_CONNECT_TIMEOUT_MS',
    5000,
    integer(1, 60_000),
    'Connecting to a plugin',
  ),
  routeTimeoutMs: setting(
    'PLUGBOARD_ROUTE_TIMEOUT_MS',
    10_000,
    integer(1, 30_000),
    'How long a plugin has to answer a call on behalf of somebody who sets it up or chooses an action of a notification, and a service to exchange the code of an OAuth2 step',
  ),
  attemptTimeoutMs: setting(
    'PLUGBOARD_ATTEMPT_TIMEOUT_MS',
    15_000,
    integer(1, 30_000),
    'One whole attempt, reply included',
  ),
  leaseSeconds: setting(
    'PLUGBOARD_LEASE_SECONDS',
    40,
    integer(2, 600),
    "A claimed job's time before another worker takes it; longer than an attempt",
  ),
  ongoingSeconds: setting(
    'PLUGBOARD_ONGOING_SECONDS',
    DAY,
    integer(1, 365 * DAY),
    'How long a plugin has to settle a job it answered with 202',
  ),
  endpointConcurrency: setting(
    'PLUGBOARD_ENDPOINT_CONCURRENCY',
    10,
    integer(1, 1000),
    'Most requests to one endpoint at a time, for each process',
  ),
  endpointDisableHours: setting(
    'PLUGBOARD_ENDPOINT_DISABLE_HOURS',
    120,
    integer(1, 8760),
    'An endpoint that fails this long (and at least ten times) is disabled',
  ),
  pollMs: setting(
    'PLUGBOARD_POLL_MS',
    1000,
    integer(10, 60_000),
    'How often workers look for due jobs without being woken',
  ),
  retentionDays: setting(
    'PLUGBOARD_RETENTION_DAYS',
    30,
    integer(1, 3650),
    'How long events, jobs and attempts are kept',
  ),
  uninstallGraceDays: setting(
    'PLUGBOARD_UNINSTALL_GRACE_DAYS',
    30,
    integer(0, 3650),
    'How long an uninstalled install can be restored',
  ),
  auditDays: setting(
    'PLUGBOARD_AUDIT_DAYS',
    400,
    integer(1, 3650),
    'How long entries of the audit log are kept',
  ),
} satisfies Record<string, Setting<unknown>>;

/** What a lease must have left beyond an attempt's time for the attempt to start: time to record it. */
export const LEASE_MARGIN_MS = 2000;

/** Where the server is reached when `PUBLIC_URL` says nothing. */
export const localUrl = (port: number): string => `http://localhost:${port}`;

/** What follows from other settings where it is not set. */
type Derived = 'publicUrl' | 'hostOrigins';

/** The settings, read and checked. */
export type Config = {
  readonly [Name in Exclude<keyof typeof settings, Derived>]: (typeof settings)[Name]['fallback'];
} & { readonly publicUrl: string; readonly hostOrigins: readonly string[] };

type Read = Omit<Config, Derived> & Partial<Pick<Config, Derived>>;
type Name = keyof typeof settings;

/** Those on the right mean nothing without the one on the left. */
const NEEDED: [Name, Name[]][] = [
  ['databaseUrl', ['databaseDirectUrl']],
  ['adminEmail', ['adminPassword']],
  ['adminPassword', ['adminEmail']],
  ['oidcIssuer', ['oidcClientId', 'oidcClientSecret', 'oidcName']],
  ['oidcClientId', ['oidcIssuer']],
  ['s3Bucket', ['s3Endpoint', 's3PublicUrl']],
  ['smtpUrl', ['mailFrom']],
  ['mailFrom', ['smtpUrl']],
];

/**
 * Reads the settings from the environment.
 *
 * @throws Error naming every variable that is wrong and what would be right.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const values = Object.entries<Setting<unknown>>(settings).map(([name, setting]) => {
    const { env: variable, fallback, read } = setting;
    const given = env[variable];
    if (!isSet(setting, given)) return [name, fallback];
    try {
      refuseStrayCharacters(given);
      return [name, read(given)];
    } catch (error) {
      problems.push(`${variable} ${(error as Error).message}`);
      return [name, fallback];
    }
  });
  const config: Read = Object.fromEntries(values);
  problems.push(...missing(env), ...contradictions(config));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const { hostPage, publicUrl = localUrl(config.port) } = config;
  const { hostOrigins = hostPage === undefined ? [] : [new URL(hostPage).origin] } = config;
  return { ...config, publicUrl, hostOrigins };
}

const isSet = (setting: Setting<unknown>, given: string | undefined): given is string =>
  given !== undefined && (given !== '' || setting.refusesEmpty === true);

function missing(env: NodeJS.ProcessEnv): string[] {
  const isGiven = (name: Name) => isSet(settings[name], env[settings[name].env]);
  return NEEDED.flatMap(([needed, by]) =>
    isGiven(needed) ? [] : by.filter(isGiven).map((name) => [name, needed] as const),
  ).map(([name, needed]) => `${settings[name].env} needs ${settings[needed].env}: set both`);
}

function contradictions(config: Read): string[] {
  const { leaseSeconds, attemptTimeoutMs, adminEmail, adminPassword, developers, smtpUrl } = config;
  const problems: string[] = [];
  if (leaseSeconds * 1000 <= attemptTimeoutMs + LEASE_MARGIN_MS) {
    problems.push(
      `PLUGBOARD_LEASE_SECONDS must be more than ${LEASE_MARGIN_MS / 1000} s longer than PLUGBOARD_ATTEMPT_TIMEOUT_MS`,
    );
  }
  if (adminPassword !== undefined && passwordProblem(adminPassword, adminEmail ?? '')) {
    problems.push(`PLUGBOARD_ADMIN_PASSWORD ${PASSWORD_PROBLEMS.common}`);
  }
  if (developers === 'open' && smtpUrl === undefined) {
    problems.push(
      'PLUGBOARD_DEVELOPERS=open needs PLUGBOARD_SMTP_URL and PLUGBOARD_MAIL_FROM: whoever signs up gets a link by mail',
    );
  }
  return problems;
}

/** For how long a request or a worker waits for the database. */
export const databaseLimits = (config: Config): DatabaseLimits => ({
  connectMs: config.databaseConnectMs,
  statementMs: config.databaseStatementMs,
  lockMs: config.databaseLockMs,
});
