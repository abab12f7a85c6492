import {
  CONNECT,
  type FromView,
  HELLO,
  LOOK_PROPERTIES,
  parseToView,
  type ToView,
  type ViewLook,
  type ViewName,
} from '../views.ts';

/**
 * Whom a view listens to, and what it does with what it hears.
 *
 * @example
 * const options: ViewOptions = { hostOrigins: ['https://product.example'], onLook: applyLook };
 */
export interface ViewOptions {
  /** The only origins of pages around it that it hears, and says anything to. */
  hostOrigins: readonly string[];
  /** Hears of each new token. */
  onToken?: (token: string) => void;
  /** The page around has no token to give: its backend refused, or is not there. */
  onTokenFailed?: () => void;
  /** Hears how the page around looks, at first and whenever that changes. */
  onLook?: (look: ViewLook) => void;
}

/**
 * A view that speaks with the element around it.
 *
 * @example
 * const view = connectView({ hostOrigins, onLook: applyLook });
 * const token = await view.token();
 */
export interface ConnectedView {
  /** The token to call with: the last that came, or the first that will. */
  token(): Promise<string>;
  /** Asks for another one, after the last was refused; those who ask at a time share it. Rejects where there is none. */
  requestToken(): Promise<string>;
  /** Has the frame be as high as the content, in CSS pixels. */
  reportHeight(height: number): void;
  /** Reports the height of an element now and whenever it changes: the wrapper of all content, whose height must not hang on the frame's. */
  followHeight(content: Element): () => void;
  /** Tells the page around that the user goes on to another view, such as the settings of an install. */
  open(view: ViewName, install?: number): void;
  /** Stops listening. */
  stop(): void;
}

interface Waiting {
  resolve(token: string): void;
  reject(error: Error): void;
}

/**
 * Says hello to the page around, and takes the port that the element there answers with: from one of the given origins, and from the window
 * that is around this one.
 *
 * @example
 * const view = connectView({ hostOrigins: ['https://product.example'] });
 */
export function connectView(options: ViewOptions): ConnectedView {
  let port: MessagePort | undefined;
  let held: string | undefined;
  let waiting: Waiting[] = [];
  let unsent: FromView[] = [];

  function hear(event: MessageEvent): void {
    const [given] = event.ports;
    const isOurs = event.source === window.parent && options.hostOrigins.includes(event.origin);
    if (!isOurs || event.data !== CONNECT || given === undefined) return;
    port?.close();
    port = given;
    port.onmessage = ({ data }) => {
      const message = parseToView(data);
      if (message !== undefined) take(message);
    };
    for (const message of unsent.splice(0)) port.postMessage(message);
  }

  function take(message: ToView): void {
    if (message.type === 'look') options.onLook?.(message.look);
    else if (message.type === 'token-failed') {
      for (const { reject } of waiting.splice(0)) reject(new Error('The page around has no token'));
      options.onTokenFailed?.();
    } else {
      held = message.token;
      for (const { resolve } of waiting.splice(0)) resolve(message.token);
      options.onToken?.(message.token);
    }
  }

  function say(message: FromView): void {
    if (port !== undefined) port.postMessage(message);
    // Of heights the last one counts.
    else unsent = [...unsent.filter(({ type }) => type !== message.type), message];
  }

  const nextToken = () =>
    new Promise<string>((resolve, reject) => {
      waiting = [...waiting, { resolve, reject }];
    });
  const reportHeight = (height: number) => say({ type: 'height', height: Math.ceil(height) });

  addEventListener('message', hear);
  for (const origin of window.parent === window ? [] : options.hostOrigins) {
    // The others never get it: browsers compare.
    window.parent.postMessage(HELLO, origin);
  }
  return {
    token: () => (held === undefined ? nextToken() : Promise.resolve(held)),
    requestToken() {
      if (waiting.length === 0) say({ type: 'token-wanted' });
      return nextToken();
    },
    reportHeight,
    followHeight(content) {
      const observer = new ResizeObserver(() =>
        reportHeight(content.getBoundingClientRect().height),
      );
      observer.observe(content);
      return () => observer.disconnect();
    },
    open: (view, install) => say({ type: 'open', view, install: install ?? null }),
    stop() {
      removeEventListener('message', hear);
      port?.close();
    },
  };
}

/**
 * The origins that the document of a view names, in `<meta name="plugboard-host-origins">`.
 *
 * @example
 * const view = connectView({ hostOrigins: hostOriginsOf(document) });
 */
export function hostOriginsOf(document: Document): string[] {
  const meta = document.querySelector('meta[name="plugboard-host-origins"]');
  return (meta?.getAttribute('content') ?? '').split(' ').filter((origin) => origin !== '');
}

/**
 * Gives a document the language, colours and type of the page around it.
 *
 * @example
 * connectView({ hostOrigins, onLook: (look) => applyLook(document.documentElement, look) });
 */
export function applyLook(root: HTMLElement, { theme, lang, properties }: ViewLook): void {
  root.style.colorScheme = theme;
  root.dataset.theme = theme;
  if (lang !== '') root.lang = lang;
  for (const name of LOOK_PROPERTIES) {
    const value = properties[name];
    if (value === undefined) root.style.removeProperty(name);
    else root.style.setProperty(name, value);
  }
}
