import {
  command,
  type Item,
  type ListOptions,
  type MetaItem,
  type SetOptions,
  type StorageCommand,
  setCommand,
  type UniqueNumOptions,
  type UniqueOptions,
  type WithMeta,
} from './commands.ts';
import type { HandlerCalls } from './handler-calls.ts';

/** Runs commands and answers one result each. */
export type RunCommands = (commands: readonly StorageCommand[]) => Promise<unknown[]>;

/**
 * What is to be done to the storage, and not yet done: awaiting it does it, once, and giving it as `effects` has Plugboard do it together with
 * the verdict on the job.
 */
export interface StorageEffect {
  /** As they are sent. */
  readonly commands: readonly StorageCommand[];
  /** The install whose storage it is; undefined for the plugin's own. */
  readonly installId: string | undefined;
}

/**
 * Commands that are carried out in order, as one transaction: all of them or none (a unique value that is not to be had is the exception: the
 * others are carried out, see {@link NoneLeftError}). Each method answers a new pipeline with one command more;
 * awaited, it answers a tuple with one result a command.
 *
 * @example
 * const [item, count] = await storage.pipeline().get<string>('last').increment('visits');
 * console.log(item?.value, count.value);
 */
export class Pipeline<Results extends readonly unknown[] = []>
  implements PromiseLike<Results>, StorageEffect
{
  readonly commands: readonly StorageCommand[];
  readonly installId: string | undefined;
  readonly #run: RunCommands;
  readonly #calls: HandlerCalls | undefined;
  #results: Promise<Results> | undefined;

  /** @internal */
  constructor(
    run: RunCommands,
    installId: string | undefined,
    commands: readonly StorageCommand[] = [],
    calls?: HandlerCalls,
  ) {
    this.#run = run;
    this.#calls = calls;
    this.installId = installId;
    this.commands = commands;
  }

  /** The item under a key, or null. */
  get<Value = unknown>(key: string): Pipeline<[...Results, Item<Value> | null]>;
  get<Value = unknown>(
    key: string,
    options: WithMeta,
  ): Pipeline<[...Results, MetaItem<Value> | null]>;
  get(key: string, options?: WithMeta): unknown {
    return this.#and(command('get', { key, ...options }));
  }

  /** Stores a value: anything that JSON can say. */
  set<Value>(
    key: string,
    value: Value,
    options: SetOptions & WithMeta,
  ): Pipeline<[...Results, MetaItem<Value>]>;
  set<Value>(key: string, value: Value, options?: SetOptions): Pipeline<[...Results, Item<Value>]>;
  set(key: string, value: unknown, options?: SetOptions & Partial<WithMeta>): unknown {
    return this.#and(setCommand(key, value, options));
  }

  /** As {@link Storage.setUnique}. */
  setUnique(key: string, options?: UniqueOptions): Pipeline<[...Results, Item<string>]> {
    return this.#and(command('set_unique', { key, ...options }));
  }

  /** As {@link Storage.setUniqueNum}. */
  setUniqueNum(key: string, options?: UniqueNumOptions): Pipeline<[...Results, Item<number>]> {
    return this.#and(command('set_unique_num', { key, ...options }));
  }

  /** Removes an item and answers it, or null where there was none. */
  unset<Value = unknown>(key: string): Pipeline<[...Results, Item<Value> | null]> {
    return this.#and(command('unset', { key }));
  }

  /** Adds to a number; a missing one counts as 0. */
  increment(key: string, by?: number): Pipeline<[...Results, Item<number>]> {
    return this.#and(command('increment', { key, by }));
  }

  /** A page of items, ordered by key in code-point order. */
  list<Value = unknown>(options: ListOptions & WithMeta): Pipeline<[...Results, MetaItem<Value>[]]>;
  list<Value = unknown>(options?: ListOptions): Pipeline<[...Results, Item<Value>[]]>;
  list(options?: ListOptions & Partial<WithMeta>): unknown {
    return this.#and(command('list', { ...options }));
  }

  /** Runs the commands, the first time it is called, and answers their results. This is what `await` calls. */
  // biome-ignore lint/suspicious/noThenProperty: being awaitable is what a pipeline is for
  then<Done = Results, Failed = never>(
    onDone?: ((results: Results) => Done | PromiseLike<Done>) | null,
    onFailed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    this.#calls?.used(this.commands);
    this.#results ??= this.#run(this.commands) as unknown as Promise<Results>;
    return this.#results.then(onDone, onFailed);
  }

  /** Runs the commands, and hears of a failure. */
  catch<Failed = never>(
    onFailed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Results | Failed> {
    return this.then(undefined, onFailed);
  }

  #and<More extends readonly unknown[]>(added: StorageCommand): Pipeline<More> {
    const commands = [...this.commands, added];
    this.#calls?.made(commands, this.commands);
    return new Pipeline<More>(this.#run, this.installId, commands, this.#calls);
  }
}
