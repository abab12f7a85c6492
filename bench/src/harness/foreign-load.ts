import {
  hasProc,
  isBelow,
  type ProcessTimes,
  readProcesses,
  readProcessors,
  TICKS_A_SECOND,
} from './proc.ts';

/** A stretch in which programs other than the benchmark used this much of one core, or more, does not count. */
export const QUIET_BELOW = 0.05;

// Busy time is sampled by the kernel's clock, 250 times a second: of 2 s on two cores one standard deviation is 4 % of a core, and of less
// it is more. Only what is clearly more than that says that there is something we cannot see, such as another container.
const unseenFrom = (seconds: number): number => 0.15 * Math.max(1, Math.sqrt(2 / seconds));

const KERNEL_THREADS = 2;

/**
 * Tells how much of one core (1 is a whole one) others than the benchmark have used since: programs that are not below this process, and
 * what other machines of the same host took. The kernel's own threads are nobody's: most of what they do here is to write for PostgreSQL.
 *
 * @returns undefined where it cannot be known.
 */
export function watchForeignLoad(): () => number | undefined {
  if (!hasProc) return () => undefined;
  const before = readTicks();
  const startedAt = performance.now();
  return () => {
    const now = readTicks();
    const seconds = (performance.now() - startedAt) / 1000;
    const cores = (ticks: number) => Math.max(0, ticks) / TICKS_A_SECOND / seconds;
    const seen = cores(now.foreign - before.foreign);
    const unseen = cores(now.busy - now.all - (before.busy - before.all));
    return cores(now.stolen - before.stolen) + seen + (unseen < unseenFrom(seconds) ? 0 : unseen);
  };
}

/** What is foreign of all processes: those neither below `own` nor threads of the kernel. In ticks, of them and of what they waited for. */
export function foreignTicks(processes: ReadonlyMap<number, ProcessTimes>, own: number): number {
  let sum = 0;
  for (const { pid, own: ticks, ended } of processes.values()) {
    const isOwn = isBelow(pid, own, processes) || isBelow(pid, KERNEL_THREADS, processes);
    if (!isOwn) sum += ticks + ended;
  }
  return sum;
}

function readTicks() {
  const processes = readProcesses();
  let all = 0;
  for (const { own, ended } of processes.values()) all += own + ended;
  return { ...readProcessors(), all, foreign: foreignTicks(processes, process.pid) };
}
