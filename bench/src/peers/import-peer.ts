import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Loads a peer that has no types here, or that is not installed with the workspace because it is too heavy: then from the directory
 * that `BENCH_PEERS_DIR` names.
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
  const extra = process.env.BENCH_PEERS_DIR;
  const places = [
    import.meta.url,
    ...(extra === undefined ? [] : [resolve(extra, 'package.json')]),
  ];
  let failure: unknown;
  for (const place of places) {
    try {
      return createRequire(place).resolve(name);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
