import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { fieldsOf, record } from '../audit/record.ts';
import { ANYBODY, OPERATORS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { Page, PageQuery, pageStart, toPage } from '../lib/http/pagination.ts';
import { answeredAs } from '../lib/http/schema.ts';
import { selectResourceTypePage } from '../vocabulary/resource-type-queries.ts';
import {
  getResourceType,
  putResourceType,
  removeResourceType,
  resourceTypeFor,
  resourceTypeView,
} from '../vocabulary/resource-types.ts';
import {
  DeclaredType,
  RESOURCE_NAME,
  ResourceType,
  ResourceTypeInput,
  ResourceTypeParams,
} from '../vocabulary/schema.ts';

const tags = ['vocabulary'];
const config = { auth: OPERATORS };

/** Kinds of the host's resources that people choose from while they set plugins up: declared by the host, for plugins to name. */
export function resourceTypeRoutes(app: App, { db, vault, config: settings }: AppDeps): void {
  app.get(
    '/resource_types',
    {
      config: { auth: ANYBODY },
      schema: {
        tags,
        operationId: 'listResourceTypes',
        summary: 'List resource types',
        description:
          'In the order of their names. `members` are built in and not listed. Whoever writes a plugin can have people choose from these.',
        querystring: PageQuery,
        response: { 200: Page(ResourceType) },
      },
    },
    async ({ caller, query }) => {
      const { limit, after = '' } = pageStart(query);
      if (after !== '' && !RESOURCE_NAME.test(after))
        throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
      const rows = await selectResourceTypePage(db, after, limit + 1);
      const reader = readerOf(caller);
      return toPage(
        rows,
        limit,
        (row) => row.name,
        (row) => resourceTypeFor(reader, row),
      );
    },
  );
  app.put(
    '/resource_types/:name',
    {
      config,
      schema: {
        tags,
        operationId: 'putResourceType',
        summary: 'Declare a kind of resources, or where it is asked for',
        description:
          'Its signing secret is shown when it is created, and stays until another one is asked for.',
        params: ResourceTypeParams,
        body: ResourceTypeInput,
        response: { 200: answeredAs(DeclaredType, { signing_secret: null }), 201: DeclaredType },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const { row, created, signingSecret } = await db.transaction(async (tx) => {
        const put = await putResourceType({ db: tx, vault, policy: settings }, params.name, body);
        await record(tx, doingOf(request), {
          action: put.created ? 'resource_type.created' : 'resource_type.updated',
          target: put.row.name,
          changed: fieldsOf(body),
        });
        return put;
      });
      reply.header('cache-control', 'no-store');
      return reply
        .code(created ? 201 : 200)
        .send({ ...resourceTypeView(row), signing_secret: signingSecret });
    },
  );
  app.get(
    '/resource_types/:name',
    {
      config: { auth: ANYBODY },
      schema: {
        tags,
        operationId: 'getResourceType',
        summary: 'Get a resource type',
        params: ResourceTypeParams,
        response: { 200: ResourceType },
      },
    },
    async ({ caller, params }) =>
      resourceTypeFor(readerOf(caller), await getResourceType(db, params.name)),
  );
  app.delete(
    '/resource_types/:name',
    {
      config,
      schema: {
        tags,
        operationId: 'deleteResourceType',
        summary: 'Remove a resource type',
        description: 'Refused with 409 `in_use` while a plugin lets people choose from it.',
        params: ResourceTypeParams,
        response: { 204: Type.Null({ description: 'Removed' }) },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      await db.transaction(async (tx) => {
        await removeResourceType(tx, name);
        await record(tx, doingOf(request), { action: 'resource_type.deleted', target: name });
      });
      return reply.code(204).send(null);
    },
  );
}
