import { HostApiError, type Install, type Plugboard, startPlugboard } from '@plugboard/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manifest } from '../src/manifest.ts';
import { createGreeter } from '../src/plugin.ts';

let plugboard: Plugboard;
let install: Install;
beforeAll(async () => {
  plugboard = await startPlugboard();
  const greeter = createGreeter({}, { publicUrl: 'https://greeter.example', clientSecret: 's' });
  install = await (await plugboard.space()).install(greeter, { manifest });
});
afterAll(() => plugboard.stop());

test('languages come by cursor until there is none left, and can be searched', async () => {
  const { options, selectedValues } = install.setUp;
  const first = await options('languages');
  const second = await options('languages', { cursor: first.cursor });
  const last = await options('languages', { cursor: second.cursor });
  const labels = [...first.data, ...second.data].map(({ label }) => label);
  expect([labels.length, last.data]).toEqual([6, []]);
  const found = await options('languages', { search: 'DEU' });
  expect(found.data).toMatchObject([{ label: 'Deutsch', value: 'de' }]);
  expect(await selectedValues('chosen-language', 'fr')).toMatchObject({
    data: [{ label: 'Français', value: 'fr' }],
  });
  expect(await selectedValues('chosen-language', 'xx')).toMatchObject({ data: [] });
});

test('what stands in a field first comes from the greeter', async () => {
  expect(await install.setUp.remoteValue('desk')).toEqual({ value: 'Front desk' });
  expect(await install.setUp.remoteValue('notice')).toMatchObject({
    value: expect.stringContaining('Visitors read the greeting'),
  });
});

test('a password that is too short is refused, in words for the admin, and nothing is saved', async () => {
  await install.setUp.submit(0, { greeting: 'Welcome' });
  const short = install.setUp.submit(1, { desk: 'North', wifi_password: 'short' });
  await expect(short).rejects.toThrow(HostApiError);
  await expect(short).rejects.toThrow('at least 8 characters');
  expect(await install.config()).toEqual({ greeting: 'Welcome' });
  await install.setUp.submit(1, { desk: 'North', wifi_password: 'long enough' });
  expect(await install.config()).toMatchObject({ greeting: 'Welcome', desk: 'North' });
});
