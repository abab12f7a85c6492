import type { Exchange } from './exchange.ts';
import type { CallFaults, Faults } from './faults.ts';
import type { Place } from './installer.ts';
import type { Manifest, ManifestSource } from './manifest.ts';
import { refuseUnknown } from './members.ts';
import { type Credentials, type PluginUnderTest, refuseNoPlugin } from './plugin-under-test.ts';
import type { Registered } from './plugins.ts';
import type { Running } from './running.ts';
import { createSetUp, type SetUp } from './set-up.ts';
import { createJob } from './settled.ts';
import { signedViewerToken, type ViewerOptions } from './viewer-token.ts';

/** How a plugin is installed. */
export interface InstallOptions {
  /** The plugin's manifest. By default it is made of the `events` and `routes` that a plugin of the SDK tells. Counts the first time only. */
  manifest?: ManifestSource;
  /** The config to begin with. */
  config?: Record<string, unknown>;
  /** Which of the scopes in the manifest are granted; by default all but the optional ones. */
  scopes?: string[];
}

/**
 * A plugin in a space.
 *
 * @example
 * const install = await space.install(plugin);
 * install.faults.loseReply();
 * await (await space.emit('entry_sign_in', { name: 'Ada' })).job.attempted();
 * expect(install.deliveries).toHaveLength(1);
 */
export interface Install {
  readonly id: number;
  readonly plugin: { readonly id: number; readonly slug: string; readonly manifest: Manifest };
  readonly credentials: Credentials;
  /** Every request that this install was sent, in order, with the reply. */
  readonly deliveries: readonly Exchange[];
  /** What goes wrong on the way to the plugin. */
  readonly faults: Faults;
  /** Every call that the plugin made of Plugboard, of whatever install, in order, with the answer. */
  readonly calls: readonly Exchange[];
  /** What goes wrong with the plugin's own calls, of whatever install. */
  readonly callFaults: CallFaults;
  /** What an admin does who sets the plugin up. */
  readonly setUp: SetUp;
  /**
   * How it is now: `active`; `setup` while a required step of its set-up is open, when it hears nothing; `suspended`, or `uninstalled`.
   *
   * @throws HostApiError once it is erased.
   */
  status(): Promise<string>;
  /** The config as it is now, without passwords. */
  config(): Promise<Record<string, unknown>>;
  /** What the plugin has stored for this install, by key. */
  storage(): Promise<Record<string, unknown>>;
  /** What the plugin told the admins, newest first. */
  notifications(): Promise<Record<string, unknown>[]>;
  /** Changes items of the config, as an admin does: null removes one. */
  configure(config: Record<string, unknown>): Promise<void>;
  /**
   * An App Bridge token as a page of the plugin in this space sends it to the plugin's backend, in the header `sb_app_bridge_token`.
   *
   * @param viewer by default the admin who installed the plugin; whoever else it is, by their id and role, need not be a member.
   * @example
   * const token = await install.viewerToken({ userId: 7, role: 'editor' });
   * const page = await fetch('http://localhost:3000/page', { headers: { sb_app_bridge_token: token } });
   */
  viewerToken(viewer?: ViewerOptions & { userId?: number }): Promise<string>;
  /** Uninstalls: its data stay for the grace period. */
  uninstall(): Promise<void>;
}

/** Registers and installs; see `Space.install`. */
export async function install(
  running: Running,
  place: Place,
  plugin: PluginUnderTest,
  options: InstallOptions,
): Promise<Install> {
  refuseNoPlugin(plugin);
  refuseUnknown('space.install', options, ['manifest', 'config', 'scopes']);
  const { manifest, config, scopes } = options;
  const [registered, installer] = await Promise.all([
    running.plugins.register(plugin, manifest),
    place.installer(),
  ]);
  running.awake.stay();
  const path = `/platform/v1/spaces/${place.id}/installs`;
  const made = await running.host.call<{ id: number; status: string }>('POST', path, {
    plugin_id: registered.id,
    user_id: installer,
    ...(config !== undefined && { config }),
    ...(scopes !== undefined && { scopes }),
  });
  await whenGreeted(running, registered.manifest, made);
  return installOf(running, { place, registered, id: made.id });
}

const INSTALLED = 'plugin_installed';

/** A plugin that hears of its install has heard of it: the next request is what the test does. */
async function whenGreeted(
  running: Running,
  { events = [] }: Manifest,
  { id, status }: { id: number; status: string },
): Promise<void> {
  const isTold = (events as { name?: unknown }[]).some(({ name }) => name === INSTALLED);
  if (!isTold || status !== 'active') return;
  const query = `install_id=${id}&name=${INSTALLED}&limit=1`;
  const { data } = await running.host.call<{ data: { id: string }[] }>(
    'GET',
    `/platform/v1/jobs?${query}`,
  );
  const [job] = data;
  if (job !== undefined) await createJob(running, job.id, id).attempted();
}

function installOf(
  { host, conversation, awake }: Running,
  { place, registered, id }: { place: Place; registered: Registered; id: number },
): Install {
  const { id: pluginId, slug, manifest, credentials, listener, wayBack } = registered;
  const path = `/platform/v1/installs/${id}`;
  const { deliveries, way } = listener.inbox(id);
  return {
    id,
    plugin: { id: pluginId, slug, manifest },
    credentials,
    deliveries,
    faults: {
      ...way.faults,
      async expireTokens() {
        await conversation.ask({ ask: 'expireTokens', pluginId });
      },
    },
    calls: wayBack.calls,
    callFaults: wayBack.way.faults,
    setUp: createSetUp(host, path, manifest),
    async status() {
      return (await host.call<{ status: string }>('GET', path)).status;
    },
    async config() {
      type Answer = { config: Record<string, unknown> };
      return (await host.call<Answer>('GET', `${path}/config`)).config;
    },
    async storage() {
      type Answer = { storage: { key: string; value: unknown }[] };
      const { storage } = await host.call<Answer>('GET', `${path}/export`);
      return Object.fromEntries(storage.map(({ key, value }) => [key, value]));
    },
    async notifications() {
      type Answer = { data: Record<string, unknown>[] };
      return (await host.call<Answer>('GET', `${path}/notifications`)).data;
    },
    async configure(config) {
      awake.stay();
      await host.call('PATCH', `${path}/config`, { config });
    },
    async viewerToken(viewer = {}) {
      refuseUnknown('install.viewerToken', viewer, ['userId', 'role', 'issuedAt']);
      const { userId = await place.installer(), ...more } = viewer;
      const { secret, clientId } = credentials;
      const ids = { spaceId: place.id, userId, installId: id, pluginId };
      return signedViewerToken({ secret, clientId, ...ids, ...more });
    },
    async uninstall() {
      awake.stay();
      await host.call('DELETE', path);
    },
  };
}
