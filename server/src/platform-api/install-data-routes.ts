import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { ADMINS, MEMBERS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { exportInstall } from '../installs/export.ts';
import { findInstallFor } from '../installs/reach.ts';
import { InstallExport, InstallParams } from '../installs/schema.ts';
import type { App } from '../lib/http/app.ts';
import { Page, PageQuery, pageStart } from '../lib/http/pagination.ts';
import { AsText } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { inboxReaderOf, readNotifications } from '../notifications/notifications.ts';
import { Notification } from '../notifications/schema.ts';

const tags = ['installs'];

/** What an install has kept and said. */
export async function installDataRoutes(app: App, { db, vault, log }: AppDeps): Promise<void> {
  app.get(
    '/installs/:id/export',
    {
      config: { auth: ADMINS, portal: ['installed'] },
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
      const document = await exportInstall({ db, vault, log }, id);
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="install-${id}.json"`)
        .send(document);
    },
  );
  app.get(
    '/installs/:id/notifications',
    {
      config: { auth: MEMBERS, portal: ['installed', 'activity'] },
      schema: {
        tags,
        summary: 'List what the plugin told the admins, newest first',
        operationId: 'listInstallNotifications',
        params: InstallParams,
        querystring: PageQuery,
        response: { 200: AsText(Page(Notification)) },
      },
    },
    async (request, reply) => {
      const audience = inboxReaderOf(request.caller);
      const { id } = await findInstallFor(db, audience.reader, request.params.id, 'member');
      const page = pageStart(request.query);
      return sendJson(
        reply,
        spliceJson(await readNotifications(db, audience, { installId: id }, page)),
      );
    },
  );
}
