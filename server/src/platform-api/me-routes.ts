import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { fieldsOf, record } from '../audit/record.ts';
import { ONESELF } from '../auth/audiences.ts';
import { PORTAL_VIEWS } from '../auth/portal-views.ts';
import { Failure, invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { Page, pageStart } from '../lib/http/pagination.ts';
import { PASSWORD_PROBLEMS } from '../lib/password-rules.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { isMailSetUp } from '../mail/outbox.ts';
import { rememberTheme } from '../pages/theme-cookie.ts';
import { changeOwnPassword } from '../sign-in/own-password.ts';
import type { SignInDeps } from '../sign-in/sign-in-routes.ts';
import { OwnSpace, OwnSpacePatch, OwnSpaceQuery } from '../spaces/own-space-schema.ts';
import {
  findOwnSpace,
  listOwnSpaces,
  ownSpaceView,
  switchDevelopment,
} from '../spaces/own-spaces.ts';
import { SpaceParams } from '../spaces/schema.ts';
import { isForEverybody } from '../users/developers.ts';
import { Me, MePatch, PasswordChange } from '../users/own-schema.ts';
import { selectOwnAccount } from '../users/queries.ts';
import { changeUser, noSuchUser } from '../users/users.ts';
import { callingPerson, callingReader } from './calling-person.ts';

/** What the routes need by which people look after themselves. */
export type MeDeps = Pick<SignInDeps, 'db' | 'config' | 'sessions' | 'passwords'>;

const tags = ['me'];
const own = { auth: ONESELF } as const;

/** Whoever is signed in: their account and their spaces. */
export function meRoutes(app: App, deps: MeDeps): void {
  const { db, config, sessions } = deps;

  async function readMe(request: FastifyRequest): Promise<Me> {
    const id = callingPerson(request);
    const row = await selectOwnAccount(db, id);
    if (row === undefined) throw noSuchUser(id);
    const { created_at: _, is_invited, develops, ...shown } = row;
    const reader = callingReader(request);
    return {
      ...shown,
      is_developer: is_invited || develops,
      may_register_plugins: is_invited || row.is_operator || isForEverybody(config),
      sends_mail: isMailSetUp(config),
      portal: typeof reader === 'number' ? null : { space_id: reader.within.spaceId },
    };
  }

  app.get(
    '/me',
    {
      config: { ...own, portal: ['catalog', 'installed', 'settings', 'activity'] },
      schema: {
        tags,
        operationId: 'getMe',
        summary: 'Who you are',
        response: { 200: Me },
      },
    },
    (request) => readMe(request),
  );
  app.patch(
    '/me',
    {
      config: own,
      schema: {
        tags,
        operationId: 'updateMe',
        summary: 'Change your name, your language, your theme, or whether you get mail',
        description:
          'The theme is also kept in the browser, for the pages by which people sign in.',
        body: MePatch,
        response: { 200: Me },
      },
    },
    async (request, reply) => {
      const id = callingPerson(request);
      const { body } = request;
      await runAgainOnDeadlock(db, async (tx) => {
        await changeUser(tx, id, body);
        const changed = fieldsOf(body);
        await record(tx, doingOf(request), { action: 'user.updated', target: id, changed });
      });
      const isBrowser = request.headers.authorization === undefined;
      if (isBrowser && body.theme !== undefined) rememberTheme(reply, body.theme);
      return readMe(request);
    },
  );
  app.post(
    '/me/password',
    {
      config: own,
      schema: {
        tags,
        operationId: 'changeMyPassword',
        summary: 'Change your password',
        description:
          'For who is signed in, by no personal token. It ends every other session, personal tokens, sign-in links and what plugins may do for you; this browser gets a new session.',
        body: PasswordChange,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const session =
        request.headers.authorization === undefined ? await sessions.read(request) : undefined;
      if (session === undefined) {
        throw new Failure('forbidden', 'A personal token changes no password; sign in for it');
      }
      const { current_password, new_password } = request.body;
      const given = { current: current_password ?? '', next: new_password };
      const refused = await changeOwnPassword(deps, { session, request, reply }, given);
      if (refused?.field === 'current_password') {
        throw invalid('/current_password', 'must be your password as it is now');
      }
      if (refused !== undefined) throw invalid('/new_password', PASSWORD_PROBLEMS[refused.problem]);
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/me/spaces',
    {
      config: { ...own, portal: ['space'] },
      schema: {
        tags,
        operationId: 'listMySpaces',
        summary: 'List the spaces that you are a member of, by name',
        description: 'For operators, too, only those: all are in `GET spaces`.',
        querystring: OwnSpaceQuery,
        response: { 200: Page(OwnSpace) },
      },
    },
    async (request) => {
      const { search = '' } = request.query;
      return listOwnSpaces(
        { db, config },
        callingReader(request),
        search,
        pageStart(request.query),
      );
    },
  );
  app.get(
    '/me/spaces/:id',
    {
      config: { ...own, portal: [...PORTAL_VIEWS] },
      schema: {
        tags,
        operationId: 'getMySpace',
        summary: 'A space, and what you are in it',
        params: SpaceParams,
        response: { 200: OwnSpace },
      },
    },
    (request) => findOwnSpace({ db, config }, callingReader(request), request.params.id),
  );
  app.patch(
    '/me/spaces/:id',
    {
      config: own,
      schema: {
        tags,
        operationId: 'updateMySpace',
        summary: 'Choose where plugin pages come from that you are shown in a space',
        params: SpaceParams,
        body: OwnSpacePatch,
        response: { 200: OwnSpace },
      },
    },
    async (request) => {
      const change = { userId: callingPerson(request), ...request.body };
      return ownSpaceView(config)(
        await runAgainOnDeadlock(db, (tx) =>
          switchDevelopment(tx, doingOf(request), request.params.id, change),
        ),
      );
    },
  );
}
