import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';

export type { Logger };

/**
 * Structured logs, on standard output unless somebody else takes them. Requests are logged by an allow-list of fields (method, path without query, status,
 * duration): headers, bodies and query strings carry secrets and are never written.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      req: (request: { method: string; url: string }) => ({
        method: request.method,
        path: request.url.split('?', 1)[0],
      }),
      res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
      err: errorFields,
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

// A PostgreSQL error's `detail` and parameters may quote stored values, so only what names the problem is kept.
function errorFields(error: Error & { code?: string }) {
  return { type: error.name, code: error.code, message: error.message, stack: error.stack };
}
