import { createPlugin, refuse, text } from '@plugboard/sdk';
import { z } from 'zod';

const Config = z.object({ greeting: z.string().default('Hello'), account: z.string().optional() });
const { env } = process;

export default createPlugin({
  baseUrl: env.PLUGBOARD_URL,
  clientId: env.PLUGBOARD_CLIENT_ID,
  secret: env.PLUGBOARD_CLIENT_SECRET,
})
  .config(Config)
  .on('entry_sign_in', async ({ config, job, payload, storage }) => {
    const [badge, visits] = await storage
      .pipeline()
      .setUniqueNum('badge', { min: 7, max: 7 })
      .increment('visits');
    return job.done(`${config.greeting}, ${payload.name}`, {
      attachments: [text('Badge', badge.value), text('Visit', visits.value)],
      effects: storage.set('last', payload.name),
    });
  })
  .options('greetings', async ({ search = '' }) => ({
    data: ['Hello', 'Good morning', 'Good evening']
      .filter((greeting) => greeting.includes(search))
      .map((greeting) => ({ label: greeting, value: greeting })),
  }))
  .validate('connect', async ({ payload }) =>
    payload.account === 'closed' ? refuse('That account is closed') : payload,
  );
