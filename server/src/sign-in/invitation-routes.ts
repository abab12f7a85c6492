import type { FastifyReply, FastifyRequest } from 'fastify';
import { doingOfUser } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Session } from '../auth/sessions.ts';
import type { WebDeps } from '../deps.ts';
import { sha256 } from '../lib/crypto.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { passwordProblem } from '../lib/password-rules.ts';
import { isLine } from '../lib/readable.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { NEW_PASSWORD } from '../pages/new-password.ts';
import { readOwnForm } from '../pages/use-pages.ts';
import { insertDeveloper } from '../users/developer-queries.ts';
import {
  type ShownInvitation,
  selectInvitation,
  takeInvitation,
  takeInvitationOf,
} from '../users/invitation-queries.ts';
import { INVITATION_PATH, invitationRules } from '../users/invitations.ts';
import { noteUnproven } from '../users/provider-queries.ts';
import { MAX_NAME_LENGTH } from '../users/schema.ts';
import { createUser, hashPasswordOf } from '../users/users.ts';
import { beginSession } from './begin-session.ts';
import type { FormTokens } from './form-tokens.ts';
import {
  FRIENDLY_NAME,
  sendAcceptPage,
  sendInvitationGonePage,
  sendKnownAccountPage,
  sendNewAccountPage,
  sendSomebodyElsePage,
} from './invitation-pages.ts';
import { providerName } from './oidc.ts';
import { countWrongLink, type WrongLinkDeps } from './wrong-link.ts';

/** What {@link invitationRoutes} needs; its forms are for browsers without a session, too. */
export interface InvitationDeps extends WebDeps, WrongLinkDeps {
  formTokens: FormTokens;
}

type InvitationRequest = FastifyRequest<{ Params: { token: string } }>;
type Form = (name: string) => string;

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;
/** Where the plugins of a developer are. */
const OWN_PLUGINS = '/plugins';

/** The page by which somebody who was invited becomes a developer: with a new account, or with the one that has the address. */
export function invitationRoutes(app: App, deps: InvitationDeps): void {
  const { config, db, sessions, formTokens } = deps;
  const provider = providerName(config);
  const rules = invitationRules(config);

  async function refuse(request: InvitationRequest, reply: FastifyReply): Promise<FastifyReply> {
    await countWrongLink(deps, request, 'developer invitation');
    return sendInvitationGonePage(reply, request);
  }

  app.get(`${INVITATION_PATH}:token`, route, async (request: InvitationRequest, reply) => {
    const invitation = await selectInvitation(db, rules, sha256(request.params.token));
    if (invitation === undefined) return refuse(request, reply);
    const session = await sessions.read(request);
    if (session !== undefined && session.userId !== invitation.user_id) {
      return sendSomebodyElsePage(reply, request, invitation, session);
    }
    const csrfToken = formTokens.issue(request, reply);
    const page = { invitation, csrfToken, provider };
    if (session !== undefined) return sendAcceptPage(reply, request, page);
    if (invitation.user_id !== null) return sendKnownAccountPage(reply, request, invitation);
    return sendNewAccountPage(reply, request, page);
  });

  app.post(`${INVITATION_PATH}:token`, route, async (request: InvitationRequest, reply) => {
    const form = readOwnForm(request, config.publicUrl, formTokens.expected(request));
    const invitation = await selectInvitation(db, rules, sha256(request.params.token));
    if (invitation === undefined) return refuse(request, reply);
    const session = await sessions.read(request);
    if (session !== undefined && session.userId === invitation.user_id) {
      return accept(request, reply, session);
    }
    const isNobodys = session === undefined && invitation.user_id === null;
    if (isNobodys) return makeAccount(request, reply, { invitation, form });
    // The page was open while somebody signed in or out: it says now what is next.
    return reply.redirect(request.url, 303);
  });

  async function accept(
    request: InvitationRequest,
    reply: FastifyReply,
    { userId }: Session,
  ): Promise<FastifyReply> {
    const isAccepted = await runAgainOnDeadlock(db, async (tx) => {
      await sessions.hold(tx, request);
      const hash = sha256(request.params.token);
      const taken = await takeInvitationOf(tx, rules, { hash, userId });
      if (taken === undefined) return false;
      await insertDeveloper(tx, { userId, invitedBy: taken.invited_by });
      const doing = doingOfUser(request, userId);
      await record(tx, doing, { action: 'developer.joined', target: userId });
      return true;
    });
    return isAccepted ? reply.redirect(OWN_PLUGINS, 303) : refuse(request, reply);
  }

  async function makeAccount(
    request: InvitationRequest,
    reply: FastifyReply,
    { invitation, form }: { invitation: ShownInvitation; form: Form },
  ): Promise<FastifyReply> {
    const name = form(FRIENDLY_NAME).trim();
    const password = form(NEW_PASSWORD);
    const isNameWrong = name === '' || [...name].length > MAX_NAME_LENGTH || !isLine(name);
    const problem = passwordProblem(password, invitation.email);
    if (isNameWrong || problem !== undefined) {
      const page = { invitation, csrfToken: formTokens.expected(request), provider };
      return sendNewAccountPage(reply, request, page, { name, isNameWrong, password: problem });
    }
    const { email } = invitation;
    const user = await hashPasswordOf({ email, friendly_name: name, password });
    try {
      const isMade = await runAgainOnDeadlock(db, async (tx) => {
        const taken = await takeInvitation(tx, rules, sha256(request.params.token));
        if (taken === undefined) return false;
        const { id } = await createUser(tx, { ...user, email: taken.email });
        // Whoever handed the link on, or had it on the way, may have used it.
        if (!taken.is_mailed) await noteUnproven(tx, id);
        await insertDeveloper(tx, { userId: id, invitedBy: taken.invited_by });
        const doing = doingOfUser(request, id);
        await record(tx, doing, { action: 'user.created', target: id });
        await record(tx, doing, { action: 'developer.joined', target: id });
        await beginSession(tx, deps, { request, reply }, id);
        return true;
      });
      return isMade ? reply.redirect(OWN_PLUGINS, 303) : refuse(request, reply);
    } catch (error) {
      const isTaken = error instanceof Failure && error.code === 'already_exists';
      if (!isTaken) throw error;
      // Somebody got this address meanwhile, who signs in.
      return reply.redirect(request.url, 303);
    }
  }
}
