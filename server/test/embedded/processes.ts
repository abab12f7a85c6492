import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

const COMPILED = new URL('../../dist/embedded/', import.meta.url);

/** A server process of its own, as far as the embedded PostgreSQL goes. */
export interface ServerProcess {
  url: string;
  /** Of PostgreSQL. */
  pid: number;
  child: ChildProcess;
}

export interface SpawnServerOptions {
  /** Program and arguments that come before node's. */
  prefix?: string[];
  env?: NodeJS.ProcessEnv;
  /** Where the compiled code lies, if not in this checkout. */
  compiled?: URL;
}

/** @throws Error with what the process wrote to stderr when it ends before PostgreSQL serves. */
export async function spawnServer(
  dataDir: string,
  options?: SpawnServerOptions,
): Promise<ServerProcess> {
  const child = spawnStarting(dataDir, options);
  const { url, pid } = JSON.parse(await firstLine(child));
  onTestFinished(async () => {
    await kill(child);
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
  return { url, pid, child };
}

/** The same without waiting. On SIGUSR2 the process exits without stopping PostgreSQL first. */
export function spawnStarting(dataDir: string, options?: SpawnServerOptions): ChildProcess {
  return spawnModule(
    `import { startEmbeddedPostgres } from '${new URL('start.js', options?.compiled ?? COMPILED)}';
     const { url, pid } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
     process.on('SIGUSR2', () => process.exit(1));
     console.log(JSON.stringify({ url, pid }));`,
    options,
  );
}

/** A process that only takes the lock, and says "held" once it has it. */
export function spawnLockHolder(directory: string): ChildProcess {
  return spawnModule(
    `import { acquireLock } from '${new URL('lock.js', COMPILED)}';
     await acquireLock(${JSON.stringify(directory)});
     console.log('held');`,
  );
}

function spawnModule(code: string, { prefix = [], env }: SpawnServerOptions = {}): ChildProcess {
  const [program, ...args] = [...prefix, process.execPath, '--input-type=module', '-e', code];
  const child = spawn(program as string, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => kill(child));
  return child;
}

/** The first line a process writes. */
export async function firstLine(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  for await (const line of lines) return line;
  throw new Error(errors);
}

/** SIGKILL, and gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Whether a process runs; one that has ended and waits for its parent to notice does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s*Z/m.test(readFileSync(status, 'utf8'));
}
