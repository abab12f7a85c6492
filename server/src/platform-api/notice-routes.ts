import { Type } from 'typebox';
import { DEVELOPERS, DEVELOPERS_THEMSELVES } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { newestFirst, Page, toPage } from '../lib/http/pagination.ts';
import { findPluginOf, pluginReaderOf } from '../registry/find-plugin.ts';
import {
  type ListedNoticeRow,
  markNoticesRead,
  selectNoticePage,
} from '../registry/notice-queries.ts';
import { Notice, NoticeQuery, NoticesRead, PluginParams } from '../registry/schema.ts';
import { callingPerson } from './calling-person.ts';

const tags = ['plugins'];

/** What the developers of a plugin are told, and who of them has read it. */
export function noticeRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/plugins/:id/notices',
    {
      config: { auth: DEVELOPERS },
      schema: {
        tags,
        operationId: 'listNotices',
        summary: 'List what the developer of a plugin should know',
        description:
          'Such as endpoints that keep failing. Newest first. For each collaborator those are unread that came since they are one, until they say that they have read them.',
        params: PluginParams,
        querystring: NoticeQuery,
        response: { 200: Page(Notice) },
      },
    },
    async ({ caller, params, query }) => {
      const plugin = await findPluginOf(db, caller, params.id);
      const { limit, before } = newestFirst(query);
      const wanted = { before, limit: limit + 1, unreadOnly: query.unread === true };
      const rows = await selectNoticePage(db, plugin.id, pluginReaderOf(caller).person, wanted);
      return toPage(rows, limit, (row) => row.id, noticeView);
    },
  );
  app.post(
    '/plugins/:id/notices/read',
    {
      config: { auth: DEVELOPERS_THEMSELVES },
      schema: {
        tags,
        operationId: 'readNotices',
        summary: "Say that you have read a plugin's notices",
        description:
          'Up to one of them, with all before it. It says nothing of other collaborators.',
        params: PluginParams,
        body: NoticesRead,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = await findPluginOf(db, request.caller, request.params.id);
      await markNoticesRead(db, id, callingPerson(request), request.body.until);
      return reply.code(204).send(null);
    },
  );
}

const noticeView = ({ created_at, ...row }: ListedNoticeRow): Notice => ({
  ...row,
  created_at: created_at.toISOString(),
});
