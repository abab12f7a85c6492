import { createKnown, type KnownOptions } from './known.ts';

/** A cache for what decides access: see {@link Known}. Whoever loads coalesces concurrent loads of different keys. */
export interface CacheOptions<Value> extends KnownOptions<Value> {
  /** `undefined` (nothing there) is cached too. */
  load(key: string): Promise<Value | undefined>;
}

/** What is known of the values behind some keys, and what has to be read. */
export interface Cache<Value> {
  /** The cached value, without waiting; `undefined` when it is missing or not to be believed, `null` when known to be absent. */
  peek(key: string): Value | null | undefined;
  /** The cached value, or else the loaded one; undefined when there is none. Rejects as `load` does. */
  get(key: string): Promise<Value | undefined>;
  /** Reads past the cache and replaces what it holds. */
  reload(key: string): Promise<Value | undefined>;
  /** Forgets everything, also what is being loaded. */
  clear(): void;
}

interface Load<Value> {
  /** What was read before something was forgotten may be what was forgotten. */
  age: number;
  value: Promise<Value | undefined>;
}

/** An empty cache. */
export function createCache<Value>(options: CacheOptions<Value>): Cache<Value> {
  const known = createKnown<Value>(options);
  const loading = new Map<string, Load<Value>>();

  async function reload(key: string): Promise<Value | undefined> {
    const remember = known.learn();
    const value = await options.load(key);
    remember(key, value ?? null);
    return value;
  }

  function loadOnce(key: string): Promise<Value | undefined> {
    const underWay = loading.get(key);
    if (underWay?.age === known.age()) return underWay.value;
    const load: Load<Value> = {
      age: known.age(),
      value: reload(key).finally(() => {
        if (loading.get(key) === load) loading.delete(key);
      }),
    };
    loading.set(key, load);
    return load.value;
  }

  return {
    peek: known.peek,
    reload,
    get(key) {
      const value = known.peek(key);
      return value === undefined ? loadOnce(key) : Promise.resolve(value ?? undefined);
    },
    clear: known.clear,
  };
}
