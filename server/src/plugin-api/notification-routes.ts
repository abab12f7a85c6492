import { type Static, Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import { noInstallToWrite } from '../installs/missing.ts';
import {
  insertNotification,
  type NewNotification as NewNotificationRow,
} from '../installs/notification-queries.ts';
import {
  NOTIFICATION_EXAMPLE,
  NotificationRecipient,
  PostedNotification,
} from '../installs/schema.ts';
import { postedNotificationView } from '../installs/views.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { AsText, Line, nullable, RawValue } from '../lib/http/schema.ts';
import { spliceJson } from '../lib/http/splice.ts';
import { newId } from '../lib/ids.ts';
import { type RawJson, rawParts } from '../lib/json.ts';
import type { OutboundPolicy } from '../lib/outbound/target.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { isMailSetUp, mailNotification } from '../mail/outbox.ts';
import { urlProblem } from '../manifest/urls.ts';
import { PLUGIN_SCOPE } from '../vocabulary/schema.ts';
import { InstallPath, installIdOf } from './config-routes.ts';
import { sendSpliced } from './replies.ts';

// Texts for people, kept as long as jobs are.
const MAX_BODY_BYTES = 256 * 1024;

const Action = Type.Object(
  {
    label: Line({ minLength: 1, maxLength: 200 }),
    callback_url: Type.String({
      maxLength: 2048,
      description: 'Called by us, when an admin chooses the action: a public http or https address',
    }),
  },
  { title: 'NewNotificationAction' },
);

// Open, unlike the Platform API's bodies: what the clients of other versions add is passed over.
const NewNotification = Type.Object(
  {
    recipient: Type.Optional(NotificationRecipient),
    message: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 10_000 }))),
    details: Type.Optional(RawValue('An array of any JSON')),
    actions: Type.Optional(nullable(Type.Array(Action, { maxItems: 20 }))),
    attachments: Type.Optional(RawValue('Any JSON')),
    channel_overrides: Type.Optional(RawValue('An object: what differs by the way it is sent')),
  },
  {
    title: 'NewNotification',
    description: 'Of message, details and attachments, one must be there',
    examples: [NOTIFICATION_EXAMPLE],
  },
);

const NotificationAnswer = Type.Object(
  { data: PostedNotification },
  { title: 'NotificationAnswer' },
);

/** A plugin tells a space's admins something. */
export async function notificationRoutes(app: App, { db, config }: AppDeps): Promise<void> {
  const insertAndMail = (pluginId: number, given: NewNotificationRow) => {
    if (!isMailSetUp(config)) return insertNotification(db, pluginId, given);
    return runAgainOnDeadlock(db, async (tx) => {
      const row = await insertNotification(tx, pluginId, given);
      if (row !== undefined) await mailNotification(tx, config, row);
      return row;
    });
  };
  app.post(
    '/installs/:installId/notifications',
    {
      bodyLimit: MAX_BODY_BYTES,
      config: {
        auth: { plugin_scope: PLUGIN_SCOPE },
        rawBody: rawParts(['recipient', 'details', 'attachments', 'channel_overrides']),
      },
      schema: {
        tags: ['plugin services'],
        summary: "Tell the space's admins something",
        operationId: 'createNotification',
        params: InstallPath,
        body: NewNotification,
        response: { 200: AsText(NotificationAnswer) },
      },
    },
    async (request, reply) => {
      const { message, actions } = request.body;
      refuseUncallable(actions ?? [], config);
      const recipient = recipientText(request.body.recipient);
      const details = arrayText(request.body.details);
      const attachments = textOf(request.body.attachments);
      const overrides = objectText(request.body.channel_overrides);
      refuseNothing(message ?? null, details, attachments);
      const { pluginId } = request.plugin;
      const installId = installIdOf(request.params.installId);
      const row = await insertAndMail(pluginId, {
        id: newId(),
        install_id: installId,
        recipient,
        message: message ?? null,
        details,
        actions: actionsText(actions),
        attachments,
        channel_overrides: overrides,
      });
      if (row === undefined) throw await noInstallToWrite(db, pluginId, installId);
      return sendSpliced(reply, spliceJson(postedNotificationView(row)));
    },
  );
}

function refuseUncallable(actions: { callback_url: string }[], policy: OutboundPolicy): void {
  for (const [index, { callback_url }] of actions.entries()) {
    const problem = urlProblem(callback_url, 'called', policy);
    if (problem !== undefined) throw invalid(`/actions/${index}/callback_url`, problem);
  }
}

// Without what a client adds: it is told of nothing that is not understood.
function actionsText(actions: Static<typeof Action>[] | null | undefined): string | null {
  if (actions === undefined || actions === null) return null;
  return JSON.stringify(actions.map(({ label, callback_url }) => ({ label, callback_url })));
}

const textOf = (value: RawJson | null | undefined): string | null =>
  value === undefined || value === null || value.text === 'null' ? null : value.text;

function recipientText(recipient: RawJson | null | undefined): string | null {
  const text = textOf(recipient);
  if (text === null || text.startsWith('{')) return text;
  if (!text.startsWith('"')) throw invalid('/recipient', 'must be text or an object');
  if ((JSON.parse(text) as string).length > MOST_RECIPIENT) {
    throw invalid('/recipient', `must have at most ${MOST_RECIPIENT} characters, or be an object`);
  }
  return text;
}

const MOST_RECIPIENT = 500;

function arrayText(details: RawJson | undefined): string | null {
  const text = textOf(details);
  if (text !== null && !text.startsWith('[')) throw invalid('/details', 'must be an array');
  return text;
}

function objectText(overrides: RawJson | undefined): string | null {
  const text = textOf(overrides);
  if (text === null || text.startsWith('{')) return text;
  throw invalid('/channel_overrides', 'must be an object');
}

function refuseNothing(message: string | null, ...others: (string | null)[]): void {
  if (message !== null || others.some((text) => text !== null && !EMPTY.test(text))) return;
  throw invalid('/message', 'is required where there are no details and no attachments to show');
}

const EMPTY = /^(?:\[\s*\]|\{\s*\}|"")$/;
