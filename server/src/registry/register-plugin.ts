import { randomBytes } from 'node:crypto';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { insertRelease } from '../manifest/queries.ts';
import { sealSecrets } from '../manifest/step-secrets.ts';
import { checkManifest } from './check-manifest.ts';
import type { ClientSettings } from './client-settings.ts';
import { insertCollaborator } from './collaborator-queries.ts';
import { findPlugin, findPluginToChange } from './find-plugin.ts';
import type { Origin } from './ownership-queries.ts';
import { pluginView } from './plugin-view.ts';
import { slugTaken } from './publish.ts';
import { insertPlugin, type PluginRow, updateClientSettings } from './queries.ts';
import type { ReleaseDeps } from './release-deps.ts';
import { storeEndpoints } from './release-endpoints.ts';
import type { PluginCreated } from './schema.ts';
import { newClientSecret, shownSecret, storeSecret } from './secrets.ts';

/** What registers a plugin. */
export interface Registration {
  /** The manifest, still unchecked. */
  body: unknown;
  client?: ClientSettings;
  origin: Origin;
}

/**
 * Registers a plugin: its first release, its credentials, its endpoints. A partner's is a draft, and the plugin does nothing until one of
 * its releases is approved.
 *
 * @throws Failure `invalid` with all that is wrong with the manifest; `already_exists` when the slug is taken.
 */
export async function registerPlugin(
  tx: Db,
  { vault, policy, hostName }: ReleaseDeps,
  { body, client = {}, origin }: Registration,
): Promise<PluginCreated> {
  const isDraft = origin.kind === 'partner';
  const rules = isDraft ? { policy, hostName } : { policy };
  const manifest = await checkManifest(tx, rules, body);
  const clientId = randomBytes(16).toString('hex');
  const currentRelease = isDraft ? null : 1;
  const row = { slug: manifest.slug, clientId, origin, client, currentRelease };
  const id = await insertPlugin(tx, row);
  if (id === undefined) throw slugTaken(manifest.slug);
  if (origin.kind === 'partner') await insertCollaborator(tx, id, origin.userId, 'owner');
  const sealed = sealSecrets(vault, id, manifest);
  const state = isDraft ? 'draft' : 'published';
  await insertRelease(tx, id, 1, { state, manifest: sealed });
  await storeEndpoints(tx, id, { number: 1, manifest });
  const clientSecret = newClientSecret();
  await storeSecret(tx, vault, { plugin_id: id, generation: 1 }, clientSecret);
  return {
    plugin: pluginView(await findPlugin(tx, String(id))),
    credentials: { client_id: clientId, ...shownSecret(clientSecret) },
  };
}

/**
 * Changes what kind of OAuth client a plugin is; what is left out stays as it is.
 *
 * @throws Failure `plugin_not_found`.
 */
export async function changeClientSettings(
  tx: Db,
  idOrSlug: string,
  settings: ClientSettings,
): Promise<PluginRow> {
  const { id } = await findPluginToChange(tx, idOrSlug);
  await updateClientSettings(tx, id, settings);
  await announce(tx, 'clients', id);
  return findPlugin(tx, String(id));
}
