import { type HostMessage, type PluginMessage, parsePluginMessage } from '../messages.ts';
import { oauthDestination } from './destination.ts';
import { type EmbeddedPlugin, type Embeds, type ServerOptions, serverUrl } from './embeds.ts';
import { type PageOptions, pluginPageUrl, prepareFrame } from './frame.ts';
import { awaitHello, type HelloOptions } from './hello.ts';
import { followTheme, type Themed, themeOf } from './theme.ts';
import { type AppValidation, fetchAppValidation, type TokenRequest } from './token.ts';

/**
 * What a host page tells a tool about what the user has open. Tools made for Storyblok read `language` and `story` with `name`, `slug`,
 * `updated_at`, `content` and `published`, and throw where one of them is missing.
 *
 * @example
 * const context: EmbedContext = {
 *   language: 'en',
 *   story: { name: 'Home', slug: 'home', updated_at: '2026-03-02T09:00:00Z', content: {}, published: true },
 * };
 */
export type EmbedContext = Record<string, unknown>;

/**
 * How {@link embedPlugin} shows a plugin and what it answers.
 *
 * @example
 * const options: EmbedOptions = { plugin, space, user, maxHeight: 600 };
 */
export interface EmbedOptions extends Omit<PageOptions, 'theme'>, ServerOptions, HelloOptions {
  plugin: EmbeddedPlugin;
  /** Answers the plugin's `getContext`; a function is asked each time. Default: {@link emptyContext}. */
  context?: EmbedContext | (() => EmbedContext | undefined | Promise<EmbedContext | undefined>);
  /**
   * Gets the App Bridge token, and the ticket that comes with it, for a plugin that uses OAuth. Default: {@link fetchAppValidation}, with
   * the user's session cookie.
   */
  fetchToken?: (wanted: TokenRequest) => Promise<string | AppValidation>;
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
  /** The element whose colour scheme the plugin's page follows. Default: the one around the frame. */
  around?: Element;
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
  const made = target instanceof HTMLIFrameElement ? undefined : document.createElement('iframe');
  const iframe = made ?? (target as HTMLIFrameElement);
  const beside = made === undefined ? iframe.parentElement : target;
  const around = options.around ?? beside ?? document.documentElement;
  const url = pluginPageUrl({ ...options, theme: themeOf(around) });
  const theme = followTheme(iframe, around, (theme) =>
    post(iframe, url.origin, { action: 'theme', theme }),
  );
  prepareFrame(iframe, options.plugin.name);
  const page = awaitHello(iframe, options);
  const getValidation = once(TOKEN_INTERVAL_MS, () => requestValidation(options));
  const spoken = { origin: url.origin, options, theme, hello: page.hello, getValidation };
  const stopListening = listen(iframe, spoken);
  const stopOpening = open(url, spoken, (address) => {
    iframe.src = address;
    if (made !== undefined) target.append(made);
  });
  return {
    iframe,
    origin: url.origin,
    destroy() {
      stopOpening();
      stopListening();
      page.stop();
      theme.stop();
      made?.remove();
    },
  };
}

/** Shows the plugin's page: at once, or by a ticket once there is one. @returns what calls that off. */
function open(page: URL, spoken: Spoken, show: (address: string) => void): () => void {
  let stopped = false;
  if (spoken.options.plugin.oauth !== true) show(page.href);
  else openByTicket(page, spoken).then((address) => !stopped && show(address));
  return () => {
    stopped = true;
  };
}

/**
 * The address that opens the frame so that the server knows the user in it (`GET /embed/open`); the plugin's page itself where no ticket
 * is to be had.
 */
async function openByTicket(page: URL, { options, theme, getValidation }: Spoken): Promise<string> {
  try {
    const { ticket } = await getValidation();
    if (ticket === undefined) return page.href;
    if (ticket === null) {
      const { name } = options.plugin;
      const why = `PLUGBOARD_HOST_ORIGINS must name ${location.origin}`;
      options.onError?.(new Error(`“${name}” does not know its user here: ${why}`));
      return page.href;
    }
    const url = new URL('embed/open', serverUrl(options.base));
    url.searchParams.set('ticket', ticket);
    url.searchParams.set('theme', theme.current);
    return url.href;
  } catch (error) {
    options.onError?.(toError(error));
    // Whoever used this browser before may still be known in the frame: there the server forgets them, and says that it was not opened.
    return new URL('embed/open', serverUrl(options.base)).href;
  }
}

