import { expect, test } from '@jest/globals';
import { startPlugboard } from '@plugboard/testing';

test('another file has a server of its own', async () => {
  const plugboard = await startPlugboard();
  const { data } = await plugboard.call('GET', '/platform/v1/spaces');
  expect(data).toEqual([]);
  await plugboard.stop();
}, 60_000);
