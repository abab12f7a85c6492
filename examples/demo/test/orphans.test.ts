import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Descendant, processTree, runs } from './process-tree.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const READY = /Ctrl-C stops everything/;

let dataDir: string;
// One for all of them: whoever stayed behind would keep the next from starting, too.
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plugboard-orphans-'));
  return () => rm(dataDir, { recursive: true, force: true });
});

/** `npm run` of a script, once all is there; tells the processes below it, PostgreSQL's backends left out. */
async function startNpm(script: string): Promise<() => Descendant[]> {
  const { PATH, HOME } = process.env;
  const npm = spawn('npm', ['run', '-s', script], {
    cwd: ROOT,
    env: { PATH, HOME, PORT: '0', PLUGBOARD_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let seen: Descendant[] = [];
  onTestFinished(() => {
    for (const { pid } of seen.filter(runs)) process.kill(pid, 'SIGKILL');
  });
  while (!READY.test(output)) {
    await Promise.race([once(npm.stdout, 'data'), once(npm, 'exit')]);
    if (npm.exitCode !== null) throw new Error(`npm run ${script} ended. It wrote:\n${output}`);
    seen = processTree(npm.pid as number);
  }
  return () => {
    seen = processTree(npm.pid as number);
    return seen.filter(({ commandLine }) => !commandLine.startsWith('postgres: '));
  };
}

const SERVER = /server\/dist\/main\.js serve/;
const CHECKER = /link-checker\/dist\/main/;
const COUNT = /head-count\/dist\/main/;
const GUARD = /parcel-guard\/dist\/main/;
const SITES = /link-checker\/dist\/sites/;
const POSTGRES = /bin\/postgres -D/;

// Nobody tells whoever is left: not the process that is killed, nor a hook of it.
test.runIf(process.platform === 'linux').each([
  ['start', 'npm', /^npm /],
  ['start', 'the demo', /^node examples\/demo/],
  ['dev', 'npm', /^npm /],
  ['dev', 'its launcher', /^node scripts\/dev/],
])(
  'when npm run %s is there and %s is killed, nothing stays behind',
  async (script, _who, which) => {
    const below = await startNpm(script);
    const parts = [SERVER, POSTGRES, /greeter\/dist/, CHECKER, COUNT, GUARD, SITES];
    let all: Descendant[] = [];
    // A backend that begins looks like PostgreSQL itself for a moment.
    await expect
      .poll(() => {
        all = below();
        return parts.map((part) => all.filter(({ commandLine }) => part.test(commandLine)).length);
      })
      .toEqual(parts.map(() => 1));
    const victim = all.find(({ commandLine }) => which.test(commandLine));
    process.kill(victim?.pid as number, 'SIGKILL');
    // The limit is that of the test, which says what it waited for.
    while (all.some(runs)) await delay(20);
  },
);