function post(iframe: HTMLIFrameElement, origin: string, message: HostMessage): void {
  iframe.contentWindow?.postMessage(message, origin);
}

/** With whom is spoken, and what is done with what they say. */
interface Spoken {
  origin: string;
  options: EmbedOptions;
  theme: Themed;
  /** The plugin's page has said something. */
  hello(): void;
  getValidation(): Promise<AppValidation>;
}

function listen(iframe: HTMLIFrameElement, spoken: Spoken): () => void {
  const { origin, options } = spoken;
  const serverOrigin = new URL(serverUrl(options.base)).origin;
  let stopped = false;
  const send = (message: HostMessage) => {
    // A frame that has meanwhile gone to another origin is not sent anything: the browser compares.
    if (!stopped) post(iframe, origin, message);
  };
  const onMessage = async (event: MessageEvent) => {
    if (event.source === null || event.source !== iframe.contentWindow) return;
    const message = parsePluginMessage(event.data);
    if (message === undefined) return;
    // The frame is on the server while the plugin is being let in; there it can only ask for the consent.
    const isOfServer = event.origin === serverOrigin && message.event === 'beginOAuth';
    if (event.origin !== origin && !isOfServer) return;
    spoken.hello();
    try {
      await answer(message, { ...spoken, iframe, send });
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

interface Listening extends Spoken {
  iframe: HTMLIFrameElement;
  send(message: HostMessage): void;
}

async function answer(message: PluginMessage, listening: Listening): Promise<void> {
  const { options, send } = listening;
  switch (message.event) {
    case 'validate':
      send({
        action: 'validated',
        token: (await listening.getValidation()).token,
        theme: listening.theme.current,
      });
      return options.onValidated?.();
    case 'getContext':
      return send({ ...(await currentContext(options)), action: 'get-context' });
    case 'heightChange':
      return resize(listening, message.height);
    case 'beginOAuth':
      return navigate(listening, message.redirectTo);
  }
}

async function requestValidation(options: EmbedOptions): Promise<AppValidation> {
  const { base, fetch, space, plugin } = options;
  const wanted = { base, fetch, space: space.id, appId: plugin.id };
  const got: unknown = await (options.fetchToken ?? fetchAppValidation)(wanted);
  const validation = typeof got === 'string' ? { token: got } : got;
  if (isValidation(validation)) return validation;
  throw new Error(
    'No App Bridge token: `fetchToken` gave neither a text nor an object with a `token`',
  );
}

const isValidation = (value: unknown): value is AppValidation =>
  typeof value === 'object' &&
  value !== null &&
  'token' in value &&
  typeof value.token === 'string';

async function currentContext({ context, space, user }: EmbedOptions): Promise<EmbedContext> {
  const given = typeof context === 'function' ? await context() : context;
  return given ?? emptyContext({ space, user });
}

/**
 * What a tool is told where nothing is open: whatever Storyblok's tools read, with nothing in it.
 *
 * @example
 * toolbar.context = () => (editor.story ? { language: 'en', story: editor.story } : emptyContext(embeds));
 */
export function emptyContext({ space, user }: Pick<Embeds, 'space' | 'user'>): EmbedContext {
  const updated_at = new Date().toISOString();
  const story = { name: space.name, slug: '', updated_at, content: {}, published: false };
  return { language: user.lang, story };
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
  leadTopWindow(url);
}

// By a link, which tells the origin of this page whatever its own policy is: so the server knows that a page of the host began it, and
// leads back here after the consent.
function leadTopWindow({ href }: URL): void {
  const link = document.createElement('a');
  link.href = href;
  link.target = '_top';
  link.referrerPolicy = 'origin';
  link.click();
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
