import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The commands that a page of the repository shows, one text for each block of them. */
export async function commandsOf(page: string): Promise<string[]> {
  const text = await readFile(`${ROOT}/${page}`, 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, commands = '']) => commands);
}

/** A shell in the root of the repository, as a reader has it who types what a page shows. */
export interface Terminal {
  /** @returns what the commands write. @throws Error with that when one of them fails, or a request is refused. */
  run(commands: string): Promise<string>;
  /** Ends it with all that runs in its background. */
  close(): Promise<void>;
}

// A request that is refused is a failure, and so is a command that fails within `$(…)`.
const STRICT = `
set -euo pipefail
shopt -s inherit_errexit
curl() { command curl --fail-with-body "$@"; }
`;
const END = 'end-of-commands';

const running = new Set<ChildProcess>();

/** @param given variables that have these values, whatever the commands say. */
export function openTerminal(given: Record<string, string>): Terminal {
  const shell = spawn('bash', [], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...given },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A process group of its own, which its background belongs to as well.
    detached: true,
  });
  running.add(shell);
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  let ended = false;
  const exited = once(shell, 'exit').then(() => {
    ended = true;
  });
  shell.stdin.write(STRICT);
  const isGiven = (line: string) => Object.hasOwn(given, /^(\w+)=/.exec(line)?.[1] ?? '');
  return {
    async run(commands) {
      output = '';
      const lines = commands.split('\n').filter((line) => !isGiven(line));
      shell.stdin.write(`${lines.join('\n')}\necho ${END}\n`);
      for (;;) {
        const end = output.indexOf(`${END}\n`);
        if (end >= 0) return output.slice(0, end);
        if (ended) throw new Error(`A command failed:\n${commands}\nIt wrote:\n${output}`);
        await Promise.race([once(shell.stdout, 'data'), exited]);
      }
    },
    close: () => end(shell),
  };
}

/** What a failed test left open. */
export async function closeAllTerminals(): Promise<void> {
  for (const shell of running) await end(shell);
}

async function end(shell: ChildProcess): Promise<void> {
  if (!running.delete(shell)) return;
  // Its output closes with the last process of its background.
  const closed = once(shell, 'close');
  process.kill(-(shell.pid as number), 'SIGTERM');
  // A shell that reads commands does not hear SIGTERM until it has read the last.
  shell.stdin?.end();
  await closed;
}
