import { Type } from 'typebox';
import type { AuditAction } from '../audit/actions.ts';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { ADMINS, MEMBERS } from '../auth/audiences.ts';
import { type Caller, isHost, readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { INSTALL_STATUSES, type InstallStatus } from '../install-status.ts';
import { requesterOf } from '../installs/author.ts';
import { installPlugin } from '../installs/install.ts';
import { restore, resume, type StatusChange, suspend, uninstall } from '../installs/lifecycle.ts';
import { type InstallRow, selectInstalls } from '../installs/queries.ts';
import { findInstallFor } from '../installs/reach.ts';
import {
  Install,
  InstallParams,
  InstallQuery,
  NewInstall,
  SpaceInstallQuery,
  UninstallQuery,
} from '../installs/schema.ts';
import { type ShownInstall, showInstalls } from '../installs/shown.ts';
import { installView } from '../installs/views.ts';
import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, Page, type PageQuery, toPage } from '../lib/http/pagination.ts';
import { answeredAs } from '../lib/http/schema.ts';
import { rawParts } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import type { Reader } from '../reach.ts';
import { NewBackfill } from '../replays/backfill-schema.ts';
import { beginBackfill } from '../replays/backfills.ts';
import { findSpaceFor } from '../spaces/reach.ts';
import { STORY } from '../story.ts';

const tags = ['installs'];

// With what is no part of the install itself.
const InstallAsked = Type.Object(
  { ...NewInstall.properties, backfill: Type.Optional(NewBackfill) },
  {
    title: 'NewInstall',
    additionalProperties: false,
    examples: [
      {
        plugin_id: STORY.plugin.slug,
        config: STORY.config,
        user_id: STORY.user.id,
        backfill: { days: 7 },
      },
    ],
  },
);

