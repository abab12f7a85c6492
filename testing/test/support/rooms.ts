import { createPlugin, refuse } from '@plugboard/sdk';

const ROOMS = ['Attic', 'Garden', 'Hall', 'Library', 'Cellar'].map((label) => ({
  label,
  value: label.toLowerCase(),
}));

export const rooms = createPlugin()
  .on('entry_sign_in', ({ config, job }) => job.done(`Go to the ${config.room}`))
  .options('rooms', ({ search = '', page = 1 }) =>
    ROOMS.filter(({ label }) => label.includes(search)).slice((page - 1) * 3, page * 3),
  )
  .selectedValues('rooms', ({ value }) => ROOMS.find((room) => room.value === value))
  .validate<{ room: string }>('room', ({ payload }) =>
    payload.room === 'cellar' ? refuse('The cellar is closed') : { room: payload.room },
  );

export const manifest = {
  name: 'Rooms',
  slug: 'rooms',
  events: [{ name: 'entry_sign_in', url: '/events/entry_sign_in' }],
  setup_steps: [
    {
      type: 'form',
      title: 'Where visitors go',
      validation_url: '/validation/room',
      fields: [
        {
          key: 'room',
          type: 'select',
          label: 'Room',
          required: true,
          options_url: '/options/rooms',
          selected_values_url: '/selected-values/rooms',
          searchable: true,
          pagination: 'page',
        },
      ],
    },
  ],
};
