import type { Static } from 'typebox';
import { RawJson, rawOrNull } from '../lib/json.ts';
import { diffConfigs } from './config-patch.ts';
import type { RevisionRow } from './config-queries.ts';
import type { NotificationRow } from './notification-queries.ts';
import type { Install, Revision } from './schema.ts';
import { type ConfigKey, openConfig, type ShownConfig, shownConfig } from './sealed-config.ts';
import type { ShownInstall } from './shown.ts';

const timeOf = (date: Date | null): string | null => date?.toISOString() ?? null;

/** An install as the host sees it. */
export function installView(row: ShownInstall): Install {
  return {
    id: row.id,
    space_id: row.space_id,
    plugin_id: row.plugin_id,
    plugin_slug: row.plugin_slug,
    plugin_name: row.plugin_name,
    plugin_icon: row.plugin_icon,
    plugin_deleted: row.plugin_deleted,
    release: row.release,
    generation: row.generation,
    status: row.status,
    setup_open: row.setup_open,
    development: row.development,
    scopes: row.scopes,
    permissions_pending: row.permissions_pending,
    attention: row.attention,
    config_revision: row.config_revision,
    installed_by: row.installed_by,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    uninstalled_at: timeOf(row.uninstalled_at),
    erase_after: timeOf(row.erase_after),
    erased_at: timeOf(row.erased_at),
  };
}

/** A config as everybody but its plugin sees it, for `spliceJson`. */
export const configView = ({ config, secrets }: ShownConfig) => ({
  config: new RawJson(config),
  secrets,
});

/** A revision as the host sees it, for `spliceJson`. @throws CannotOpenSecret */
export function revisionView(key: ConfigKey, row: RevisionRow): Static<typeof Revision> {
  const before = { config: row.config_before ?? '{}', sealed_config: row.sealed_before };
  return {
    number: row.number,
    ...configView(shownConfig(key, row)),
    diff: diffConfigs(openConfig(key, before), openConfig(key, row)),
    author: { kind: row.author_kind, id: row.author_id },
    cause: row.cause,
    reason: row.reason,
    step_title: row.step_title,
    job_id: row.job_id,
    restored_from: row.restored_from,
    created_at: row.created_at.toISOString(),
  };
}

/** A notification as the plugin that sent it is answered, for `spliceJson`. */
export function postedNotificationView(row: NotificationRow) {
  return {
    ...row,
    recipient: rawOrNull(row.recipient),
    details: rawOrNull(row.details),
    actions: rawOrNull(row.actions),
    attachments: rawOrNull(row.attachments),
    channel_overrides: rawOrNull(row.channel_overrides),
  };
}
