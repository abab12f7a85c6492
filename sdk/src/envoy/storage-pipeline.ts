import type { EnvoyPluginAPI } from './plugin-api.ts';
import type {
  EnvoyStorageCommand,
  EnvoyStorageResult,
  EnvoyStorageSetUniqueNumOptions,
  EnvoyStorageSetUniqueOptions,
} from './storage-types.ts';

/**
 * Storage commands that are carried out together, in order: all of them or none. Where one of them finds nothing, executing throws
 * ({@link isEmptyStorageError}), although all were carried out.
 *
 * @example
 * const { installStorage } = req.envoy;
 * const [last, visits] = await installStorage.pipeline().set('last', 'Ada').get('visits').execute();
 */
export class EnvoyPluginStoragePipeline {
  protected readonly api: EnvoyPluginAPI;
  protected readonly commands: EnvoyStorageCommand[] = [];
  /** Undefined for the plugin's own storage. */
  readonly installId: string | undefined;

  constructor(pluginAPI: EnvoyPluginAPI, installId?: string) {
    this.api = pluginAPI;
    this.installId = installId;
  }

  /** Carries out all commands, and answers one result each. */
  execute<Result extends EnvoyStorageResult = EnvoyStorageResult>(): Promise<Result[]> {
    return this.api.storagePipeline<Result>(this.commands, this.installId);
  }

  /** Carries out all commands, and answers the first result. */
  async executeSingle<Result extends EnvoyStorageResult = EnvoyStorageResult>(): Promise<Result> {
    const [result] = await this.execute<Result>();
    return result as Result;
  }

  /** Adds a command. Every method below does, and answers this same pipeline. */
  addCommand(command: EnvoyStorageCommand): this {
    this.commands.push(command);
    return this;
  }

  get(key: string): this {
    return this.addCommand({ action: 'get', key });
  }

  /** Undefined, for which JSON has no text, is refused when it is carried out. */
  set(key: string, value: unknown): this {
    return this.addCommand({ action: 'set', key, value });
  }

  /** Stores a random string that no other item holds as its unique value. */
  setUnique(key: string, options: EnvoyStorageSetUniqueOptions = {}): this {
    return this.addCommand({ action: 'set_unique', key, ...options });
  }

  /** Stores a random whole number that no other item holds as its unique value. */
  setUniqueNum(key: string, options: EnvoyStorageSetUniqueNumOptions = {}): this {
    const { min, max } = options;
    const bounds = {
      ...(min !== undefined && { min: Number(min) }),
      ...(max !== undefined && { max: Number(max) }),
    };
    return this.addCommand({ action: 'set_unique_num', key, ...bounds });
  }

  unset(key: string): this {
    return this.addCommand({ action: 'unset', key });
  }

  /** A page of items, 100 each, from 1. */
  list(page = 1): this {
    return this.addCommand({ action: 'list', page: page || 1 });
  }
}
