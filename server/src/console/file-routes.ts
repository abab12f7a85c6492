import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { acceptedEncodings } from '../lib/http/encodings.ts';
import type { ConsoleFiles } from './files.ts';

/** Below which the console's files are. */
export const CONSOLE_FILES = '/console';

const YEAR_SECONDS = 365 * 24 * 3600;
const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Serves the console's files, compressed where the browser takes that; for ever, since their names have a hash. Undefined where it is not built. */
export function consoleFileRoutes(app: App, files: ConsoleFiles | undefined): void {
  app.get(
    `${CONSOLE_FILES}/*`,
    { config: { auth: 'none' }, schema: { hide: true } },
    async (request, reply) => {
      const name = (request.params as Record<string, string>)['*'] ?? '';
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
      const sent = type && files && (await sendFile(request, reply, files, name));
      if (!sent) throw new Failure('not_found', `There is no file ${name}`);
      return reply
        .headers({
          'cache-control': `public, max-age=${YEAR_SECONDS}, immutable`,
          'x-content-type-options': 'nosniff',
          vary: 'accept-encoding',
        })
        .type(type)
        .send(sent);
    },
  );
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  files: ConsoleFiles,
  name: string,
): Promise<Buffer | undefined> {
  for (const encoding of acceptedEncodings(request.headers['accept-encoding'])) {
    const bytes = await files.read(name, encoding.extension);
    if (bytes === undefined) continue;
    reply.header('content-encoding', encoding.name);
    return bytes;
  }
  return files.read(name);
}
