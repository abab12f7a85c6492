import type { FastifyReply } from 'fastify';
import { doingOf } from '../audit/doing.ts';
import { ADMINS, MEMBERS } from '../auth/audiences.ts';
import { type Caller, readerOf } from '../auth/principals.ts';
import { readVisitor } from '../auth/visitors.ts';
import type { AppDeps, WebDeps } from '../deps.ts';
import { authorOf } from '../installs/author.ts';
import { findInstallFor } from '../installs/reach.ts';
import { IfMatch, InstallParams } from '../installs/schema.ts';
import { findStep, readSetup, type SetupContext } from '../installs/setup/context.ts';
import {
  type FilledField,
  findField,
  listOptions,
  listSelected,
} from '../installs/setup/options.ts';
import { remoteValue } from '../installs/setup/remote-value.ts';
import {
  OptionsPage,
  OptionsQuery,
  RemoteValue,
  RemoteValueQuery,
  SelectedOptions,
  SelectedQuery,
  Setup,
  SetupWindow,
  StepParams,
  StepPayload,
} from '../installs/setup/schema.ts';
import { submitStep } from '../installs/setup/submit.ts';
import { setupView } from '../installs/setup/view.ts';
import { startWindow } from '../installs/setup/windows.ts';
import type { App } from '../lib/http/app.ts';
import { etagOf } from '../lib/http/etag.ts';
import { AsText } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { rawParts } from '../lib/json.ts';

const tags = ['set-up'];

/** Going through the set-up steps of an install. */
export function setupRoutes(app: App, deps: WebDeps): void {
  const { db, vault } = deps;

  function sendSetup(reply: FastifyReply, context: SetupContext): FastifyReply {
    reply.header('etag', etagOf(context.revision));
    return sendJson(reply, spliceJson(setupView(context, deps.config)));
  }

  app.get(
    '/installs/:id/setup',
    {
      config: { auth: MEMBERS, portal: ['catalog', 'installed', 'settings'] },
      schema: {
        tags,
        operationId: 'getSetup',
        summary: 'What an install asks of its admin, and what was answered',
        description:
          'Any admin can go on where another one stopped. Passwords are never shown, only whether they are set.',
        params: InstallParams,
        response: { 200: AsText(Setup) },
      },
    },
    async ({ caller, params: { id } }, reply) => {
      await findInstallFor(db, readerOf(caller), id, 'member');
      return sendSetup(reply, await readSetup(db, vault, id));
    },
  );
  app.post(
    '/installs/:id/setup/:step/submit',
    {
      config: { auth: ADMINS, rawBody: rawParts(['payload']), portal: ['catalog', 'settings'] },
      schema: {
        tags,
        operationId: 'submitSetupStep',
        summary: 'Submit a form of the set-up',
        description:
          'Steps count from 0. The values are saved by the keys of their fields; where the step has a validation URL, the plugin judges them and says what to save: its refusal is 422 `plugin_refused`, whose `detail` is what it says. The install becomes active once nothing is open that is required.',
        params: StepParams,
        headers: IfMatch,
        body: StepPayload,
        response: { 200: AsText(Setup) },
      },
    },
    async (request, reply) => {
      const { caller, params, body, headers } = request;
      await findInstallFor(db, readerOf(caller), params.id, 'admin');
      const context = await submitStep(deps, {
        installId: params.id,
        step: params.step,
        payload: body.payload,
        ifMatch: headers['if-match'],
        actor: authorOf(caller),
        doing: doingOf(request),
        checkAgain: () => request.checkAgain(),
      });
      deps.wake();
      return sendSetup(reply, context);
    },
  );
  app.post(
    '/installs/:id/setup/:step/start',
    {
      config: { auth: ADMINS, portal: ['catalog', 'settings'] },
      schema: {
        tags,
        operationId: 'startSetupStep',
        summary: 'Begin a step that goes on in a window',
        description:
          'For the consent of another service, and for pages of the plugin. The window comes back to `callback_url` within ten minutes, once; the set-up then says how it went. What a session began comes back to that session alone. What a personal token began comes back to any browser where its person is signed in, what the host began, or a portal token, to any at all: all these are asked first whether to go on.',
        params: StepParams,
        response: { 200: SetupWindow },
      },
    },
    async (request, reply) => {
      const { caller, params, headers } = request;
      await findInstallFor(db, readerOf(caller), params.id, 'admin');
      reply.header('cache-control', 'no-store');
      const session =
        headers.authorization === undefined ? await readVisitor(deps, request) : undefined;
      const actor = authorOf(caller);
      // Who came by a link has a session that it comes back to.
      const isSeen = session !== undefined;
      const inPortal = !isSeen && caller.kind === 'user' && caller.portal !== undefined;
      const { id: installId, step } = params;
      return startWindow(deps, { installId, step, actor, session, inPortal });
    },
  );
  fieldRoutes(app, deps);
}

/** What is asked about a field while it is filled. */
function fieldRoutes(app: App, deps: AppDeps): void {
  app.post(
    '/installs/:id/setup/:step/options',
    {
      config: {
        auth: ADMINS,
        rawBody: rawParts(['cursor', 'parent_resource_id']),
        portal: ['catalog', 'settings'],
      },
      schema: {
        tags,
        operationId: 'listSetupOptions',
        summary: 'What there is to choose for a field',
        description:
          'From the manifest, the members of the space, the host, or the plugin. For more, send its `next_page` as `page` or its `cursor`. As with all that asks a plugin or the host, 429 where too many calls are under way.',
        params: StepParams,
        body: OptionsQuery,
        response: { 200: AsText(OptionsPage) },
      },
    },
    async ({ caller, params, body: { field, ...question } }, reply) => {
      const [context, filled] = await fieldOf(deps, caller, params, field);
      return sendJson(reply, spliceJson(await listOptions(deps, context, filled, question)));
    },
  );
  app.post(
    '/installs/:id/setup/:step/selected_values',
    {
      config: { auth: ADMINS, rawBody: rawParts(['value']), portal: ['catalog', 'settings'] },
      schema: {
        tags,
        operationId: 'listSelectedValues',
        summary: 'The labels of what was chosen for a field earlier',
        params: StepParams,
        body: SelectedQuery,
        response: { 200: AsText(SelectedOptions) },
      },
    },
    async ({ caller, params, body }, reply) => {
      const [context, filled] = await fieldOf(deps, caller, params, body.field);
      const data = await listSelected(deps, context, filled, body.value);
      return sendJson(reply, spliceJson({ data }));
    },
  );
  app.post(
    '/installs/:id/setup/:step/remote_value',
    {
      config: { auth: ADMINS, portal: ['catalog', 'settings'] },
      schema: {
        tags,
        operationId: 'getRemoteValue',
        summary: 'What the plugin wants shown in a field',
        params: StepParams,
        body: RemoteValueQuery,
        response: { 200: AsText(RemoteValue) },
      },
    },
    async ({ caller, params, body }, reply) => {
      const [context, filled] = await fieldOf(deps, caller, params, body.field);
      return sendJson(reply, spliceJson({ value: await remoteValue(deps, context, filled) }));
    },
  );
}

async function fieldOf(
  { db, vault }: AppDeps,
  caller: Caller,
  { id, step }: { id: number; step: number },
  number: number,
): Promise<[SetupContext, FilledField]> {
  await findInstallFor(db, readerOf(caller), id, 'admin');
  const context = await readSetup(db, vault, id);
  const known = findStep(context, step);
  return [context, { known, field: findField(known, number), number, actor: authorOf(caller) }];
}
