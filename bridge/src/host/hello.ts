import type { EmbeddedPlugin } from './embeds.ts';

/**
 * How long a page is waited for, and what is done when it does not come.
 *
 * @example
 * const options: HelloOptions = { plugin, helloMs: 5_000, onSilent: ({ message }) => alert(message) };
 */
export interface HelloOptions {
  plugin: Pick<EmbeddedPlugin, 'name' | 'app_bridge'>;
  /** How long the plugin's page may take to say hello, in milliseconds. Default 10,000. */
  helloMs?: number;
  /** The plugin's page did not say hello in that time. Default: `onError`. */
  onSilent?: (error: Error) => void;
  /** Something the plugin asked for could not be done. */
  onError?: (error: Error) => void;
}

/** A page that is waited for. */
export interface Awaited {
  /** It has said something. */
  hello(): void;
  /** It is waited for no longer. */
  stop(): void;
}

const HELLO_MS = 10_000;

/**
 * Waits for the page in a frame. One that speaks the App Bridge is there once it says something: browsers tell of their own error pages,
 * for a page that is away or forbids to be framed, as if these had loaded. Of any other page loading is all that can be seen.
 */
export function awaitHello(iframe: HTMLIFrameElement, options: HelloOptions): Awaited {
  const { plugin, helloMs = HELLO_MS, onSilent = options.onError } = options;
  const timer = setTimeout(() => {
    stop();
    onSilent?.(new Error(`“${plugin.name}” does not answer`));
  }, helloMs);
  const onLoad = () => {
    // A document that can be looked into is an empty one of our own: the plugin's page never is.
    if (plugin.app_bridge !== true && iframe.contentDocument === null) stop();
  };
  function stop(): void {
    clearTimeout(timer);
    iframe.removeEventListener('load', onLoad);
  }
  iframe.addEventListener('load', onLoad);
  return { hello: stop, stop };
}
