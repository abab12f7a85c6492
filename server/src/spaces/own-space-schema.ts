import { type Static, Type } from 'typebox';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { Member, Space } from './schema.ts';

const Development = Type.Boolean({
  description: 'Whether you are shown plugin pages from where they are being developed',
});

/** A space, as one of its members sees it. */
export const OwnSpace = Type.Object(
  {
    id: Id,
    name: Space.properties.name,
    plan_level: Space.properties.plan_level,
    role: Member.properties.role,
    is_admin: Type.Boolean({ description: 'Whether the role is `admin`' }),
    development: Development,
    uninstall_grace_days: Type.Integer({
      minimum: 0,
      description:
        'How long a plugin that is uninstalled there can be restored with all that it kept; 0: it is deleted at once',
    }),
  },
  {
    title: 'OwnSpace',
    description: 'A space that you are a member of',
    examples: [
      {
        ...STORY.space,
        plan_level: 2,
        role: 'admin',
        is_admin: true,
        development: false,
        uninstall_grace_days: 30,
      },
    ],
  },
);
export type OwnSpace = Static<typeof OwnSpace>;

/** Which of one's spaces to list. */
export const OwnSpaceQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({ maxLength: 200, description: 'A part of the name, in whatever case' }),
    ),
    ...PageQuery.properties,
  },
  { additionalProperties: false },
);

/** What a member changes of how they see a space. */
export const OwnSpacePatch = Type.Object(
  { development: Development },
  { title: 'OwnSpacePatch', additionalProperties: false, examples: [{ development: true }] },
);
