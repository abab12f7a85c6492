import { createPlugin, text } from '@plugboard/sdk';

const GREETINGS = ['Hello', 'Good morning', 'Good evening'].map((value) => ({
  label: value,
  value,
}));

/** The plugin that every runtime serves: it calls the storage, lets an effect ride along, and has a route. */
export const makePlugin = ({ PLUGBOARD_URL, PLUGBOARD_CLIENT_ID, PLUGBOARD_CLIENT_SECRET }) =>
  createPlugin({
    baseUrl: PLUGBOARD_URL,
    clientId: PLUGBOARD_CLIENT_ID,
    secret: PLUGBOARD_CLIENT_SECRET,
  })
    .on('entry_sign_in', async ({ job, payload, config, storage }) => {
      const [badge, visits] = await storage
        .pipeline()
        .setUniqueNum('badge', { min: 7, max: 7 })
        .increment('visits');
      return job.done(`${config.greeting}, ${payload.name}`, {
        attachments: [text('Badge', badge.value), text('Visit', visits.value)],
        effects: storage.set('last', payload.name),
      });
    })
    .options('greetings', ({ search = '' }) =>
      GREETINGS.filter(({ label }) => label.includes(search)),
    );
