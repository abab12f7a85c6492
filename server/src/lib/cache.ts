/** What was revoked must be refused on every node within a second, even when its notification is lost. */
const MAX_AGE_MS = 900;

/**
 * A cache for what decides access: bounded in age and in size. Entries are loaded by key; whoever loads coalesces concurrent loads.
 */
export interface CacheOptions<Value> {
  /** Most entries; the one that was loaded first gives way. */
  maxSize: number;
  /** `undefined` (nothing there) is cached too. */
  load(key: string): Promise<Value | undefined>;
}

/** What is known of the values behind some keys, for 0.9 s at most. */
export interface Cache<Value> {
  /** The cached value, without waiting; `undefined` when it is missing or too old, `null` when known to be absent. */
  peek(key: string): Value | null | undefined;
  /** The cached value, or else the loaded one; undefined when there is none. Rejects as `load` does. */
  get(key: string): Promise<Value | undefined>;
  /** Reads past the cache and replaces what it holds. */
  reload(key: string): Promise<Value | undefined>;
  /** Forgets everything, also what is being loaded: for when something was revoked. */
  clear(): void;
}

interface Entry<Value> {
  value: Value | null;
  loadedAt: number;
}

/**
 * How long background refreshes wait for each other, at most. At once, they would come one or two at a time: at 5,000 requests a second
 * for 1,000 installs that made 400 statements a second, as many as the requests themselves needed.
 */
const GATHER_MS = 100;

/** An empty cache. What is asked for in the second half of its age is refreshed in the background, so that busy keys seldom wait. */
export function createCache<Value>(options: CacheOptions<Value>): Cache<Value> {
  let entries = new Map<string, Entry<Value>>();
  let generation = 0;

  function peek(key: string): Value | null | undefined {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    const now = performance.now();
    const age = now - entry.loadedAt;
    if (age > MAX_AGE_MS) return undefined;
    if (age > MAX_AGE_MS / 2) refreshSoon(key, now);
    return entry.value;
  }

  async function reload(key: string): Promise<Value | undefined> {
    const startedIn = generation;
    const loadedAt = performance.now();
    const value = await options.load(key);
    // What was read before a clear() may be what the clear was about.
    if (startedIn === generation) remember(key, { value: value ?? null, loadedAt });
    return value;
  }

  const loading = new Map<string, Promise<Value | undefined>>();

  function loadOnce(key: string): Promise<Value | undefined> {
    let load = loading.get(key);
    if (load === undefined) {
      load = reload(key).finally(() => loading.delete(key));
      loading.set(key, load);
    }
    return load;
  }

  const ageing = new Set<string>();
  let refreshedAt = Number.NEGATIVE_INFINITY;

  // Without a timer: if nobody asks any more, nothing needs to be fresh.
  function refreshSoon(key: string, now: number): void {
    ageing.add(key);
    if (now - refreshedAt < GATHER_MS) return;
    refreshedAt = now;
    // Whoever needs one that could not be read will find it too old, and read it in the foreground.
    for (const old of ageing) loadOnce(old).catch(() => undefined);
    ageing.clear();
  }

  function remember(key: string, entry: Entry<Value>): void {
    entries.delete(key);
    if (entries.size >= options.maxSize) dropOldest();
    entries.set(key, entry);
  }

  function dropOldest(): void {
    const oldest = entries.keys().next().value;
    if (oldest !== undefined) entries.delete(oldest);
  }

  return {
    peek,
    reload,
    get(key) {
      const value = peek(key);
      return value === undefined ? loadOnce(key) : Promise.resolve(value ?? undefined);
    },
    clear() {
      generation++;
      loading.clear();
      ageing.clear();
      entries = new Map();
    },
  };
}
