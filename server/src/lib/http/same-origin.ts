import type { FastifyRequest } from 'fastify';
import { equalSecrets } from '../crypto.ts';
import { Failure } from '../failures.ts';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses what another site made a browser send with our cookies. Browsers say where a request comes from in `Origin` or
 * `Sec-Fetch-Site`; one that says neither is refused too.
 *
 * @throws Failure `forbidden`.
 */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string): void {
  if (SAFE_METHODS.includes(request.method)) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isOurs =
    origin === undefined ? site === 'same-origin' : origin === new URL(publicUrl).origin;
  if (isOurs && (site === undefined || site === 'same-origin')) return;
  throw new Failure('forbidden', 'This must be sent from a page of this server');
}

/** @throws Failure `forbidden` for a form that does not carry its session's token. */
export function requireCsrfToken(expected: string, given: unknown): void {
  if (typeof given === 'string' && equalSecrets(given, expected)) return;
  throw new Failure('forbidden', 'The form is not from this session; open the page again');
}
