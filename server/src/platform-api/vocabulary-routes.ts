import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { fieldsOf, record } from '../audit/record.ts';
import { ANYBODY, OPERATORS } from '../auth/audiences.ts';
import { PORTAL_VIEWS } from '../auth/portal-views.ts';
import type { AppDeps } from '../deps.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { Page, PageQuery, pageStart, toPage } from '../lib/http/pagination.ts';
import { AsText } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { rawParts } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import {
  eventTypeView,
  getEventType,
  putEventType,
  removeEventType,
} from '../vocabulary/event-types.ts';
import { selectEventTypePage, selectScopePage } from '../vocabulary/queries.ts';
import {
  EVENT_NAME,
  EventType,
  EventTypeInput,
  EventTypeParams,
  SCOPE_NAME,
  Scope,
  ScopeInput,
  ScopeParams,
} from '../vocabulary/schema.ts';
import { getScope, putScope, removeScope, scopeView } from '../vocabulary/scopes.ts';

const tags = ['vocabulary'];
const Removed = Type.Null({ description: 'Removed' });

/** What the host's product speaks of: its event types and scopes. */
export function vocabularyRoutes(app: App, deps: AppDeps): void {
  eventTypeRoutes(app, deps);
  scopeRoutes(app, deps);
}

function eventTypeRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/event_types',
    {
      config: { auth: ANYBODY, portal: [...PORTAL_VIEWS] },
      schema: {
        tags,
        operationId: 'listEventTypes',
        summary: 'List event types',
        description: 'In the order of their names. Lifecycle events are built in and not listed.',
        querystring: PageQuery,
        response: { 200: AsText(Page(EventType)) },
      },
    },
    async (request, reply) => {
      const { limit, after } = nameStart(request.query, EVENT_NAME);
      const rows = await selectEventTypePage(db, after, limit + 1);
      return sendJson(reply, spliceJson(toPage(rows, limit, (row) => row.name, eventTypeView)));
    },
  );
  app.put(
    '/event_types/:name',
    {
      config: { auth: OPERATORS, rawBody: rawParts(['example_payload', 'payload_schema']) },
      schema: {
        tags,
        operationId: 'putEventType',
        summary: 'Create or replace an event type',
        description:
          'What is left out goes back to its default. The names of lifecycle events are reserved.',
        params: EventTypeParams,
        body: EventTypeInput,
        response: { 200: AsText(EventType), 201: AsText(EventType) },
      },
    },
    async (request, reply) => {
      const row = await runAgainOnDeadlock(db, async (tx) => {
        const put = await putEventType(tx, request.params.name, request.body);
        await record(tx, doingOf(request), {
          action: put.created ? 'event_type.created' : 'event_type.updated',
          target: put.name,
          changed: fieldsOf(request.body),
        });
        return put;
      });
      return sendJson(reply.code(row.created ? 201 : 200), spliceJson(eventTypeView(row)));
    },
  );
  app.get(
    '/event_types/:name',
    {
      config: { auth: ANYBODY, portal: ['space'] },
      schema: {
        tags,
        operationId: 'getEventType',
        summary: 'Get an event type',
        description: 'With its example payload and the schema that payloads must satisfy.',
        params: EventTypeParams,
        response: { 200: AsText(EventType) },
      },
    },
    async (request, reply) => {
      const row = await getEventType(db, request.params.name);
      return sendJson(reply, spliceJson(eventTypeView(row)));
    },
  );
  app.delete(
    '/event_types/:name',
    {
      config: { auth: OPERATORS },
      schema: {
        tags,
        operationId: 'deleteEventType',
        summary: 'Remove an event type',
        description: 'Refused with 409 `in_use` while a plugin subscribes to it.',
        params: EventTypeParams,
        response: { 204: Removed },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        await removeEventType(tx, name);
        await record(tx, doingOf(request), { action: 'event_type.deleted', target: name });
      });
      return reply.code(204).send(null);
    },
  );
}

function scopeRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/scopes',
    {
      config: { auth: ANYBODY, portal: [...PORTAL_VIEWS] },
      schema: {
        tags,
        operationId: 'listScopes',
        summary: 'List scopes',
        description: 'In the order of their names.',
        querystring: PageQuery,
        response: { 200: Page(Scope) },
      },
    },
    async (request) => {
      const { limit, after } = nameStart(request.query, SCOPE_NAME);
      const rows = await selectScopePage(db, after, limit + 1);
      return toPage(rows, limit, (row) => row.name, scopeView);
    },
  );
  app.put(
    '/scopes/:name',
    {
      config: { auth: OPERATORS },
      schema: {
        tags,
        operationId: 'putScope',
        summary: 'Create or replace a scope',
        description: 'Plugins ask for scopes in their manifest; installs are granted them.',
        params: ScopeParams,
        body: ScopeInput,
        response: { 200: Scope, 201: Scope },
      },
    },
    async (request, reply) => {
      const row = await runAgainOnDeadlock(db, async (tx) => {
        const put = await putScope(tx, request.params.name, request.body.description);
        await record(tx, doingOf(request), {
          action: put.created ? 'scope.created' : 'scope.updated',
          target: put.name,
          changed: fieldsOf(request.body),
        });
        return put;
      });
      return reply.code(row.created ? 201 : 200).send(scopeView(row));
    },
  );
  app.get(
    '/scopes/:name',
    {
      config: { auth: ANYBODY, portal: ['space'] },
      schema: {
        tags,
        operationId: 'getScope',
        summary: 'Get a scope',
        description: 'With the description that is shown when it is granted.',
        params: ScopeParams,
        response: { 200: Scope },
      },
    },
    async (request) => scopeView(await getScope(db, request.params.name)),
  );
  app.delete(
    '/scopes/:name',
    {
      config: { auth: OPERATORS },
      schema: {
        tags,
        operationId: 'deleteScope',
        summary: 'Remove a scope',
        description:
          'Refused with 409 `in_use` while an event type requires it, a plugin asks for it or an install has it.',
        params: ScopeParams,
        response: { 204: Removed },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        await removeScope(tx, name);
        await record(tx, doingOf(request), { action: 'scope.deleted', target: name });
      });
      return reply.code(204).send(null);
    },
  );
}

function nameStart(query: PageQuery, name: RegExp): { limit: number; after: string } {
  const { limit, after = '' } = pageStart(query);
  if (after !== '' && !name.test(after)) {
    throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
  }
  return { limit, after };
}
