import { startPlugboard } from '@plugboard/testing';
import plugin from './plugin.js';

const plugboard = await startPlugboard();
try {
  const space = await plugboard.space({ name: 'Acme' });
  const install = await space.install(plugin, {
    config: { greeting: 'Good evening' },
    manifest: { events: [{ name: 'entry_sign_in', url: '/plugboard/events' }] },
  });
  const { job } = await space.emit('entry_sign_in', { name: 'Ada' });
  const { status, message, attachments } = await job.settled();
  const { last, visits } = await install.storage();
  console.log(
    JSON.stringify({ node: process.version, status, message, attachments, last, visits }),
  );
} finally {
  await plugboard.stop();
}
