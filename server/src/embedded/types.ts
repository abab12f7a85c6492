import type { Layout } from './layout.ts';
import type { EmbeddedLogger } from './logger.ts';
import type { Run } from './run-as.ts';

/** How PostgreSQL ended: its exit code, or the signal that ended it. */
export interface Exit {
  /** Null when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running PostgreSQL that we started. */
export interface Postmaster {
  pid: number;
  exited: Promise<Exit>;
  /** Fast stop, then harsher ones; settles when the process is gone. */
  stop(): Promise<void>;
}

/** All that is needed to start PostgreSQL, again and again. */
export interface Launch {
  layout: Layout;
  run: Run;
  postgres: string;
  args: string[];
  adminUrl: string;
  logger: EmbeddedLogger;
}

/** For example "exit code 1" or "SIGKILL". */
export function describeExit(exit: Exit): string {
  return exit.signal ?? `exit code ${exit.code}`;
}
