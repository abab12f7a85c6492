import { manifest } from '@plugboard/example-greeter/manifest';
import { type Api, findInList, ifFound } from './api.ts';
import type { Memory } from './memory.ts';

interface Plugin {
  id: number;
  client_id: string;
}

/** How the greeter logs in; kept by the demo, since Plugboard shows a secret only once. */
export interface Credentials {
  client_id: string;
  client_secret: string;
}

interface Install {
  id: number;
  plugin_id: number;
  status: 'setup' | 'active' | 'suspended' | 'uninstalled';
}

const SLUG = 'greeter';
const CONFIG = { greeting: 'Hello' };

/**
 * Registers the greeter at this address, or tells Plugboard where it is now.
 *
 * @returns its id, and credentials that work: the remembered ones, or new ones where those are lost
 */
export async function registerGreeter(
  api: Api,
  serverUrl: string,
  greeterUrl: string,
  memory: Memory,
): Promise<{ pluginId: number; credentials: Credentials }> {
  const plugin = await ifFound(api.get<Plugin>(`/plugins/${SLUG}`));
  if (plugin === undefined) {
    const created = await api.post<{ plugin: Plugin; credentials: Credentials }>(
      '/plugins',
      manifest(greeterUrl),
    );
    return { pluginId: created.plugin.id, credentials: created.credentials };
  }
  // A manifest that says what the current release says makes no new one.
  await api.put(`/plugins/${plugin.id}/manifest`, manifest(greeterUrl));
  const { client_id } = plugin;
  const remembered = { client_id, client_secret: memory.client_secret ?? '' };
  const good = memory.client_id === client_id && (await canLogIn(serverUrl, remembered));
  const credentials = good ? remembered : await renewCredentials(api, plugin);
  return { pluginId: plugin.id, credentials };
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

/** Installs the greeter in the space, or brings its install back into service. `isNew` when there was none at work. */
export async function installGreeter(
  api: Api,
  { spaceId, userId, pluginId }: { spaceId: number; userId: number; pluginId: number },
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
      await api.send(api.request('PATCH', `/installs/${install.id}/config`, { config: CONFIG }));
      return { installId: install.id, isNew: true };
    default: {
      const body = { plugin_id: pluginId, config: CONFIG, user_id: userId };
      const { id } = await api.post<Install>(`/spaces/${spaceId}/installs`, body);
      return { installId: id, isNew: true };
    }
  }
}
