import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startPlugboard } from '@plugboard/testing';
import { createVisits } from '../plugin.js';

let plugboard;
before(async () => {
  plugboard = await startPlugboard();
});
after(() => plugboard.stop());

test('a visit is counted once, also when it comes twice', async () => {
  const space = await plugboard.space();
  const install = await space.install(createVisits());
  install.faults.duplicate();
  const first = await space.emit('visit', { name: 'Ada' });
  assert.equal((await first.job.settled()).message, 'Ada is visit 1');
  const second = await space.emit('visit', { name: 'Grace' });
  assert.equal((await second.job.settled()).message, 'Grace is visit 2');
});

test('a visit is told again after a reply was lost', async () => {
  const space = await plugboard.space();
  const install = await space.install(createVisits());
  install.faults.loseReply();
  const { job } = await space.emit('visit', { name: 'Ada' });
  await job.attempted();
  await plugboard.time.advance({ seconds: 5 });
  assert.equal((await job.settled()).message, 'Ada is visit 1');
});

test('a request that nothing else waits for keeps the test going', async () => {
  const space = await plugboard.space();
  let heard;
  const arrived = new Promise((resolve) => {
    heard = resolve;
  });
  await space.install({
    events: ['visit'],
    fetch() {
      heard();
      return new Response();
    },
  });
  await space.emit('visit', {});
  await arrived;
});
