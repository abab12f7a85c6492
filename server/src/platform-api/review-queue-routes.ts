import { Type } from 'typebox';
import { OPERATORS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { Page, PageQuery, pageStart } from '../lib/http/pagination.ts';
import { QueuedRelease, readReviewQueue } from '../registry/review-queue.ts';

const QueueQuery = Type.Object(
  { ...PageQuery.properties, state: Type.Enum(['in_review']) },
  { additionalProperties: false },
);

/** What waits for a reviewer. */
export function reviewQueueRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/releases',
    {
      config: { auth: OPERATORS },
      schema: {
        tags: ['plugins'],
        operationId: 'listReviewQueue',
        summary: 'List the releases that wait for review',
        description: 'Of all plugins, what waits longest first. For the host and operators.',
        querystring: QueueQuery,
        response: { 200: Page(QueuedRelease) },
      },
    },
    ({ query }) => readReviewQueue(db, pageStart(query)),
  );
}
