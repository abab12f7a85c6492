import { type Static, Type } from 'typebox';
import { InstallStatus } from '../install-status.ts';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, nullable } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

const Count = Type.Integer({ minimum: 0 });

/** How many installs each per cent would bring to a release. */
export const Cohorts = Type.Object(
  {
    installs: {
      ...Count,
      description: 'All that a release could come to: none of developers, none that is uninstalled',
    },
    on_release: { ...Count, description: 'Are on this one now' },
    steps: Type.Array(
      Type.Object({
        percent: Type.Integer({ minimum: 1, maximum: 100 }),
        more: { ...Count, description: 'Would come that are on an older release now' },
      }),
      {
        description:
          'From each per cent at which more installs come: any in between brings as many as the one before it, and one before the first brings none',
      },
    ),
  },
  {
    title: 'Cohorts',
    description: 'How many installs each per cent would bring to a release',
    examples: [
      {
        installs: 4,
        on_release: 1,
        steps: [
          { percent: 21, more: 1 },
          { percent: 58, more: 2 },
          { percent: 84, more: 3 },
        ],
      },
    ],
  },
);
export type Cohorts = Static<typeof Cohorts>;

/** An install as the developer of its plugin sees it. */
export const PluginInstall = Type.Object(
  {
    install_id: Id,
    space_name: Type.String(),
    status: InstallStatus,
    release: nullable(Type.Integer({ description: 'That it is on; null for none' })),
  },
  {
    title: 'PluginInstall',
    description: 'An install of a plugin, to which a release could come',
    examples: [
      {
        install_id: STORY.installId,
        space_name: STORY.space.name,
        status: 'active',
        release: 1,
      },
    ],
  },
);

/** Which installs of a plugin are listed. */
export const PluginInstallQuery = Type.Object(
  {
    ...PageQuery.properties,
    search: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Has to be in the name of the space, in any case, or be the id of the install',
      }),
    ),
  },
  { additionalProperties: false },
);
