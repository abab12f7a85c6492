import { isRepeatable, type StorageCommand } from '../calls/commands.ts';
import { EnvoyAPI } from './api.ts';
import type { EnvoyPluginJobUpdate } from './attachments.ts';
import type { EnvoyMetaAuth } from './meta.ts';
import type { EnvoyStorageCommand, EnvoyStorageResult } from './storage-types.ts';
import { askForToken, type EnvoyLogInOptions } from './tokens.ts';

const SERVICES = '/api/v2/plugin-services';

/**
 * The Plugin API: what a plugin does as itself.
 *
 * @example
 * import { EnvoyPluginAPI } from '@plugboard/sdk/envoy';
 *
 * const { access_token } = await EnvoyPluginAPI.loginAsPlugin();
 * const config = await new EnvoyPluginAPI(access_token).getPluginInstallConfig('31');
 */
export class EnvoyPluginAPI extends EnvoyAPI {
  /** Says more of a job, and may settle it. */
  async updateJob(jobId: string, update: EnvoyPluginJobUpdate): Promise<void> {
    await this.axios({
      method: 'PATCH',
      url: `${SERVICES}/jobs/${encodeURIComponent(jobId)}`,
      data: update,
      // What is attached twice is there twice.
      isRepeatable: !update.attachments?.length,
    });
  }

  /** The whole config of an install. */
  getPluginInstallConfig(installId: string): Promise<Record<string, unknown>> {
    return this.read({ url: installPath(installId, 'config') });
  }

  /** Sets members of the config of an install, each as a whole, and removes those that are null. */
  async setPluginInstallConfig(installId: string, config: Record<string, unknown>): Promise<void> {
    await this.axios({ method: 'PUT', url: installPath(installId, 'config'), data: config });
  }

  /** Runs commands on an install's storage, or (without an id) on the plugin's own, as one transaction. */
  storagePipeline<Result extends EnvoyStorageResult = EnvoyStorageResult>(
    commands: EnvoyStorageCommand[],
    installId?: string,
  ): Promise<Result[]> {
    return this.read({
      method: 'POST',
      url: `${SERVICES}/storage`,
      data: installId ? { commands, install_id: installId } : { commands },
      isRepeatable: isRepeatable(commands as unknown as StorageCommand[]),
    });
  }

  /** Tells the admins of the install's space something. */
  async createNotification(installId: string, params: object = {}): Promise<void> {
    await this.axios({
      method: 'POST',
      url: installPath(installId, 'notifications'),
      data: params,
    });
  }

  /** A token for the plugin. `req.envoy.pluginAPI` has one already: it is one log-in for all requests. */
  static loginAsPlugin(
    id?: string,
    secret?: string,
    scope: string[] = ['plugin', 'token.refresh'],
    options?: EnvoyLogInOptions,
  ): Promise<EnvoyMetaAuth> {
    const grant = { grant_type: 'client_credentials', scope: scope.join(',') };
    return askForToken(grant, { ...options, clientId: id, clientSecret: secret });
  }
}

const installPath = (id: string, what: string): string =>
  `${SERVICES}/installs/${encodeURIComponent(id)}/${what}`;
