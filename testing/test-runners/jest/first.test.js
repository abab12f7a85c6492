import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signedRequest, startPlugboard } from '@plugboard/testing';
import { createVisits } from '../plugin.js';

let plugboard;
beforeAll(async () => {
  plugboard = await startPlugboard();
}, 60_000);
afterAll(() => plugboard.stop());

test('a visit is counted once, also when it comes twice', async () => {
  const space = await plugboard.space();
  const install = await space.install(createVisits());
  install.faults.duplicate();
  const first = await space.emit('visit', { name: 'Ada' });
  expect((await first.job.settled()).message).toBe('Ada is visit 1');
  const second = await space.emit('visit', { name: 'Grace' });
  expect((await second.job.settled()).message).toBe('Grace is visit 2');
}, 60_000);

test('time passes', async () => {
  const space = await plugboard.space();
  const install = await space.install(createVisits());
  install.faults.answer(503);
  const { job } = await space.emit('visit', { name: 'Ada' });
  await expect(job.settled()).rejects.toThrow(/advance/);
  await plugboard.time.advance({ seconds: 5 });
  expect((await job.settled()).attempts).toHaveLength(2);
}, 60_000);

test('a handler is tested without any server', async () => {
  const request = signedRequest({ secret: 'secret', event: 'visit', payload: { name: 'Ada' } });
  const response = await createVisits().fetch(request);
  expect(await response.json()).toEqual({ message: 'Ada is visit 1' });
});
