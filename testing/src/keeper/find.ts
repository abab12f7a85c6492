import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Conversation, converse } from './conversation.ts';
import {
  cacheFolder,
  isStill,
  KEEPER_PROGRAM,
  makeRunFolder,
  pipeOf,
  runFolder,
  SOCKET_END,
} from './place.ts';

const POLL_MS = 10;

/**
 * A connection to the keeper of this installation, which is started where there is none. Of several that start one at the same moment one
 * becomes it, and the others end.
 *
 * @throws Error with what it said, where it cannot start, or when the folder in which it would be found is somebody else's.
 */
export async function reachKeeper(): Promise<Conversation> {
  const folder = runFolder();
  let starting: Starting | undefined;
  try {
    for (;;) {
      const found = await findKeeper(folder);
      if (found !== undefined) return found;
      if (starting === undefined || starting.hasEnded()) {
        await starting?.refuseFailed();
        starting = startKeeper(folder);
      }
      await delay(POLL_MS);
    }
  } finally {
    await starting?.forget();
  }
}

/**
 * The keeper that answers in a run folder, which is made where it is missing, if there is one.
 *
 * @throws Error when the folder is somebody else's.
 */
export async function findKeeper(folder: string): Promise<Conversation | undefined> {
  const identity = makeRunFolder(folder);
  for (const path of await socketsIn(folder)) {
    const found = await converse(path);
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
  hasEnded(): boolean;
  /** @throws Error where it ended as it could not start; one that found another keeper has not failed. */
  refuseFailed(): Promise<void>;
  forget(): Promise<void>;
}

function startKeeper(folder: string): Starting {
  const log = join(resolve(tmpdir()), `plugboard-keeper-${randomBytes(6).toString('hex')}.log`);
  const file = openSync(log, 'wx', 0o600);
  // Others use it, too: it depends on no folder that ours alone has for temporary files.
  const temporary = dirname(folder);
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
    hasEnded: () => how() !== '' || child.exitCode !== null,
    async refuseFailed() {
      if (child.exitCode === 0) return;
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
