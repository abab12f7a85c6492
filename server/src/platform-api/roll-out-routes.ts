import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { DEVELOPERS } from '../auth/audiences.ts';
import { personActing } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { selectOutcomes } from '../installs/roll-out-queries.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, newestFirst, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { answeredAs } from '../lib/http/schema.ts';
import { parseId, parseSmallNumber } from '../lib/ids.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { findPluginOf, findPluginOfToChange } from '../registry/find-plugin.ts';
import { PluginParams, ReleaseParams } from '../registry/schema.ts';
import { selectRollOutPage } from '../roll-outs/queries.ts';
import { rollBack } from '../roll-outs/roll-back.ts';
import { findRollOut, rollOut, stopRollOut } from '../roll-outs/roll-outs.ts';
import {
  NewRollOut,
  RollOutInstall,
  RollOutInstallQuery,
  RollOutParams,
  ShownRollOut,
} from '../roll-outs/schema.ts';
import { rollOutView } from '../roll-outs/view.ts';

const tags = ['plugins'];
const config = { auth: DEVELOPERS } as const;

/** How an approved release comes to installs, some before others, and back. */
export function rollOutRoutes(app: App, deps: AppDeps): void {
  changeRoutes(app, deps);
  readRoutes(app, deps);
}

function changeRoutes(app: App, deps: AppDeps): void {
  const { db } = deps;
  app.post(
    '/plugins/:id/releases/:number/roll_out',
    {
      config,
      schema: {
        tags,
        operationId: 'rollOutRelease',
        summary: 'Have a release come to some installs, or to more of them',
        description:
          'Of a release that is approved and newer than the current one; a roll-out that goes on is made larger, or gone on with as it is by an empty object, and what failed is tried again. At a hundred per cent the release becomes the current one once all installs have come. Of the current release it has those tried again that could not come to it. While another release is rolled out: 409 `wrong_state`. A `dry_run` asks the `migration_url` what it would make of each config, and changes nothing. For owners and developers of the plugin.',
        params: ReleaseParams,
        body: NewRollOut,
        response: { 202: ShownRollOut },
      },
    },
    async (request, reply) => {
      const { caller, params, body } = request;
      const number = parseSmallNumber(params.number);
      const answer = await onceOnly(deps, request, async (tx) => {
        const { id: pluginId } = await findPluginOfToChange(tx, caller, params.id);
        const place = { pluginId, number, startedBy: personActing(caller) };
        const { rollOut: row, isNew } = await rollOut(tx, place, body);
        const action = row.dry_run ? 'release.tried' : 'release.rolled_out';
        if (isNew) await record(tx, doingOf(request), { action, target: [pluginId, row.release] });
        return { status: 202, body: await rollOutView(tx, row) };
      });
      return reply.code(202).send(answer.body);
    },
  );
  app.post(
    '/plugins/:id/releases/:number/roll_back',
    {
      config,
      schema: {
        tags,
        operationId: 'rollBackRelease',
        summary: 'Have every install go back to the release before',
        description:
          'Also while it is rolled out, and after it became the current one. Each has its config of then where nobody has changed it since; the others keep theirs, and are listed as `kept_config`. For owners and developers of the plugin.',
        params: ReleaseParams,
        response: { 202: answeredAs(ShownRollOut, { state: 'rolling_back' }) },
      },
    },
    async (request, reply) => {
      const { caller, params } = request;
      const number = parseSmallNumber(params.number);
      const view = await runAgainOnDeadlock(db, async (tx) => {
        const { id: pluginId } = await findPluginOfToChange(tx, caller, params.id);
        const place = { pluginId, number, startedBy: personActing(caller) };
        const { rollOut: row, isNew } = await rollBack(tx, place);
        const target = [pluginId, row.release];
        if (isNew) await record(tx, doingOf(request), { action: 'release.rolled_back', target });
        return rollOutView(tx, row);
      });
      return reply.code(202).send(view);
    },
  );
  app.post(
    '/plugins/:id/roll_outs/:roll_out_id/stop',
    {
      config,
      schema: {
        tags,
        operationId: 'stopRollOut',
        summary: 'Have a roll-out move no more installs',
        description:
          'Until the release is rolled out further, or rolled back. A dry run is over by that. For owners and developers of the plugin.',
        params: RollOutParams,
        response: { 200: answeredAs(ShownRollOut, { state: 'stopped' }) },
      },
    },
    async (request) => {
      const { caller, params } = request;
      return runAgainOnDeadlock(db, async (tx) => {
        const { id } = await findPluginOfToChange(tx, caller, params.id);
        const { rollOut: row, isNew } = await stopRollOut(tx, id, parseId(params.roll_out_id) ?? 0);
        const target = [id, row.release];
        if (isNew) await record(tx, doingOf(request), { action: 'release.stopped', target });
        return rollOutView(tx, row);
      });
    },
  );
}

function readRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/plugins/:id/roll_outs',
    {
      config,
      schema: {
        tags,
        operationId: 'listRollOuts',
        summary: 'Roll-outs of a plugin, newest first',
        description: 'Kept as long as jobs; that of the current release for longer.',
        params: PluginParams,
        querystring: PageQuery,
        response: { 200: Page(ShownRollOut) },
      },
    },
    async ({ caller, params, query }) => {
      const { id } = await findPluginOf(db, caller, params.id);
      const page = newestFirst(query);
      const { data, next_cursor } = toPage(
        await selectRollOutPage(db, id, page),
        page.limit,
        (row) => row.id,
        (row) => row,
      );
      const shown: ShownRollOut[] = [];
      // One after the other: each counts.
      for (const row of data) shown.push(await rollOutView(db, row));
      return { data: shown, next_cursor };
    },
  );
  app.get(
    '/plugins/:id/roll_outs/:roll_out_id',
    {
      config,
      schema: {
        tags,
        operationId: 'getRollOut',
        summary: 'How far a roll-out is',
        params: RollOutParams,
        response: { 200: ShownRollOut },
      },
    },
    async ({ caller, params }) => {
      const { id } = await findPluginOf(db, caller, params.id);
      return rollOutView(db, await findRollOut(db, id, parseId(params.roll_out_id)));
    },
  );
  app.get(
    '/plugins/:id/roll_outs/:roll_out_id/installs',
    {
      config,
      schema: {
        tags,
        operationId: 'listRollOutInstalls',
        summary: 'What became of the installs of a roll-out',
        description:
          'Those that have come, failed to, went back, or were named. What its config says is the matter of its space: only the names of what changed are told.',
        params: RollOutParams,
        querystring: RollOutInstallQuery,
        response: { 200: Page(RollOutInstall) },
      },
    },
    async ({ caller, params, query }) => {
      const { id } = await findPluginOf(db, caller, params.id);
      const row = await findRollOut(db, id, parseId(params.roll_out_id));
      const page = idPageStart(query);
      const rows = await selectOutcomes(db, row.id, query.state, page);
      return toPage(
        rows,
        page.limit,
        ({ install_id }) => install_id,
        (one) => one,
      );
    },
  );
}
