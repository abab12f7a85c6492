import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Ends a child with the demo, in whatever way that ends. */
const WITH_PARENT = new URL('./with-parent.js', import.meta.url).href;

/** A process that the demo started. */
export interface Child {
  name: string;
  process: ChildProcess;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
}

/** What a child is given. */
export interface ChildOptions {
  /** Its standard input, output and errors. */
  stdio: ('ignore' | 'inherit' | 'pipe')[];
  env?: NodeJS.ProcessEnv;
}

/**
 * Starts a Node program in a process group of its own: Ctrl-C is then for the demo alone, which stops its children in order. (To the
 * server a second signal means "at once".)
 *
 * @param onExit called when it ends without having been asked to.
 */
export function startChild(
  name: string,
  args: string[],
  { stdio, env }: ChildOptions,
  onExit: (error: Error) => void,
): Child {
  const child = spawn(process.execPath, ['--import', WITH_PARENT, ...args], {
    env,
    stdio: [...stdio, 'ipc'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let asked = false;
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      const how = signal ?? `exit code ${code}`;
      if (!asked) onExit(new Error(`The ${name} ended (${how})`));
      else if (code !== 0) console.error(`The ${name} did not stop cleanly (${how})`);
      resolve();
    });
  });
  // Whatever becomes of the demo, they must not stay behind.
  const stopAtExit = () => child.kill('SIGTERM');
  process.once('exit', stopAtExit);
  ended.then(() => process.off('exit', stopAtExit));
  return {
    name,
    process: child,
    async stop() {
      asked = true;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * Reads a child's standard output, line by line, for as long as it lives.
 *
 * @returns the first value that `find` makes of a line
 * @throws the signal's reason when that comes first
 */
export function firstIn<T>(
  child: Child,
  signal: AbortSignal,
  find: (line: string) => T | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.process.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      const found = find(line);
      if (found !== undefined) resolve(found);
    });
    if (signal.aborted) reject(signal.reason);
    else once(signal, 'abort').then(() => reject(signal.reason));
  });
}
