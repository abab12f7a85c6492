import type { FastifyReply } from 'fastify';
import type { AuditAction } from '../audit/actions.ts';
import { type Doing, doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { ADMINS, MEMBERS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { authorOf } from '../installs/author.ts';
import {
  type ConfigChange,
  mergeConfig,
  noSuchRevision,
  passwordsOf,
  restoreRevision,
  type SavedConfig,
} from '../installs/config.ts';
import { membersOf } from '../installs/config-patch.ts';
import { type RevisionRow, selectRevision, selectRevisions } from '../installs/config-queries.ts';
import { noInstall } from '../installs/lifecycle.ts';
import { type InstallRow, selectInstallWithConfig } from '../installs/queries.ts';
import { findInstallFor } from '../installs/reach.ts';
import {
  ConfigPatch,
  IfMatch,
  InstallConfig,
  InstallParams,
  RestoreRevision,
  Revision,
  RevisionParams,
  RevisionQuery,
} from '../installs/schema.ts';
import { type ShownConfig, shownConfig } from '../installs/sealed-config.ts';
import { configView, revisionView } from '../installs/views.ts';
import type { Db } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { etagOf } from '../lib/http/etag.ts';
import { newestFirst, Page, toPage } from '../lib/http/pagination.ts';
import { AsText, nullable } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { rawParts } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';

const config = { auth: MEMBERS } as const;
const tags = ['config'];

/** An install's config and its history. */
export async function installConfigRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db, vault } = deps;
  const keyOf = async (installId: number) => ({
    vault,
    installId,
    passwords: await passwordsOf(db, installId),
  });
  app.get(
    '/installs/:id/config',
    {
      config: { ...config, portal: ['settings'] },
      schema: {
        tags,
        summary: 'Get the config of an install',
        operationId: 'getConfig',
        params: InstallParams,
        response: { 200: AsText(InstallConfig) },
      },
    },
    async (request, reply) => {
      const { id } = await findInstallFor(
        db,
        readerOf(request.caller),
        request.params.id,
        'member',
      );
      const install = await selectInstallWithConfig(db, id);
      if (install === undefined) throw noInstall(id);
      return sendConfig(reply, shownConfig(await keyOf(id), install), install.config_revision);
    },
  );
  app.patch(
    '/installs/:id/config',
    {
      config: { auth: ADMINS, rawBody: rawParts(['config']), portal: ['settings'] },
      schema: {
        tags,
        summary: 'Merge top-level members into the config of an install',
        operationId: 'updateConfig',
        params: InstallParams,
        headers: IfMatch,
        body: ConfigPatch,
        response: { 200: AsText(InstallConfig) },
      },
    },
    async (request, reply) => {
      const { config: patch, reason } = request.body;
      const change: ConfigChange = {
        installId: request.params.id,
        ifMatch: request.headers['if-match'],
        author: authorOf(request.caller),
        why: { cause: 'changed', reason: reason ?? null },
        limits: deps.config,
        vault,
      };
      const saved = await runAgainOnDeadlock(db, async (tx) => {
        const install = await findInstallFor(
          tx,
          readerOf(request.caller),
          change.installId,
          'admin',
        );
        const result = await mergeConfig(tx, change, membersOf(patch, '/config'));
        await recordSaved(tx, doingOf(request), install, { action: 'config.updated', ...result });
        return result;
      });
      deps.wake();
      return sendConfig(reply, saved.shown, saved.revision);
    },
  );
  app.get(
    '/installs/:id/config/revisions',
    {
      config: { ...config, portal: ['settings'] },
      schema: {
        tags,
        summary: 'List the revisions of a config, newest first',
        operationId: 'listRevisions',
        params: InstallParams,
        querystring: RevisionQuery,
        response: { 200: AsText(Page(Revision)) },
      },
    },
    async (request, reply) => {
      const { id } = await findInstallFor(
        db,
        readerOf(request.caller),
        request.params.id,
        'member',
      );
      const { before, limit } = newestFirst(request.query);
      const rows = await selectRevisions(db, id, before, limit);
      const key = await keyOf(id);
      const view = (row: RevisionRow) => revisionView(key, row);
      return sendJson(reply, spliceJson(toPage(rows, limit, (row) => row.number, view)));
    },
  );
  app.get(
    '/installs/:id/config/revisions/:number',
    {
      config: { ...config, portal: ['settings'] },
      schema: {
        tags,
        summary: 'Get a revision of a config',
        operationId: 'getRevision',
        params: RevisionParams,
        response: { 200: AsText(Revision) },
      },
    },
    async (request, reply) => {
      const { id } = await findInstallFor(
        db,
        readerOf(request.caller),
        request.params.id,
        'member',
      );
      const revision = await selectRevision(db, id, request.params.number);
      if (revision === undefined) throw noSuchRevision(id, request.params.number);
      return sendJson(reply, spliceJson(revisionView(await keyOf(id), revision)));
    },
  );
  app.post(
    '/installs/:id/config/revisions/:number/restore',
    {
      config: { auth: ADMINS, portal: ['settings'] },
      schema: {
        tags,
        summary: "Make a revision's config the present one, as a new revision",
        operationId: 'restoreRevision',
        params: RevisionParams,
        headers: IfMatch,
        body: nullable(RestoreRevision),
        response: { 200: AsText(InstallConfig) },
      },
    },
    async (request, reply) => {
      const { id, number } = request.params;
      const change = {
        installId: id,
        ifMatch: request.headers['if-match'],
        author: authorOf(request.caller),
        limits: deps.config,
        vault,
      };
      const saved = await runAgainOnDeadlock(db, async (tx) => {
        const install = await findInstallFor(tx, readerOf(request.caller), id, 'admin');
        const result = await restoreRevision(tx, change, number, request.body?.reason ?? null);
        await recordSaved(tx, doingOf(request), install, { action: 'config.restored', ...result });
        return result;
      });
      deps.wake();
      return sendConfig(reply, saved.shown, saved.revision);
    },
  );
}

async function recordSaved(
  tx: Db,
  doing: Doing,
  { id, space_id }: InstallRow,
  { action, changed, members }: SavedConfig & { action: AuditAction },
): Promise<void> {
  if (!changed) return;
  await record(tx, doing, { action, target: id, spaceId: space_id, changed: members });
}

function sendConfig(reply: FastifyReply, shown: ShownConfig, revision: number): FastifyReply {
  reply.header('etag', etagOf(revision));
  return sendJson(reply, spliceJson({ ...configView(shown), revision }));
}
