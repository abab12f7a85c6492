import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Answer } from './calls.ts';

/** A process of the benchmark's own: the receiver, a limit or a peer. */
export interface Program {
  pid: number;
  /** Asks it to do something; see `answerCalls`. */
  call<Result>(name: string, argument?: unknown): Promise<Result>;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** @param path of the compiled program, below `dist`. */
export function startProgram(path: string, env: Record<string, string> = {}): Program {
  const child = fork(new URL(`../${path}`, import.meta.url), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, Waiting>();
  let calls = 0;

  child.on('message', ({ id, result, error }: Answer) => {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) caller?.resolve(result);
    else caller?.reject(new Error(`${path}: ${error}`));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${path} ended with ${code}`));
    waiting.clear();
  });

  return {
    pid: child.pid as number,
    call: <Result>(name: string, argument?: unknown) =>
      new Promise<Result>((resolve, reject) => {
        const id = ++calls;
        waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
        child.send({ id, name, argument }, (error) => {
          if (error !== null) reject(error);
        });
      }),
    stop: () => endProcess(child, 'SIGKILL'),
  };
}

/** Ends a child of ours and waits until it is gone; one that does not go within 20 s is killed. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(late);
}
