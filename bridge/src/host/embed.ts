import { type HostMessage, type PluginMessage, parsePluginMessage } from '../messages.ts';
import { oauthDestination } from './destination.ts';
import { type ServerOptions, serverUrl } from './embeds.ts';
import { type PageOptions, pluginPageUrl, prepareFrame } from './frame.ts';
import { fetchAppBridgeToken, type TokenRequest } from './token.ts';

/**
 * What a host page tells a tool about what the user has open.
 *
 * @example
 * const context: EmbedContext = { language: 'en', story: { id: 19, name: 'Home' } };
 */
export type EmbedContext = Record<string, unknown>;

/**
 * How {@link embedPlugin} shows a plugin and what it answers.
 *
 * @example
 * const options: EmbedOptions = { plugin, space, user, maxHeight: 600 };
 */
export interface EmbedOptions extends PageOptions, ServerOptions {
  /** Answers the plugin's `getContext`; a function is asked each time. Default: no fields. */
  context?: EmbedContext | (() => EmbedContext | undefined | Promise<EmbedContext | undefined>);
  /** Gets the App Bridge token. Default: {@link fetchAppBridgeToken}, with the user's session cookie. */
  fetchToken?: (wanted: TokenRequest) => Promise<string>;
  /** The least height in pixels a plugin can ask for. Default 80. */
  minHeight?: number;
  /** The greatest, in pixels; higher content scrolls in the frame. Default 2,000. */
  maxHeight?: number;
  /** The plugin has been sent a token. */
  onValidated?: () => void;
  /** The top window is about to go to `url`, for the user's consent. Return false to stay, e.g. to ask about unsaved work. */
  onNavigate?: (url: URL) => boolean | undefined;
  /** The plugin's frame was resized to a height it asked for, in pixels. */
  onHeight?: (height: number) => void;
  /** Something the plugin asked for could not be done. */
  onError?: (error: Error) => void;
}

/**
 * A plugin's page that is shown.
 *
 * @example
 * const embedding: Embedding = embedPlugin(element, { plugin, space, user });
 * embedding.iframe.focus();
 */
export interface Embedding {
  iframe: HTMLIFrameElement;
  /** The origin of the plugin's page: the only one that is heard and answered. */
  origin: string;
  /** Stops listening. The frame stays as it is, unless `embedPlugin` made it: then it is removed. */
  destroy(): void;
}

const DEFAULT_MIN_HEIGHT = 80;
const DEFAULT_MAX_HEIGHT = 2_000;

// A page that asks in a loop costs the server one token a second.
const TOKEN_INTERVAL_MS = 1_000;

/**
 * Shows a plugin's page in an iframe and speaks the App Bridge with it: hears only that frame, only while it is on the plugin's
 * origin, and answers only to that origin.
 *
 * @param target An iframe, or an element that gets a new one.
 * @throws Error when the plugin has no page that can be embedded; see {@link pluginPageUrl}.
 * @example
 * const { space, user, plugins } = await loadEmbeds(1);
 * const embedding = embedPlugin(document.querySelector('#plugin')!, {
 *   space,
 *   user,
 *   plugin: plugins[0]!,
 *   context: () => ({ story: editor.story, language: 'en' }),
 *   onError: (error) => console.warn(error.message),
 * });
 * // later
 * embedding.destroy();
 */
export function embedPlugin(target: HTMLElement, options: EmbedOptions): Embedding {
  const url = pluginPageUrl(options);
  const made = target instanceof HTMLIFrameElement ? undefined : document.createElement('iframe');
  const iframe = made ?? (target as HTMLIFrameElement);
  prepareFrame(iframe, options.plugin.name);
  const stopListening = listen(iframe, url.origin, options);
  iframe.src = url.href;
  if (made !== undefined) target.append(made);
  return {
    iframe,
    origin: url.origin,
    destroy() {
      stopListening();
      made?.remove();
    },
  };
}

function listen(iframe: HTMLIFrameElement, origin: string, options: EmbedOptions): () => void {
  let stopped = false;
  const getToken = once(TOKEN_INTERVAL_MS, () => requestToken(options));
  const send = (message: HostMessage) => {
    // A frame that has meanwhile gone to another origin is not sent anything: the browser compares.
    if (!stopped) iframe.contentWindow?.postMessage(message, origin);
  };
  const onMessage = async (event: MessageEvent) => {
    if (event.source === null || event.source !== iframe.contentWindow) return;
    if (event.origin !== origin) return;
    const message = parsePluginMessage(event.data);
    if (message === undefined) return;
    try {
      await answer(message, { iframe, origin, options, send, getToken });
    } catch (error) {
      if (!stopped) options.onError?.(toError(error));
    }
  };
  window.addEventListener('message', onMessage);
  return () => {
    stopped = true;
    window.removeEventListener('message', onMessage);
  };
}

interface Listening {
  iframe: HTMLIFrameElement;
  origin: string;
  options: EmbedOptions;
  send(message: HostMessage): void;
  getToken(): Promise<string>;
}

async function answer(message: PluginMessage, listening: Listening): Promise<void> {
  const { options, send } = listening;
  switch (message.event) {
    case 'validate':
      send({ action: 'validated', token: await listening.getToken() });
      return options.onValidated?.();
    case 'getContext':
      return send({ ...(await currentContext(options)), action: 'get-context' });
    case 'heightChange':
      return resize(listening, message.height);
    case 'beginOAuth':
      return navigate(listening, message.redirectTo);
  }
}

function requestToken(options: EmbedOptions): Promise<string> {
  const { base, fetch, space, plugin } = options;
  const wanted = { base, fetch, space: space.id, appId: plugin.id };
  return (options.fetchToken ?? fetchAppBridgeToken)(wanted);
}

async function currentContext({ context }: EmbedOptions): Promise<EmbedContext | undefined> {
  return typeof context === 'function' ? context() : context;
}

function resize({ iframe, options }: Listening, wanted: number): void {
  const { minHeight = DEFAULT_MIN_HEIGHT, maxHeight = DEFAULT_MAX_HEIGHT } = options;
  const height = Math.max(minHeight, Math.min(maxHeight, Math.ceil(wanted)));
  iframe.style.height = `${height}px`;
  options.onHeight?.(height);
}

function navigate({ origin, options }: Listening, redirectTo: string): void {
  const base = serverUrl(options.base);
  const url = oauthDestination(redirectTo, { pluginOrigin: origin, base });
  if (url === undefined) {
    const name = options.plugin.name;
    throw new Error(`“${name}” asked for a page that is neither its own nor /oauth/authorize`);
  }
  if (options.onNavigate?.(url) === false) return;
  // Of another origin's location only `href` may be set: the host page may itself be in a frame.
  (window.top ?? window).location.href = url.href;
}

// Callers share one answer until the interval after it has passed, a failure included.
function once<T>(intervalMs: number, make: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  let answeredAt = Number.POSITIVE_INFINITY;
  const note = () => {
    answeredAt = performance.now();
  };
  return () => {
    if (result === undefined || performance.now() - answeredAt > intervalMs) {
      answeredAt = Number.POSITIVE_INFINITY;
      result = make();
      result.then(note, note);
    }
    return result;
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
