import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import type { Caller } from '../auth/principals.ts';
import type { CallersAuth } from '../auth/route-auth.ts';
import type { AppDeps } from '../deps.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { Id } from '../lib/http/schema.ts';
import type { Ownership } from '../registry/ownership-queries.ts';
import { STORY } from '../story.ts';
import { AppChange, NewApp, tellIgnored } from './app-input.ts';
import { APP_RAW_PARTS } from './app-manifest.ts';
import { NumberedPageQuery, stretchOf, tellTotal } from './numbered-pages.ts';
import { selectOwnApps } from './owned-app-queries.ts';
import {
  changeOwnApp,
  createOwnApp,
  findOwnApp,
  removeOwnApp,
  shownToOwner,
  submitOwnApp,
} from './owned-apps.ts';
import { OwnPluginObject } from './plugin-object.ts';
import { forUsers, forUsersAndHost, tags } from './route-options.ts';

const Params = Type.Object({ id: Id });
const OneApp = Type.Object({ app: OwnPluginObject }, { title: 'OneOwnApp' });
const OwnApps = Type.Object({ apps: Type.Array(OwnPluginObject) }, { title: 'OwnApps' });
const NewAppSubmission = Type.Object(
  { app_id: Id },
  { title: 'NewAppSubmission', examples: [{ app_id: STORY.plugin.id }] },
);

const PASSED_OVER =
  'Members of the plugin object that cannot be written are passed over, and named in the header `Plugboard-Ignored`. What it has no words for, such as events, scopes and set-up steps, `manifest` takes.';

/** Whose plugins a path is about, and how its operations are called. */
export interface Kind {
  path: string;
  /** Of what only reads. */
  reading: { auth: CallersAuth };
  /** Of what changes something: every space is shown the plugins of the organization, so that not everybody makes them. */
  changing: { auth: CallersAuth };
  name: string;
  whose: string;
  /** What changing one does. */
  changes: string;
  ownership(caller: Caller): Ownership;
}

const partner: Kind = {
  path: '/partner_apps',
  reading: forUsers('developer'),
  changing: forUsers('developer'),
  name: 'PartnerApp',
  whose: 'one of your plugins',
  changes:
    'What is left out stays as it is. The change is a draft, which you alone see, until you submit it and it is approved.',
  ownership: (caller) => ({ kind: 'partner', userId: userOf(caller) }),
};

const org: Kind = {
  path: '/org_apps',
  reading: forUsersAndHost('anybody'),
  changing: forUsersAndHost(),
  name: 'OrgApp',
  whose: 'a plugin of the organization',
  changes:
    'What is left out stays as it is. The change is a release, which everybody is on at once.',
  ownership: () => ({ kind: 'org' }),
};

function userOf(caller: Caller): number {
  if (caller.kind === 'user') return caller.userId;
  throw new Failure('forbidden', 'Only people have plugins of their own');
}

/** Plugins of people and of the organization: the same operations, under a path of their own. */
export const kinds = [partner, org];

/** What people and the organization register themselves. */
export function ownAppRoutes(app: App, deps: AppDeps): void {
  for (const kind of kinds) kindRoutes(app, deps, kind);
  submissionRoute(app, deps);
}

function kindRoutes(app: App, deps: AppDeps, kind: Kind): void {
  const { db, vault } = deps;
  const { path, reading, changing, name, whose, changes, ownership } = kind;
  app.get(
    path,
    {
      config: reading,
      schema: {
        tags,
        summary: path === '/org_apps' ? "List the organization's plugins" : 'List your plugins',
        operationId: `list${name}s`,
        querystring: NumberedPageQuery,
        response: { 200: OwnApps },
      },
    },
    async ({ caller, query }, reply) => {
      const stretch = stretchOf(query);
      const { rows, total } = await selectOwnApps(db, ownership(caller), stretch);
      tellTotal(reply, total, stretch);
      return { apps: rows.map((row) => shownToOwner(row, vault, caller)) };
    },
  );
  app.post(
    path,
    {
      config: { ...changing, rawBody: APP_RAW_PARTS },
      schema: {
        tags,
        summary: `Register ${whose}`,
        description: PASSED_OVER,
        operationId: `create${name}`,
        body: NewApp,
        response: { 201: OneApp },
      },
    },
    async (request, reply) => {
      const { caller, body } = request;
      const own = ownership(caller);
      tellIgnored(reply, body);
      const making = { ...deps, doing: doingOf(request), caller };
      const row = await createOwnApp(making, own, body.app);
      return reply.code(201).send({ app: shownToOwner(row, vault, caller) });
    },
  );
  app.get(
    `${path}/:id`,
    {
      config: reading,
      schema: {
        tags,
        summary: `Get ${whose}`,
        operationId: `get${name}`,
        params: Params,
        response: { 200: OneApp },
      },
    },
    async ({ caller, params }) => {
      const row = await findOwnApp(db, ownership(caller), params.id);
      return { app: shownToOwner(row, vault, caller) };
    },
  );
  app.put(
    `${path}/:id`,
    {
      config: { ...changing, rawBody: APP_RAW_PARTS },
      schema: {
        tags,
        summary: `Change ${whose}`,
        description: `${changes} ${PASSED_OVER}`,
        operationId: `update${name}`,
        params: Params,
        body: AppChange,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { caller, params, body } = request;
      const own = ownership(caller);
      tellIgnored(reply, body);
      await changeOwnApp({ ...deps, doing: doingOf(request) }, own, params.id, body.app);
      return reply.code(204).send(null);
    },
  );
  app.delete(
    `${path}/:id`,
    {
      config: changing,
      schema: {
        tags,
        summary: `Remove ${whose}, once it is installed nowhere`,
        operationId: `delete${name}`,
        params: Params,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { caller, params } = request;
      const own = ownership(caller);
      await removeOwnApp({ db, doing: doingOf(request) }, own, params.id);
      return reply.code(204).send(null);
    },
  );
}

function submissionRoute(app: App, { db, vault, config }: AppDeps): void {
  app.post(
    '/app_submissions',
    {
      config: forUsers('developer'),
      schema: {
        tags,
        summary: 'Put one of your plugins up for review',
        description:
          'As it is now: what you change meanwhile is another draft. What others see stays as it is until it is approved.',
        operationId: 'createAppSubmission',
        body: NewAppSubmission,
        response: { 201: OneApp },
      },
    },
    async (request, reply) => {
      const { caller, body } = request;
      const submitting = { db, config, doing: doingOf(request) };
      const row = await submitOwnApp(submitting, partner.ownership(caller), body.app_id);
      return reply.code(201).send({ app: shownToOwner(row, vault, caller) });
    },
  );
}
