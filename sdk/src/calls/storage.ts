import { type Client, dataOf, sendAs } from '../client.ts';
import { NoneLeftError } from '../errors.ts';
import {
  type Item,
  isRepeatable,
  type ListOptions,
  type MetaItem,
  type SetOptions,
  type StorageCommand,
  type UniqueNumOptions,
  type UniqueOptions,
  type WithMeta,
} from './commands.ts';
import type { HandlerCalls } from './handler-calls.ts';
import { Pipeline, type RunCommands, type StorageEffect } from './pipeline.ts';

/** One command, not yet carried out: awaited it is, and given as `effects` it goes along with the verdict. */
export interface StorageCall<Result> extends StorageEffect {
  /** Carries it out, the first time it is called. This is what `await` calls. */
  then: Promise<Result>['then'];
  /** Carries it out, and hears of a failure. */
  catch: Promise<Result>['catch'];
}

/**
 * The storage of an install, or the plugin's own. A call does nothing until it is awaited, or given as `effects`.
 *
 * @example
 * await storage.set('greeting', 'Hello');
 * const greeting = await storage.get<string>('greeting');
 * return job.done(`${greeting?.value}!`, { effects: storage.increment('greeted') });
 */
export interface Storage {
  /** The item under a key, or null. */
  get<Value = unknown>(key: string): StorageCall<Item<Value> | null>;
  get<Value = unknown>(key: string, options: WithMeta): StorageCall<MetaItem<Value> | null>;
  /** Stores a value: anything that JSON can say. */
  set<Value>(
    key: string,
    value: Value,
    options: SetOptions & WithMeta,
  ): StorageCall<MetaItem<Value>>;
  set<Value>(key: string, value: Value, options?: SetOptions): StorageCall<Item<Value>>;
  /**
   * Stores a random string that no other item of this storage holds as its unique value, whatever its key; it is free again when its item is unset or
   * overwritten. It draws anew each time, over what the key had: to keep what is there, `get` it first.
   *
   * @throws NoneLeftError where all are taken
   */
  setUnique(key: string, options?: UniqueOptions): StorageCall<Item<string>>;
  /** The same with a random whole number. @throws NoneLeftError where all are taken */
  setUniqueNum(key: string, options?: UniqueNumOptions): StorageCall<Item<number>>;
  /** Removes an item and answers it, or null where there was none. */
  unset<Value = unknown>(key: string): StorageCall<Item<Value> | null>;
  /** Adds to a number (1 by default); a missing one counts as 0. */
  increment(key: string, by?: number): StorageCall<Item<number>>;
  /** A page of items, ordered by key. */
  list<Value = unknown>(options: ListOptions & WithMeta): StorageCall<MetaItem<Value>[]>;
  list<Value = unknown>(options?: ListOptions): StorageCall<Item<Value>[]>;
  /** All items, ordered by key, page after page. */
  items<Value = unknown>(options?: Pick<ListOptions, 'prefix'>): AsyncGenerator<Item<Value>>;
  /** Several commands as one transaction. */
  pipeline(): Pipeline;
}

/** Items that {@link Storage.items} asks for at once. */
const PAGE = 1000;

/** The storage of an install, or (without an id) the plugin's own. */
export function createStorage(
  client: Client,
  installId: string | undefined,
  signal: () => AbortSignal | undefined,
  calls?: HandlerCalls,
): Storage {
  const run: RunCommands = (commands) => runCommands(client, installId, commands, signal());
  const pipeline = () => new Pipeline(run, installId, [], calls);
  const storage = {
    get: (key: string, options: WithMeta) => single(pipeline().get(key, options)),
    set: (key: string, value: unknown, options?: SetOptions) =>
      single(pipeline().set(key, value, options)),
    setUnique: (key: string, options?: UniqueOptions) => single(pipeline().setUnique(key, options)),
    setUniqueNum: (key: string, options?: UniqueNumOptions) =>
      single(pipeline().setUniqueNum(key, options)),
    unset: (key: string) => single(pipeline().unset(key)),
    increment: (key: string, by?: number) => single(pipeline().increment(key, by)),
    list: (options?: ListOptions) => single(pipeline().list(options)),
    async *items({ prefix }: Pick<ListOptions, 'prefix'> = {}) {
      for (let after: string | undefined; ; ) {
        const page: Item[] = await storage.list({
          limit: PAGE,
          ...(prefix !== undefined && { prefix }),
          ...(after !== undefined && { after }),
        });
        yield* page;
        after = page.at(-1)?.key;
        if (page.length < PAGE) return;
      }
    },
    pipeline,
  };
  return storage as unknown as Storage;
}

function single<Result>(pipeline: Pipeline<[Result]>): StorageCall<Result> {
  return {
    commands: pipeline.commands,
    installId: pipeline.installId,
    // biome-ignore lint/suspicious/noThenProperty: being awaitable is what a call is for
    then: (onDone, onFailed) => pipeline.then(([result]) => result).then(onDone, onFailed),
    catch: (onFailed) => pipeline.then(([result]) => result).catch(onFailed),
  };
}

async function runCommands(
  client: Client,
  installId: string | undefined,
  commands: readonly StorageCommand[],
  signal: AbortSignal | undefined,
): Promise<unknown[]> {
  if (commands.length === 0) return [];
  const results = await dataOf<unknown[]>(
    sendAs(client.send, client.own, {
      method: 'POST',
      path: '/api/v2/plugin-services/storage',
      body: installId === undefined ? { commands } : { install_id: installId, commands },
      isRepeatable: isRepeatable(commands),
      signal,
    }),
  );
  const without = commands.findIndex(
    ({ action }, at) => action.startsWith('set_unique') && results[at] === null,
  );
  if (without < 0) return results;
  throw new NoneLeftError(results, without, String(commands[without]?.key));
}
