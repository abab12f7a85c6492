import { type Static, Type } from 'typebox';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

const GrantedScope = Type.Object({
  name: Type.String(),
  description: nullable(
    Type.String({ description: 'What it means; null once the host has removed it' }),
  ),
});

/** What somebody let a plugin do for them in a space. */
export const OwnGrant = Type.Object(
  {
    id: Id,
    plugin_id: Id,
    plugin_slug: Type.String(),
    plugin_name: Type.String(),
    plugin_icon: nullable(Type.String()),
    space_id: Id,
    space_name: Type.String(),
    scopes: Type.Array(GrantedScope),
    created_at: Timestamp,
    last_used_at: Type.Unsafe<string>({
      ...Timestamp,
      description: 'When the plugin was last let in by it',
    }),
  },
  {
    title: 'OwnGrant',
    description: 'What you let a plugin do for you in a space',
    examples: [
      {
        id: 17,
        plugin_id: STORY.plugin.id,
        plugin_slug: STORY.plugin.slug,
        plugin_name: STORY.plugin.name,
        plugin_icon: STORY.icon,
        space_id: STORY.space.id,
        space_name: STORY.space.name,
        scopes: [{ name: STORY.scope, description: 'Write entries' }],
        created_at: STORY.setUpAt,
        last_used_at: STORY.happenedAt,
      },
    ],
  },
);
export type OwnGrant = Static<typeof OwnGrant>;

/** The path of one consent; an id that is none is answered like one that there is not. */
export const OwnGrantParams = Type.Object({ id: Id });
