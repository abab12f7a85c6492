import { isTheme, type Theme } from '../messages.ts';
import { BridgeError } from './errors.ts';

/**
 * What the host page told this page in its address.
 *
 * @example
 * const { space, user }: EmbeddingInfo = await connect();
 */
export interface EmbeddingInfo {
  /** The origin of the page that embeds this one. */
  hostOrigin: string;
  /** The plugin's own slug. */
  slug: string;
  space: { id: number; name: string };
  user: {
    id: number;
    name: string;
    /** A language tag (BCP 47). */
    lang: string;
    isAdmin: boolean;
  };
  /** Whether the page around this one is light or dark; undefined when it did not say. */
  theme: Theme | undefined;
  /** The user has yet to consent (OAuth): call `beginOAuth`. */
  initOAuth: boolean;
}

const MEMORY = 'plugboard.embedding';

/**
 * Reads what the host page said in the address; after a navigation to an address without it, what it had said before in this tab.
 *
 * A browser that refuses storage to a page in a frame (private windows do) still names the parent: then `space` and `user` are
 * empty, and {@link connect} takes their ids from the token. All of this is for the first paint: who the user really is, the
 * backend learns from the token.
 *
 * @param parentOrigin The origin of the parent, as far as the browser tells: `location.ancestorOrigins[0]`.
 * @throws BridgeError `unknown_host`
 * @example
 * readEmbedding('?space_id=1&user_id=2&slug=words&protocol=https:&host=app.example').hostOrigin; // 'https://app.example'
 */
export function readEmbedding(search: string, parentOrigin?: string): EmbeddingInfo {
  const stated = parseEmbedding(search);
  if (stated !== undefined) {
    remember(search);
    return stated;
  }
  const remembered = parseEmbedding(recall());
  if (remembered !== undefined) return remembered;
  if (parentOrigin?.startsWith('http')) return toInfo(parentOrigin, new URLSearchParams());
  throw new BridgeError(
    'unknown_host',
    'The address of this page lacks the parameters “protocol” and “host”: a host page adds them when it embeds a plugin',
  );
}

function parseEmbedding(search: string): EmbeddingInfo | undefined {
  const query = new URLSearchParams(search);
  const hostOrigin = parseOrigin(query.get('protocol'), query.get('host'));
  return hostOrigin === undefined ? undefined : toInfo(hostOrigin, query);
}

function toInfo(hostOrigin: string, query: URLSearchParams): EmbeddingInfo {
  const theme = query.get('theme');
  return {
    hostOrigin,
    slug: query.get('slug') ?? '',
    space: { id: Number(query.get('space_id')), name: query.get('space_name') ?? '' },
    user: {
      id: Number(query.get('user_id')),
      name: query.get('user_name') ?? '',
      lang: query.get('user_lang') ?? '',
      isAdmin: query.get('user_is_admin') === 'true',
    },
    theme: isTheme(theme) ? theme : undefined,
    initOAuth: query.get('init_oauth') === 'true',
  };
}

const HOST = /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i;

// What is left after parsing must be what was said: `host=good.example/..@evil.example` is no host.
function parseOrigin(protocol: string | null, host: string | null): string | undefined {
  if ((protocol !== 'https:' && protocol !== 'http:') || !HOST.test(host ?? '')) return undefined;
  const address = `${protocol}//${host}`;
  if (!URL.canParse(address)) return undefined;
  const { origin } = new URL(address);
  return origin === address.toLowerCase() ? origin : undefined;
}

// A browser may refuse storage to a page in a frame; then this page's memory has to do.
let held = '';

function remember(search: string): void {
  held = search;
  try {
    sessionStorage.setItem(MEMORY, search);
  } catch {}
}

function recall(): string {
  try {
    return sessionStorage.getItem(MEMORY) ?? held;
  } catch {
    return held;
  }
}
