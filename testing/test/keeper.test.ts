import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { reachKeeper } from '../src/keeper/find.ts';

const CLIENT = fileURLToPath(new URL('programs/client.js', import.meta.url));

/** A process of a test runner, beside ours. */
interface Client {
  child: ChildProcess;
  /** Says a line, and answers with the next one that comes. */
  say(line: string): Promise<string>;
}

let folder: string;
let clients: Client[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugboard-k-'));
  // Where PostgreSQL runs as another user, that user passes through it.
  await chmod(folder, 0o711);
  clients = [];
  return async () => {
    for (const { child } of clients) child.kill('SIGKILL');
    await allGone();
    await rm(folder, { recursive: true });
  };
});

/** Nothing is left in the folder for temporary files, and no process that was begun there. */
async function allGone(): Promise<void> {
  await expect.poll(() => readdir(folder)).toEqual([]);
  await expect.poll(processes).toEqual([]);
}

async function processes(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'args=']);
  return stdout.split('\n').filter((line) => line.includes(folder));
}

function startClient(): Client {
  const env = { ...process.env, TMPDIR: folder, PLUGBOARD_TESTING_LINGER_MS: '300' };
  const stdio = ['pipe', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, [CLIENT], { env, stdio: [...stdio] });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const client: Client = {
    child,
    async say(line) {
      const answer = once(lines, 'line');
      child.stdin?.write(`${line}\n`);
      return (await answer)[0];
    },
  };
  clients.push(client);
  return client;
}

/** Process ids of those that hold a lock: a keeper, or who would like to become one. */
async function lockHolders(): Promise<number[]> {
  const names = await readdir(folder, { recursive: true });
  return names.flatMap((name) => {
    // Below the run folder: PostgreSQL's folder has one, too.
    const pid = /^[^/]+\/lock\.\w+\.(\d+)$/.exec(name)?.[1];
    return pid === undefined ? [] : [Number(pid)];
  });
}

async function keeperPid(): Promise<number> {
  await expect.poll(async () => (await lockHolders()).length).toBe(1);
  return (await lockHolders())[0] as number;
}

describe('the process that keeps servers', () => {
  test('is one for all that come at the same moment', async () => {
    const together = Array.from({ length: 5 }, startClient);
    const urls = await Promise.all(together.map((client) => client.say('start')));
    expect(new Set(urls).size).toBe(5);
    const spaces = await Promise.all(together.map((client) => client.say('space')));
    // Each in a database of its own.
    expect(new Set(spaces).size).toBe(1);
    await keeperPid();
    expect((await processes()).filter((line) => line.includes('bin/postgres'))).toHaveLength(1);
  });

  test('is there for whoever comes next, and ends by itself soon after the last one', async () => {
    const first = startClient();
    await first.say('start');
    const pid = await keeperPid();
    const second = startClient();
    await second.say('start');
    expect(await first.say('stop')).toBe('stopped');
    expect(await keeperPid()).toBe(pid);
    expect(await second.say('stop')).toBe('stopped');
    await allGone();
  });

  test('keeps no test from ending that forgets to stop', async () => {
    const client = startClient();
    await client.say('start');
    const exited = once(client.child, 'exit');
    expect(await client.say('leave')).toBe('left');
    expect(await exited).toEqual([0, null]);
    await allGone();
  });

  test('leaves nothing behind where a test is killed', async () => {
    const client = startClient();
    await client.say('start');
    client.child.kill('SIGKILL');
    await allGone();
  });

  test('leaves nothing behind where a test is killed before it is answered', async () => {
    const client = startClient();
    client.child.stdin?.write('start\n');
    await expect.poll(lockHolders).not.toEqual([]);
    client.child.kill('SIGKILL');
    await allGone();
  });

  test('is replaced when it is killed, and leaves nothing behind', async () => {
    const client = startClient();
    await client.say('start');
    const pid = await keeperPid();
    process.kill(pid, 'SIGKILL');
    expect(await client.say('advance')).toMatch(/^error: The process that kept Plugboard/);
    expect(await client.say('start')).toMatch(/^http:/);
    expect(await client.say('space')).toBe('1');
    await expect.poll(keeperPid).not.toBe(pid);
    expect(await client.say('stop')).toBe('stopped');
    await allGone();
  });

  test('is told of, with how to end it, where it does not answer as it is stopped', async () => {
    const client = startClient();
    await client.say('start');
    const pid = await keeperPid();
    process.kill(pid, 'SIGSTOP');
    vi.stubEnv('TMPDIR', folder);
    try {
      await expect(reachKeeper(300)).rejects.toThrow(
        `does not answer within 1 s. Is it stopped? End it (kill -9 ${pid}), or name another folder for temporary files with TMPDIR`,
      );
    } finally {
      vi.unstubAllEnvs();
      process.kill(pid, 'SIGKILL');
    }
  });

  test('goes on when PostgreSQL is killed', async () => {
    const client = startClient();
    await client.say('start');
    await killPostgres();
    await expect.poll(() => client.say('space')).toMatch(/^\d+$/);
  });

  async function killPostgres(): Promise<void> {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,args=']);
    const line = stdout
      .split('\n')
      .find((one) => one.includes(folder) && one.includes('bin/postgres'));
    process.kill(Number.parseInt(line ?? '', 10), 'SIGKILL');
  }
});
