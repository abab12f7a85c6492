import type { FastifyRequest } from 'fastify';

/**
 * Whether a person's browser comes here to stay: not a HEAD, a preview in a chat, a scanner of mails or a prefetch, any of which
 * would use the link up. Browsers say so over https (Fetch Metadata); where they do not, the page asks.
 */
export function isVisit({ method, headers }: FastifyRequest): boolean {
  const isPrefetch = headers['sec-purpose'] !== undefined || headers.purpose !== undefined;
  const isNavigation =
    headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return method === 'GET' && isNavigation && !isPrefetch;
}
