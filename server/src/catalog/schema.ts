import { type Static, Type } from 'typebox';
import { InstallStatus } from '../install-status.ts';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, Line, nullable, Text, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

const SpaceId = Type.Optional({
  ...Id,
  description: 'Tells of each whether this space has the plan for it, and whether it is installed',
});

/** What of the catalog to list. */
export const CatalogQuery = Type.Object(
  {
    ...PageQuery.properties,
    search: Type.Optional(
      Text({
        maxLength: 200,
        description:
          'Words of which each must occur, in whatever case, in name, intro, description, author or a category; what the name matches comes first',
      }),
    ),
    category: Type.Optional(Line({ minLength: 1, maxLength: 50 })),
    space_id: SpaceId,
  },
  { additionalProperties: false },
);
export type CatalogQuery = Static<typeof CatalogQuery>;

/** For which space a plugin is looked at. */
export const CatalogEntryQuery = Type.Object(
  { space_id: SpaceId },
  { additionalProperties: false },
);
/** The path of a plugin in the catalog. */
export const CatalogParams = Type.Object({ slug: Type.String() });

const Described = (title: string, whose: string) =>
  Type.Object(
    {
      name: Type.String(),
      description: nullable(
        Type.String({ description: `The host's words for it; null for ${whose}` }),
      ),
    },
    { title },
  );

const members = {
  id: Id,
  slug: Type.String(),
  name: Type.String(),
  origin: Type.Enum(['host', 'org', 'partner'], { description: 'Whose it is' }),
  intro: nullable(Type.String()),
  author: nullable(Type.String()),
  icon: nullable(Type.String()),
  screenshot: nullable(Type.String()),
  categories: Type.Array(Type.String()),
  placements: Type.Object(
    { sidebar: Type.Boolean(), toolbar: Type.Boolean() },
    { title: 'CatalogPlacements', description: 'Where it shows in the host' },
  ),
  plan_level: nullable(Type.Integer({ description: 'The least plan that a space needs' })),
  scopes: Type.Array(Described('AskedScope', 'one that is gone'), {
    description: 'What it asks an install for',
  }),
  optional_scopes: Type.Array(Described('OptionalScope', 'one that is gone'), {
    description: 'What it can do without: an install gets those of them that it is given',
  }),
  events: Type.Array(Described('HeardEvent', 'those of its own life'), {
    description: 'What it hears of',
  }),
  release: Type.Object(
    { number: Type.Integer({ minimum: 1 }), published_at: Timestamp },
    { title: 'CatalogRelease', description: 'The published release, which this tells of' },
  ),
  in_space: nullable(
    Type.Object(
      {
        fits_plan: Type.Boolean(),
        install: nullable(
          Type.Object({ id: Id, status: InstallStatus }, { title: 'CatalogInstall' }),
        ),
        restorable: nullable(
          Type.Object(
            {
              id: Id,
              until: { ...Timestamp, description: 'When what it kept is erased' },
            },
            {
              title: 'CatalogRestorable',
              description: 'An install that was uninstalled, and can be restored as it was',
            },
          ),
        ),
      },
      {
        title: 'CatalogInSpace',
        description: 'How it is with the space that was asked about; null without one',
      },
    ),
  ),
};

const EXAMPLE = {
  ...{ id: STORY.plugin.id, slug: STORY.plugin.slug, name: STORY.plugin.name },
  origin: 'partner',
  intro: 'Greets visitors',
  author: 'Acme',
  icon: STORY.icon,
  screenshot: null,
  categories: ['visitors'],
  placements: { sidebar: true, toolbar: false },
  plan_level: null,
  scopes: [{ name: STORY.scope, description: 'Change entries' }],
  optional_scopes: [],
  events: [{ name: STORY.eventName, description: 'A visitor signed in' }],
  release: { number: 1, published_at: STORY.setUpAt },
  in_space: {
    fits_plan: true,
    install: { id: STORY.installId, status: 'active' },
    restorable: null,
  },
};

/** A plugin as the catalog lists it. */
export const CatalogEntry = Type.Object(members, { title: 'CatalogEntry', examples: [EXAMPLE] });
export type CatalogEntry = Static<typeof CatalogEntry>;

const CatalogStep = Type.Object(
  {
    type: Type.Enum(['form', 'oauth2', 'popup']),
    title: Type.String(),
    required: Type.Boolean({ description: 'Whether the install is not set up without it' }),
    fields: Type.Array(
      Type.Object({ label: Type.String(), required: Type.Boolean() }, { title: 'CatalogField' }),
      { description: 'What a form asks for' },
    ),
    host: nullable(
      Type.String({
        description: 'Whose page is opened, of `oauth2` and `popup`',
        examples: ['login.example.com'],
      }),
    ),
  },
  { title: 'CatalogStep' },
);
/** A step of the set-up, as whoever thinks of installing it reads of it. */
export type CatalogStep = Static<typeof CatalogStep>;

/** A category of the catalog. */
export const CatalogCategory = Type.Object(
  {
    name: Type.String(),
    plugins: Type.Integer({ minimum: 1, description: 'How many are of it' }),
  },
  { title: 'CatalogCategory', examples: [{ name: 'visitors', plugins: 3 }] },
);

/** A plugin with all that there is to read about it. */
export const CatalogPlugin = Type.Object(
  {
    ...members,
    description: nullable(Type.String()),
    website: nullable(Type.String()),
    preview_video: nullable(Type.String()),
    setup_steps: Type.Array(CatalogStep, {
      description: 'What an admin is asked for before it works',
    }),
  },
  {
    title: 'CatalogPlugin',
    examples: [
      {
        ...EXAMPLE,
        description: 'Greets every visitor by name.',
        website: 'https://greeter.example.com/',
        preview_video: null,
        setup_steps: [
          {
            type: 'form',
            title: 'How to greet',
            required: true,
            fields: [{ label: 'Greeting', required: true }],
            host: null,
          },
        ],
      },
    ],
  },
);
export type CatalogPlugin = Static<typeof CatalogPlugin>;
