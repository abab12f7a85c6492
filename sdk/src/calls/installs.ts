import { type Client, dataOf, pathPart, sendAs } from '../client.ts';
import type { MetaAuth } from '../meta.ts';
import type { Begun, HandlerCalls } from './handler-calls.ts';
import { createInstaller, type Installer } from './installer.ts';
import { createStorage, type Storage } from './storage.ts';

/**
 * The config of an install: what its admin chose, and what the plugin keeps there.
 *
 * @example
 * const { greeting } = await install.config.get();
 * if (greeting === undefined) await install.config.set({ greeting: 'Hello' });
 */
export interface InstallConfig<Config> {
  /** The whole of it, passwords included. It may be older than the plugin's schema: nothing checks it. */
  get(): Promise<Config>;
  /** Sets members, each as a whole, and removes those that are null. Answers the whole config. */
  set(members: { readonly [Member in keyof Config]?: Config[Member] | null }): Promise<Config>;
}

/** Something to tell the admins of a space. Of `message`, `details` and `attachments` one must be there. */
export interface Notification {
  message?: string | undefined;
  /** Whom it is for: a text, or an object such as `{ email, user_id }`. Kept as it is written. */
  recipient?: string | Readonly<Record<string, unknown>> | undefined;
  details?: readonly unknown[] | undefined;
  /** What an admin can choose, at most 20. Plugboard then calls the address: see `plugin.action`. */
  actions?: readonly { readonly label: string; readonly callbackUrl: string }[] | undefined;
  attachments?: readonly unknown[] | undefined;
  channelOverrides?: Readonly<Record<string, unknown>> | undefined;
}

/** An install of the plugin in a space. */
export interface Install<Config = Record<string, unknown>> {
  readonly id: string;
  readonly config: InstallConfig<Config>;
  readonly storage: Storage;
  /**
   * Tells the admins of the space something.
   *
   * @example
   * await install.notify({
   *   message: 'The printer is out of paper',
   *   actions: [{ label: 'Order paper', callbackUrl: 'https://plugin.example.com/order' }],
   * });
   */
  notify(notification: Notification): Promise<{ id: string }>;
  /** What the user who installed the plugin may do, with the scopes that the install was granted. */
  asInstaller(): Installer;
}

/** What a handle on an install is made of. */
export interface InstallParts {
  signal: () => AbortSignal | undefined;
  /** That came with a request. */
  installerToken?: MetaAuth | null;
  calls?: HandlerCalls | undefined;
}

/** A handle on an install by its id. */
export function createInstall<Config>(
  client: Client,
  id: string,
  options: InstallParts,
): Install<Config> {
  const { signal, installerToken, calls } = options;
  const base = `/api/v2/plugin-services/installs/${pathPart(id)}`;
  const begun: Begun = (what, pending) => calls?.begun(what, pending) ?? pending;
  const call = <Data>(method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown) =>
    dataOf<Data>(
      sendAs(client.send, client.own, {
        method,
        path: base + path,
        body,
        // A notification that is left twice is there twice.
        isRepeatable: method !== 'POST',
        signal: signal(),
      }),
    );
  return {
    id,
    config: {
      get: () => begun('install.config.get', call<Config>('GET', '/config')),
      set: (members) => begun('install.config.set', call<Config>('PUT', '/config', members)),
    },
    storage: createStorage(client, id, signal, calls),
    notify: (notification) =>
      begun('install.notify', call('POST', '/notifications', notificationBody(notification))),
    asInstaller: () =>
      createInstaller(client, id, { signal, token: installerToken ?? undefined, begun }),
  };
}

const notificationBody = ({ actions, channelOverrides, ...others }: Notification) => ({
  ...others,
  actions: actions?.map(({ label, callbackUrl }) => ({ label, callback_url: callbackUrl })),
  channel_overrides: channelOverrides,
});
