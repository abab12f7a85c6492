import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ending } from '../../../server/test/support/wait-for.ts';
import { behavesAsHeadCount } from '../../head-count/test/behaviour.ts';

const PYTHON = 'python3';
const pathOf = (name: string) => fileURLToPath(new URL(`../src/${name}`, import.meta.url));

const isThere = spawnSync(PYTHON, ['--version']).status === 0;
if (!isThere) console.warn('Skipped: the head count in Python, since there is no python3 here');

describe.skipIf(!isThere)(`in Python${isThere ? '' : ', skipped: no python3 here'}`, () => {
  behavesAsHeadCount({
    command: [PYTHON, '-B', pathOf('main.py')],
    manifest: (url) =>
      JSON.parse(execFileSync(PYTHON, ['-B', pathOf('manifest.py'), url], { encoding: 'utf8' })),
  });

  test('what follows a body that it does not read is not taken for a request', async () => {
    const send = await startAlone();
    const inner = 'GET /inner HTTP/1.1\r\nhost: plugin\r\n\r\n';
    const length = `content-length: ${inner.length}`;
    const chunked = 'transfer-encoding: chunked';
    const statuses = [
      [`GET / HTTP/1.1\r\n${length}`, inner],
      [`GET / HTTP/1.1\r\n${chunked}`, `0\r\n\r\n${inner}`],
      [`POST /sign-in HTTP/1.1\r\n${chunked}`, `0\r\n\r\n${inner}`],
      [`POST /sign-in HTTP/1.1\r\ncontent-length: 5\r\n${chunked}`, `0\r\n\r\n${inner}`],
      [`POST /sign-in HTTP/1.1\r\ncontent-length: 0\r\n${length}`, inner],
    ].map(([head, body]) => send(`${head}\r\nhost: plugin\r\n\r\n${body}`));
    expect(await Promise.all(statuses)).toEqual([['200'], ['200'], ['501'], ['501'], ['400']]);
  });

  test('without its settings it says which there have to be', () => {
    const { status, stderr } = spawnSync(PYTHON, ['-B', pathOf('main.py')], {
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('CLIENT_SECRET')]);
  });
});

/** Runs it without a Plugboard; answers what sends bytes on a connection of their own, and gives the statuses that came until it was closed. */
async function startAlone(): Promise<(bytes: string) => Promise<string[]>> {
  const child = spawn(PYTHON, ['-B', pathOf('main.py')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      PLUGBOARD_URL: 'http://127.0.0.1:1',
      CLIENT_ID: 'id',
      CLIENT_SECRET: 'secret',
    },
  });
  onTestFinished(() => void child.kill());
  const [line] = await ending(once(child.stdout, 'data'), 'the plugin to say where it listens');
  const port = Number(/:(\d+)\s*$/.exec(String(line))?.[1]);
  return async (bytes) => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(bytes);
    let answers = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answers += chunk;
    });
    // Also by a reset, as what was sent is not read to its end.
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await ending(closed, 'the connection to be closed');
    return [...answers.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status as string);
  };
}
