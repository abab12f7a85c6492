import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, run } from '../../../server/test/support/generated-client.ts';

/** What stands beside this test for other runtimes and tools. */
export const RUNTIMES = fileURLToPath(new URL('../../test-runtimes', import.meta.url));

/** The packages that plugins are written with, by their folders. */
export const FOR_AUTHORS = ['sdk', 'testing', 'bridge'] as const;

export interface PackageJson {
  name: string;
  version: string;
  license: string;
  exports: Record<string, { types: string; default: string }>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  overrides?: Record<string, string>;
}

/** What a workspace says of itself. */
export const packageJson = (folder: string): PackageJson =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));

/** An entry point of a package, by the name that it is imported with. */
export interface EntryPoint {
  name: string;
  /** As in `exports`: `./node`. */
  path: string;
  /** Of its JavaScript and its types, in the folder of the package. */
  files: { types: string; default: string };
}

/**
 * What a package lets others import.
 *
 * @throws Error for one without files
 */
export function entryPoints(folder: string): EntryPoint[] {
  const { name, exports } = packageJson(folder);
  return Object.entries(exports).map(([path, files]) => {
    const entry = { name: name + path.slice(1), path, files };
    const missing = Object.values(files).filter((file) => !existsSync(join(ROOT, folder, file)));
    if (missing.length === 0) return entry;
    throw new Error(`${entry.name} is exported, and has no ${missing}: is everything built?`);
  });
}

/** Packs workspaces into a folder, as they would be published, and answers their archives by folder. */
export async function pack(folders: readonly string[], into: string): Promise<Map<string, string>> {
  const workspaces = folders.flatMap((folder) => ['--workspace', folder]);
  const args = ['pack', ...workspaces, '--json', '--pack-destination', into];
  const { stdout } = await run('npm', args, { cwd: ROOT });
  const said: unknown = JSON.parse(stdout);
  const packed = Object.values(said as Record<string, { name: string; filename: string }>);
  return new Map(
    folders.map((folder) => {
      const { name } = packageJson(folder);
      const archive = packed.find((one) => one.name === name)?.filename as string;
      return [folder, join(into, archive.replaceAll('@', '').replaceAll('/', '-'))];
    }),
  );
}

/** A folder outside of the repository in which packages are installed from their archives. */
export interface Consumer {
  directory: string;
  path(...parts: string[]): string;
  remove(): Promise<void>;
}

export interface ConsumerOptions {
  /** Workspaces to install from their archives. */
  workspaces: readonly string[];
  /** Other packages to install, in the version of the repository's lockfile. */
  packages?: readonly string[];
  /** A folder whose files are copied there. */
  template?: string;
}

/** Packs and installs, as somebody does who writes a plugin. What others wrote comes in the versions of our lockfile. */
export async function installPacked(options: ConsumerOptions): Promise<Consumer> {
  const { workspaces, packages = [], template } = options;
  const directory = await mkdtemp(join(tmpdir(), 'plugboard-packed-'));
  const path = (...parts: string[]) => join(directory, ...parts);
  const archives = await pack(workspaces, directory);
  if (template !== undefined) {
    await cp(template, directory, {
      recursive: true,
      filter: (file) => !/node_modules/.test(file),
    });
  }
  const lock = await readLock();
  const dependencies = Object.fromEntries([
    ...packages.map((name) => [name, lock.packages[`node_modules/${name}`]?.version]),
    ...workspaces.map((folder) => [packageJson(folder).name, `file:${archives.get(folder)}`]),
  ]);
  const { overrides } = packageJson('.');
  const root = { name: 'packed', private: true, type: 'module', dependencies, overrides };
  await writeFile(path('package.json'), JSON.stringify(root));
  const locked = { ...lock, packages: { '': root, ...lockFor(lock) } };
  await writeFile(path('package-lock.json'), JSON.stringify(locked));
  const install = ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', install, { cwd: directory });
  return { directory, path, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** What is read of a lockfile. */
export interface Lock {
  packages: Record<string, LockedPackage>;
}

export interface LockedPackage {
  version?: string;
  license?: string;
  integrity?: string;
  link?: boolean;
}

/** The repository's lockfile, or that of another folder. */
export const readLock = async (folder = ROOT): Promise<Lock> =>
  JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));

/** The lockfile's packages at the places where they come when the workspaces are installed ones. */
function lockFor({ packages }: Lock): Lock['packages'] {
  const moved = Object.entries(packages).flatMap(([place, entry]) => {
    if (entry.link || !place.includes('node_modules/')) return [];
    const at = place.indexOf('node_modules/');
    if (at === 0) return [[place, entry] as const];
    const { name } = packages[place.slice(0, at - 1)] as { name: string };
    return [[`node_modules/${name}/${place.slice(at)}`, entry] as const];
  });
  return Object.fromEntries(moved);
}
