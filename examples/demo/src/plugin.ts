import { type Api, findInList, ifFound } from './api.ts';

interface Plugin {
  id: number;
  client_id: string;
  status: string;
}

/** How a plugin logs in; kept by the demo, since Plugboard shows a secret only once. */
export interface Credentials {
  client_id: string;
  client_secret: string;
}

interface Install {
  id: number;
  plugin_id: number;
  status: 'setup' | 'active' | 'suspended' | 'uninstalled';
}

/** What a plugin declares: the body of `POST /platform/v1/plugins`. */
export interface Manifest {
  slug: string;
}

/** What a plugin is registered with. */
export interface Declared {
  manifest: Manifest;
  /** Of its first release, where that was another one: a plugin that is not there yet begins with it. */
  first?: Manifest | undefined;
}

/** Publishes what a plugin declares now. A manifest that says what the current release says makes no new one. */
export const publish = (api: Api, manifest: Manifest): Promise<unknown> =>
  api.put(`/plugins/${manifest.slug}/manifest`, manifest);

/** Puts a plugin of the host's into the catalog, where it is not by itself. */
export const list = (api: Api, slug: string): Promise<unknown> =>
  api.patch(`/plugins/${slug}`, { listed: true });

/**
 * Registers a plugin, or tells Plugboard what it declares now.
 *
 * @param remembered credentials of an earlier start.
 * @returns its id, and credentials that work: the remembered ones, or new ones where those are lost
 */
export async function registerPlugin(
  api: Api,
  serverUrl: string,
  { manifest, first = manifest }: Declared,
  remembered: Partial<Credentials> = {},
): Promise<{ pluginId: number; credentials: Credentials }> {
  const plugin = await ifFound(api.get<Plugin>(`/plugins/${manifest.slug}`));
  if (plugin === undefined) {
    const created = await api.post<{ plugin: Plugin; credentials: Credentials }>('/plugins', first);
    const { client_id, client_secret } = created.credentials;
    await list(api, manifest.slug);
    return { pluginId: created.plugin.id, credentials: { client_id, client_secret } };
  }
  await publish(api, manifest);
  // Of an older demo, which left it out.
  if (plugin.status === 'approved_unlisted') await list(api, manifest.slug);
  const { client_id } = plugin;
  const known = { client_id, client_secret: remembered.client_secret ?? '' };
  const good = remembered.client_id === client_id && (await canLogIn(serverUrl, known));
  return { pluginId: plugin.id, credentials: good ? known : await renewCredentials(api, plugin) };
}

async function canLogIn(serverUrl: string, credentials: Credentials): Promise<boolean> {
  const response = await fetch(`${serverUrl}/a/auth/v0/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', ...credentials }),
  });
  return response.ok;
}

/** Withdraws the secrets that nobody knows any more; with a single one left both signatures are made with it at once. */
async function renewCredentials(api: Api, { id, client_id }: Plugin): Promise<Credentials> {
  const secrets = await api.get<{ data: { generation: number }[] }>(`/plugins/${id}/secrets`);
  const [newest, ...older] = secrets.data.map(({ generation }) => generation);
  const withdraw = (generation: number) => api.delete(`/plugins/${id}/secrets/${generation}`);
  // First, since there can be only a few at a time.
  for (const generation of older) await withdraw(generation);
  const { client_secret } = await api.post<Credentials>(`/plugins/${id}/secrets`, {});
  if (newest !== undefined) await withdraw(newest);
  return { client_id, client_secret };
}

/** Where a plugin is installed, and with what. */
export interface Installing {
  spaceId: number;
  userId: number;
  pluginId: number;
  /** Undefined: it is left to whoever sets the plugin up. */
  config: object | undefined;
}

/** Installs a plugin in the space, or brings its install back into service. @returns the id of the install */
export async function installPlugin(
  api: Api,
  { spaceId, userId, pluginId, config }: Installing,
): Promise<number> {
  const install = await findInList<Install>(
    api,
    `/spaces/${spaceId}/installs`,
    ({ plugin_id }) => plugin_id === pluginId,
  );
  switch (install?.status) {
    case 'active':
      return install.id;
    case 'suspended':
      await api.post(`/installs/${install.id}/resume`);
      return install.id;
    case 'setup':
      if (config !== undefined) await api.patch(`/installs/${install.id}/config`, { config });
      return install.id;
    default: {
      const body = { plugin_id: pluginId, config, user_id: userId };
      return (await api.post<Install>(`/spaces/${spaceId}/installs`, body)).id;
    }
  }
}