/** Installs and their life. */
export async function installRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db } = deps;
  app.post(
    '/spaces/:id/installs',
    {
      config: { auth: ADMINS, rawBody: rawParts(['config']), portal: ['catalog'] },
      schema: {
        tags,
        summary: 'Install a plugin in a space',
        description:
          'The install is `active` once every step of its set-up is done that is required, until then in `setup`. A form is done, too, when the config has all that it requires. Who installs as a person is who the plugin acts for. With `backfill` it hears, once it is active, what happened before it came: before anything newer of the same identifier, see `createBackfill`.',
        operationId: 'createInstall',
        params: InstallParams,
        body: InstallAsked,
        response: { 201: Install },
      },
    },
    async (request, reply) => {
      const { caller, params } = request;
      const { backfill, ...given } = request.body;
      const installation = {
        spaceId: params.id,
        given: { ...given, user_id: installerOf(caller, given.user_id) },
        requester: requesterOf(caller),
        limits: deps.config,
        vault: deps.vault,
      };
      const reader = readerOf(caller);
      const doing = doingOf(request);
      const { body } = await onceOnly(deps, request, async (tx) => {
        await findSpaceFor(tx, reader, params.id, 'admin');
        const install = await installPlugin(tx, installation);
        const created = { target: install.id, spaceId: install.space_id };
        await record(tx, doing, { action: 'install.created', ...created });
        if (backfill !== undefined)
          await beginBackfill(tx, install, backfill, { reader, doing, pointer: '/backfill' });
        return { status: 201, body: await viewOf({ ...deps, db: tx }, install) };
      });
      deps.wake();
      return reply.code(201).send(body);
    },
  );
  app.get(
    '/spaces/:id/installs',
    {
      config: { auth: MEMBERS, portal: ['catalog', 'installed', 'activity'] },
      schema: {
        tags,
        summary: "List a space's installs",
        operationId: 'listInstallsOfSpace',
        params: InstallParams,
        querystring: SpaceInstallQuery,
        response: { 200: Page(Install) },
      },
    },
    async (request) => {
      const reader = readerOf(request.caller);
      const { id } = await findSpaceFor(db, reader, request.params.id, 'member');
      return pageOfInstalls(deps, reader, { spaceId: id }, request.query);
    },
  );
  app.get(
    '/installs',
    {
      config: { auth: MEMBERS, portal: ['catalog', 'installed', 'activity'] },
      schema: {
        tags,
        summary: 'List installs, of all plugins or of one',
        description: 'For people those in their spaces.',
        operationId: 'listInstalls',
        querystring: InstallQuery,
        response: { 200: Page(Install) },
      },
    },
    ({ caller, query }) =>
      pageOfInstalls(deps, readerOf(caller), { pluginId: query.plugin_id }, query),
  );
  app.get(
    '/installs/:id',
    {
      config: { auth: MEMBERS, portal: ['catalog', 'installed', 'settings', 'activity'] },
      schema: {
        tags,
        summary: 'Get an install',
        operationId: 'getInstall',
        params: InstallParams,
        response: { 200: Install },
      },
    },
    async ({ caller, params }) =>
      viewOf(deps, await findInstallFor(db, readerOf(caller), params.id, 'member')),
  );
  app.delete(
    '/installs/:id',
    {
      config: { auth: ADMINS, portal: ['installed'] },
      schema: {
        tags,
        summary: 'Uninstall',
        description:
          'The plugin loses access at once. The install can be restored until `erase_after`, when what it kept is erased.',
        operationId: 'deleteInstall',
        params: InstallParams,
        querystring: UninstallQuery,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        await findInstallFor(tx, readerOf(request.caller), id, 'admin');
        const { install, isNew, isErased } = await uninstall(tx, id, request.query, deps.config);
        const about = { target: id, spaceId: install.space_id };
        const doing = doingOf(request);
        if (isNew) await record(tx, doing, { action: 'install.uninstalled', ...about });
        if (isErased) await record(tx, doing, { action: 'install.erased', ...about });
      });
      deps.wake();
      return reply.code(204).send(null);
    },
  );
  stateRoute('restore', 'Undo an uninstall within its grace period', {
    change: (tx, id) => restore(tx, id, deps.vault),
    action: 'install.restored',
    shown: {},
  });
  stateRoute('suspend', 'Take an active install out of service', {
    change: suspend,
    action: 'install.suspended',
    shown: { status: 'suspended' },
  });
  stateRoute('resume', 'Put a suspended install back into service', {
    change: resume,
    action: 'install.resumed',
    shown: {},
  });

  function stateRoute(name: string, summary: string, { change, action, shown }: State): void {
    app.post(
      `/installs/:id/${name}`,
      {
        config: { auth: ADMINS, portal: ['installed'] },
        schema: {
          tags,
          summary,
          operationId: `${name}Install`,
          params: InstallParams,
          response: { 200: answeredAs(Install, shown) },
        },
      },
      async (request) => {
        const { id } = request.params;
        const install = await runAgainOnDeadlock(db, async (tx) => {
          await findInstallFor(tx, readerOf(request.caller), id, 'admin');
          const changed = await change(tx, id);
          const about = { target: id, spaceId: changed.install.space_id };
          if (changed.isNew) await record(tx, doingOf(request), { action, ...about });
          return changed.install;
        });
        deps.wake();
        return viewOf(deps, install);
      },
    );
  }
}

/** What puts an install into another state. */
interface State {
  change(tx: Db, id: number): Promise<StatusChange>;
  action: AuditAction;
  /** What an example of the answer says. */
  shown: Partial<Install>;
}

// People install for themselves.
function installerOf(caller: Caller, given: number | undefined): number | undefined {
  if (isHost(caller) || caller.kind !== 'user') return given;
  if (given === undefined || given === caller.userId) return caller.userId;
  throw invalid('/user_id', `must be left out, or be ${caller.userId}: it is you who install`);
}

async function pageOfInstalls(
  deps: AppDeps,
  reader: Reader,
  filter: { spaceId?: number; pluginId?: number | undefined },
  query: PageQuery & { status?: string },
) {
  const { after, limit } = idPageStart(query);
  const statuses = statusesIn(query.status);
  const rows = await selectInstalls(deps.db, reader, { ...filter, statuses }, { after, limit });
  const { data, next_cursor } = toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => row,
  );
  return { data: (await showInstalls(deps, data)).map(installView), next_cursor };
}

function statusesIn(text: string | undefined): InstallStatus[] | undefined {
  if (text === undefined) return undefined;
  const words = text.split(',');
  const known = INSTALL_STATUSES.filter((status) => words.includes(status));
  if (new Set(words).size === known.length) return known;
  throw invalid('/status', `must be some of ${INSTALL_STATUSES.join(', ')}, separated by commas`);
}

async function viewOf(
  deps: Pick<AppDeps, 'vault' | 'log'> & { db: Db },
  row: InstallRow,
): Promise<Install> {
  const [shown] = await showInstalls(deps, [row]);
  return installView(shown as ShownInstall);
}
