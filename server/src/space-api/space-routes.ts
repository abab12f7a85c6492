import { type Static, Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { Id, nullable } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { noRecord } from './errors.ts';
import { NumberedPageQuery, stretchOf, tellTotal } from './numbered-pages.ts';
import { forAll, SpaceIdParams, tags } from './route-options.ts';
import { type OpenSpaceRow, selectOpenSpace, selectOpenSpaces } from './space-queries.ts';

const SpaceObject = Type.Object(
  {
    id: Id,
    name: Type.String(),
    domain: nullable(Type.String({ description: '`domain` of its attributes' })),
    plan_level: nullable(Type.Integer()),
  },
  {
    title: 'SpaceObject',
    description: 'A space, as Storyblok writes it',
    examples: [{ ...STORY.space, domain: 'acme.example', plan_level: 2 }],
  },
);
const OpenSpaces = Type.Object({ spaces: Type.Array(SpaceObject) }, { title: 'OpenSpaces' });
const OneOpenSpace = Type.Object({ space: SpaceObject }, { title: 'OneOpenSpace' });
type SpaceObject = Static<typeof SpaceObject>;

/** Spaces, as far as Storyblok's clients need them. */
export function spaceObjectRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/spaces',
    {
      config: forAll('member'),
      schema: {
        tags,
        summary: 'List the spaces that are open to you',
        operationId: 'listOpenSpaces',
        querystring: NumberedPageQuery,
        response: { 200: OpenSpaces },
      },
    },
    async ({ caller, query }, reply) => {
      const stretch = stretchOf(query);
      const { rows, total } = await selectOpenSpaces(db, caller, stretch);
      tellTotal(reply, total, stretch);
      return { spaces: rows.map(spaceObject) };
    },
  );
  app.get(
    '/spaces/:space_id',
    {
      config: forAll('member'),
      schema: {
        tags,
        summary: 'Get a space',
        operationId: 'getOpenSpace',
        params: SpaceIdParams,
        response: { 200: OneOpenSpace },
      },
    },
    async ({ caller, params }) => {
      const row = await selectOpenSpace(db, caller, params.space_id);
      if (row === undefined) throw noRecord();
      return { space: spaceObject(row) };
    },
  );
}

function spaceObject({ id, name, plan_level, attributes }: OpenSpaceRow): SpaceObject {
  const { domain } = JSON.parse(attributes);
  return { id, name, domain: typeof domain === 'string' ? domain : null, plan_level };
}
