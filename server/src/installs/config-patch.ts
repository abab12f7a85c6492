import { Failure } from '../lib/failures.ts';
import { objectTextOf } from '../lib/http/splice.ts';
import { objectMembers, type RawJson } from '../lib/json.ts';

/** Top-level members and their JSON texts, in order. */
export type ConfigMembers = ReadonlyMap<string, string>;

/** Top-level keys that one config has and another has not, or has differently. */
export interface ConfigDiff {
  added: string[];
  changed: string[];
  removed: string[];
}

/**
 * The members of a part of a body that is kept as it was written.
 *
 * @throws Failure `invalid` when it is no object.
 */
export const membersOf = (part: RawJson, pointer: string): ConfigMembers =>
  objectMembers(objectTextOf(part, pointer));

/** The config with the patch's members set whole, or removed where they are `null`. All other text stays as it was written. */
export function applyPatch(config: ConfigMembers, patch: ConfigMembers): ConfigMembers {
  const members = new Map(config);
  for (const [key, value] of patch) {
    if (value === 'null') members.delete(key);
    else members.set(key, value);
  }
  return members;
}

/**
 * Compares texts, not meanings: `1.0` for `1` is a change, since configs are kept as they are written. The order of the members, and
 * what is between them, is none.
 */
export function diffConfigs(before: ConfigMembers, after: ConfigMembers): ConfigDiff {
  const kept = [...after.keys()].filter((key) => before.has(key));
  return {
    added: [...after.keys()].filter((key) => !before.has(key)),
    changed: kept.filter((key) => before.get(key) !== after.get(key)),
    removed: [...before.keys()].filter((key) => !after.has(key)),
  };
}

/** Whether nothing differs, so that no revision is due. */
export const isEmptyDiff = ({ added, changed, removed }: ConfigDiff): boolean =>
  added.length + changed.length + removed.length === 0;

/** @throws Failure `value_too_large`. */
export function refuseTooLarge(config: string, maxBytes: number): void {
  const bytes = Buffer.byteLength(config);
  if (bytes > maxBytes) {
    throw new Failure(
      'value_too_large',
      `The whole config would have ${bytes} bytes; at most ${maxBytes} are allowed`,
    );
  }
}
