import { createAwake } from './awake.ts';
import { type Host, hostAt } from './host.ts';
import { reachKeeper } from './keeper/find.ts';
import type { Started } from './keeper/wire.ts';
import { refuseUnknown } from './members.ts';
import { createPlugins } from './plugins.ts';
import type { Running } from './running.ts';
import { createSpace, type Space, type SpaceOptions } from './space.ts';
import { createTime, type Time } from './time.ts';

/** How the server of a test differs from others. */
export interface PlugboardOptions {
  /**
   * Settings as environment variables, such as `PLUGBOARD_ACCESS_TOKEN_SECONDS`: see the table of settings in the operator's guide. The
   * environment of the test itself is not read.
   */
  env?: Record<string, string>;
  /** Hears each line of the server's log (JSON). By default nobody does; they are kept in `log`. */
  onLog?(line: string): void;
}

/** A real Plugboard, with a database, a port and keys of its own. */
export interface Plugboard extends AsyncDisposable {
  /** Where it is, such as `http://127.0.0.1:41231`. */
  readonly url: string;
  /** The key by which the host's backend calls the Platform API. */
  readonly hostKey: string;
  /** The newest lines of the server's log, at most a thousand: warnings and errors, unless `PLUGBOARD_LOG_LEVEL` says otherwise. */
  readonly log: readonly string[];
  /** Lets time pass. */
  readonly time: Time;
  /**
   * A new space (a company, a site, a location: what plugins are installed in).
   *
   * @example
   * const space = await plugboard.space({ name: 'Acme', attributes: { city: 'Zurich' } });
   */
  space(options?: SpaceOptions): Promise<Space>;
  /**
   * Calls the Platform API as the host's backend does, for what has no method here.
   *
   * @example
   * type Types = { data: { name: string }[] };
   * const { data } = await plugboard.call<Types>('GET', '/platform/v1/event_types');
   *
   * @throws HostApiError when it is refused.
   */
  call: Host['call'];
  /**
   * Ends the listeners of the plugins that were installed in it, and has this server end, which nobody waits for. Once is enough; more does no
   * harm.
   */
  stop(): Promise<void>;
}

const MOST_LINES = 1000;

/** As those of a process are. @throws TypeError */
function refuseNoTexts(env: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(env)) {
    if (typeof value === 'string') continue;
    throw new TypeError(`startPlugboard: env.${name} is the ${typeof value} ${value}: give a text`);
  }
}

/**
 * Gives a real Plugboard for tests. The PostgreSQL and the process that it runs in are started by whoever asks first and shared by all that ask
 * while it is there; the database, the port and the keys are of this call alone.
 *
 * @example
 * await using plugboard = await startPlugboard();
 * const space = await plugboard.space();
 * const install = await space.install(plugin);
 * const event = await space.emit('entry_sign_in', { name: 'Ada' });
 * const settled = await event.job.settled();
 *
 * @throws Error that says what is wrong: settings in `env` (also a name that is none, with the nearest), or why PostgreSQL does not start.
 */
export async function startPlugboard(options: PlugboardOptions = {}): Promise<Plugboard> {
  refuseUnknown('startPlugboard', options, ['env', 'onLog']);
  const conversation = await reachKeeper();
  const log: string[] = [];
  conversation.onLog((line) => {
    log.push(line.trimEnd());
    if (log.length > MOST_LINES) log.shift();
    options.onLog?.(line.trimEnd());
  });
  const env = options.env ?? {};
  refuseNoTexts(env);
  const { url, hostKey } = await conversation
    .ask<Started>({ ask: 'start', env })
    .catch((error: Error) => {
      conversation.end();
      throw error;
    });
  const host = hostAt(url, hostKey);
  const awake = createAwake();
  const plugins = createPlugins({ url, host, awake });
  const time = createTime(conversation);
  const running: Running = { url, host, conversation, plugins, awake, time };
  async function stop(): Promise<void> {
    awake.end();
    await plugins.close();
    conversation.end();
  }
  return {
    url,
    hostKey,
    log,
    time,
    space: (given) => createSpace(running, given),
    call(method, path, ...rest) {
      if (method !== 'GET' && path.startsWith('/platform/v1/plugins')) plugins.releasesChange();
      return host.call(method, path, ...rest);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
