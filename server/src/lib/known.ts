import { type Changes, MAX_SILENCE_MS, type Topic } from './changes.ts';
import { databaseNow } from './clock.ts';

/**
 * What is forgotten when a change names the only thing that it is of by its id: `all`; what is behind that `key`; or, of 100,000 in some
 * milliseconds, the values that are about it. When it names none, all is.
 */
export type About<Value> = 'all' | 'key' | ((id: string) => (value: Value) => boolean);

/** What is known of the values behind some keys, and for how long it is believed. */
export interface KnownOptions<Value> {
  /** Most of them; the one that was learned first gives way. */
  maxSize: number;
  /** Who tells of changes. Without it everything is believed for 0.9 s at most. */
  changes?: Pick<Changes, 'onAtOnce' | 'heardUntil'>;
  /** Whoever changes something of what is known announces one of these. */
  topics?: Partial<Record<Topic, About<Value>>>;
  /** Whether everything that changes this value is announced. That is so by default; of a value that is absent never. */
  isTold?(value: Value): boolean;
  /** When it becomes another by itself, by the clock of the database: then nothing is known any more. Null for never. */
  endsAt?(value: Value): Date | null;
}

/**
 * What this process knows, and others may change. It is believed for as long as everybody who changes it is known to be heard; what nobody tells
 * of, or while that is unknown, for 0.9 s, so that what was revoked is refused on every node within a second, whatever is lost.
 */
export interface Known<Value> {
  /** What is known; `undefined` when nothing is, `null` when it is known that there is nothing. */
  peek(key: string): Value | null | undefined;
  /**
   * Called before something is read; its answer remembers what came, `null` for nothing, unless something was forgotten meanwhile: that may
   * be what was read.
   */
  learn(): (key: string, value: Value | null) => void;
  /** Changes whenever something is forgotten: what is being read from before is not to be had by others any more. */
  age(): number;
  /** Forgets everything, also what is being read. */
  clear(): void;
}

interface Entry<Value> {
  value: Value | null;
  learnedAt: number;
  isTold: boolean;
  /** In milliseconds since 1970. */
  endsAt: number;
}

/** Knows nothing yet. */
export function createKnown<Value>(options: KnownOptions<Value>): Known<Value> {
  const { maxSize, changes, isTold = () => true, endsAt = () => null } = options;
  let entries = new Map<string, Entry<Value>>();
  let age = 0;

  function isBelieved({ learnedAt, isTold, endsAt }: Entry<Value>): boolean {
    if (endsAt <= databaseNow()) return false;
    const now = performance.now();
    if (now - learnedAt <= MAX_SILENCE_MS) return true;
    return isTold && changes !== undefined && now - changes.heardUntil() <= MAX_SILENCE_MS;
  }

  function remember(key: string, entry: Entry<Value>): void {
    entries.delete(key);
    if (entries.size >= maxSize) dropOldest();
    entries.set(key, entry);
  }

  function dropOldest(): void {
    const oldest = entries.keys().next().value;
    if (oldest !== undefined) entries.delete(oldest);
  }

  function clear(): void {
    age++;
    entries = new Map();
  }

  function forget(about: About<Value>, id: string | undefined): void {
    if (about === 'all' || id === undefined) {
      clear();
      return;
    }
    age++;
    if (about === 'key') entries.delete(id);
    else forgetThose(about(id));
  }

  function forgetThose(areAbout: (value: Value) => boolean): void {
    for (const [key, { value }] of entries) {
      if (value === null || areAbout(value)) entries.delete(key);
    }
  }

  for (const [topic, about] of Object.entries(options.topics ?? {})) {
    changes?.onAtOnce(topic as Topic, (id) => forget(about, id));
  }

  return {
    peek(key) {
      const entry = entries.get(key);
      return entry !== undefined && isBelieved(entry) ? entry.value : undefined;
    },
    learn() {
      const begunIn = age;
      const learnedAt = performance.now();
      return (key, value) => {
        if (begunIn !== age) return;
        remember(key, {
          value,
          learnedAt,
          isTold: value !== null && isTold(value),
          endsAt: (value === null ? null : endsAt(value))?.getTime() ?? Number.POSITIVE_INFINITY,
        });
      };
    },
    age: () => age,
    clear,
  };
}
