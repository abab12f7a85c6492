/** An item as the commands see it; never changed, only replaced. */
export interface Item {
  /** JSON text. Empty for an item whose value no command asks for, so that it was not loaded. */
  value: string;
  /** Counts from 1; each write raises it. */
  version: number;
  /** JSON text of the value that `set_unique` chose, while it is in force. */
  uniqueValue: string | undefined;
  /** Milliseconds since 1970, or null. */
  expiresAt: number | null;
}

/** One key of the working set. */
export interface Entry {
  readonly key: string;
  readonly holderId: number;
  /** What the transaction has in the database; undefined where there is no item. */
  stored: Item | undefined;
  /** What the commands made of it. */
  current: Item | undefined;
  /** There is a row, if only a reserved one. */
  hasRow: boolean;
}

/** The items of one holder that a transaction works on. */
export interface HolderItems {
  get(key: string): Item | undefined;
  /** Replaces an item, or removes it. */
  put(key: string, item: Item | undefined): void;
  /** Values that no item holds as its unique value, although one did in the database or was meant to. */
  freeValues(): Iterable<string>;
  /** Says that a value chosen for a command will not be used by it. */
  release(uniqueValue: string): void;
}

/** The items of all holders that a transaction works on. */
export interface WorkingSet {
  /** Its keys must have been added before they are asked for. */
  holder(holderId: number): HolderItems;
  /** @param item what is stored under the key. */
  add(holderId: number, key: string, item: Item | undefined, hasRow: boolean): void;
  entries(): Iterable<Entry>;
  /** A point to go back to. */
  mark(): number;
  /** Undoes what commands did since then. */
  rollback(mark: number): void;
}

/**
 * The items that a transaction's commands read and write, held here while the commands run and written down afterwards: a pipeline of
 * any length costs the same few statements.
 */
export function createWorkingSet(): WorkingSet {
  const holders = new Map<number, HolderState>();
  const undo: { holder: HolderState; key: string; item: Item | undefined }[] = [];

  const stateOf = (holderId: number): HolderState => {
    let state = holders.get(holderId);
    if (state === undefined) {
      state = { entries: new Map(), free: new Set() };
      holders.set(holderId, state);
    }
    return state;
  };

  return {
    holder: (holderId) => {
      const state = stateOf(holderId);
      return {
        get: (key) => entryOf(state, key).current,
        put: (key, item) => {
          undo.push({ holder: state, key, item: entryOf(state, key).current });
          replace(state, key, item);
        },
        freeValues: () => state.free,
        release: (uniqueValue) => {
          state.free.add(uniqueValue);
        },
      };
    },
    add: (holderId, key, item, hasRow) => {
      const entry: Entry = { key, holderId, stored: item, current: item, hasRow };
      stateOf(holderId).entries.set(key, entry);
    },
    entries: function* () {
      for (const state of holders.values()) yield* state.entries.values();
    },
    mark: () => undo.length,
    rollback: (mark) => {
      for (const { holder, key, item } of undo.splice(mark).reverse()) replace(holder, key, item);
    },
  };
}

interface HolderState {
  entries: Map<string, Entry>;
  free: Set<string>;
}

function entryOf(state: HolderState, key: string): Entry {
  const entry = state.entries.get(key);
  if (entry === undefined) throw new Error('A command touches a key that was not loaded');
  return entry;
}

function replace(state: HolderState, key: string, item: Item | undefined): void {
  const entry = entryOf(state, key);
  const before = entry.current?.uniqueValue;
  if (before !== undefined) state.free.add(before);
  if (item?.uniqueValue !== undefined) state.free.delete(item.uniqueValue);
  entry.current = item;
}
