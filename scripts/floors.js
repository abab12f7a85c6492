// The plan of the server, held: a file imports only from its own room and from floors below it, a table is written to in one room, and
// an exported name means one thing. CONTRIBUTING.md shows the same floors; with --check, fails where the code or that page differs.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** From the top down; rooms of one floor do not know each other. A room is a folder of `server/src`, or a file in it. */
const FLOORS = [
  { 'main.ts': 'refuses an old Node.js' },
  {
    commands: 'what the command line can be told: reads it, starts and stops',
    'embed.ts': 'what a process is given that starts servers itself: the tests of plugins',
  },
  {
    'server.ts': 'the roles of a process (`api`, `worker`) and what they are made of',
    'describe-api.ts': 'the OpenAPI document, made without a server',
  },
  {
    'app.ts': 'the HTTP server: every surface, by name',
    operations: 'health, metrics, maintenance',
  },
  {
    'platform-api':
      "surface: what the host's backend calls; one file of routes for each kind of thing",
    'plugin-api': "surface: what a plugin's backend calls (Envoy's)",
    'host-api': "surface: what plugins ask of the host at our address, served or sent on (Envoy's)",
    'space-api': "surface: what plugins and people call for a space (Storyblok's)",
    oauth: 'surface: the authorization server: consent, tokens, introspection',
    account: 'surface: the page by which people get no more mails, by the link in one',
    console:
      'surface: the documents and the files of the console: pages that people use, and its views in pages of hosts',
    embedding:
      'surface: what pages of hosts embed: the bridge, and where the frames of plugins begin',
    'set-up': 'surface: where the windows of set-up steps come back to',
  },
  { 'sign-in': 'signing in: passwords, links, the identity provider of the host' },
  { pages: 'what pages are made of: layout, forms, texts in each language' },
  { 'plugin-deletion': 'plugins that are deleted, and all that ends with them' },
  { rehearsals: 'releases that are told of what happened, to see what they make of it' },
  {
    delivery: "the worker: requests, signatures, replies, the endpoints' health and pace",
    spaces: 'spaces and their members',
    catalog: 'the plugins that can be installed',
    'roll-outs': 'releases that reach some installs before others',
    notifications: 'what plugins told people: who has read it, and the actions that they choose',
  },
  { mail: 'mails: the outbox, what they say, and how they are sent' },
  {
    installs: 'installing, uninstalling, erasing; config and its revisions',
    registry: 'plugins: releases, client secrets, endpoints, review',
    replays: 'jobs that are run again in bulk',
  },
  {
    events: 'intake, decisions, lifecycle events',
    users: 'people and their passwords',
  },
  {
    vocabulary: "the host's event types, scopes and resource types",
    grants: 'what users consented to',
    'app-bridge': "what a plugin's page in a frame is told, and how people are known again there",
    'deps.ts': 'what every module is given',
  },
  { audit: 'who changed what: the log, and its chain' },
  {
    'plugin-requests':
      'what requests to plugins have in common: the way out, signatures, places, tokens for installers',
  },
  {
    auth: 'who is asking: credentials, what each stands for, what a route asks for',
    jobs: 'the queue: one file for each operation; lanes, retry schedule, attachments',
    storage: 'the storage pipeline; one file for each action',
  },
  { stream: 'what is told of changes to those who listen to them' },
  {
    manifest: 'what a manifest is: its fields, its rules, how a stored one is read',
    images: 'where uploaded images are kept',
    'host-keys': "the host's keys",
    embedded: 'the PostgreSQL that comes along',
    'install-status.ts': 'the life of an install',
    'reach.ts': 'what people may see, as conditions for statements',
    starting: 'what is said at a start about settings, and about what they lead to',
    'secret-keys': 'the keys that secrets are sealed with, and whether they are the right ones',
    'surfaces.ts': 'which addresses belong to which surface',
  },
  {
    'config.ts': 'every setting, its default and what it means',
    'log.ts': 'what may be logged',
    'version.ts': 'of this release',
    'node-version.ts': 'the Node.js that is needed',
    'story.ts': 'what the examples of the OpenAPI document have in common',
  },
  { lib: 'what knows nothing of the product: database, JSON, crypto, HTTP, calls to the outside' },
];

