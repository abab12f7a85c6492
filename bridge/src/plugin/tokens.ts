import { readClaims, refreshDelay } from './token.ts';

/** The present token and what keeps it so. */
export interface Tokens {
  readonly current: string;
  fresh(): Promise<string>;
  listen(listener: (token: string) => void): () => void;
  stop(): void;
}

const RETRY_MS = 10_000;

/**
 * Gets a token and replaces it before it expires.
 *
 * @param ask Gets a new token.
 * @throws What `ask` throws, when it does the first time.
 */
export async function keepToken(ask: () => Promise<string>): Promise<Tokens> {
  const listeners = new Set<(token: string) => void>();
  let current = '';
  let staleAt = Number.POSITIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  async function refresh(): Promise<string> {
    try {
      const token = await ask();
      accept(token);
      return token;
    } catch (error) {
      // The user may be signed out for a moment; the present token is good for a little yet.
      if (current !== '') plan(RETRY_MS);
      throw error;
    }
  }

  function accept(token: string): void {
    const isNew = token !== current;
    current = token;
    const claims = readClaims(token);
    if (claims !== undefined) {
      const delay = refreshDelay(claims);
      // By the wall clock: a computer's other clock may stand still while it sleeps.
      staleAt = Date.now() + delay;
      plan(delay);
    }
    if (isNew) for (const listener of listeners) listener(token);
  }

  function plan(delay: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => refresh().catch(() => {}), delay);
  }

  await refresh();
  return {
    get current() {
      return current;
    },
    fresh: async () => (Date.now() < staleAt ? current : refresh()),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
