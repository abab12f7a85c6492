import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPlugboard } from '@plugboard/testing';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { keep } from '../src/keeper/keep.ts';
import { runFolder, SOCKET_END } from '../src/keeper/place.ts';
import { ownTemporaryFolder } from './support/temporary.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const NOT_YOURS = 'not a folder of yours that only you may write to';

const temporary = ownTemporaryFolder();

/** What says it is a keeper; with what it was told by those who believed it. */
async function startImpostor(folder: string): Promise<{ heard: string[] }> {
  const heard: string[] = [];
  const impostor: Server = createServer((socket) => {
    socket.on('error', () => undefined).write('{"told":"ready","pid":1}\n');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard.push(chunk);
      socket.write('{"told":"answer","answer":{"url":"http://127.0.0.1:1","hostKey":"theirs"}}\n');
    });
  });
  await new Promise<void>((resolve) => {
    impostor.listen(join(folder, 'abcdef.keeper'), resolve);
  });
  onTestFinished(() => void impostor.close());
  return { heard };
}

async function expectRefusal({ heard }: { heard: string[] }): Promise<void> {
  const refusal = startPlugboard({ env: { PLUGBOARD_HOST_KEY: 'pbk_of-whoever-runs-this-test' } });
  await expect(refusal).rejects.toThrow(NOT_YOURS);
  expect(heard).toEqual([]);
}

describe('a run folder that was there before, with what says it is a keeper in it, is refused unheard', () => {
  test('where others may write to it', async () => {
    const folder = runFolder();
    await mkdir(folder);
    await chmod(folder, 0o777);
    await expectRefusal(await startImpostor(folder));
  });

  test.runIf(isRoot)("where it is another user's", async () => {
    const folder = runFolder();
    await mkdir(folder, { mode: 0o755 });
    const impostor = await startImpostor(folder);
    await chown(folder, NOBODY, NOBODY);
    await expectRefusal(impostor);
  });

  test('where it is a link', async () => {
    const elsewhere = join(temporary(), 'elsewhere');
    await mkdir(elsewhere, { mode: 0o700 });
    await symlink(elsewhere, runFolder());
    await expectRefusal(await startImpostor(elsewhere));
  });
});

test('templates are taken from no folder that everybody may write to', async () => {
  const cache = join(temporary(), 'cache');
  await mkdir(cache);
  await chmod(cache, 0o777);
  vi.stubEnv('PLUGBOARD_TESTING_CACHE', cache);
  vi.stubEnv('PLUGBOARD_TESTING_LINGER_MS', '0');
  await expect(startPlugboard()).rejects.toThrow('of your own with PLUGBOARD_TESTING_CACHE');
  await expect.poll(() => readdir(temporary())).toEqual(['cache']);
});

test('who comes after a keeper that could not start finds another one', async () => {
  const cache = join(temporary(), 'cache');
  await mkdir(cache);
  vi.stubEnv('PLUGBOARD_TESTING_CACHE', cache);
  // As long as it would repeat what it said.
  vi.stubEnv('PLUGBOARD_TESTING_LINGER_MS', '3000');
  for (const mode of ['777', '757', '707']) {
    await chmod(cache, Number.parseInt(mode, 8));
    const refused = () => expect(startPlugboard()).rejects.toThrow(`mode ${mode}`);
    await Promise.all([refused(), refused()]);
  }
  await expect.poll(() => readdir(temporary())).toEqual(['cache']);
});

test('nobody else may connect to a keeper, whatever may be done with files that a test makes', async () => {
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  vi.stubEnv('PLUGBOARD_TESTING_LINGER_MS', '0');
  const plugboard = await startPlugboard();
  const names = await readdir(runFolder());
  const socket = names.find((name) => name.endsWith(SOCKET_END)) as string;
  expect((await stat(join(runFolder(), socket))).mode & 0o077).toBe(0);
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'args=']);
  expect(stdout).toContain(runFolder());
  expect(stdout).not.toContain(socket.slice(0, -SOCKET_END.length));
  await plugboard.stop();
  // Nothing is written there any more, so that the folder can go.
  await expect.poll(() => readdir(temporary())).toEqual([]);
});

test('what clears up after a keeper removes its folder again where a copy is still being written', async () => {
  const shared = join(temporary(), 'run');
  await mkdir(join(shared, 'k-abcdef'), { recursive: true });
  // Fails at first, as it does when something is put into a folder while it is removed.
  const programs = join(temporary(), 'programs');
  await mkdir(programs);
  const fails = `if mkdir '${temporary()}/failed' 2>/dev/null; then exit 1; fi; exec /bin/rm "$@"`;
  await writeFile(join(programs, 'rm'), `#!/bin/sh\n${fails}\n`, { mode: 0o755 });
  const keeper = await startWithJanitor(shared, `${programs}:${process.env.PATH}`);
  keeper.kill('SIGKILL');
  await expect.poll(() => readdir(temporary())).toEqual(['failed', 'programs']);
});

/** A process after which a janitor clears up. */
async function startWithJanitor(
  shared: string,
  path: string | undefined = process.env.PATH,
): Promise<ChildProcess> {
  const janitor = new URL('../dist/keeper/janitor.js', import.meta.url);
  const program = `
    import { startJanitor } from '${janitor}';
    startJanitor('${shared}/k-abcdef', '${shared}/abcdef.keeper', '${shared}');
    console.log('started');
    setInterval(() => undefined, 1000);`;
  const keeper = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: path },
  });
  await once(keeper.stdout, 'data');
  return keeper;
}

test('what clears up after a keeper follows no path that leads elsewhere meanwhile', async () => {
  const [shared, moved, home] = ['run', 'moved', 'home'].map((name) => join(temporary(), name));
  for (const folder of [shared, home])
    await mkdir(join(folder as string, 'k-abcdef'), { recursive: true });
  const keeper = await startWithJanitor(shared as string);
  await rename(shared as string, moved as string);
  await symlink(home as string, shared as string);
  await writeFile(join(home as string, 'k-abcdef', 'precious'), '');
  keeper.kill('SIGKILL');
  await expect.poll(() => readdir(moved as string)).toEqual([]);
  expect(await readdir(join(home as string, 'k-abcdef'))).toEqual(['precious']);
});

describe('where the path of the folder for temporary files is too long for a socket', () => {
  beforeEach(async () => {
    const long = join(temporary(), 'l'.repeat(100));
    await mkdir(long);
    vi.stubEnv('TMPDIR', long);
  });

  test('a server is found in /tmp', async () => {
    expect(runFolder()).toMatch(/^\/tmp\/plugboard-/);
    const plugboard = await startPlugboard();
    expect((await plugboard.space()).id).toEqual(expect.any(Number));
    await plugboard.stop();
    expect(await readdir(temporary(), { recursive: true })).toEqual(['l'.repeat(100)]);
  });

  test("a keeper fails with the system's own error, which it does not take for a lock that is held", async () => {
    const folder = join(process.env.TMPDIR as string, 'run');
    const refusal = keep(folder, temporary(), () => undefined);
    await expect(refusal).rejects.toMatchObject({ code: expect.any(String) });
  });
});
