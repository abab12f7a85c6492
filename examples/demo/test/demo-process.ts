import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The compiled demo, running. */
export interface DemoProcess {
  pid: number;
  /** All that it has written, errors included. */
  output(): string;
  /** Waits until the pattern is in the output. @throws Error with the output when the demo ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit code, or the signal that ended it. */
  exited: Promise<number | NodeJS.Signals>;
  /** SIGINT as Ctrl-C sends it: to the whole process group. */
  stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

const running = new Set<ChildProcess>();

/** What `npm run dev` runs. */
export const DEV = fileURLToPath(new URL('../../../scripts/dev.js', import.meta.url));

/** Starts the demo on a free port, with nothing of our environment that would change what it does. */
export function startDemo(env: Record<string, string>, main = MAIN): DemoProcess {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [main], {
    env: { PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, as in a terminal.
    detached: true,
  });
  running.add(child);
  let output = '';
  let heard = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      heard();
    });
  }
  let ended = false;
  const exited = once(child, 'close').then(([code, signal]) => {
    ended = true;
    running.delete(child);
    return signal ?? code;
  });
  return {
    pid: child.pid as number,
    output: () => output,
    exited,
    async until(pattern) {
      for (;;) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        if (ended) throw new Error(`The demo ended without ${pattern}. It wrote:\n${output}`);
        const more = new Promise<void>((resolve) => {
          heard = resolve;
        });
        await Promise.race([more, exited]);
      }
    },
    stop(signal) {
      const pid = child.pid as number;
      process.kill(signal === 'SIGINT' ? -pid : pid, signal);
      // A terminal's Ctrl-C comes once more, from npm.
      if (signal === 'SIGINT') child.kill(signal);
      return exited;
    },
  };
}

/** What a failed test left running. */
export async function stopAllDemos(): Promise<void> {
  for (const child of running) {
    child.kill('SIGTERM');
    await once(child, 'close');
  }
}
