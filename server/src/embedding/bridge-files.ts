import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The modules of the App Bridge as browsers load them, by their path below the package's folder of built files. */
export async function readBridgeFiles(): Promise<Map<string, Buffer>> {
  const entry = fileURLToPath(import.meta.resolve('@plugboard/bridge'));
  const folder = dirname(entry);
  const names = await readdir(folder, { recursive: true });
  const modules = names.filter((name) => name.endsWith('.js'));
  const files = await Promise.all(
    modules.map(async (name) => [name, await readFile(join(folder, name))] as const),
  );
  return new Map(files.map(([name, bytes]) => [name.replaceAll('\\', '/'), bytes]));
}
