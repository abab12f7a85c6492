import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Conversation, converse } from './conversation.ts';
import { lingerMs } from './linger.ts';
import {
  cacheFolder,
  isStill,
  KEEPER_PROGRAM,
  makeRunFolder,
  orNameTmpdir,
  pipeOf,
  runFolder,
  SOCKET_END,
} from './place.ts';

const POLL_MS = 10;
/** A keeper that ends takes as long as PostgreSQL takes to stop, and the next one waits for that. */
const REACHED_WITHIN_MS = 60_000;
/** One that finds another keeper ends without an error, and that one may be gone a moment later: not again and again. */
const MOST_STARTS = 10;

/**
 * A connection to the keeper of this installation, which is started where there is none. Of several that start one at the same moment one
 * becomes it, and the others end.
 *
 * @param withinMs after which it is given up.
 * @throws Error with what it said, where it cannot start; when one is there and does not answer; when the folder in which it would be found
 *   is somebody else's; or when a setting is wrong.
 */
export async function reachKeeper(withinMs: number = REACHED_WITHIN_MS): Promise<Conversation> {
  // The keeper reads it: what is wrong with it is said to whoever set it.
  lingerMs();
  const folder = runFolder();
  const givesUpAt = performance.now() + withinMs;
  let starting: Starting | undefined;
  let starts = 0;
  try {
    for (;;) {
      const found = await findKeeper(folder, givesUpAt - performance.now());
      if (found !== undefined) return found;
      const isLate = performance.now() + POLL_MS > givesUpAt;
      if (isLate) throw await unanswered(folder, withinMs, starting?.pid);
      if (starting === undefined || starting.hasEnded()) {
        await starting?.refuseFailed();
        await starting?.forget();
        if (++starts > MOST_STARTS) throw new Error(ENDED_SILENTLY);
        starting = startKeeper(folder);
      }
      await delay(POLL_MS);
    }
  } finally {
    await starting?.forget();
  }
}

const ENDED_SILENTLY =
  `Plugboard could not be started for tests: ${MOST_STARTS} processes, one after the other, that were to keep it ended before they were ` +
  'reached, and did not say why';

/**
 * What to do about a keeper that is there and does not answer.
 *
 * @param withinMs how long it was waited for.
 * @param own process id of one that waits as well, and is not to blame.
 */
export async function unanswered(
  folder: string,
  withinMs: number,
  own: number | undefined,
): Promise<Error> {
  const names = await readdir(folder).catch(() => []);
  const pids = names
    .flatMap((name) => /^lock\.\w+\.(\d+)$/.exec(name)?.[1] ?? [])
    .filter((pid) => pid !== String(own));
  const end = pids.length === 0 ? 'Try again' : `Is it stopped? End it (kill -9 ${pids.join(' ')})`;
  return new Error(
    `The process that keeps Plugboard for tests in ${folder} does not answer within ${Math.ceil(withinMs / 1000)} s. ${end}, or name another ` +
      'folder for temporary files with TMPDIR',
  );
}

/**
 * The keeper that answers in a run folder, which is made where it is missing, if there is one.
 *
 * @param withinMs how long it may take to answer.
 * @throws Error when the folder is somebody else's.
 */
export async function findKeeper(
  folder: string,
  withinMs: number,
): Promise<Conversation | undefined> {
  const identity = makeRunFolder(folder);
  for (const path of await socketsIn(folder)) {
    const found = await converse(path, withinMs);
    // A keeper that ends removes the folder. What answered may be in one that somebody else made then: nothing was said to it yet.
    if (found !== undefined && isStill(folder, identity)) return found;
    found?.end();
  }
  return undefined;
}

async function socketsIn(folder: string): Promise<string[]> {
  if (process.platform === 'win32') return [pipeOf(folder)];
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(SOCKET_END)).map((name) => join(folder, name));
}

interface Starting {
  pid: number | undefined;
  hasEnded(): boolean;
  /** @throws Error where it ended as it could not start; one that found another keeper has not failed. */
  refuseFailed(): Promise<void>;
  forget(): Promise<void>;
}

function startKeeper(folder: string): Starting {
  // Others use it, too: it depends on no folder that ours alone has for temporary files.
  const temporary = dirname(folder);
  const log = join(temporary, `plugboard-keeper-${randomBytes(6).toString('hex')}.log`);
  const file = orNameTmpdir(log, () => openSync(log, 'wx', 0o600));
  const child = spawn(process.execPath, [KEEPER_PROGRAM, folder, cacheFolder(), log], {
    // The runner's own options and its coverage are not for it.
    env: { ...environment(), TMPDIR: temporary },
    stdio: ['ignore', file, file],
    cwd: temporary,
    detached: true,
    windowsHide: true,
  });
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  child.unref();
  closeSync(file);
  // One that is killed has no exit code.
  const how = () =>
    failure?.message ?? (child.signalCode === null ? '' : `it was ended by ${child.signalCode}`);
  return {
    pid: child.pid,
    hasEnded: () => how() !== '' || child.exitCode !== null,
    async refuseFailed() {
      if (child.exitCode === 0) return;
      // We made it again to look into, after this one had removed it.
      await rmdir(folder).catch(() => undefined);
      const said = await readFile(log, 'utf8').catch(() => '');
      const parts = ['Plugboard could not be started for tests:', how(), said.trim()];
      throw new Error(parts.filter((part) => part !== '').join('\n'));
    },
    // A keeper that goes on writes to what has no name any more.
    forget: () => rm(log, { force: true }).catch(() => undefined),
  };
}

const PASSED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'TEMP',
  'TMP',
  'SystemRoot',
  'LOCALAPPDATA',
  'XDG_CACHE_HOME',
  'PLUGBOARD_TESTING_LINGER_MS',
];

const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
