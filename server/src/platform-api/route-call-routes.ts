import { forPeople } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { selectRouteCalls } from '../installs/setup/call-queries.ts';
import { RouteCall, RouteCallQuery } from '../installs/setup/schema.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { Page, pageStart, toPage } from '../lib/http/pagination.ts';
import { isUuid } from '../lib/ids.ts';

/** What was asked of plugins while they were set up: for the space that asked, and for who has to mend it. */
export function routeCallRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/route_calls',
    {
      config: { auth: forPeople('member', 'developer') },
      schema: {
        tags: ['set-up'],
        operationId: 'listRouteCalls',
        summary: 'What was asked while installs were set up, newest first',
        description:
          'Of all installs, of one, or of one plugin; for people, in their spaces and of their own plugins. Kept as long as jobs.',
        querystring: RouteCallQuery,
        response: { 200: Page(RouteCall) },
      },
    },
    async ({ caller, query }) => {
      const { install_id: installId, plugin_id: pluginId } = query;
      const { limit, after } = pageStart(query);
      if (after !== undefined && !isUuid(after))
        throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
      const filter = { installId, pluginId };
      const rows = await selectRouteCalls(db, readerOf(caller), filter, { before: after, limit });
      return toPage(
        rows,
        limit,
        (row) => row.id,
        (row) => ({ ...row, created_at: row.created_at.toISOString() }),
      );
    },
  );
}
