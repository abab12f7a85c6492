import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the bundled files are, below the package's folder of built files. */
const BUNDLE = 'bundle';
/** Which file tells of the others, there and below `/bridge/`. */
export const BUNDLE_MANIFEST = 'manifest.json';

/** The modules of the App Bridge as browsers load them, by their path below the package's folder of built files. */
export async function readBridgeFiles(): Promise<Map<string, Buffer>> {
  const folder = builtFolder();
  const names = await readdir(folder, { recursive: true });
  const modules = names.filter((name) => name.endsWith('.js') && dirname(name) !== BUNDLE);
  const files = await Promise.all(
    modules.map(async (name) => [name, await readFile(join(folder, name))] as const),
  );
  return new Map(files.map(([name, bytes]) => [name.replaceAll('\\', '/'), bytes]));
}

/** The App Bridge as one module for each side, and what tells of them: as they were built. */
export interface BridgeBundle {
  version: string;
  /** By name, such as `host.js`; `manifest.json` is one of them. */
  files: Map<string, Buffer>;
}

/** What is in the manifest. */
interface BundleManifest {
  version: string;
  files: Record<string, { path: string; integrity: string }>;
}

/** The bundled bridge; undefined where nobody built it. */
export async function readBridgeBundle(): Promise<BridgeBundle | undefined> {
  const folder = join(builtFolder(), BUNDLE);
  const manifestFile = join(folder, BUNDLE_MANIFEST);
  if (!existsSync(manifestFile)) return undefined;
  const bytes = await readFile(manifestFile);
  const { version, files }: BundleManifest = JSON.parse(bytes.toString());
  const modules = await Promise.all(
    Object.keys(files).map(async (name) => [name, await readFile(join(folder, name))] as const),
  );
  return { version, files: new Map([[BUNDLE_MANIFEST, bytes], ...modules]) };
}

const builtFolder = (): string => dirname(fileURLToPath(import.meta.resolve('@plugboard/bridge')));
