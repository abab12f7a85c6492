import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PEERS_FOLDER } from './folder.ts';

/**
 * Loads a peer that has no types here, or that is not installed with the workspace because it is too heavy: then from the folder that
 * `npm run bench:peers` fills.
 *
 * @throws Error `MODULE_NOT_FOUND` when it is in neither.
 */
export async function importPeer<Module>(name: string): Promise<Module> {
  return (await import(pathToFileURL(findPeer(name)).href)) as Module;
}

/** Whether {@link importPeer} would find it. */
export function hasPeer(name: string): boolean {
  try {
    findPeer(name);
    return true;
  } catch {
    return false;
  }
}

function findPeer(name: string): string {
  let failure: unknown;
  for (const place of [import.meta.url, join(PEERS_FOLDER, 'package.json')]) {
    try {
      return createRequire(place).resolve(name);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
