import type { BaseLogger } from 'pino';

/** Where the embedded PostgreSQL tells of its starts, stops and crashes. */
export type EmbeddedLogger = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/** Tells nobody. */
export const silentLogger: EmbeddedLogger = { info: ignore, warn: ignore, error: ignore };

function ignore(): void {}