/** The room that writes to a table; every other room only reads it. */
const OWNERS = {
  'app-bridge': ['embed_visits'],
  audit: ['audit_entries', 'audit_details', 'audit_chain'],
  auth: [
    'plugin_secrets',
    'tokens',
    'sessions',
    'sign_in_links',
    'password_resets',
    'personal_tokens',
    'portal_tokens',
    'portal_links',
    'portal_sessions',
    'failed_guesses',
  ],
  delivery: ['delivery_stats'],
  events: ['events', 'event_decisions'],
  grants: ['grants'],
  'host-keys': ['host_keys'],
  images: ['image_uploads'],
  installs: [
    'installs',
    'erased_installs',
    'config_revisions',
    'app_settings',
    'notifications',
    'setup_steps',
    'route_calls',
    'setup_windows',
    'scope_uses',
    'rehearsed_jobs',
    'roll_out_installs',
  ],
  jobs: [
    'jobs',
    'job_queue',
    'resumptions',
    'withdrawals',
    'workers',
    'attempts',
    'job_attachments',
  ],
  mail: ['mails'],
  lib: ['idempotency_keys', 'migrations'],
  manifest: ['releases'],
  notifications: ['notification_marks', 'notification_reads', 'notification_actions'],
  oauth: ['authorization_codes'],
  operations: ['write_checks'],
  registry: [
    'plugins',
    'collaborators',
    'endpoints',
    'release_endpoints',
    'developer_notices',
    'notice_marks',
  ],
  rehearsals: ['rehearsals'],
  replays: ['replays', 'replay_jobs'],
  'roll-outs': ['roll_outs'],
  'secret-keys': ['secret_keys'],
  spaces: ['spaces', 'space_members', 'roles'],
  storage: ['install_storage_items', 'plugin_storage_items'],
  stream: ['stream_watches', 'stream_changes'],
  users: ['users', 'developers', 'developer_invitations'],
  vocabulary: ['event_types', 'scopes', 'resource_types'],
};

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    // Another copy of the server, for the test of this script.
    server: { type: 'string', default: fileURLToPath(new URL('../server', import.meta.url)) },
  },
});
const ROOT = join(options.server, 'src');
const MIGRATIONS = join(options.server, 'migrations');
const PAGE = new URL('../CONTRIBUTING.md', import.meta.url);
const BEGIN = '<!-- floors: written by scripts/floors.js -->\n';
const END = '<!-- end of floors -->';

const IMPORT = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g;
const COMMENT = /\/\*[\s\S]*?\*\//g;
const WRITE = /\b(?:insert into|update|delete from)\s+([a-z_]+)/g;
const EXPORT = /^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm;

const files = await sourceFiles();
const tables = await tableNames();
const problems = [
  ...files.flatMap((file) => [...wrongImports(file), ...foreignWrites(file)]),
  ...missingRooms(),
  ...unownedTables(),
  ...doubleNames(),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
await showFloors();

async function sourceFiles() {
  const names = await readdir(ROOT, { recursive: true });
  const paths = names.filter((name) => name.endsWith('.ts')).map((name) => join(ROOT, name));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

async function tableNames() {
  const names = await readdir(MIGRATIONS);
  const texts = await Promise.all(names.map((name) => readFile(join(MIGRATIONS, name), 'utf8')));
  const found = texts.flatMap((text) => [...text.matchAll(/create (?:unlogged )?table (\w+) \(/g)]);
  return new Set(found.map(([, name]) => name));
}

function roomOf(path) {
  return relative(ROOT, path).split('/')[0];
}

function floorOf(room) {
  return FLOORS.findIndex((rooms) => Object.hasOwn(rooms, room));
}

function wrongImports({ path, text }) {
  const room = roomOf(path);
  return [...text.matchAll(IMPORT)].flatMap(([, specifier]) => {
    const target = join(dirname(path), specifier);
    const other = roomOf(target);
    if (other === room || floorOf(other) > floorOf(room)) return [];
    const [from, to] = [path, target].map((one) => relative(ROOT, one));
    return [`${from} imports ${to}: "${other}" is not on a floor below "${room}"`];
  });
}

function foreignWrites({ path, text }) {
  const room = roomOf(path);
  return [...text.replaceAll(COMMENT, '').matchAll(WRITE)].flatMap(([statement, table]) => {
    if (!tables.has(table) || OWNERS[room]?.includes(table)) return [];
    const owner = Object.keys(OWNERS).find((name) => OWNERS[name].includes(table));
    return [`${relative(ROOT, path)}: "${statement}" belongs to "${owner}", which owns the table`];
  });
}

function missingRooms() {
  const rooms = new Set(files.map(({ path }) => roomOf(path)));
  const planned = FLOORS.flatMap(Object.keys);
  return [
    ...[...rooms].filter((room) => floorOf(room) < 0).map((room) => `"${room}" is on no floor`),
    ...planned.filter((room) => !rooms.has(room)).map((room) => `There is no room "${room}"`),
  ];
}

function unownedTables() {
  const owned = new Set(Object.values(OWNERS).flat());
  return [...tables]
    .filter((table) => !owned.has(table))
    .map((table) => `The table ${table} has no owner in scripts/floors.js`);
}

// A name that is exported twice means two things, or one thing was written twice.
function doubleNames() {
  const homes = new Map();
  for (const { path, text } of files) {
    for (const [, name] of new Set(text.matchAll(EXPORT))) {
      homes.set(name, new Set(homes.get(name)).add(relative(ROOT, path)));
    }
  }
  return [...homes]
    .filter(([, paths]) => paths.size > 1)
    .map(([name, paths]) => `"${name}" is exported by ${[...paths].join(' and ')}`);
}

async function showFloors() {
  const page = await readFile(PAGE, 'utf8');
  const [from, to] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  if (from < BEGIN.length || to < from) throw new Error(`CONTRIBUTING.md lacks ${BEGIN} or ${END}`);
  const written = `${page.slice(0, from)}\n${drawing()}\n${page.slice(to)}`;
  if (written === page) return;
  if (!options.check) return writeFile(PAGE, written);
  console.error('CONTRIBUTING.md shows other floors; run: node scripts/floors.js');
  process.exitCode = 1;
}

function drawing() {
  const rows = FLOORS.flatMap((rooms) => [...Object.entries(rooms).map(row), '| | |']);
  return `${['| room | holds |', '| --- | --- |', ...rows.slice(0, -1)].join('\n')}\n`;
}

function row([room, holds]) {
  return `| \`${room}${room.endsWith('.ts') ? '' : '/'}\` | ${holds} |`;
}
