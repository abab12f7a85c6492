import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signedRequest, startPlugboard } from '@plugboard/testing';
import { createVisits } from '../plugin.js';

test('a test that forgets to stop ends all the same', async () => {
  const plugboard = await startPlugboard();
  const space = await plugboard.space();
  await space.install(createVisits());
  const event = await space.emit('visit', { name: 'Ada' });
  assert.equal((await event.job.settled()).status, 'done');
});

test('a handler is tested without any server', async () => {
  const request = signedRequest({ secret: 'secret', event: 'visit', payload: { name: 'Ada' } });
  const response = await createVisits().fetch(request);
  assert.deepEqual(await response.json(), { message: 'Ada is visit 1' });
});
