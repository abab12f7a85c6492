import { type Static, Type } from 'typebox';
import { embeddedUrl, usesOAuth } from '../app-bridge/embedded-page.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { Id, nullable } from '../lib/http/schema.ts';
import { preferredLanguage } from '../lib/languages.ts';
import { STORY } from '../story.ts';
import { enterSpace } from './access.ts';
import { type EmbedRow, selectEmbeds } from './embed-queries.ts';
import { forUsersAndHost, SpaceIdParams, tags } from './route-options.ts';
import { ForUser, viewerOf } from './viewer.ts';

const Embed = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    icon: nullable(Type.String()),
    sidebar: Type.Boolean(),
    toolbar: Type.Boolean(),
    url: Type.String({ description: 'The page to embed' }),
    app_bridge: Type.Boolean({
      description: 'Its page speaks the App Bridge: one that says nothing is not there',
    }),
    oauth: Type.Boolean({
      description: 'The plugin uses OAuth: its frame is opened by a ticket (see app_validations)',
    }),
    oauth_pending: Type.Boolean({
      description: 'The plugin uses OAuth, and the user has not consented yet',
    }),
  },
  {
    title: 'Embed',
    description: 'A plugin with a page in the host',
    examples: [
      {
        id: STORY.plugin.id,
        slug: STORY.plugin.slug,
        name: STORY.plugin.name,
        icon: STORY.icon,
        sidebar: true,
        toolbar: false,
        url: 'https://greeter.example.com/page',
        oauth: true,
        app_bridge: true,
        oauth_pending: false,
      },
    ],
  },
);
type Embed = Static<typeof Embed>;

const Embeds = Type.Object(
  {
    space: Type.Object(
      { id: Id, name: Type.String() },
      { title: 'EmbeddingSpace', examples: [STORY.space] },
    ),
    user: Type.Object(
      {
        id: Id,
        name: Type.String(),
        lang: Type.String({
          description:
            'BCP 47: what the user chose, else the first of `Accept-Language`, else `en`',
        }),
        is_admin: Type.Boolean(),
      },
      {
        title: 'EmbeddingUser',
        examples: [
          { id: STORY.user.id, name: STORY.user.friendly_name, lang: 'en', is_admin: true },
        ],
      },
    ),
    development: Type.Boolean({
      description: 'Pages come from where they are being developed, if there is such a place',
      examples: [false],
    }),
    plugins: Type.Array(Embed),
  },
  { title: 'Embeds' },
);

/** What a host page shows of plugins. */
export function embedRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/spaces/:space_id/embeds',
    {
      config: { ...forUsersAndHost('member'), portal: ['space'] },
      schema: {
        tags,
        summary: 'List the pages of plugins that a user sees in a space',
        operationId: 'listEmbeds',
        params: SpaceIdParams,
        querystring: ForUser,
        response: { 200: Embeds },
      },
    },
    async ({ caller, headers, params, query }) => {
      const access = await enterSpace(db, caller, params.space_id);
      const viewer = await viewerOf(db, access, query.user_id);
      const rows = await selectEmbeds(db, access.spaceId, viewer.id);
      const { id, name, lang, isAdmin, development } = viewer;
      return {
        space: { id: access.spaceId, name: access.spaceName },
        user: {
          id,
          name,
          lang: preferredLanguage(lang, headers['accept-language']),
          is_admin: isAdmin,
        },
        development,
        plugins: rows.flatMap((row) => embedOf(row, development) ?? []),
      };
    },
  );
}

function embedOf({ id, slug, manifest, granted }: EmbedRow, development: boolean) {
  const { name, icon, placements, use_app_bridge } = manifest;
  const url = embeddedUrl(manifest, development);
  const sidebar = placements.sidebar !== null;
  const { toolbar } = placements;
  if (url === null || !(sidebar || toolbar)) return undefined;
  const oauth = usesOAuth(manifest);
  const shown = { id, slug, name, icon, sidebar, toolbar, url, app_bridge: use_app_bridge };
  return { ...shown, oauth, oauth_pending: oauth && !granted } satisfies Embed;
}
