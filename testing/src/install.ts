import type { Exchange } from './exchange.ts';
import type { CallFaults, Faults } from './faults.ts';
import type { Place } from './installer.ts';
import type { Manifest, ManifestSource } from './manifest.ts';
import type { Registered } from './plugins.ts';
import type { Running } from './running.ts';
import { createSetUp, type SetUp } from './set-up.ts';
import { createJob } from './settled.ts';
import type { Credentials, PluginUnderTest } from './target.ts';

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
  /** `active`, or `setup` while a required step of its set-up is open: then it hears nothing. */
  readonly status: string;
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
  /** The config as it is now, without passwords. */
  config(): Promise<Record<string, unknown>>;
  /** What the plugin has stored for this install, by key. */
  storage(): Promise<Record<string, unknown>>;
  /** What the plugin told the admins, newest first. */
  notifications(): Promise<Record<string, unknown>[]>;
  /** Changes items of the config, as an admin does: null removes one. */
  configure(config: Record<string, unknown>): Promise<void>;
  /** Uninstalls: its data stay for the grace period. */
  uninstall(): Promise<void>;
}

/** Registers and installs; see `Space.install`. */
export async function install(
  running: Running,
  place: Place,
  plugin: PluginUnderTest,
  { manifest, config, scopes }: InstallOptions,
): Promise<Install> {
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
  return installOf(running, registered, made);
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
  { id: pluginId, slug, manifest, credentials, listener, wayBack }: Registered,
  { id, status }: { id: number; status: string },
): Install {
  const path = `/platform/v1/installs/${id}`;
  const { deliveries, way } = listener.inbox(id);
  return {
    id,
    status,
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
    async uninstall() {
      awake.stay();
      await host.call('DELETE', path);
    },
  };
}
