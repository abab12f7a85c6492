import {
  type ContextMessage,
  type PluginMessage,
  parseHostMessage,
  type Theme,
  type ValidatedMessage,
} from '../messages.ts';
import { BridgeError } from './errors.ts';

/** The line to the host page: sends to its origin only, hears only its window. */
export interface Channel {
  send(message: PluginMessage): void;
  /**
   * Sends a message and waits for the answer. While one is awaited, others that want the same answer share it.
   *
   * @throws BridgeError `timeout`, `closed`
   */
  ask(message: PluginMessage, answer: 'validated'): Promise<ValidatedMessage>;
  ask(message: PluginMessage, answer: 'get-context'): Promise<ContextMessage>;
  close(): void;
}

interface Waiting {
  promise: Promise<unknown>;
  settle(outcome: { answer: unknown } | { error: Error }): void;
}

/** How the line is opened. */
export interface ChannelOptions {
  hostOrigin: string;
  /** How long each answer is waited for. */
  timeoutMs: number;
  /** The host page said whether it is light or dark. */
  onTheme: (theme: Theme) => void;
}

/** Opens the line to the parent window. */
export function openChannel({ hostOrigin, timeoutMs, onTheme }: ChannelOptions): Channel {
  const waiting = new Map<string, Waiting>();
  const send = (message: PluginMessage) => window.parent.postMessage(message, hostOrigin);
  const onMessage = (event: MessageEvent) => {
    if (event.source !== window.parent || event.origin !== hostOrigin) return;
    const message = parseHostMessage(event.data);
    if (message === undefined) return;
    if (message.action !== 'get-context' && message.theme !== undefined) onTheme(message.theme);
    waiting.get(message.action)?.settle({ answer: message });
  };
  window.addEventListener('message', onMessage);

  function wait(action: string): Waiting {
    const { promise, resolve, reject } = withResolvers<unknown>();
    const timer = setTimeout(() => made.settle({ error: silence() }), timeoutMs);
    const made: Waiting = {
      promise,
      settle(outcome) {
        clearTimeout(timer);
        waiting.delete(action);
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.answer);
      },
    };
    waiting.set(action, made);
    return made;
  }

  function silence(): BridgeError {
    const seconds = timeoutMs / 1_000;
    return new BridgeError(
      'timeout',
      `The host page ${hostOrigin} did not answer within ${seconds} s: is the plugin installed in this space, and the user signed in?`,
    );
  }

  return {
    send,
    ask(message: PluginMessage, action: string) {
      const existing = waiting.get(action);
      if (existing !== undefined) return existing.promise as Promise<never>;
      const { promise } = wait(action);
      send(message);
      return promise as Promise<never>;
    },
    close() {
      window.removeEventListener('message', onMessage);
      const error = new BridgeError('closed', 'The connection to the host page was closed');
      for (const { settle } of [...waiting.values()]) settle({ error });
    },
  };
}

// `Promise.withResolvers` is missing in browsers of 2023.
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
