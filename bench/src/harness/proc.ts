import { readdirSync, readFileSync } from 'node:fs';

/** In which `/proc` counts: the same on every Linux, whatever its kernel's own clock. */
export const TICKS_A_SECOND = 100;

/** What `/proc/<pid>/stat` says of a process, in ticks. */
export interface ProcessTimes {
  pid: number;
  parent: number;
  /** Of itself, all threads. */
  own: number;
  /** Of children that ended and were waited for, and of theirs. */
  ended: number;
}

/** What the first line of `/proc/stat` says of all processors, in ticks. */
export interface ProcessorTimes {
  /** Neither idle nor waiting for a disk. */
  busy: number;
  /** Taken by other machines of the same host. */
  stolen: number;
}

/** Whether there is a `/proc` to read from. */
export const hasProc = process.platform === 'linux';

/**
 * The name of a process may have anything in it, also spaces and brackets: what follows the last bracket is counted on.
 *
 * @param text of `/proc/<pid>/stat`.
 */
export function parseProcess(text: string): ProcessTimes {
  const [, parent = 0, ...rest] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  // Fields 14 to 17 of the whole: utime, stime, cutime, cstime.
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = rest.slice(9, 13);
  return {
    pid: Number.parseInt(text, 10),
    parent,
    own: user + system,
    ended: endedUser + endedSystem,
  };
}

/** @param text of `/proc/stat`. */
export function parseProcessors(text: string): ProcessorTimes {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, stolen = 0] = (
    text.split('\n', 1)[0] ?? ''
  )
    .split(/ +/)
    .slice(1)
    .map(Number);
  return { busy: user + nice + system + irq + softIrq, stolen };
}

/** Of all processors, now. */
export const readProcessors = (): ProcessorTimes =>
  parseProcessors(readFileSync('/proc/stat', 'utf8'));

/** One process; undefined when it has ended. */
export function readProcess(pid: number): ProcessTimes | undefined {
  try {
    return parseProcess(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Every process that can be seen. */
export function readProcesses(): Map<number, ProcessTimes> {
  const processes = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    const found = /^\d+$/.test(name) ? readProcess(Number(name)) : undefined;
    if (found !== undefined) processes.set(found.pid, found);
  }
  return processes;
}

/** Whether a process is `root` or descends from it. */
export function isBelow(
  pid: number,
  root: number,
  processes: ReadonlyMap<number, ProcessTimes>,
): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 0; ) {
    if (at === root) return true;
    at = processes.get(at)?.parent;
  }
  return false;
}

/**
 * Ticks of a process and of all that ever descended from it: the times of one that ended are its parent's, so the sum never falls,
 * whoever comes and goes meanwhile.
 */
export function ticksBelow(root: number, processes: ReadonlyMap<number, ProcessTimes>): number {
  let sum = 0;
  for (const { pid, own, ended } of processes.values()) {
    if (isBelow(pid, root, processes)) sum += own + ended;
  }
  return sum;
}
