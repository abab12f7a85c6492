import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startPlugboard } from '../src/index.ts';
import { manifest, rooms } from './support/rooms.ts';

const textOf = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

test('the plugin with a whole set-up that the page shows does what is said there', async () => {
  await using plugboard = await startPlugboard();
  const space = await plugboard.space();
  const install = await space.install(rooms, { manifest });
  const { setUp } = install;
  expect(await install.status()).toBe('setup');
  expect((await setUp.options('rooms', { search: 'all' })).data).toMatchObject([{ label: 'Hall' }]);
  const second = await setUp.options('rooms', { page: 2 });
  expect(second.data.map(({ label }) => label)).toEqual(['Library', 'Cellar']);
  expect(await setUp.selectedValues('rooms', 'hall')).toMatchObject({ data: [{ label: 'Hall' }] });
  await expect(setUp.submit(0, { room: 'cellar' })).rejects.toThrow('The cellar is closed');
  await setUp.submit(0, { room: 'hall' });
  expect(await install.status()).toBe('active');
  const { job } = await space.emit('entry_sign_in', {}, { identifier: 'entry:1' });
  expect((await job.settled()).message).toBe('Go to the hall');
});

test('the page shows that plugin', async () => {
  const page = await textOf('../README.md');
  const shown = `// rooms.ts\n${await textOf('support/rooms.ts')}`;
  expect(page.includes(shown), 'README.md has testing/test/support/rooms.ts').toBe(true);
});
