import { selectEntries } from '../audit/queries.ts';
import { AuditEntry, AuditQuery } from '../audit/schema.ts';
import { entryView, filterOf } from '../audit/view.ts';
import { ADMINS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { Page, pageStart, toPage } from '../lib/http/pagination.ts';
import { isUuid } from '../lib/ids.ts';
import { findSpaceFor } from '../spaces/reach.ts';

/** Who changed what. */
export function auditRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/audit',
    {
      config: { auth: ADMINS },
      schema: {
        tags: ['audit'],
        operationId: 'listAuditEntries',
        summary: 'Who changed what, newest first',
        description:
          'For people the changes of what belongs to spaces that they are an admin of, without addresses of whoever made them.',
        querystring: AuditQuery,
        response: { 200: Page(AuditEntry) },
      },
    },
    async ({ caller, query }) => {
      const { limit, after } = pageStart(query);
      if (after !== undefined && !isUuid(after)) {
        throw invalid('/cursor', 'The cursor is not of this list');
      }
      const reader = readerOf(caller);
      const { space_id } = query;
      if (reader !== null && space_id !== undefined) {
        await findSpaceFor(db, reader, space_id, 'admin');
      }
      const page = { before: after, limit: limit + 1 };
      const rows = await selectEntries(db, reader, filterOf(query), page);
      return toPage(
        rows,
        limit,
        (row) => row.id,
        (row) => entryView(row, reader === null),
      );
    },
  );
}
