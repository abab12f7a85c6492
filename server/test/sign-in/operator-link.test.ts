import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../embedded/data-directory.ts';
import { clientOf, spawnServer } from '../support/processes.ts';
import { visit } from './visitor.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

test('beside a running server, a command prints a link that signs an operator in', async () => {
  const env = {
    PLUGBOARD_DATA_DIR: await temporaryDirectory(),
    PUBLIC_URL: 'http://plugboard.test',
  };
  const { url } = await spawnServer(env);
  const command = async (...args: string[]) => {
    const given = { env: { PATH: process.env.PATH, ...env } };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [MAIN, 'sign-in-link', ...args],
      given,
    );
    return stdout.trim();
  };
  const server = Object.assign(
    clientOf(() => url),
    { config: { publicUrl: env.PUBLIC_URL } },
  );
  const nameAfter = async (link: string) => {
    const { pathname, origin } = new URL(link);
    expect(origin).toBe(env.PUBLIC_URL);
    const visitor = visit({ ...server, url } as never);
    const csrf_token = await visitor.csrfToken(pathname);
    expect((await visitor.post(pathname, { csrf_token })).status).toBe(303);
    return (await visitor.call('GET', '/me')).body.friendly_name;
  };
  expect(await nameAfter(await command())).toBe('Operator');

  const ann = { email: 'ann@plugboard.test', friendly_name: 'Ann' };
  const { body } = await server.api('POST', '/platform/v1/users', ann);
  await expect(command('--email', ann.email)).rejects.toThrow('--operator makes them one');
  await expect(command('--email', 'no@plugboard.test')).rejects.toThrow('Nobody here');
  expect(await nameAfter(await command('--email', 'ANN@plugboard.test', '--operator'))).toBe('Ann');
  const path = `/platform/v1/users/${body.id}`;
  expect((await server.api('GET', path)).body.is_operator).toBe(true);
  await expect(command()).rejects.toThrow('operator@localhost, ann@plugboard.test');
});
