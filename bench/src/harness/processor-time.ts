import { hasProc, readProcess, readProcesses, TICKS_A_SECOND, ticksBelow } from './proc.ts';

/** Whose processor time is counted. Who sends requests or receives deliveries is never among them. */
export interface Measured {
  /** The process ids of the server, or of what it is compared with. */
  server: readonly number[];
  /** The process id of the postmaster, for which all its children count, ended ones too. */
  postgres?: number | undefined;
}

/** Processor seconds. */
export interface ProcessorTime {
  server: number;
  postgres: number;
}

/** Tells how much processor time they have used since; NaN where there is no `/proc`. */
export function watchProcessorTime(measured: Measured): () => ProcessorTime {
  const before = read(measured);
  return () => {
    const now = read(measured);
    return {
      server: (now.server - before.server) / TICKS_A_SECOND,
      postgres: (now.postgres - before.postgres) / TICKS_A_SECOND,
    };
  };
}

function read({ server, postgres }: Measured): ProcessorTime {
  if (!hasProc) return { server: Number.NaN, postgres: Number.NaN };
  return {
    server: server.reduce((sum, pid) => sum + ticksOf(pid), 0),
    postgres: postgres === undefined ? 0 : ticksOf(postgres),
  };
}

const MOST_TIMES = 10;

/** Read again when a child ended while we read: its time would be counted as its own and as its parent's, or not at all. */
function ticksOf(root: number): number {
  for (let times = 1; ; times++) {
    const before = readProcess(root)?.ended;
    const ticks = ticksBelow(root, readProcesses());
    if (readProcess(root)?.ended === before || times === MOST_TIMES) return ticks;
  }
}
