import { type EmitOptions, type EmittedEvent, emit } from './emit.ts';
import { type Install, type InstallOptions, install } from './install.ts';
import { createInstaller } from './installer.ts';
import { refuseUnknown } from './members.ts';
import type {
  FetchPlugin,
  NodeListener,
  PluginFactory,
  PluginUnderTest,
} from './plugin-under-test.ts';
import type { Running } from './running.ts';

/** What a space is to be. */
export interface SpaceOptions {
  /** By default `Space 1`, `Space 2` and so on. */
  name?: string;
  /** What plugins are told about it, in `meta.location` and `meta.company`. */
  attributes?: Record<string, unknown>;
}

/** A space of the host: what plugins are installed in, and where events happen. */
export interface Space {
  readonly id: number;
  readonly name: string;
  /**
   * Registers the plugin, unless it was before, and installs it here. Requests to it come to a listener in this process, on a free port of
   * 127.0.0.1, which passes them on to the plugin. Event types and scopes that its manifest names are defined where they are missing.
   *
   * @param plugin of the SDK (anything with `fetch(Request)`), a request listener of Node.js (Express and Fastify give one), a function of
   *   the plugin's credentials that gives either, or the URL of a service that runs.
   * @example
   * const install = await space.install(plugin, { config: { greeting: 'Hello' } });
   *
   * @throws HostApiError when the manifest or the config is refused, with where and why.
   */
  install(plugin: FetchPlugin | string | URL, options?: InstallOptions): Promise<Install>;
  install(plugin: PluginFactory, options?: InstallOptions): Promise<Install>;
  install(plugin: NodeListener, options?: InstallOptions): Promise<Install>;
  /**
   * Sends an event, as the host does when something happened.
   *
   * @example
   * const event = await space.emit('entry_sign_in', { name: 'Ada' }, { identifier: 'entry:1' });
   *
   * @throws HostApiError when it is refused, such as one whose type nobody has defined.
   */
  emit(name: string, payload: unknown, options?: EmitOptions): Promise<EmittedEvent>;
}

let count = 0;

/** Makes a space in the server of a test. */
export async function createSpace(running: Running, options: SpaceOptions = {}): Promise<Space> {
  refuseUnknown('plugboard.space', options, ['name', 'attributes']);
  const { name = `Space ${++count}`, attributes } = options;
  const made = await running.host.call<{ id: number }>('POST', '/platform/v1/spaces', {
    name,
    ...(attributes !== undefined && { attributes }),
  });
  const place = { id: made.id, installer: createInstaller(running, made.id) };
  return {
    id: made.id,
    name,
    install: (plugin: PluginUnderTest, given = {}) => install(running, place, plugin, given),
    async emit(event, payload, given = {}) {
      refuseUnknown('space.emit', given, ['identifier', 'idempotencyKey', 'occurredAt', 'userId']);
      return emit(running, made.id, { name: event, payload, ...given });
    },
  };
}
