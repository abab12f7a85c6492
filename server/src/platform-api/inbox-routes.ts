import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { ADMINS, ANYBODY, MEMBERS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { Page, pageStart } from '../lib/http/pagination.ts';
import { AsText, answeredAs } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { chooseAction } from '../notifications/choose-action.ts';
import {
  inboxReaderOf,
  markAllRead,
  markRead,
  readInbox,
  readNotification,
} from '../notifications/notifications.ts';
import {
  ACTION_CALLED,
  ActionParams,
  AllRead,
  CallAction,
  Notification,
  NotificationAction,
  NotificationParams,
  NotificationQuery,
  ReadAll,
  Unread,
} from '../notifications/schema.ts';
import { findSpaceFor } from '../spaces/reach.ts';
import { STORY } from '../story.ts';

const tags = ['notifications'];

const Inbox = Type.Object(
  {
    ...Page(Notification).properties,
    unread: Type.Union([Unread, Type.Null()], { examples: [1] }),
  },
  { title: 'NotificationInbox' },
);

/** What plugins told people: a person's for the spaces that they belong to. */
export function inboxRoutes(app: App, deps: AppDeps): void {
  const { db } = deps;
  app.get(
    '/notifications',
    {
      config: { auth: MEMBERS, portal: ['space'] },
      schema: {
        tags,
        operationId: 'listNotifications',
        summary: 'List what plugins told the admins of spaces, newest first',
        description:
          'For people those of the spaces that they belong to; for operators and the host of all.',
        querystring: NotificationQuery,
        response: { 200: AsText(Inbox) },
      },
    },
    async (request, reply) => {
      const { unread, space_id: spaceId, install_id: installId } = request.query;
      const filter = { unread, spaceId, installId };
      const page = pageStart(request.query);
      return sendJson(
        reply,
        spliceJson(await readInbox(db, inboxReaderOf(request.caller), filter, page)),
      );
    },
  );
  app.get(
    '/notifications/:id',
    {
      config: { auth: MEMBERS, portal: ['space'] },
      schema: {
        tags,
        operationId: 'getNotification',
        summary: 'Get a notification',
        params: NotificationParams,
        response: { 200: AsText(Notification) },
      },
    },
    async ({ caller, params }, reply) =>
      sendJson(reply, spliceJson(await readNotification(db, inboxReaderOf(caller), params.id))),
  );
  app.post(
    '/notifications/:id/read',
    {
      config: { auth: MEMBERS, portal: ['space'] },
      schema: {
        tags,
        operationId: 'markNotificationRead',
        summary: 'Mark a notification as read, for the person who asks',
        description: 'The first time counts. A host key stands for nobody who reads: 403.',
        params: NotificationParams,
        response: { 200: AsText(answeredAs(Notification, { read_at: STORY.settledAt })) },
      },
    },
    async ({ caller, params }, reply) =>
      sendJson(reply, spliceJson(await markRead(db, inboxReaderOf(caller), params.id))),
  );
  app.post(
    '/notifications/read_all',
    {
      config: { auth: ANYBODY, portal: ['space'] },
      schema: {
        tags,
        operationId: 'markAllNotificationsRead',
        summary: 'Mark all notifications of a space as read, or of all spaces that one belongs to',
        description: 'A host key stands for nobody who reads: 403.',
        body: ReadAll,
        response: { 200: AllRead },
      },
    },
    async ({ caller, body }) => {
      const audience = inboxReaderOf(caller);
      const { space_id } = body;
      if (space_id !== undefined) await findSpaceFor(db, audience.reader, space_id, 'member');
      return { unread: await markAllRead(db, audience, space_id) };
    },
  );
  app.post(
    '/notifications/:id/actions/:index',
    {
      config: { auth: ADMINS, portal: ['space'] },
      schema: {
        tags,
        operationId: 'callNotificationAction',
        summary: 'Choose an action of a notification: its plugin is called, once',
        description:
          'Actions count from 0. One that was called before is not called again, and answers what it answered then. Where the plugin says no, 422 `plugin_refused`; where there is no answer, 502 `plugin_failed`: both can be tried again, as can 429, where too many calls are under way.',
        params: ActionParams,
        body: CallAction,
        response: { 200: answeredAs(NotificationAction, ACTION_CALLED) },
      },
    },
    async (request) => {
      const { caller, params, body } = request;
      const chosen = { ...params, again: body.again ?? false };
      return chooseAction({ ...deps, doing: doingOf(request) }, inboxReaderOf(caller), chosen);
    },
  );
}
