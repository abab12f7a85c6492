import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Conversation, converse } from './conversation.ts';
import {
  cacheFolder,
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
 * @throws Error with what it said, where it cannot start.
 */
export async function reachKeeper(): Promise<Conversation> {
  const folder = runFolder();
  let starting: Starting | undefined;
  try {
    for (;;) {
      const found = await findKeeper(folder);
      if (found !== undefined) return found;
      if (starting === undefined || starting.child.exitCode !== null) {
        await starting?.refuseFailed();
        starting = startKeeper(folder);
      }
      await delay(POLL_MS);
    }
  } finally {
    await starting?.forget();
  }
}

/** The keeper that answers in a run folder, if there is one. */
export async function findKeeper(folder: string): Promise<Conversation | undefined> {
  for (const path of await socketsIn(folder)) {
    const found = await converse(path);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function socketsIn(folder: string): Promise<string[]> {
  if (process.platform === 'win32') return [pipeOf(folder)];
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(SOCKET_END)).map((name) => join(folder, name));
}

interface Starting {
  child: ChildProcess;
  /** @throws Error where it ended as it could not start; one that found another keeper has not failed. */
  refuseFailed(): Promise<void>;
  forget(): Promise<void>;
}

function startKeeper(folder: string): Starting {
  makeRunFolder(folder);
  const log = join(tmpdir(), `plugboard-keeper-${randomBytes(6).toString('hex')}.log`);
  const file = openSync(log, 'wx', 0o600);
  const child = spawn(process.execPath, [KEEPER_PROGRAM, folder, cacheFolder(), log], {
    // The runner's own options and its coverage are not for it.
    env: environment(),
    stdio: ['ignore', file, file],
    cwd: tmpdir(),
    detached: true,
    windowsHide: true,
  });
  child.on('error', () => undefined);
  child.unref();
  closeSync(file);
  return {
    child,
    async refuseFailed() {
      if (child.exitCode === 0) return;
      const said = await readFile(log, 'utf8').catch(() => '');
      throw new Error(`Plugboard could not be started for tests:\n${said.trim()}`);
    },
    // A keeper that goes on writes to what has no name any more.
    forget: () => rm(log, { force: true }).catch(() => undefined),
  };
}

const PASSED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'TMPDIR',
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
