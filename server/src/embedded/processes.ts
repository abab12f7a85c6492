import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Layout } from './layout.ts';
import { recordedPid } from './pid-file.ts';

const runProgram = promisify(execFile);

/** Ids of the living PostgreSQL processes of this cluster: the postmaster and its children, whoever started them. */
export function clusterProcesses(layout: Layout): Promise<number[]> {
  if (process.platform === 'linux') return fromProc(layout);
  return process.platform === 'win32' ? fromTasklist(layout) : fromPs(layout);
}

async function fromProc(layout: Layout): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const ours = await Promise.all(ids.map((id) => isOurs(id, layout)));
  return ids.filter((_, index) => ours[index]).map(Number);
}

// Every PostgreSQL process works in its cluster's directory. Where that cannot be seen its name must do; the name alone is not
// enough where the directory can be seen, for a container may run another cluster under the very same path.
async function isOurs(id: string, layout: Layout): Promise<boolean> {
  try {
    const name = await readFile(`/proc/${id}/comm`, 'utf8');
    if (name !== 'postgres\n') return false;
    const inCluster = await worksIn(id, layout.cluster);
    if (inCluster !== undefined) return inCluster;
    const commandLine = await readFile(`/proc/${id}/cmdline`, 'utf8');
    return namesCluster(commandLine.replaceAll('\0', ' '), layout);
  } catch {
    // It ended while we looked.
    return false;
  }
}

async function worksIn(id: string, directory: string): Promise<boolean | undefined> {
  const expected = await stat(directory);
  try {
    const actual = await stat(`/proc/${id}/cwd`);
    return actual.ino === expected.ino && actual.dev === expected.dev;
  } catch (error) {
    // Root without CAP_SYS_PTRACE, as in most containers, sees it only of processes that are root's.
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return undefined;
    throw error;
  }
}

async function fromPs(layout: Layout): Promise<number[]> {
  const { stdout } = await runProgram('ps', ['-axo', 'pid=,command='], { maxBuffer: 2 ** 26 });
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, id, command]) => id && command && namesCluster(command, layout))
    .map(([, id]) => Number(id));
}

// The postmaster has the directory among its arguments, its children the cluster's name in their titles.
function namesCluster(commandLine: string, layout: Layout): boolean {
  if (commandLine.startsWith(`postgres: ${layout.name}: `)) return true;
  const [program, rest] = commandLine.split(` -D ${layout.cluster} `);
  return rest !== undefined && program?.endsWith('/postgres') === true;
}

async function fromTasklist(layout: Layout): Promise<number[]> {
  const pid = recordedPid(layout);
  if (pid === undefined) return [];
  const filters = ['/FI', `PID eq ${pid}`, '/FI', 'IMAGENAME eq postgres.exe'];
  const { stdout } = await runProgram('tasklist', [...filters, '/FO', 'CSV', '/NH']);
  return stdout.includes(`"${pid}"`) ? [pid] : [];
}
