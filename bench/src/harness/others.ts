import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Tells what share of the processor (0 to 1) programs other than the benchmark have used since; `undefined` where it cannot be known. */
export function watchOthers(): () => number | undefined {
  if (process.platform !== 'linux') return () => undefined;
  const before = { all: allTicks(), own: ownTicks(), at: performance.now() };
  return () => {
    const seconds = (performance.now() - before.at) / 1000;
    const ticks = allTicks() - before.all - (ownTicks() - before.own);
    return Math.max(0, ticks / TICKS_A_SECOND / seconds / availableParallelism());
  };
}

/** Says so when the figures were disturbed. */
export function warnOfOthers(share: number | undefined): void {
  if (share === undefined || share < 0.1) return;
  const percent = Math.round(share * 100);
  console.error(
    `\nOther programs used ${percent} % of the processors meanwhile: these figures are not to be trusted.`,
  );
}

const TICKS_A_SECOND = 100;

/** Ticks of all processors that were neither idle nor waiting for a disk. */
function allTicks(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = line
    .split(/ +/)
    .slice(1)
    .map(Number);
  return user + nice + system + irq + softIrq;
}

/** Ticks of this process, of all below it, and of those below it that have ended. */
function ownTicks(): number {
  const processes = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) readProcess(Number(name), processes);
  }
  let sum = 0;
  for (const [pid, { ticks }] of processes) if (isBelow(pid, processes)) sum += ticks;
  return sum;
}

function readProcess(pid: number, into: Map<number, { parent: number; ticks: number }>): void {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may have anything in it: state, parent, …; the four times are fields 14 to 17.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, time) => sum + time, 0);
    into.set(pid, { parent: fields[1] ?? 0, ticks });
  } catch {
    // It ended meanwhile; its parent has its times.
  }
}

function isBelow(pid: number, processes: Map<number, { parent: number }>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; ) {
    if (at === process.pid) return true;
    at = processes.get(at)?.parent;
  }
  return false;
}
