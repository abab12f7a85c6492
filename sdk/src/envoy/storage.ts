import type { EnvoyPluginAPI } from './plugin-api.ts';
import { EnvoyPluginStoragePipeline } from './storage-pipeline.ts';
import type {
  EnvoyStorageItem,
  EnvoyStorageSetUniqueNumOptions,
  EnvoyStorageSetUniqueOptions,
} from './storage-types.ts';

/** An item; without a value for those who ask for the type only. */
type Found<Value> = EnvoyStorageItem<Value> | { key: string; value: undefined };

/**
 * The storage of an install, or the plugin's own. What is not there is thrown, by `get`, `unset`, and `setUnique` where all values are taken:
 * see {@link isEmptyStorageError}.
 *
 * @example
 * const { installStorage } = req.envoy;
 * await installStorage.set('greeting', 'Hello');
 * const { value } = await installStorage.get<string>('greeting');
 */
export class EnvoyPluginStorage {
  protected readonly api: EnvoyPluginAPI;
  /** Undefined for the plugin's own storage. */
  readonly installId: string | undefined;

  constructor(pluginAPI: EnvoyPluginAPI, installId?: string) {
    this.api = pluginAPI;
    this.installId = installId;
  }

  /** Several commands as one transaction. */
  pipeline(): EnvoyPluginStoragePipeline {
    return new EnvoyPluginStoragePipeline(this.api, this.installId);
  }

  get<Value = unknown>(key: string): Promise<Found<Value>> {
    return this.pipeline().get(key).executeSingle<Found<Value>>();
  }

  set<Value = unknown>(key: string, value: Value): Promise<EnvoyStorageItem<Value>> {
    return this.pipeline().set(key, value).executeSingle<EnvoyStorageItem<Value>>();
  }

  /** Stores a random string that no other item holds as its unique value, and answers it. */
  setUnique(key: string, options: EnvoyStorageSetUniqueOptions = {}): Promise<Found<string>> {
    return this.pipeline().setUnique(key, options).executeSingle<Found<string>>();
  }

  /** Stores a random whole number that no other item holds as its unique value, and answers it. */
  setUniqueNum(key: string, options: EnvoyStorageSetUniqueNumOptions = {}): Promise<Found<number>> {
    return this.pipeline().setUniqueNum(key, options).executeSingle<Found<number>>();
  }

  /** Removes an item, and answers it. */
  unset<Value = unknown>(key: string): Promise<Found<Value>> {
    return this.pipeline().unset(key).executeSingle<Found<Value>>();
  }

  /** A page of items, 100 each, from 1. */
  list<Value = unknown>(page = 1): Promise<EnvoyStorageItem<Value>[]> {
    return this.pipeline().list(page).executeSingle<EnvoyStorageItem<Value>[]>();
  }
}
