import { type Api, findInList, ifFound } from './api.ts';

interface Plugin {
  id: number;
  client_id: string;
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

/**
 * Registers a plugin, or tells Plugboard what it declares now.
 *
 * @param remembered credentials of an earlier start.
 * @returns its id, and credentials that work: the remembered ones, or new ones where those are lost
 */
export async function registerPlugin(
  api: Api,
  serverUrl: string,
  manifest: Manifest,
  remembered: Partial<Credentials> = {},
): Promise<{ pluginId: number; credentials: Credentials }> {
  const plugin = await ifFound(api.get<Plugin>(`/plugins/${manifest.slug}`));
  if (plugin === undefined) {
    const created = await api.post<{ plugin: Plugin; credentials: Credentials }>(
      '/plugins',
      manifest,
    );
    const { client_id, client_secret } = created.credentials;
    return { pluginId: created.plugin.id, credentials: { client_id, client_secret } };
  }
  // A manifest that says what the current release says makes no new one.
  await api.put(`/plugins/${plugin.id}/manifest`, manifest);
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
  config: object;
}

/** Installs a plugin in the space, or brings its install back into service. `isNew` when there was none at work. */
export async function installPlugin(
  api: Api,
  { spaceId, userId, pluginId, config }: Installing,
): Promise<{ installId: number; isNew: boolean }> {
  const install = await findInList<Install>(
    api,
    `/spaces/${spaceId}/installs`,
    ({ plugin_id }) => plugin_id === pluginId,
  );
  switch (install?.status) {
    case 'active':
      return { installId: install.id, isNew: false };
    case 'suspended':
      await api.post(`/installs/${install.id}/resume`);
      return { installId: install.id, isNew: false };
    case 'setup':
      await api.send(api.request('PATCH', `/installs/${install.id}/config`, { config }));
      return { installId: install.id, isNew: true };
    default: {
      const body = { plugin_id: pluginId, config, user_id: userId };
      const { id } = await api.post<Install>(`/spaces/${spaceId}/installs`, body);
      return { installId: id, isNew: true };
    }
  }
}
