import { availableParallelism, cpus } from 'node:os';

/** The line that says what absolute numbers are worth. */
export function describeMachine(databaseVersion: string, command: string): string {
  const date = new Date().toISOString().slice(0, 10);
  const model = cpus()[0]?.model ?? 'unknown processor';
  return `${date}, \`${command}\`: ${model}, ${availableParallelism()} cores shared by everything; Node ${process.version}, PostgreSQL ${databaseVersion}.`;
}
