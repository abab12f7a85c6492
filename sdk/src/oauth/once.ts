import { FLOW_SECONDS } from './flow.ts';
import type { OAuthStore } from './store.ts';

/** What is remembered here; a code that is used twice is noticed by Plugboard, too. */
const MOST = 10_000;

/** Tells whether it is the first time that an id is shown, to this process, and where there is a store to any. */
export function createOnce(store: OAuthStore | undefined): (id: string) => Promise<boolean> {
  const used = new Set<string>();
  return async (id) => {
    if (used.has(id)) return false;
    used.add(id);
    const [oldest] = used;
    if (used.size > MOST && oldest !== undefined) used.delete(oldest);
    if (store === undefined) return true;
    const key = `used:${id}`;
    if (await store.get(key)) return false;
    await store.set(key, '1', FLOW_SECONDS);
    return true;
  };
}
