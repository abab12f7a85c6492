import type { FastifyRequest } from 'fastify';
import { embeddedUrl } from '../../app-bridge/embedded-page.ts';
import { embeddingOrigins, refererOrigin } from '../../app-bridge/host-page.ts';
import type { Config } from '../../config.ts';
import type { AuthorizingPlugin } from './queries.ts';
import type { Query } from './query.ts';

/** Of our own: says that the request was begun in a page of the host, and goes with it from page to page. */
const MARK = 'from_host_page';

/** The request as we got it. */
interface Received {
  request: FastifyRequest;
  query: Query;
}

/**
 * Whether who lets the plugin in is to be led to the page of the host that shows it, instead of back to the plugin. That is so
 *
 * - for a request that was begun in a frame: the plugin knows it again there only, where its cookies are
 * - for a plugin of the `storyblok` profile whose consent the host began (`beginOAuth`): its pages show nothing outside of a frame
 *
 * In the frame the consent stands then, and the plugin gets its code without a page.
 */
export function endsInHostPage(
  config: Config,
  { manifest, compatibility }: AuthorizingPlugin,
  { request, query }: Received,
): boolean {
  if (embeddedUrl(manifest, true) === null) return false;
  if (query.get(MARK) === 'true') return true;
  return compatibility === 'storyblok' && comesFromHost(config, request.headers.referer);
}

// From pages of the host browsers tell the origin alone, as the bridge has them do for ours. A whole path is that of a page on the way,
// such as the one for signing in.
function comesFromHost(config: Config, referer: string | undefined): boolean {
  const origin = refererOrigin(referer);
  if (origin === undefined || !embeddingOrigins(config).includes(origin)) return false;
  return origin !== new URL(config.publicUrl).origin || referer === `${origin}/`;
}

/** The address of a request, marked as begun in a page of the host. */
export const withHostPageMark = (path: string): string =>
  readMark(path) ? path : `${path}${path.includes('?') ? '&' : '?'}${MARK}=true`;

const readMark = (path: string): boolean =>
  new URLSearchParams(path.slice(path.indexOf('?') + 1)).has(MARK);

/** Where the host's product begins, or else our pages. */
export const hostHome = ({ hostPage }: Config): string =>
  hostPage === undefined ? '/spaces' : new URL(hostPage).origin;
