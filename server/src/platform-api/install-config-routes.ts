import type { FastifyReply } from 'fastify';
import type { AppDeps } from '../deps.ts';
import {
  type ConfigChange,
  mergeConfig,
  noSuchRevision,
  restoreRevision,
} from '../installs/config.ts';
import { membersOf } from '../installs/config-patch.ts';
import { selectRevision, selectRevisions } from '../installs/config-queries.ts';
import { findInstall, noInstall } from '../installs/lifecycle.ts';
import { selectInstallWithConfig } from '../installs/queries.ts';
import {
  ConfigPatch,
  IfMatch,
  InstallConfig,
  InstallParams,
  Revision,
  RevisionParams,
  RevisionQuery,
} from '../installs/schema.ts';
import { revisionView } from '../installs/views.ts';
import type { App } from '../lib/http/app.ts';
import { etagOf } from '../lib/http/etag.ts';
import { newestFirst, Page, toPage } from '../lib/http/pagination.ts';
import { AsText } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { RawJson, rawParts } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';

const config = { auth: 'host_key' } as const;
const tags = ['config'];

/** An install's config and its history. */
export async function installConfigRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db } = deps;
  app.get(
    '/installs/:id/config',
    {
      config,
      schema: {
        tags,
        summary: 'Get the config of an install',
        operationId: 'getConfig',
        params: InstallParams,
        response: { 200: AsText(InstallConfig) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const install = await selectInstallWithConfig(db, id);
      if (install === undefined) throw noInstall(id);
      return sendConfig(reply, install.config, install.config_revision);
    },
  );
  app.patch(
    '/installs/:id/config',
    {
      config: { auth: 'host_key', rawBody: rawParts(['config']) },
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
      const { hostKeyId } = request.hostKey;
      const change: ConfigChange = {
        installId: request.params.id,
        ifMatch: request.headers['if-match'],
        author: { kind: 'host', id: hostKeyId, reason: reason ?? null },
        limits: deps.config,
      };
      const saved = await runAgainOnDeadlock(db, (tx) =>
        mergeConfig(tx, change, membersOf(patch, '/config')),
      );
      deps.wake();
      return sendConfig(reply, saved.config, saved.revision);
    },
  );
  app.get(
    '/installs/:id/config/revisions',
    {
      config,
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
      const { id } = await findInstall(db, request.params.id);
      const { before, limit } = newestFirst(request.query);
      const rows = await selectRevisions(db, id, before, limit);
      return sendJson(reply, spliceJson(toPage(rows, limit, (row) => row.number, revisionView)));
    },
  );
  app.get(
    '/installs/:id/config/revisions/:number',
    {
      config,
      schema: {
        tags,
        summary: 'Get a revision of a config',
        operationId: 'getRevision',
        params: RevisionParams,
        response: { 200: AsText(Revision) },
      },
    },
    async (request, reply) => {
      const { id } = await findInstall(db, request.params.id);
      const revision = await selectRevision(db, id, request.params.number);
      if (revision === undefined) throw noSuchRevision(id, request.params.number);
      return sendJson(reply, spliceJson(revisionView(revision)));
    },
  );
  app.post(
    '/installs/:id/config/revisions/:number/restore',
    {
      config,
      schema: {
        tags,
        summary: "Make a revision's config the present one, as a new revision",
        operationId: 'restoreRevision',
        params: RevisionParams,
        headers: IfMatch,
        response: { 200: AsText(InstallConfig) },
      },
    },
    async (request, reply) => {
      const { id, number } = request.params;
      const change = {
        installId: id,
        ifMatch: request.headers['if-match'],
        author: { kind: 'host', id: request.hostKey.hostKeyId },
        limits: deps.config,
      } as const;
      const saved = await runAgainOnDeadlock(db, (tx) => restoreRevision(tx, change, number));
      deps.wake();
      return sendConfig(reply, saved.config, saved.revision);
    },
  );
}

function sendConfig(reply: FastifyReply, text: string, revision: number): FastifyReply {
  reply.header('etag', etagOf(revision));
  return sendJson(reply, spliceJson({ config: new RawJson(text), revision }));
}
