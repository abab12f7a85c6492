import { readFileSync } from 'node:fs';

/** A process below another. */
export interface Descendant {
  pid: number;
  commandLine: string;
}

/** All processes below one, itself included, as Linux tells them. One that ends meanwhile is left out. */
export function processTree(pid: number): Descendant[] {
  let children: string;
  let commandLine: string;
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
  const below = children === '' ? [] : children.split(' ').flatMap((id) => processTree(Number(id)));
  return [{ pid, commandLine }, ...below];
}

/** Whether a process runs; one that has ended and waits for its parent to notice does not. */
export function runs({ pid }: Descendant): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
