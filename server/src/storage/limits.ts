/** What the settings of the server allow one pipeline. */
export interface StorageLimits {
  /** Longest key, in bytes of UTF-8. */
  maxKeyBytes: number;
  /** Largest value, in bytes of JSON text. */
  maxValueBytes: number;
  /** Most commands in one pipeline. */
  maxCommands: number;
  /** Largest answer to one pipeline, in bytes of JSON text. */
  maxResultBytes?: number;
}

// A page of a hundred values of the usual largest size, and some room.
const DEFAULT_MAX_RESULT_BYTES = 32 * 1024 * 1024;

/** Largest answer to one pipeline, in bytes. Without a bound, 1,000 `get` of a large value would make one of 256 MB. */
export function maxResultBytes(limits: StorageLimits): number {
  return limits.maxResultBytes ?? DEFAULT_MAX_RESULT_BYTES;
}
