import type { Storage } from '@plugboard/sdk';
import type { Check } from './shapes.ts';

const KEPT_SECONDS = 30 * 24 * 3600;
const SHOWN = 5;
const PREFIX = 'check:';

/** Keeps a check for everybody in the space. @param storage of the install */
export async function saveCheck(storage: Storage, check: Check): Promise<void> {
  // Counted backwards: lists are in the order of their keys, and the newest is wanted first.
  const order = String(Number.MAX_SAFE_INTEGER - Date.parse(check.checked_at));
  await storage.set(PREFIX + order, check, { ttl: KEPT_SECONDS });
}

/** The latest checks of an install, the newest first. */
export async function latestChecks(storage: Storage): Promise<Check[]> {
  const items = await storage.list<Check>({ prefix: PREFIX, limit: SHOWN });
  return items.map(({ value }) => value);
}
