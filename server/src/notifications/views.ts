import type { Static } from 'typebox';
import { rawOrNull } from '../lib/json.ts';
import type { PluginName } from '../manifest/plugin-names.ts';
import type { ActionRow } from './action-queries.ts';
import type { ToldNotification } from './queries.ts';
import type { NotificationAction } from './schema.ts';

/** An action as the plugin wrote it. */
export interface WrittenAction {
  label: string;
  callback_url: string;
}

/** The actions of a notification, from the text that was stored of them. */
export const actionsIn = ({ actions }: { actions: string | null }): WrittenAction[] =>
  actions === null ? [] : JSON.parse(actions);

/** An action as people see it. */
export function actionView(
  { label, callback_url }: WrittenAction,
  row: ActionRow | undefined,
): Static<typeof NotificationAction> {
  return {
    label,
    callback_url,
    status: row === undefined ? 'open' : row.is_lost ? 'unknown' : row.status,
    called_at: row?.started_at.toISOString() ?? null,
    called_by: row?.user_id ?? null,
    message: row?.message ?? null,
  };
}

/** A notification as people see it, for `spliceJson`. */
export function notificationView(
  row: ToldNotification,
  chosen: ActionRow[],
  plugin: PluginName | undefined,
) {
  const rowAt = (at: number) =>
    chosen.find(({ notification_id, index }) => notification_id === row.id && index === at);
  return {
    id: row.id,
    space_id: row.space_id,
    install_id: row.install_id,
    plugin_id: row.plugin_id,
    plugin_slug: plugin?.slug ?? '',
    plugin_name: plugin?.name ?? '',
    plugin_icon: plugin?.icon ?? null,
    recipient: rawOrNull(row.recipient),
    message: row.message,
    details: rawOrNull(row.details),
    actions:
      row.actions === null
        ? null
        : actionsIn(row).map((action, at) => actionView(action, rowAt(at))),
    attachments: rawOrNull(row.attachments),
    channel_overrides: rawOrNull(row.channel_overrides),
    created_at: row.created_at.toISOString(),
    read_at: row.read_at?.toISOString() ?? null,
  };
}
