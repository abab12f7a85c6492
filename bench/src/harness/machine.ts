import { availableParallelism, cpus } from 'node:os';
import { LOADER } from '../load/http-load.ts';

/** What the machine does, whatever the product. */
export interface MachineConstants {
  /** Processor microseconds that bare Fastify takes for a request. */
  bareFastifyMicros: number;
  /** Of the database, milliseconds, p50. */
  commitMs: number;
  /** `node -e 0`, milliseconds. */
  nodeStartMs: number;
  isQuiet: boolean;
}

/** The line that says what absolute numbers are worth. */
export function describeMachine(
  databaseVersion: string,
  command: string,
  { bareFastifyMicros, commitMs, nodeStartMs, isQuiet }: MachineConstants,
): string {
  const date = new Date().toISOString().slice(0, 10);
  const model = cpus()[0]?.model ?? 'unknown processor';
  const machine = `${date}, \`${command}\`: ${model}, ${availableParallelism()} cores shared by everything; Node ${process.version}, PostgreSQL ${databaseVersion}; HTTP requests by ${LOADER}.`;
  const constants = `The machine: bare Fastify ${bareFastifyMicros.toFixed(0)} µs a request, an empty commit ${commitMs.toFixed(2)} ms, \`node -e 0\` ${nodeStartMs.toFixed(0)} ms${isQuiet ? '' : ' (not quiet)'}.`;
  return `${machine}\n${constants}`;
}
