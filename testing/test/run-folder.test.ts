import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlugboard } from '@plugboard/testing';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { keep } from '../src/keeper/keep.ts';
import { runFolder } from '../src/keeper/place.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const NOT_YOURS = 'not a folder of yours that only you may write to';

// Of our own, as if it were the one for everybody's temporary files.
let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'plugboard-s-'));
  vi.stubEnv('TMPDIR', temporary);
  return async () => {
    vi.unstubAllEnvs();
    await rm(temporary, { recursive: true });
  };
});

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
    const elsewhere = join(temporary, 'elsewhere');
    await mkdir(elsewhere, { mode: 0o700 });
    await symlink(elsewhere, runFolder());
    await expectRefusal(await startImpostor(elsewhere));
  });
});

test('templates are taken from no folder that everybody may write to', async () => {
  const cache = join(temporary, 'cache');
  await mkdir(cache);
  await chmod(cache, 0o777);
  vi.stubEnv('PLUGBOARD_TESTING_CACHE', cache);
  vi.stubEnv('PLUGBOARD_TESTING_LINGER_MS', '0');
  await expect(startPlugboard()).rejects.toThrow('of your own with PLUGBOARD_TESTING_CACHE');
  await expect.poll(() => readdir(temporary)).toEqual(['cache']);
});

test('what clears up after a keeper follows no path that leads elsewhere meanwhile', async () => {
  const [shared, moved, home] = ['run', 'moved', 'home'].map((name) => join(temporary, name));
  for (const folder of [shared, home])
    await mkdir(join(folder as string, 'k-abcdef'), { recursive: true });
  const janitor = new URL('../dist/keeper/janitor.js', import.meta.url);
  const program = `
    import { startJanitor } from '${janitor}';
    startJanitor('${shared}/k-abcdef', '${shared}/abcdef.keeper', '${shared}');
    console.log('started');
    setInterval(() => undefined, 1000);`;
  const keeper = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(keeper.stdout, 'data');
  await rename(shared as string, moved as string);
  await symlink(home as string, shared as string);
  await writeFile(join(home as string, 'k-abcdef', 'precious'), '');
  keeper.kill('SIGKILL');
  await expect.poll(() => readdir(moved as string)).toEqual([]);
  expect(await readdir(join(home as string, 'k-abcdef'))).toEqual(['precious']);
});

describe('where the path of the folder for temporary files is too long for a socket', () => {
  beforeEach(async () => {
    const long = join(temporary, 'l'.repeat(100));
    await mkdir(long);
    vi.stubEnv('TMPDIR', long);
  });

  test('a server is found in /tmp', async () => {
    expect(runFolder()).toMatch(/^\/tmp\/plugboard-/);
    const plugboard = await startPlugboard();
    expect((await plugboard.space()).id).toEqual(expect.any(Number));
    await plugboard.stop();
    expect(await readdir(temporary, { recursive: true })).toEqual(['l'.repeat(100)]);
  });

  test("a keeper fails with the system's own error, which it does not take for a lock that is held", async () => {
    const folder = join(process.env.TMPDIR as string, 'run');
    const refusal = keep(folder, temporary, () => undefined);
    await expect(refusal).rejects.toMatchObject({ code: expect.any(String) });
  });
});
