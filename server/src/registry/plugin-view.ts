import type { PluginRow } from './queries.ts';
import type { Plugin } from './schema.ts';

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
    intro,
    author,
    icon,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
