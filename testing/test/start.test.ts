import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startPlugboard } from '../src/index.ts';

test('each call has a server, a database and keys of its own', async () => {
  await using first = await startPlugboard();
  await using second = await startPlugboard();
  expect(second.url).not.toBe(first.url);
  expect(second.hostKey).not.toBe(first.hostKey);
  await first.space({ name: 'Only there' });
  expect(await second.call('GET', '/platform/v1/spaces')).toMatchObject({ data: [] });
});

test('settings can be others', async () => {
  await using plugboard = await startPlugboard({ env: { PLUGBOARD_MAX_EVENT_BYTES: '20' } });
  const space = await plugboard.space();
  await expect(space.emit('some_event', { text: 'longer than twenty bytes' })).rejects.toThrow(
    /20 bytes/,
  );
});

test('a wrong setting is named', async () => {
  const env = { PLUGBOARD_RETRY_SCHEDULE: 'often' };
  await expect(startPlugboard({ env })).rejects.toThrow(/PLUGBOARD_RETRY_SCHEDULE/);
});

test('a setting that there is not is refused with the nearest', async () => {
  const env = { PLUGBOARD_ACCESS_TOKEN_SECOND: '60' };
  await expect(startPlugboard({ env })).rejects.toThrow(
    'PLUGBOARD_ACCESS_TOKEN_SECOND is no setting: is PLUGBOARD_ACCESS_TOKEN_SECONDS meant?',
  );
  await expect(startPlugboard({ environment: {} } as never)).rejects.toThrow(
    'startPlugboard has no option "environment": it has env, onLog',
  );
  const seconds = { PLUGBOARD_ACCESS_TOKEN_SECONDS: 60 };
  await expect(startPlugboard({ env: seconds as never })).rejects.toThrow(
    'env.PLUGBOARD_ACCESS_TOKEN_SECONDS is the number 60: give a text',
  );
});

test('a refusal of the Platform API says what was wrong and where', async () => {
  await using plugboard = await startPlugboard();
  const refused = plugboard.call('POST', '/platform/v1/spaces', { name: '' });
  await expect(refused).rejects.toMatchObject({ name: 'HostApiError', status: 422 });
  await expect(refused).rejects.toThrow(/POST \/platform\/v1\/spaces was refused: 422 .*\/name/);
});

test('after stop() there is no server, and a second stop() does no harm', async () => {
  const plugboard = await startPlugboard();
  await plugboard.stop();
  await plugboard.stop();
  await expect(plugboard.time.advance({ hours: 1 })).rejects.toThrow(/has ended, or the test was/);
});

test('what is on its way at stop() is given up, so that it keeps no process', async () => {
  await using hanging = await startHanging();
  const plugboard = await startPlugboard();
  const space = await plugboard.space();
  const manifest = { events: [{ name: 'visit', url: '/hook' }] };
  const install = await space.install(hanging.url, { manifest });
  await space.emit('visit', {});
  await expect.poll(() => install.deliveries.length).toBe(1);
  await plugboard.stop();
  await expect.poll(() => install.deliveries[0]?.error).toMatchObject({ name: 'AbortError' });
  await expect(plugboard.space()).rejects.toThrow(/got no answer: .*Was this Plugboard stopped/);
});

/** A service that takes requests and answers none. */
async function startHanging() {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('what the server warns of is handed to the test', async () => {
  const lines: string[] = [];
  await using plugboard = await startPlugboard({ onLog: (line) => lines.push(line) });
  const space = await plugboard.space();
  const manifest = { events: [{ name: 'visit', url: '/hook' }] };
  const install = await space.install('http://127.0.0.1:9', { manifest });
  const event = await space.emit('visit', {});
  await event.job.attempted();
  expect(install.deliveries[0]?.error).toBeInstanceOf(Error);
  expect(lines.join('\n')).toContain(event.job.id);
  expect(plugboard.log).toEqual(lines);
});
