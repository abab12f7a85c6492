// What `npm run dev` runs: the demo, started again whenever a source is saved that compiles. PostgreSQL runs on meanwhile, and
// so does the data. Arguments are Node's, for the server: `npm run dev -- --inspect`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, watch } from 'node:fs';
import { join, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const DEMO = join(ROOT, 'examples/demo/dist/main.js');

/** What the demo is compiled from, without the tests. */
const PROJECTS = ['server', 'bridge', 'console', 'examples/demo'];
const WATCHED = [
  'server/src',
  'server/assets',
  'server/migrations',
  'bridge/src',
  'look',
  'console/src',
  'examples/demo/public',
  'examples/demo/src',
  'examples/greeter/src',
  'examples/head-count/src',
  'examples/link-checker/src',
  'examples/link-checker/public',
  'examples/parcel-guard/src',
];

// Editors write a file in several steps, and version control several files at once.
const SETTLE_MS = 50;

const watched = new Map();
let stopping = false;
let changed = true;
let wake = () => {};
let database;
let demo;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Asked again: the demo is, too, and takes that as "at once".
    if (stopping) demo?.process.kill('SIGTERM');
    stopping = true;
    wake();
  });
}
watchFolders();
if (process.env.npm_lifecycle_event === 'dev') {
  watchLauncher(() => process.kill(process.pid, 'SIGTERM'));
}

while (!stopping) {
  if (changed) await startAgain();
  else
    await new Promise((resolve) => {
      wake = resolve;
    });
}
await stopDemo();
await database?.stop();
process.exit();

// npm that is killed tells nobody, but then we have another parent; or the shell has, where npm's shell did not make way for us.
function watchLauncher(gone) {
  const parent = process.ppid;
  const above = shellParent(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && shellParent(parent) === above) return;
    clearInterval(timer);
    gone();
  }, 500);
  timer.unref();
}

/** The parent of a process that is a shell. Only Linux tells. */
function shellParent(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^\d+ \((?:sh|ash|dash|bash)\) \S (\d+) /.exec(stat)?.[1];
  } catch {
    return undefined;
  }
}

// Each folder by itself: a recursive watch of Node 20 on Linux goes deaf to a file that was replaced, which is how many editors save.
function watchFolders() {
  for (const folder of WATCHED.flatMap((name) => foldersIn(join(ROOT, name)))) {
    if (watched.has(folder)) continue;
    const watcher = watch(folder, () => {
      changed = true;
      wake();
    });
    // It was removed.
    watcher.on('error', () => forget(folder));
    watched.set(folder, watcher);
  }
}

function forget(folder) {
  watched.get(folder)?.close();
  watched.delete(folder);
}

function foldersIn(root) {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  // What is compiled is no reason to compile.
  return [root, ...folders.filter((folder) => !folder.split(sep).includes('dist'))];
}

async function startAgain() {
  await delay(SETTLE_MS);
  changed = false;
  // A change may have brought folders.
  watchFolders();
  if (demo !== undefined) console.log('dev: something was saved; starting again');
  if (!((await compiles()) && (await builds()))) {
    return console.error('dev: waits for the next change');
  }
  await stopDemo();
  if (!stopping) await startDemo();
}

async function compiles() {
  const compiler = spawn(process.execPath, [TSC, '-b', '--pretty', ...PROJECTS], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const silence = setTimeout(() => console.log('dev: compiling …'), 1000);
  const [code] = await once(compiler, 'exit');
  clearTimeout(silence);
  return code === 0;
}

async function builds() {
  // Bundlers are needed for this alone, and loaded once there is something to compile with.
  const { buildForBrowsers } = await import('./build-browser.js');
  try {
    await buildForBrowsers((what) => console.log(`dev: building ${what} …`));
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

async function startDemo() {
  const env = {
    // Node 22 and newer keep there what they compiled.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/node'),
    ...process.env,
    DATABASE_URL: process.env.DATABASE_URL || (await databaseUrl()),
  };
  const child = spawn(process.execPath, [DEMO, ...process.argv.slice(2)], {
    cwd: ROOT,
    env,
    // The channel ends the demo with us when we are killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C is for us alone.
    detached: process.platform !== 'win32',
  });
  const current = { process: child, exited: once(child, 'exit'), asked: false };
  current.exited.then(() => {
    if (!current.asked) console.error('dev: the demo ended; waits for the next change');
  });
  demo = current;
}

async function stopDemo() {
  if (demo === undefined) return;
  demo.asked = true;
  demo.process.kill('SIGTERM');
  await demo.exited;
  demo = undefined;
}

/** Where the PostgreSQL of the data directory is; the first call starts it. */
async function databaseUrl() {
  if (database === undefined) {
    const { startEmbeddedPostgres } = await import('../server/dist/embedded/start.js');
    const dataDir = process.env.PLUGBOARD_DATA_DIR || '.plugboard';
    const logger = {
      info: ({ step }, message) => step && console.log(`dev: ${message}`),
      warn: console.error,
      error: console.error,
    };
    database = await startEmbeddedPostgres({ dataDir, logger });
  }
  return database.url;
}
