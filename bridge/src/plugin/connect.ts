import type { PluginAction, Theme } from '../messages.ts';
import { type Channel, openChannel } from './channel.ts';
import { type EmbeddingInfo, readEmbedding } from './embedding.ts';
import { BridgeError } from './errors.ts';
import { watchHeight } from './height.ts';
import { checkHost, surroundings } from './host.ts';
import { keepTheme, type Themes } from './themes.ts';
import { readClaims } from './token.ts';
import { keepToken, type Tokens } from './tokens.ts';

/**
 * How {@link connect} connects.
 *
 * @example
 * const options: ConnectOptions = { placement: 'toolbar', allowedHosts: ['https://app.example'] };
 */
export interface ConnectOptions {
  /** Where this page is shown. Default `sidebar`; a tool plugin's page says `toolbar`. */
  placement?: 'sidebar' | 'toolbar';
  /** The origins of the host pages this plugin wants, e.g. `['https://app.example']`. Default: whichever embeds it. */
  allowedHosts?: readonly string[];
  /** How long each answer of the host page is waited for, in milliseconds. Default 10,000. */
  timeoutMs?: number;
}

/**
 * The connection of a plugin's page with the page that embeds it.
 *
 * @example
 * const bridge: Connection = await connect();
 * const stop = bridge.onToken((token) => socket.send(token));
 */
export interface Connection extends Readonly<Omit<EmbeddingInfo, 'theme'>> {
  /** Whether the page around this one is light or dark, as it is now. */
  readonly theme: Theme;
  /** Calls back when the page around changes between light and dark. Returns a function that stops it. */
  onTheme(listener: (theme: Theme) => void): () => void;
  /** The App Bridge token, replaced before it expires. Send it to the plugin's backend in the header {@link TOKEN_HEADER}. */
  readonly token: string;
  /** The token, a new one when the present one is about to expire: for a computer that has slept. */
  freshToken(): Promise<string>;
  /** Calls back with each new token. Returns a function that stops it. */
  onToken(listener: (token: string) => void): () => void;
  /** What the user has open, in the host's words. */
  context<Context extends object = Record<string, unknown>>(): Promise<Context>;
  /** Asks for a height of the frame, in CSS pixels. The host page has the last word. */
  setHeight(height: number): void;
  /** Keeps the frame as high as the content. Returns a function that stops it. */
  autoHeight(): () => void;
  /** Sends the browser's top window to an address of this plugin, or to the server's `/oauth/authorize`. */
  beginOAuth(redirectTo: string | URL): void;
  /** Stops listening and refreshing. */
  close(): void;
}

/**
 * The name of the request header in which a plugin's backend expects the token.
 *
 * @example
 * await fetch('/api/links', { headers: { [TOKEN_HEADER]: connection.token } });
 */
export const TOKEN_HEADER = 'sb_app_bridge_token';

const TIMEOUT_MS = 10_000;

/**
 * Connects a plugin's page with the host page around it, and gets the token that proves who looks at it.
 *
 * @throws BridgeError (as a rejection) with a code that says why; see {@link BridgeErrorCode}.
 * @example
 * const bridge = await connect({ placement: 'toolbar' });
 * bridge.autoHeight();
 * const { story } = await bridge.context<{ story: { name: string } }>();
 * document.querySelector('h1')!.textContent = `${story.name} in ${bridge.space.name}`;
 */
export async function connect(options: ConnectOptions = {}): Promise<Connection> {
  if (window.parent === window) {
    throw new BridgeError('not_embedded', 'This page is not embedded: open it in the host');
  }
  const around = surroundings();
  const info = readEmbedding(location.search, around.ancestorOrigins[0]);
  checkHost(info.hostOrigin, around, options.allowedHosts);
  const themes = keepTheme(info.theme);
  const { timeoutMs = TIMEOUT_MS } = options;
  const { hostOrigin } = info;
  const channel = openChannel({ hostOrigin, timeoutMs, onTheme: themes.set });
  try {
    const message = { ...speaker(info, options), event: 'validate' } as const;
    const tokens = await keepToken(async () => (await channel.ask(message, 'validated')).token);
    return createConnection({
      info: withIds(info, tokens.current),
      channel,
      tokens,
      themes,
      options,
    });
  } catch (error) {
    channel.close();
    throw error;
  }
}

interface Parts {
  info: EmbeddingInfo;
  channel: Channel;
  tokens: Tokens;
  themes: Themes;
  options: ConnectOptions;
}

function createConnection({ info, channel, tokens, themes, options }: Parts): Connection {
  const tool = { action: 'tool-changed', tool: info.slug } as const;
  const setHeight = (height: number) => channel.send({ ...tool, event: 'heightChange', height });
  const stops = new Set<() => void>();
  return {
    ...info,
    get token() {
      return tokens.current;
    },
    get theme() {
      return themes.current;
    },
    onTheme: themes.listen,
    freshToken: tokens.fresh,
    onToken: tokens.listen,
    async context<Context extends object>() {
      const { action: _, ...context } = await channel.ask(
        { ...tool, event: 'getContext' },
        'get-context',
      );
      return context as Context;
    },
    setHeight,
    autoHeight() {
      const stop = watchHeight(setHeight);
      stops.add(stop);
      return stop;
    },
    beginOAuth(redirectTo) {
      channel.send({ ...speaker(info, options), event: 'beginOAuth', redirectTo: `${redirectTo}` });
    },
    close() {
      for (const stop of stops) stop();
      tokens.stop();
      channel.close();
    },
  };
}

// What the address did not say, the token does.
function withIds(info: EmbeddingInfo, token: string): EmbeddingInfo {
  const claims = readClaims(token);
  const space = { ...info.space, id: info.space.id || claims?.space_id || 0 };
  const user = { ...info.user, id: info.user.id || claims?.user_id || 0 };
  return { ...info, space, user };
}

function speaker(info: EmbeddingInfo, { placement }: ConnectOptions) {
  const action: PluginAction = placement === 'toolbar' ? 'tool-changed' : 'app-changed';
  return placement === 'toolbar' ? { action, tool: info.slug } : { action };
}
