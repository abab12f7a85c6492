import type { Plugin } from '../plugin.ts';

/**
 * A plugin as a route handler of Next.js, in a file such as `app/plugboard/[...path]/route.ts`.
 *
 * @example
 * import { toNext } from '@plugboard/sdk/next';
 *
 * export const { POST } = toNext(plugin);
 */
export const toNext = (
  plugin: Pick<Plugin, 'fetch'>,
): { POST: (request: Request) => Promise<Response> } => ({
  POST: (request) => plugin.fetch(request),
});
