import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { ADMINS, MEMBERS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { exportInstall } from '../installs/export.ts';
import { selectNotifications } from '../installs/notification-queries.ts';
import { findInstallFor } from '../installs/reach.ts';
import { InstallExport, InstallParams, Notification } from '../installs/schema.ts';
import { notificationView } from '../installs/views.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { Page, PageQuery, pageStart, toPage } from '../lib/http/pagination.ts';
import { AsText } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { isUuid } from '../lib/ids.ts';

const tags = ['installs'];

/** What an install has kept and said. */
export async function installDataRoutes(app: App, { db, vault }: AppDeps): Promise<void> {
  app.get(
    '/installs/:id/export',
    {
      config: { auth: ADMINS },
      schema: {
        tags,
        summary: 'Export the config, revisions and storage of an install',
        operationId: 'exportInstall',
        params: InstallParams,
        response: { 200: Type.Unsafe<Readable>(InstallExport) },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request.caller);
      const { id } = await findInstallFor(db, reader, request.params.id, 'admin');
      const document = await exportInstall(db, vault, id);
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="install-${id}.json"`)
        .send(document);
    },
  );
  app.get(
    '/installs/:id/notifications',
    {
      config: { auth: MEMBERS },
      schema: {
        tags,
        summary: 'List what the plugin told the admins, newest first',
        operationId: 'listNotifications',
        params: InstallParams,
        querystring: PageQuery,
        response: { 200: AsText(Page(Notification)) },
      },
    },
    async (request, reply) => {
      const { id } = await findInstallFor(
        db,
        readerOf(request.caller),
        request.params.id,
        'member',
      );
      const { after, limit } = pageStart(request.query);
      if (after !== undefined && !isUuid(after)) {
        throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
      }
      const rows = await selectNotifications(db, id, after, limit);
      return sendJson(reply, spliceJson(toPage(rows, limit, (row) => row.id, notificationView)));
    },
  );
}
