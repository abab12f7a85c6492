import { type OAuthStore, USED } from './store.ts';

/** What is remembered here; a code that is used twice is noticed by Plugboard, too. */
const MOST = 10_000;

/** Lets everything that was begun end once. */
export interface Once {
  /** Whether it is the first time that an id is shown to this process. */
  isFirst(id: string): boolean;
  /** Whether one ended well in another process, where there is a store. */
  hasEnded(id: string): Promise<boolean>;
  /** Only of what ended well: anybody can begin, and come back with nothing. */
  end(id: string): Promise<void>;
}

/** @param seconds after which nothing that was begun can end any more */
export function createOnce(store: OAuthStore | undefined, seconds: number): Once {
  const used = new Set<string>();
  return {
    isFirst(id) {
      if (used.has(id)) return false;
      used.add(id);
      const [oldest] = used;
      if (used.size > MOST && oldest !== undefined) used.delete(oldest);
      return true;
    },
    hasEnded: async (id) => Boolean(await store?.get(USED + id)),
    end: async (id) => void (await store?.set(USED + id, '1', seconds)),
  };
}
