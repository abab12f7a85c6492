import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { OPERATORS } from '../auth/audiences.ts';
import type { Caller } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { Db } from '../lib/db.ts';
import { refusal } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { isMailSetUp, mailInvitation } from '../mail/outbox.ts';
import { isDeveloperAt, selectDevelopers } from '../users/developer-queries.ts';
import {
  Developer,
  DeveloperInvitation,
  DeveloperInvitationCreated,
  DeveloperInvitationParams,
  DeveloperParams,
  NewDeveloperInvitation,
} from '../users/developer-schema.ts';
import { removeDeveloper } from '../users/developers.ts';
import { type InvitationRow, selectInvitations } from '../users/invitation-queries.ts';
import {
  invitationRules,
  inviteByLink,
  inviteByMail,
  withdrawInvitation,
} from '../users/invitations.ts';

const tags = ['developers'];
const config = { auth: OPERATORS } as const;

const invitationView = ({ created_at, expires_at, ...row }: InvitationRow) => ({
  ...row,
  created_at: created_at.toISOString(),
  expires_at: expires_at.toISOString(),
});

const inviterOf = (caller: Caller): number | null =>
  caller.kind === 'user' ? caller.userId : null;

/** Who may register plugins by invitation, and who was invited. */
export function developerRoutes(app: App, deps: AppDeps): void {
  invitationRoutes(app, deps);
  const { db } = deps;
  app.get(
    '/developers',
    {
      config,
      schema: {
        tags,
        operationId: 'listDevelopers',
        summary: 'List the developers by invitation',
        description: 'In the order of their ids.',
        querystring: PageQuery,
        response: { 200: Page(Developer) },
      },
    },
    async (request) => {
      const { limit, after } = idPageStart(request.query);
      const rows = await selectDevelopers(db, after, limit);
      return toPage(
        rows,
        limit,
        (row) => row.user_id,
        (row) => ({ ...row, since: row.since.toISOString() }),
      );
    },
  );
  app.delete(
    '/developers/:user_id',
    {
      config,
      schema: {
        tags,
        operationId: 'removeDeveloper',
        summary: 'Take away the right to register plugins',
        description:
          'What they develop stays theirs. An invitation that their address has is over, too.',
        params: DeveloperParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { user_id } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        await removeDeveloper(tx, user_id);
        await record(tx, doingOf(request), { action: 'developer.removed', target: user_id });
      });
      return reply.code(204).send(null);
    },
  );
}

function invitationRoutes(app: App, { db, vault, config: settings }: AppDeps): void {
  app.post(
    '/developer_invitations',
    {
      config,
      schema: {
        tags,
        operationId: 'createDeveloperInvitation',
        summary: 'Invite a developer',
        description:
          'For seven days; it takes the place of the one that the address had. Whoever opens its link makes an account, or signs in to the one that they have, and may register plugins from then on. Where mail is set up, the link is mailed; else it is in the answer, which with an `Idempotency-Key` can be had again for 24 hours.',
        body: NewDeveloperInvitation,
        response: { 201: DeveloperInvitationCreated },
      },
    },
    async (request, reply) => {
      const { email } = request.body;
      const invited = { email, invitedBy: inviterOf(request.caller) };
      const { body } = await onceOnly({ db, vault }, request, async (tx) => {
        if (await isDeveloperAt(tx, email)) {
          throw refusal('already_exists', '/email', 'belongs to a developer already');
        }
        const { url, ...row } = await invite(tx, invited);
        await record(tx, doingOf(request), { action: 'developer.invited', target: row.id });
        return { status: 201, body: { ...invitationView(row), url } };
      });
      return reply.code(201).send(body);
    },
  );

  async function invite(tx: Db, invited: { email: string; invitedBy: number | null }) {
    if (!isMailSetUp(settings)) return inviteByLink(tx, settings, invited);
    const row = await inviteByMail(tx, invited);
    await mailInvitation(tx, invited.email);
    return { ...row, url: null };
  }

  app.get(
    '/developer_invitations',
    {
      config,
      schema: {
        tags,
        operationId: 'listDeveloperInvitations',
        summary: 'List the invitations that are open',
        description: 'In the order of their ids.',
        querystring: PageQuery,
        response: { 200: Page(DeveloperInvitation) },
      },
    },
    async (request) => {
      const { limit, after } = idPageStart(request.query);
      const rows = await selectInvitations(db, invitationRules(settings), { after, limit });
      return toPage(rows, limit, (row) => row.id, invitationView);
    },
  );
  app.delete(
    '/developer_invitations/:id',
    {
      config,
      schema: {
        tags,
        operationId: 'withdrawDeveloperInvitation',
        summary: 'Withdraw an invitation',
        params: DeveloperInvitationParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        await withdrawInvitation(tx, id);
        await record(tx, doingOf(request), {
          action: 'developer_invitation.withdrawn',
          target: id,
        });
      });
      return reply.code(204).send(null);
    },
  );
}
