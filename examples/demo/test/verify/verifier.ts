import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command, Language } from './languages.ts';

/** Something that may be a request of Plugboard, as a plugin gets it. */
export interface Request {
  secrets: string[];
  body: Buffer;
  /** Names in lower case; values as the bytes that arrived. */
  headers: Record<string, Buffer>;
}

/** A line of input has the secrets, the body and the headers, between tabs; all that may be any bytes is in Base64. */
const lineOf = ({ secrets, body, headers }: Request): string =>
  [
    secrets.map((secret) => `.${Buffer.from(secret).toString('base64')}`).join(','),
    body.toString('base64'),
    Object.entries(headers)
      .map(([name, value]) => `${name}:${value.toString('base64')}`)
      .join(','),
  ].join('\t');

const GUIDE = fileURLToPath(new URL('../../../../docs/plugin-developer.md', import.meta.url));

/** The code of the guide in a language. @throws Error when there is none, or more than one. */
async function codeOf({ name, fence, calls }: Language): Promise<string> {
  const text = await readFile(GUIDE, 'utf8');
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${fence}\n([\\s\\S]*?)^\`\`\``, 'gm'))];
  const found = blocks.map(([, code = '']) => code).filter((code) => calls.test(code));
  if (found.length !== 1) throw new Error(`The guide shows ${found.length} functions in ${name}`);
  return found[0] as string;
}

/** Whether a language is on the machine. Where macOS only offers to install one, that fails. */
export const isHere = ({ version: [program, ...args] }: Language): Promise<boolean> =>
  new Promise((resolve) => {
    execFile(program, args, (error) => resolve(error === null));
  });

/** A function of the guide, ready to be asked. */
export interface Verifier {
  /** @returns what it says of each request. @throws Error with what it wrote, when it ends otherwise. */
  verify(requests: Request[]): Promise<boolean[]>;
  remove(): Promise<void>;
}

/** Takes a function out of the guide and builds it, in a directory of its own. */
export async function build(language: Language): Promise<Verifier> {
  const cwd = await mkdtemp(join(tmpdir(), `plugboard-${language.name}-`));
  for (const [name, text] of Object.entries(language.files(await codeOf(language))))
    await writeFile(join(cwd, name), text);
  if (language.build !== undefined) await runIn(cwd, language.build, '');
  return {
    async verify(requests) {
      const lines = requests.map((request) => `${lineOf(request)}\n`).join('');
      const answers = (await runIn(cwd, language.run, lines)).trim().split('\n');
      return answers.map((answer) => JSON.parse(answer));
    },
    remove: () => rm(cwd, { recursive: true }),
  };
}

function runIn(cwd: string, [program, ...args]: Command, input: string): Promise<string> {
  // The toolchain that is here, and no other that it would fetch.
  const env = { ...process.env, GOTOOLCHAIN: 'local', JAVA_TOOL_OPTIONS: undefined };
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { cwd, env }, (error, stdout, stderr) => {
      if (error === null && stderr === '') resolve(stdout);
      else reject(new Error(`${program} failed:\n${stderr}${stdout}`, { cause: error }));
    });
    child.stdin?.on('error', () => {}).end(input);
  });
}
