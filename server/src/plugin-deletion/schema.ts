import { type Static, Type } from 'typebox';
import { nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

const Count = Type.Integer({ minimum: 0 });

/** What deleting a plugin takes with it, and how far that is. */
export const PluginDeletion = Type.Object(
  {
    deleted_at: nullable({
      ...Timestamp,
      description: 'Since when it is being deleted; null while nobody has asked for it',
    }),
    installs: { ...Count, description: 'That have not ended, without those of developers' },
    kept: {
      ...Count,
      description: 'Of what was uninstalled, how many have something that is not erased yet',
    },
    erase_after: nullable({
      ...Timestamp,
      description: 'When the last of these is erased; null where there are none',
    }),
    grace_days: {
      ...Count,
      description: 'How long what an install kept is there after it was uninstalled',
    },
    is_gone: Type.Boolean({ description: 'Nothing is left of the plugin, and its slug is free' }),
  },
  {
    title: 'PluginDeletion',
    examples: [
      {
        deleted_at: null,
        installs: 3,
        kept: 0,
        erase_after: null,
        grace_days: 30,
        is_gone: false,
      },
    ],
  },
);
export type PluginDeletion = Static<typeof PluginDeletion>;

/** What an example says of a plugin that is being deleted. */
export const BEING_DELETED = {
  deleted_at: STORY.settledAt,
  installs: 0,
  kept: 3,
  erase_after: '2026-04-01T08:30:00.000Z',
};
