import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BRIDGE_PATH, STYLE_PATH } from './pages.ts';

/** A file for a browser. */
export interface Asset {
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** Everything that the page loads, by path: nothing comes from another origin. */
export async function readAssets(): Promise<Map<string, Asset>> {
  // The built package, whose modules name each other by relative addresses.
  const bridge = dirname(dirname(fileURLToPath(import.meta.resolve('@plugboard/bridge/plugin'))));
  const style = await readFile(join(PACKAGE, 'public/link-checker.css'));
  return new Map([
    ...(await modulesIn(bridge, BRIDGE_PATH)),
    ...(await modulesIn(join(PACKAGE, 'dist/browser'), '/assets/')),
    [STYLE_PATH, { contentType: 'text/css; charset=utf-8', bytes: style }],
  ]);
}

async function modulesIn(folder: string, path: string): Promise<[string, Asset][]> {
  const names = await readdir(folder, { recursive: true });
  const modules = names.filter((name) => name.endsWith('.js'));
  return Promise.all(
    modules.map(async (name): Promise<[string, Asset]> => {
      const bytes = await readFile(join(folder, name));
      return [path + name.replaceAll('\\', '/'), { contentType: SCRIPT, bytes }];
    }),
  );
}
