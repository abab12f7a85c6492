/** A stored item. */
export interface EnvoyStorageItem<Value = unknown> {
  key: string;
  value: Value;
}

/** What comes of a command. */
export type EnvoyStorageResult<Value = unknown> =
  | EnvoyStorageItem<Value>
  | EnvoyStorageItem<Value>[]
  | null;

/** Which strings `setUnique` may give: `size` of `chars`, 12 of the ten digits by default. */
export interface EnvoyStorageSetUniqueOptions {
  chars?: string | undefined;
  size?: number | undefined;
}

/** Which whole numbers `setUniqueNum` may give, both ends included: 0 to 2⁵³−1 by default. */
export interface EnvoyStorageSetUniqueNumOptions {
  min?: number | undefined;
  max?: number | undefined;
}

/** A command of a pipeline, as it is sent. */
export type EnvoyStorageCommand =
  | { action: 'get' | 'unset'; key: string }
  | { action: 'set'; key: string; value: unknown }
  | ({ action: 'set_unique'; key: string } & EnvoyStorageSetUniqueOptions)
  | ({ action: 'set_unique_num'; key: string } & EnvoyStorageSetUniqueNumOptions)
  | { action: 'list'; page: number };
