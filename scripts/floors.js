// The plan of the server, held: a file imports only from its own room and from floors below it, a table is written to in one room, and
// an exported name means one thing. CONTRIBUTING.md shows the same floors; with --check, fails where the code or that page differs.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From the top down; rooms of one floor do not know each other. A room is a folder of `server/src`, or a file in it. */
const FLOORS = [
  ['reads the command line', 'main.ts'],
  ['the roles of a process; the OpenAPI document', 'server.ts', 'describe-api.ts'],
  ['every module, by name; health, metrics, maintenance', 'app.ts', 'operations'],
  [
    'surfaces: routes, the shapes and errors of one surface, pages',
    'platform-api',
    'plugin-api',
    'space-api',
    'oauth',
    'embedding',
    'account',
  ],
  ['signing in', 'sign-in'],
  ['what pages are made of', 'pages'],
  ['domains: what the product is; no routes, no HTML', 'delivery', 'spaces'],
  ['', 'installs', 'registry'],
  ['', 'events', 'users'],
  ['', 'vocabulary', 'grants', 'app-bridge', 'deps.ts'],
  ['', 'auth', 'jobs', 'storage'],
  [
    '',
    'manifest',
    'images',
    'host-keys',
    'embedded',
    'install-status.ts',
    'secret-key.ts',
    'surfaces.ts',
  ],
  ['ground: knows nothing of the product', 'config.ts', 'log.ts', 'version.ts'],
  ['', 'lib'],
];

/** The room that writes to a table; every other room only reads it. */
const OWNERS = {
  auth: ['plugin_secrets', 'tokens', 'sessions', 'sign_in_links', 'personal_tokens'],
  events: ['events', 'event_decisions'],
  grants: ['grants'],
  'host-keys': ['host_keys'],
  installs: ['installs', 'erased_installs', 'config_revisions', 'app_settings', 'notifications'],
  jobs: ['jobs', 'job_queue', 'lanes', 'attempts', 'job_attachments'],
  lib: ['idempotency_keys', 'migrations'],
  manifest: ['releases'],
  oauth: ['authorization_codes'],
  registry: ['plugins', 'endpoints', 'developer_notices'],
  spaces: ['spaces', 'space_members', 'roles'],
  storage: ['install_storage_items', 'plugin_storage_items'],
  users: ['users'],
  vocabulary: ['event_types', 'scopes'],
};

const ROOT = fileURLToPath(new URL('../server/src', import.meta.url));
const PAGE = new URL('../CONTRIBUTING.md', import.meta.url);
const BEGIN = '<!-- floors: written by scripts/floors.js -->\n';
const END = '<!-- end of floors -->';

const IMPORT = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g;
const COMMENT = /\/\*[\s\S]*?\*\//g;
const WRITE = /\b(?:insert into|update|delete from)\s+([a-z_]+)/g;
const EXPORT = /^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm;
const MIGRATIONS = new URL('../server/migrations/', import.meta.url);

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
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, MIGRATIONS), 'utf8')));
  const found = texts.flatMap((text) => [...text.matchAll(/create table (\w+) \(/g)]);
  return new Set(found.map(([, name]) => name));
}

function roomOf(path) {
  return relative(ROOT, path).split('/')[0];
}

function floorOf(room) {
  return FLOORS.findIndex((floor) => floor.slice(1).includes(room));
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
  const planned = FLOORS.flatMap((floor) => floor.slice(1));
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
  if (!process.argv.includes('--check')) return writeFile(PAGE, written);
  console.error('CONTRIBUTING.md shows other floors; run: node scripts/floors.js');
  process.exitCode = 1;
}

function drawing() {
  const lines = FLOORS.map(([what, ...rooms]) => {
    const names = rooms.map((room) => (room.endsWith('.ts') ? room : `${room}/`)).join('  ');
    return what === '' ? names : `${names.padEnd(70)} ${what}`;
  });
  return `\`\`\`\n${lines.join('\n')}\n\`\`\`\n`;
}
