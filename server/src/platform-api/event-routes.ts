import { Type } from 'typebox';
import { MEMBERS, OPERATORS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { createDecisionBases } from '../events/basis-cache.ts';
import type { HostEvent } from '../events/host-events.ts';
import { createIntake } from '../events/intake.ts';
import { sizedPayload } from '../events/payload-size.ts';
import { type SeenEvent, selectDecisions, selectEvent, selectEvents } from '../events/queries.ts';
import {
  AcceptedBatch,
  AcceptedEvent,
  DecisionObject,
  EventBatchInput,
  EventInput,
  EventObject,
} from '../events/schema.ts';
import { databaseNow } from '../lib/clock.ts';
import { Failure, invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { readIdempotencyKey } from '../lib/http/idempotency.ts';
import { idPageStart, Page, PageQuery, pageStart, toPage } from '../lib/http/pagination.ts';
import { AsText, Id } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { isUuid } from '../lib/ids.ts';
import { objectMembers, RawJson, rawParts } from '../lib/json.ts';
import { createManifests } from '../manifest/release-cache.ts';

const IdParams = Type.Object({ id: Type.String() });
const EventQuery = Type.Object(
  {
    ...PageQuery.properties,
    space_id: Type.Optional(Id),
    name: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
const tags = ['events'];
const HIDDEN =
  'Of the payload of a private type, members who are no admins are told the names of its members only.';

/** The host tells what happened, and reads why each plugin did or did not hear of it. */
export async function eventRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db, config } = deps;
  const bases = createDecisionBases(deps.changes, createManifests());
  const intake = createIntake({ ...deps, bases });
  const toNewEvent = (input: EventInput, pointer: string): HostEvent => ({
    space_id: input.space_id,
    name: input.name,
    identifier: input.identifier ?? null,
    payload: payloadText(input.payload, pointer, config.maxEventPayloadBytes),
    occurred_at: readTime(input.occurred_at, pointer),
    user_id: input.user_id ?? null,
  });

  app.post(
    '/events',
    {
      config: { auth: OPERATORS, rawBody: rawParts(['payload']) },
      schema: {
        tags,
        operationId: 'createEvent',
        summary: 'Tell what happened',
        description: 'Answers once the event, the decisions and the jobs are durable.',
        body: EventInput,
        response: { 202: AcceptedEvent },
      },
    },
    async (request, reply) => {
      const pointerOf = () => '';
      const events = [toNewEvent(request.body, pointerOf())];
      const once = readIdempotencyKey(request);
      const [accepted] = await intake({ events, pointerOf, once });
      return reply.code(202).send(accepted as AcceptedEvent);
    },
  );

  app.post(
    '/events/batch',
    {
      config: { auth: OPERATORS, rawBody: rawParts(['events/*/payload']) },
      schema: {
        tags,
        operationId: 'createEvents',
        summary: 'Tell up to 1,000 things that happened: all are taken or none',
        body: EventBatchInput,
        response: { 202: AcceptedBatch },
      },
    },
    async (request, reply) => {
      const pointerOf = (index: number) => `/events/${index}`;
      const events = request.body.events.map((event, index) => toNewEvent(event, pointerOf(index)));
      const data = await intake({ events, pointerOf, once: readIdempotencyKey(request) });
      return reply.code(202).send({ data });
    },
  );

  app.get(
    '/events',
    {
      config: { auth: MEMBERS, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'listEvents',
        summary: 'Events, newest first',
        description: `For people those in their spaces. ${HIDDEN}`,
        querystring: EventQuery,
        response: { 200: AsText(Page(EventObject)) },
      },
    },
    async (request, reply) => {
      const { limit, after } = pageStart(request.query);
      if (after !== undefined && !isUuid(after))
        throw invalid('/cursor', 'The cursor is not of this list');
      const page = { before: after, limit: limit + 1 };
      const rows = await selectEvents(db, readerOf(request.caller), request.query, page);
      return sendJson(reply, spliceJson(toPage(rows, limit, (row) => row.id, toEventObject)));
    },
  );

  app.get(
    '/events/:id',
    {
      config: { auth: MEMBERS, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'getEvent',
        summary: 'One event',
        description: HIDDEN,
        params: IdParams,
        response: { 200: AsText(EventObject) },
      },
    },
    async (request, reply) => {
      const id = eventId(request.params.id);
      const row = await selectEvent(db, readerOf(request.caller), id);
      if (row === undefined) throw notFound(id);
      return sendJson(reply, spliceJson(toEventObject(row)));
    },
  );

  app.get(
    '/events/:id/decisions',
    {
      config: { auth: MEMBERS, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'listDecisions',
        summary: 'Why each installed plugin did or did not get the event',
        params: IdParams,
        querystring: PageQuery,
        response: { 200: Page(DecisionObject) },
      },
    },
    async (request) => {
      const id = eventId(request.params.id);
      const { limit, after } = idPageStart(request.query);
      const event = await selectEvent(db, readerOf(request.caller), id);
      if (event === undefined) throw notFound(id);
      const rows = await selectDecisions(db, id, after, limit + 1);
      return toPage(
        rows,
        limit,
        (row) => row.install_id,
        (row) => row,
      );
    },
  );
}

function eventId(text: string): string {
  if (!isUuid(text)) throw notFound(text);
  return text;
}

// What the calendar of PostgreSQL and of the reader agree on.
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(2200, 0);

function readTime(text: string | undefined, pointer: string): string {
  if (text === undefined) return new Date(databaseNow()).toISOString();
  const time = Date.parse(text);
  if (!(time >= EARLIEST && time < LATEST)) {
    throw invalid(`${pointer}/occurred_at`, 'must be an RFC 3339 time between 1900 and 2200');
  }
  return new Date(time).toISOString();
}

const notFound = (id: string): Failure => new Failure('event_not_found', `There is no event ${id}`);

function payloadText(payload: unknown, pointer: string, maxBytes: number): string {
  if (!(payload instanceof RawJson)) throw invalid(`${pointer}/payload`, 'is required');
  return sizedPayload(payload, `${pointer}/payload`, maxBytes);
}

const toEventObject = ({ is_hidden, payload, ...row }: SeenEvent) => ({
  ...row,
  payload: is_hidden ? null : new RawJson(payload),
  payload_members: is_hidden ? namesIn(payload) : null,
  occurred_at: row.occurred_at.toISOString(),
  created_at: row.created_at.toISOString(),
});

const namesIn = (payload: string): string[] =>
  payload.trimStart().startsWith('{') ? [...objectMembers(payload).keys()] : [];
