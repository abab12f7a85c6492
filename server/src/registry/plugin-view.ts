import type { ReleaseSummaryRow } from '../manifest/queries.ts';
import type { ListedPluginRow, PluginRow } from './queries.ts';
import type { ListedPlugin, Plugin, PluginWithRole, ReleaseSummary } from './schema.ts';

/** A plugin as it is shown. */
export function pluginView(row: PluginRow): Plugin {
  const { name, intro, author, icon } = row.manifest;
  return {
    id: row.id,
    slug: row.slug,
    name,
    origin: row.origin,
    status: row.status,
    client_id: row.client_id,
    client_type: row.is_public_client ? 'public' : 'confidential',
    compatibility: row.compatibility,
    current_release: row.current_release,
    suspended_at: row.suspended_at?.toISOString() ?? null,
    suspended_reason: row.suspended_reason,
    deleted_at: row.deleted_at?.toISOString() ?? null,
    intro,
    author,
    icon,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** The same for who asks for it. */
export const pluginWithRoleView = (row: PluginRow): PluginWithRole => ({
  ...pluginView(row),
  role: row.role,
});

/** A plugin as it is shown in a list. */
export function listedPluginView({
  installs,
  unread_notices,
  ...row
}: ListedPluginRow): ListedPlugin {
  const plugin = { ...pluginWithRoleView(row), unread_notices };
  return installs === null ? plugin : { ...plugin, installs };
}

/** A release as it is shown, without its manifest. */
export function releaseView(
  { current_release }: PluginRow,
  { number, state, submitted_by, roll_out, reviewed_by, message, ...times }: ReleaseSummaryRow,
): ReleaseSummary {
  return {
    number,
    state,
    current: number === current_release,
    created_at: times.created_at.toISOString(),
    submitted_at: times.submitted_at?.toISOString() ?? null,
    submitted_by,
    roll_out,
    reviewed_at: times.reviewed_at?.toISOString() ?? null,
    reviewed_by,
    message,
    published_at: times.published_at?.toISOString() ?? null,
  };
}
