import { type Static, Type } from 'typebox';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, Line, nullable, RawObject, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

/** Largest `attributes` of a space, in bytes of UTF-8. */
export const MAX_ATTRIBUTES_BYTES = 64 * 1024;

// Half of the safe integers: whatever id a host picks, the sequence that moves past it never runs out of them.
const MAX_CHOSEN_ID = 2 ** 52;

const Name = Line({ minLength: 1, maxLength: 200 });
const PlanLevel = nullable(
  Type.Integer({
    minimum: 0,
    maximum: 2 ** 31 - 1,
    description: 'What the space has paid for; plugins may ask for a minimum',
  }),
);
const Attributes = 'What plugins are told about the space, as a JSON object of at most 64 KiB';

const ATTRIBUTES = { domain: 'acme.example', city: 'Zurich' };

/** A space to be made. */
export const NewSpace = Type.Object(
  {
    id: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_CHOSEN_ID,
        description: "The host's own number for it; by default the next one",
      }),
    ),
    name: Name,
    plan_level: Type.Optional(PlanLevel),
    attributes: Type.Optional(RawObject(Attributes)),
  },
  {
    title: 'NewSpace',
    additionalProperties: false,
    examples: [{ ...STORY.space, plan_level: 2, attributes: ATTRIBUTES }],
  },
);
export type NewSpace = Static<typeof NewSpace>;

/** Which spaces to list. */
export const SpaceQuery = Type.Object(
  {
    development: Type.Optional(
      Type.Boolean({ description: 'Those of development installs, which are left out else' }),
    ),
    ...PageQuery.properties,
  },
  { additionalProperties: false },
);

/** What to change of a space; what is left out stays. */
export const SpacePatch = Type.Object(
  {
    name: Type.Optional(Name),
    plan_level: Type.Optional(PlanLevel),
    attributes: Type.Optional(RawObject(`${Attributes}; replaces the whole`)),
  },
  { title: 'SpacePatch', additionalProperties: false, examples: [{ plan_level: 3 }] },
);
export type SpacePatch = Static<typeof SpacePatch>;

/** A space as the host sees it. */
export const Space = Type.Object(
  {
    id: Id,
    name: Type.String(),
    plan_level: nullable(Type.Integer()),
    development: Type.Boolean({
      description:
        'Whether it is the space of a development install: its developer is its one member, and it hears sample events alone',
    }),
    attributes: RawObject(Attributes),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  {
    title: 'Space',
    description: 'A customer of the host',
    examples: [
      {
        ...STORY.space,
        plan_level: 2,
        development: false,
        attributes: ATTRIBUTES,
        created_at: STORY.setUpAt,
        updated_at: STORY.setUpAt,
      },
    ],
  },
);

/** The path of one space; an id that is none is answered like one that there is not (see `missingThing`). */
export const SpaceParams = Type.Object({ id: Id });

/** The path of one member of a space, as {@link SpaceParams}. */
export const MemberParams = Type.Object({ id: Id, user_id: Id });

/** What a user becomes in a space. Without `development` that stays as it is. */
export const MemberRole = Type.Object(
  {
    role: Line({
      minLength: 1,
      maxLength: 100,
      description: '`admin`, `editor`, or your own',
    }),
    development: Type.Optional(
      Type.Boolean({
        description: 'Show this member plugin pages from where they are being developed',
      }),
    ),
  },
  { title: 'MemberRole', additionalProperties: false, examples: [{ role: 'admin' }] },
);
export type MemberRole = Static<typeof MemberRole>;

/** A member of a space, with their account as it is now. */
export const Member = Type.Object(
  {
    user_id: Id,
    email: Type.String(),
    friendly_name: Type.String(),
    role: Type.String(),
    development: Type.Boolean(),
    created_at: Timestamp,
  },
  {
    title: 'Member',
    description: 'A user in a space',
    examples: [
      {
        user_id: STORY.user.id,
        email: STORY.user.email,
        friendly_name: STORY.user.friendly_name,
        role: 'admin',
        development: false,
        created_at: STORY.setUpAt,
      },
    ],
  },
);
export type Member = Static<typeof Member>;

/** Which members to list. */
export const MemberQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'A part of the name or of the email address, in whatever case',
      }),
    ),
    ...PageQuery.properties,
  },
  { additionalProperties: false },
);

/** What members can be. */
export const Role = Type.Object(
  {
    name: Type.String(),
    is_built_in: Type.Boolean({
      description: 'Whether every space has it; false for one that the host has used somewhere',
    }),
  },
  {
    title: 'Role',
    description: 'What a member of a space can be',
    examples: [{ name: 'admin', is_built_in: true }],
  },
);
export type Role = Static<typeof Role>;
