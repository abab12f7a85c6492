import { exists, type Host } from './host.ts';
import { isFetchPlugin, nameOf, type PluginUnderTest } from './plugin-under-test.ts';

/** A manifest, as `POST /platform/v1/plugins` takes it. Where it lacks a name or a slug, it is given one. */
export type Manifest = Record<string, unknown>;

/** A manifest, or what gives it once the address of the plugin is known. A URL in it that begins with `/` is below that address. */
export type ManifestSource = Manifest | ((baseUrl: string) => Manifest);

let count = 0;

/**
 * The manifest to register a plugin with.
 *
 * @param baseUrl of the plugin, without a slash at the end.
 * @throws TypeError when it is no object, or none is given and the plugin does not say what it handles.
 */
export function manifestOf(
  plugin: PluginUnderTest,
  source: ManifestSource | undefined,
  baseUrl: string,
): Manifest {
  const given = typeof source === 'function' ? source(baseUrl) : (source ?? derived(plugin));
  if (typeof given !== 'object' || given === null || 'then' in given) {
    throw new TypeError(`space.install got ${nameOf(given)} as manifest: give an object`);
  }
  const slug = `plugin-${++count}`;
  return { name: slug, slug, ...(withAddresses(given, baseUrl) as Manifest) };
}

interface Route {
  kind: string;
  name: string;
}

function derived(plugin: PluginUnderTest): Manifest {
  if (!isFetchPlugin(plugin) || plugin.events === undefined) {
    throw new TypeError(`This plugin does not say what it handles: ${GIVE_ONE}`);
  }
  const { events, routes = [] } = plugin;
  refuseNothing(events, routes);
  refuseLost(routes);
  const migration = routes.find(({ kind }) => kind === 'migration');
  const fields = fieldsOf(routes);
  return {
    events: events.map((name) => ({ name, url: `/events/${name}` })),
    ...(migration !== undefined && { migration_url: `/migration/${migration.name}` }),
    ...(fields.length > 0 && { setup_steps: [{ type: 'form', title: 'Set-up', fields }] }),
  };
}

const GIVE_ONE =
  'give its manifest, as in space.install(plugin, { manifest: { events: [{ name, url: "/hook" }] } })';

function refuseNothing(events: readonly string[], routes: readonly Route[]): void {
  if (events.length > 0 || routes.length > 0) return;
  throw new TypeError(
    'This plugin handles nothing. Each method of a plugin of the SDK, such as on(…), answers another plugin and leaves this one as it is: install what the last of the chain answers',
  );
}

/** @throws TypeError for routes that would never be called: no manifest that is made of a plugin can name them. */
function refuseLost(routes: readonly Route[]): void {
  const hasOptions = (name: string) =>
    routes.some((route) => route.kind === 'options' && route.name === name);
  const lost = routes.filter(
    ({ kind, name }) => !MADE.includes(kind) && !(kind === 'selected-values' && hasOptions(name)),
  );
  if (lost.length === 0) return;
  const names = lost.map(({ kind, name }) => `${kind} "${name}"`).join(', ');
  throw new TypeError(
    `No manifest can be made for ${names}, as a step of the set-up with fields of its own has to name it: ${GIVE_STEP}`,
  );
}

/** What a made manifest can have, or need not have, as the address of a notification's action is given with the notification. */
const MADE = ['options', 'remote-value', 'migration', 'notification-action'];

const GIVE_STEP =
  'give the manifest of this plugin, as in space.install(plugin, { manifest: { events, setup_steps } })';

// What a form asks of a plugin while it is filled. A validation belongs to a step with fields of its own, which only a manifest can tell.
function fieldsOf(routes: readonly Route[]): object[] {
  const names = (kind: string) => routes.filter((route) => route.kind === kind).map((r) => r.name);
  const selects = names('options').map((name) => ({
    ...fieldOf(name, 'select'),
    options_url: `/options/${name}`,
    searchable: true,
    ...(names('selected-values').includes(name) && {
      selected_values_url: `/selected-values/${name}`,
    }),
  }));
  const texts = names('remote-value').map((name) => ({
    ...fieldOf(`remote_${name}`, 'text'),
    remote_value_url: `/remote-value/${name}`,
  }));
  return [...selects, ...texts];
}

const fieldOf = (name: string, type: string) => ({
  key: name.replaceAll(/[^A-Za-z0-9_-]/g, '_'),
  type,
  label: name,
});

/** The same, with each URL that begins with a slash made a whole one. */
function withAddresses(value: unknown, baseUrl: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withAddresses(item, baseUrl, key));
  if (typeof value === 'string') {
    return /(^|_)ur[li]$/.test(key) && /^\/(?!\/)/.test(value) ? baseUrl + value : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withAddresses(item, baseUrl, name)]),
  );
}

// Plugboard's own, which a host does not define.
const LIFECYCLE = ['plugin_installed', 'plugin_updated', 'config_updated', 'plugin_uninstalled'];

/** Defines the event types and scopes that a manifest names and the host lacks. */
export async function defineVocabulary(host: Host, manifest: Manifest): Promise<void> {
  const events = listOf(manifest.events).map((one) => String((one as { name?: unknown }).name));
  const scopes = [...listOf(manifest.scopes), ...listOf(manifest.optional_scopes)].map(String);
  await Promise.all([
    ...events
      .filter((name) => !LIFECYCLE.includes(name))
      .map((name) => define(host, 'event_types', name)),
    ...scopes.map((name) => define(host, 'scopes', name)),
  ]);
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

async function define(host: Host, kind: 'event_types' | 'scopes', name: string): Promise<void> {
  const path = `/platform/v1/${kind}/${encodeURIComponent(name)}`;
  if (await exists(host, path)) return;
  await host.call('PUT', path, { description: `Defined by a test: ${name}` });
}
