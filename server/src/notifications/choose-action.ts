import type { Static } from 'typebox';
import type { Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { isLive } from '../install-status.ts';
import { Failure } from '../lib/failures.ts';
import { newId, parseId } from '../lib/ids.ts';
import type { SendCall } from '../plugin-requests/route-calls.ts';
import {
  type ActionRow,
  type CallSubject,
  claimAction,
  selectActions,
  selectCallSubject,
  settleAction,
} from './action-queries.ts';
import { type ActionDeps, callPlugin, prepareCall } from './call.ts';
import { findNotification } from './notifications.ts';
import type { InboxReader, ToldNotification } from './queries.ts';
import type { NotificationAction } from './schema.ts';
import { actionsIn, actionView, type WrittenAction } from './views.ts';

/** An action that somebody chooses. */
export interface ChosenAction {
  id: string;
  /** As it is in the path. */
  index: string;
  /** Also one whose call was lost. */
  again: boolean;
}

/**
 * Calls the plugin for an action, once: one that was called answers what it was answered. The choice is committed before the call, so that a
 * crash in between leaves an action whose end is unknown, and not one that looks as if nobody had chosen it.
 *
 * @throws Failure `notification_not_found`, `action_not_found`, `forbidden` for a member who is no admin; `wrong_state` while somebody else's
 * choice is being called, when the end of a call is unknown, and when the install is not live; `plugin_suspended`; `plugin_refused` with what
 * the plugin says, `plugin_failed` when there was no answer; `too_many_requests` where as many are called as may be: the action stays to be chosen.
 */
export async function chooseAction(
  deps: ActionDeps & { doing: Doing },
  audience: InboxReader,
  { id, index: sent, again }: ChosenAction,
): Promise<Static<typeof NotificationAction>> {
  const { db } = deps;
  const { reader, userId } = audience;
  const notification = await findNotification(db, audience, id, 'admin');
  const { action, index } = actionAt(notification, sent);
  const before = await readAction(deps, notification, index);
  if (before?.status === 'called') return actionView(action, before);
  refuseTaken(before, again);
  const subject = await selectCallSubject(db, reader, userId, notification.install_id);
  refuseIdle(subject, notification);
  const caller = {
    installId: notification.install_id,
    pluginId: subject.plugin_id,
    person: userId,
  };
  const open = { notification, action, index, subject, again };
  return deps.pluginRequests.routeCalls.within(caller, (sendCall) =>
    takeAndCall(deps, audience, open, sendCall),
  );
}

/** An action that can be chosen. */
interface OpenAction {
  notification: ToldNotification;
  action: WrittenAction;
  index: number;
  subject: CallSubject;
  again: boolean;
}

async function takeAndCall(
  deps: ActionDeps & { doing: Doing },
  { reader, userId }: InboxReader,
  { notification, action, index, subject, again }: OpenAction,
  sendCall: SendCall,
): Promise<Static<typeof NotificationAction>> {
  const { db } = deps;
  const call = await prepareCall(deps, notification, { action, index, userId, subject });
  const choice = { notificationId: notification.id, index, callId: newId(), reader, userId, again };
  const claimed = await db.transaction(async (tx) => {
    const taken = await claimAction(tx, choice);
    const about = { target: [notification.id, index], spaceId: notification.space_id };
    if (taken !== undefined)
      await record(tx, deps.doing, { action: 'notification.acted', ...about });
    return taken;
  });
  if (claimed === undefined) return afterAnother(deps, notification, action, index);
  const end = await callPlugin(deps, call, claimed.call_id, sendCall);
  await settleAction(db, choice, claimed.calls, end);
  if (end.status === 'failed') throw failureOf(end);
  return actionView(action, await readAction(deps, notification, index));
}

function actionAt(
  notification: ToldNotification,
  sent: string,
): { action: WrittenAction; index: number } {
  const index = sent === '0' ? 0 : parseId(sent);
  const actions = actionsIn(notification);
  const action = index === undefined ? undefined : actions[index];
  if (index !== undefined && action !== undefined) return { action, index };
  const numbers = actions.length === 0 ? 'none' : `0 to ${actions.length - 1}`;
  throw new Failure(
    'action_not_found',
    `There is no action ${sent}; the notification has ${numbers}`,
  );
}

async function readAction(
  { db }: ActionDeps,
  { id }: ToldNotification,
  index: number,
): Promise<ActionRow | undefined> {
  return (await selectActions(db, [id])).find((row) => row.index === index);
}

function refuseTaken(row: ActionRow | undefined, again: boolean): void {
  if (row === undefined || row.status === 'failed' || (row.is_lost && again)) return;
  const since = row.started_at.toISOString();
  throw new Failure(
    'wrong_state',
    row.is_lost
      ? `The plugin was called at ${since}, and nothing is known of how that ended; send "again": true to call it once more`
      : `The plugin is being called since ${since}; look again in a moment`,
  );
}

function refuseIdle(
  subject: CallSubject | undefined,
  { install_id }: ToldNotification,
): asserts subject is CallSubject {
  if (subject === undefined)
    throw new Failure('install_not_found', `There is no install ${install_id}`);
  const { plugin_slug, plugin_suspended, install_status } = subject;
  if (plugin_suspended) {
    throw new Failure(
      'plugin_suspended',
      `The plugin ${plugin_slug} is suspended: it is not called until it is resumed`,
    );
  }
  if (!isLive(install_status)) {
    throw new Failure(
      'wrong_state',
      `The install is "${install_status}": its plugin is not called`,
    );
  }
}

/** What to say when somebody else was faster, or the install has ended since. */
async function afterAnother(
  deps: ActionDeps,
  notification: ToldNotification,
  action: WrittenAction,
  index: number,
): Promise<Static<typeof NotificationAction>> {
  const row = await readAction(deps, notification, index);
  if (row?.status === 'called') return actionView(action, row);
  refuseTaken(row, false);
  throw new Failure('wrong_state', 'The plugin does not run there any more: it is not called');
}

function failureOf({
  reply_status,
  message,
}: {
  reply_status: number | null;
  message: string | null;
}) {
  const said = message ?? 'It gave no reason';
  return reply_status === null
    ? new Failure('plugin_failed', `There was no answer: ${said}`)
    : new Failure('plugin_refused', said);
}
