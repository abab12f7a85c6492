import { execFileSync } from 'node:child_process';
import { findProgram } from './find-program.ts';

// Of util-linux, as Linux has no other way to it from a shell.
const taskset = findProgram('taskset');

/** Whether programs can be told on which core to stay. */
export const canStay = taskset !== undefined;

/** A command, and its arguments, that stays on a core. */
export function stayingOn(core: number, command: string, args: string[]): [string, string[]] {
  return taskset === undefined
    ? [command, args]
    : [taskset, ['-c', String(core), command, ...args]];
}

/** Keeps a process that runs already, with all its threads, on a core. */
export function stayOn(core: number, pid: number): void {
  if (taskset === undefined) return;
  execFileSync(taskset, ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
}
