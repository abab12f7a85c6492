import { MEMBERS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { readActivity } from '../events/activity.ts';
import { ActivityEvent, ActivityQuery } from '../events/activity-schema.ts';
import { readSummary } from '../events/summary.ts';
import { Summary, SummaryQuery } from '../events/summary-schema.ts';
import type { App } from '../lib/http/app.ts';
import { Page, pageStart } from '../lib/http/pagination.ts';
import { findActivityPlace } from './activity-place.ts';

const tags = ['events'];

/** What happened in a space and what plugins made of it, as people look at it. */
export function activityRoutes(app: App, { db, config }: AppDeps): void {
  app.get(
    '/activity',
    {
      config: { auth: MEMBERS, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'listActivity',
        summary: 'What happened in a space and what plugins made of it, newest first',
        description:
          'Of one space: `space_id` or `install_id` is required. `install_id`, `plugin_id` and `outcome` leave the events that have such a decision or job; with `install_id` or `plugin_id` only the decisions of that install are shown. A page looks back only so far: it may have fewer events than `limit`, even none, and a `next_cursor` all the same, which goes on from there. Payloads are in `GET events/{id}`.',
        querystring: ActivityQuery,
        response: { 200: Page(ActivityEvent) },
      },
    },
    async ({ caller, query }) => {
      const place = await findActivityPlace(db, readerOf(caller), query);
      return readActivity(db, place, query, pageStart(query), config.retrySchedule.length);
    },
  );
  app.get(
    '/summary',
    {
      config: { auth: MEMBERS, portal: ['installed', 'activity'] },
      schema: {
        tags,
        operationId: 'getSummary',
        summary: 'How much happened in a space or for an install, and how it went',
        description:
          'Of one space or one install: `space_id` or `install_id` is required. Counted by when events were taken in.',
        querystring: SummaryQuery,
        response: { 200: Summary },
      },
    },
    async ({ caller, query }) =>
      readSummary(db, await findActivityPlace(db, readerOf(caller), allOf(query)), query),
  );
}

// It counts whatever the identifier.
const allOf = ({ space_id, install_id }: { space_id?: number; install_id?: number }) => ({
  ...(space_id !== undefined && { space_id }),
  ...(install_id !== undefined && { install_id }),
});
