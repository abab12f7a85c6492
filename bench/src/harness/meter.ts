import { watchForeignLoad } from './foreign-load.ts';
import { type Measured, watchProcessorTime } from './processor-time.ts';

/** What is known of every stretch that was measured. */
export interface Stretch {
  /** How much of one core others used meanwhile; undefined where it cannot be known. */
  foreign: number | undefined;
}

/** A stretch of one kind of work. */
export interface Sample extends Stretch {
  /** Operations a second. */
  rate: number;
  /** Processor microseconds an operation of the server, or of whom it is compared with. */
  server: number;
  /** Processor microseconds an operation of PostgreSQL. */
  postgres: number;
}

/** Ends the stretch, in which so many operations were done. Whoever timed them better says in how many seconds. */
export type EndOfStretch = (operations: number, seconds?: number) => Sample;

/** Begins a stretch. */
export function startMeter(measured: Measured): EndOfStretch {
  const foreign = watchForeignLoad();
  const time = watchProcessorTime(measured);
  const startedAt = performance.now();
  return (operations, seconds = (performance.now() - startedAt) / 1000) => {
    const { server, postgres } = time();
    const micros = (used: number) => (used * 1e6) / operations;
    return {
      rate: operations / seconds,
      server: micros(server),
      postgres: micros(postgres),
      foreign: foreign(),
    };
  };
}

/** Does something that has figures of its own, and says how quiet it was meanwhile. */
export async function inStretch<Figures extends object>(
  work: () => Promise<Figures>,
): Promise<Figures & Stretch> {
  const foreign = watchForeignLoad();
  const figures = await work();
  return { ...figures, foreign: foreign() };
}
