// The plugin that the page's tests are of.
import { createPlugin } from '@plugboard/sdk';

export default createPlugin().on('entry_sign_in', ({ config, job, payload }) =>
  job.done(`${config.greeting}, ${payload.name}`),
);
