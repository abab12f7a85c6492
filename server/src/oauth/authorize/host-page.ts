import type { FastifyRequest } from 'fastify';
import { embeddedUrl } from '../../app-bridge/embedded-page.ts';
import { embeddingOrigins } from '../../app-bridge/host-page.ts';
import type { Config } from '../../config.ts';
import { refererOrigin } from '../../lib/http/referer.ts';
import type { AuthorizingPlugin } from './queries.ts';
import { type Query, readQuery } from './query.ts';

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
  if (isMarked(query)) return true;
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
export function withHostPageMark(path: string): string {
  if (isMarked(readQuery(path))) return path;
  const [route = '', query = ''] = path.split(/\?(.*)/s, 2);
  const others = query.split('&').filter((pair) => pair !== '' && pair.split('=', 1)[0] !== MARK);
  return `${route}?${[...others, `${MARK}=true`].join('&')}`;
}

const isMarked = (query: Query): boolean => query.get(MARK) === 'true';

/** Where the host's product begins, or else our pages. */
export const hostHome = ({ hostPage }: Config): string =>
  hostPage === undefined ? '/spaces' : new URL(hostPage).origin;
