import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forPeople } from '../auth/audiences.ts';
import { boundsOf, PORTAL_VIEWS } from '../auth/portal-views.ts';
import { type Caller, keyOwner, readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { AsText } from '../lib/http/schema.ts';
import { createAdmission, nothingToHear } from '../stream/admission.ts';
import { type ChangeType, StreamChange, StreamHeaders, StreamQuery } from '../stream/schema.ts';
import { createStreams } from '../stream/streams.ts';
import { typesOf, watchOf } from '../stream/wanted.ts';

const MEDIA_TYPE = 'text/event-stream';

const DESCRIPTION = `Server-sent events. Each has an \`id\`, and as \`data\` a JSON object without any payload: read what changed where you read it before.

Without \`Last-Event-ID\`, or where that is more than 15 minutes ago, \`event: reset\` comes first: read your lists then, and not before. Each change comes at least once, so maybe again. A stream ends when its caller may not listen any more, when the server stops, and for who does not read it: open it again with the last \`id\`.`;

/** For what was sent before the end to arrive. */
const END_WITHIN_MS = 1000;

/** People and the host hear at once of what changes. */
export async function streamRoutes(app: App, { db, changes, log, config }: AppDeps): Promise<void> {
  const streams = createStreams({ db, changes, log, most: config.maxStreams });
  const admission = createAdmission({ db, changes }, config.maxStreams);
  app.addHook('preClose', async () => streams.close());

  app.get(
    '/stream',
    {
      config: { auth: forPeople('member', 'developer'), portal: [...PORTAL_VIEWS] },
      schema: {
        tags: ['jobs'],
        operationId: 'stream',
        summary: 'Hear of changes of jobs, attempts and installs',
        description: DESCRIPTION,
        querystring: StreamQuery,
        headers: StreamHeaders,
        response: {
          200: {
            description: 'Goes on until one side ends it',
            content: { [MEDIA_TYPE]: { schema: AsText(StreamChange) } },
          },
        },
      },
    },
    async (request, reply) => {
      const watch = watchOf(request.query);
      const { caller } = request;
      const types = typesFor(caller, request.query);
      const hearer = { ...watch, reader: readerOf(hearingOnly(caller, types)) };
      if (!(await admission.isAdmitted(hearer))) throw nothingToHear(watch);
      // A stream that nobody reads would have no end.
      if (request.method === 'HEAD') return reply.type(MEDIA_TYPE).send('');
      const body = streams.open({
        watch,
        types,
        after: request.headers['last-event-id'],
        person: caller.kind === 'user' ? caller.userId : null,
        response: reply.raw,
        mayListen: async () => (await isStillAsking(request)) && admission.isStillAdmitted(hearer),
      });
      return sendStream(reply, body);
    },
  );
}

// Who asks for no types in particular means those that they may be told of.
function typesFor(caller: Caller, query: StreamQuery): ReadonlySet<ChangeType> {
  const isNotOfJobs =
    caller.kind === 'user' && caller.portal?.pass.views.includes('activity') === false;
  return typesOf(isNotOfJobs ? { types: 'install.changed', ...query } : query);
}

const OF_JOBS: readonly ChangeType[] = ['job.updated', 'attempt.finished'];

// Jobs are told of as far as the activity goes, and installs as far as any view does.
function hearingOnly(caller: Caller, types: ReadonlySet<ChangeType>): Caller {
  if (caller.kind !== 'user' || caller.portal === undefined) return caller;
  if (!OF_JOBS.some((type) => types.has(type))) return caller;
  const { pass } = caller.portal;
  const within = boundsOf(pass, ['activity']);
  if (within !== undefined) return { ...caller, portal: { pass, within } };
  throw new Failure(
    'forbidden',
    `The portal token is for ${pass.views.join(', ')}: of jobs one for activity tells; ask for types=install.changed`,
  );
}

async function isStillAsking(request: FastifyRequest): Promise<boolean> {
  const before = keyOwner(request.caller);
  await request.checkAgain();
  return keyOwner(request.caller) === before;
}

function sendStream(reply: FastifyReply, body: Readable): FastifyReply {
  // What a client does not read keeps no answer open that has ended.
  body.once('end', () => {
    setTimeout(() => {
      if (!reply.raw.writableFinished) reply.raw.destroy();
    }, END_WITHIN_MS).unref();
  });
  return reply
    .type(MEDIA_TYPE)
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(body);
}
