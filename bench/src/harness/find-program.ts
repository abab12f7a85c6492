import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program, in these folders or in those of `PATH`; undefined where it is not installed. */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
  return [...folders, ...(process.env.PATH ?? '').split(delimiter)]
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
