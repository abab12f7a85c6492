import { EnvoyPluginStoragePipeline } from '../storage-pipeline.ts';
import type {
  EnvoyStorageCommand,
  EnvoyStorageItem,
  EnvoyStorageResult,
  EnvoyStorageSetUniqueNumOptions,
  EnvoyStorageSetUniqueOptions,
} from '../storage-types.ts';

type Scope = 'global' | 'install';

interface Kept {
  value: unknown;
  isUnique: boolean;
}

const scopeOf = (isGlobal: boolean): Scope => (isGlobal ? 'global' : 'install');

/** How often a random value is drawn until it is said that none is left. */
const MOST_DRAWS = 1000;
const PAGE = 100;

/**
 * A pipeline on a storage in memory, which all such pipelines share: one for the plugin, and one for all installs. What is not there is null.
 *
 * @example
 * import { EnvoyPluginAPI, EnvoyPluginStoragePipelineMock } from '@plugboard/sdk/envoy';
 *
 * EnvoyPluginStoragePipelineMock.set('greeting', 'Hello');
 * await greet(new EnvoyPluginStoragePipelineMock(new EnvoyPluginAPI('none'), '31'));
 * expect(EnvoyPluginStoragePipelineMock.get('last')).toBe('Ada');
 * EnvoyPluginStoragePipelineMock.reset();
 */
export class EnvoyPluginStoragePipelineMock extends EnvoyPluginStoragePipeline {
  static #kept: Record<Scope, Map<string, Kept>> = { global: new Map(), install: new Map() };

  override async execute<Result extends EnvoyStorageResult = EnvoyStorageResult>(): Promise<
    Result[]
  > {
    const isGlobal = !this.installId;
    return this.commands.map((command) => run(command, isGlobal) as Result);
  }

  static get<Value = unknown>(key: string, isGlobal = false): Value | null {
    const kept = EnvoyPluginStoragePipelineMock.#kept[scopeOf(isGlobal)].get(key);
    return kept === undefined ? null : (kept.value as Value);
  }

  static set<Value = unknown>(key: string, value: Value, isGlobal = false): Value {
    EnvoyPluginStoragePipelineMock.#keep(key, { value, isUnique: false }, isGlobal);
    return value;
  }

  /** @throws Error where none is left */
  static setUnique(
    key: string,
    options: EnvoyStorageSetUniqueOptions = {},
    isGlobal = false,
  ): string {
    const { chars, size } = options;
    const draw = () =>
      EnvoyPluginStoragePipelineMock.makeUniqueString(chars || '0123456789', size || 12);
    return EnvoyPluginStoragePipelineMock.#keepUnique(key, draw, isGlobal);
  }

  /** @throws Error where none is left */
  static setUniqueNum(
    key: string,
    options: EnvoyStorageSetUniqueNumOptions = {},
    isGlobal = false,
  ): number {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
    if (min > max) throw new Error(`min (${min}) is greater than max (${max})`);
    const draw = () => EnvoyPluginStoragePipelineMock.makeUniqueNumber(min, max);
    return EnvoyPluginStoragePipelineMock.#keepUnique(key, draw, isGlobal);
  }

  /** Answers what was there, or null. */
  static unset<Value = unknown>(key: string, isGlobal = false): Value | null {
    const value = EnvoyPluginStoragePipelineMock.get<Value>(key, isGlobal);
    EnvoyPluginStoragePipelineMock.#kept[scopeOf(isGlobal)].delete(key);
    return value;
  }

  static list(page = 1, isGlobal = false): EnvoyStorageItem[] {
    return [...EnvoyPluginStoragePipelineMock.#kept[scopeOf(isGlobal)]]
      .map(([key, { value }]) => ({ key, value }))
      .sort((one, other) => (one.key < other.key ? -1 : 1))
      .slice((page - 1) * PAGE, page * PAGE);
  }

  /** Forgets all. */
  static reset(): void {
    EnvoyPluginStoragePipelineMock.#kept = { global: new Map(), install: new Map() };
  }

  static makeUniqueString(chars: string, size: number): string {
    const draw = () => chars.charAt(Math.floor(Math.random() * chars.length));
    return Array.from({ length: size }, draw).join('');
  }

  static makeUniqueNumber(min: number, max: number): number {
    return Math.floor(Math.random() * (max - min + 1)) + min;
  }

  static #keep(key: string, kept: Kept, isGlobal: boolean): void {
    EnvoyPluginStoragePipelineMock.#kept[scopeOf(isGlobal)].set(key, kept);
  }

  static #keepUnique<Value>(key: string, draw: () => Value, isGlobal: boolean): Value {
    const all = [...EnvoyPluginStoragePipelineMock.#kept[scopeOf(isGlobal)].values()];
    const taken = new Set(all.filter(({ isUnique }) => isUnique).map(({ value }) => value));
    for (let draws = 0; draws < MOST_DRAWS; draws++) {
      const value = draw();
      if (taken.has(value)) continue;
      EnvoyPluginStoragePipelineMock.#keep(key, { value, isUnique: true }, isGlobal);
      return value;
    }
    throw new Error(`No value was left for ${key}`);
  }
}

const Mock = EnvoyPluginStoragePipelineMock;

function run(command: EnvoyStorageCommand, isGlobal: boolean): EnvoyStorageResult {
  if (command.action === 'list') return Mock.list(command.page, isGlobal);
  const { key } = command;
  switch (command.action) {
    case 'set':
      return { key, value: Mock.set(key, command.value, isGlobal) };
    case 'set_unique':
      return itemOr(key, () => Mock.setUnique(key, command, isGlobal));
    case 'set_unique_num':
      return itemOr(key, () => Mock.setUniqueNum(key, command, isGlobal));
    default:
      return itemOr(key, () => Mock[command.action](key, isGlobal));
  }
}

/** Null where there is no value, and where none is left. */
function itemOr(key: string, value: () => unknown): EnvoyStorageItem | null {
  try {
    const found = value();
    return found === null ? null : { key, value: found };
  } catch {
    return null;
  }
}
