import { createPlugin } from '@plugboard/sdk';

export default createPlugin({ clientId: 'client', secret: 'secret' })
  .config({ type: 'object', properties: { greeting: { type: 'string' } }, required: ['greeting'] })
  .on('entry_sign_in', ({ config, job }) => job.done(config.greeting.toUpperCase()));
