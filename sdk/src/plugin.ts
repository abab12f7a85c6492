import { createInstall, type Install } from './calls/installs.ts';
import { createJob, type JobHandle } from './calls/jobs.ts';
import { createStorage, type Storage } from './calls/storage.ts';
import { type Client, createClient } from './client.ts';
import {
  type ConfigOf,
  type ConfigSchema,
  refuseUnknownTypes,
  type StoredConfigOf,
} from './config-schema.ts';
import {
  type AnyEventHandler,
  type AnyRoute,
  type Definition,
  withEvent,
  withRoute,
} from './definition.ts';
import { fetchWith } from './fetch.ts';
import { handle, type PluginRequest } from './handle.ts';
import type {
  ActionContext,
  EventHandler,
  MigrationContext,
  Nothing,
  Option,
  Options,
  OptionsContext,
  RouteHandler,
  SelectedContext,
  ValidationContext,
} from './handlers.ts';
import type { AnyEvents, JsonObject, LifecycleEvents } from './meta.ts';
import {
  type Credentials,
  clientIdOf,
  type ErrorContext,
  onErrorOf,
  type PluginOptions,
  refuseWrongNumbers,
  secretsOf,
} from './options.ts';
import type { Reply } from './reply.ts';
import { readers } from './route-readers.ts';
import { type Route, type RouteKind, routeName } from './routes.ts';
import { TOKEN_HEADER, type Viewer, verifyViewer } from './verify/viewer.ts';

type PayloadOf<Events, Name> = Name extends keyof LifecycleEvents
  ? LifecycleEvents[Name]
  : Name extends keyof Events
    ? Events[Name]
    : never;

/**
 * A plugin: handlers for what Plugboard sends, and the calls that it makes. Methods that add something answer another plugin and leave this one
 * as it is, so that they are chained.
 */
export interface Plugin<Config = JsonObject, Events extends object = AnyEvents, Stored = Config> {
  /**
   * Says what the config of an install is: handlers then get it checked, with its type. An event whose config does not fit is tried again
   * (422), with a message that names where.
   *
   * @example
   * import { z } from 'zod';
   *
   * createPlugin({ secret })
   *   .config(z.object({ greeting: z.string() }))
   *   .on('entry_sign_in', ({ config, job }) => job.done(config.greeting));
   */
  config<const Schema extends ConfigSchema>(
    schema: Schema,
  ): Plugin<ConfigOf<Schema>, Events, StoredConfigOf<Schema>>;
  /**
   * Handles an event.
   *
   * @example
   * plugin.on('entry_sign_in', async ({ job, payload, storage }) => {
   *   if (payload.kind === 'staff') return job.ignored('Staff need no badge');
   *   const { value } = await storage.increment('visitors');
   *   return job.done(`Visitor ${value}`, { attachments: [text('Number', value)] });
   * });
   */
  on<Name extends Extract<keyof Events, string> | keyof LifecycleEvents>(
    event: Name,
    handler: EventHandler<Name, PayloadOf<Events, Name>, Config, Stored>,
  ): Plugin<Config, Events, Stored>;
  /**
   * Answers the choices of a field. The name is what the path of its `options_url` ends with.
   *
   * @example
   * plugin.options('greetings', ({ search = '' }) =>
   *   ['Hello', 'Good day']
   *     .filter((greeting) => greeting.includes(search))
   *     .map((greeting) => ({ label: greeting, value: greeting })),
   * );
   */
  options(
    name: string,
    handler: RouteHandler<OptionsContext<Stored>, Options>,
  ): Plugin<Config, Events, Stored>;
  /**
   * Answers the labels of what was chosen earlier, by the name of its `selected_values_url`.
   *
   * @example
   * plugin.selectedValues('greetings', ({ value }) => ({ label: `${value}!`, value: String(value) }));
   */
  selectedValues(
    name: string,
    handler: RouteHandler<SelectedContext<Stored>, Option | readonly Option[] | null | undefined>,
  ): Plugin<Config, Events, Stored>;
  /**
   * Answers what stands in a field first, by the name of its `remote_value_url`.
   *
   * @example
   * plugin.remoteValue('desk', () => 'Front desk');
   */
  remoteValue(
    name: string,
    handler: RouteHandler<RemoteContext<Stored>, string | { value: string }>,
  ): Plugin<Config, Events, Stored>;
  /**
   * Judges what a step gave, by the name of its `validation_url`: refuses it, answers what to keep of it, or nothing where all is to be kept. What is
   * answered is merged into the config, and nothing else of the step is kept: a password can be exchanged for a token.
   *
   * @example
   * plugin.validate<{ account: string }>('connect', ({ payload }) =>
   *   payload.account === 'closed' ? refuse('That account is closed') : { account: payload.account },
   * );
   */
  validate<Payload = JsonObject>(
    name: string,
    handler: RouteHandler<ValidationContext<Stored, Payload>, object | Nothing>,
  ): Plugin<Config, Events, Stored>;
  /**
   * Brings a config to another release: answers the whole new one.
   *
   * @example
   * plugin.migrate(({ config }) => ({ ...config, greeting: config.greeting ?? 'Hello' }));
   */
  migrate(handler: RouteHandler<MigrationContext, object>): Plugin<Config, Events, Stored>;
  /**
   * Is called when somebody chose an action of a notification; what it answers is shown to them.
   *
   * @example
   * plugin.action(({ action }) => `${action.label}: ordered`);
   */
  action(
    handler: RouteHandler<ActionContext<Stored>, string | Nothing>,
  ): Plugin<Config, Events, Stored>;
  /**
   * The same plugin with other credentials.
   *
   * @example
   * const tested = plugin.with({ secret: 'a secret for tests', baseUrl: 'http://localhost:4400' });
   */
  with(credentials: Credentials): Plugin<Config, Events, Stored>;

  /**
   * Answers a request of Plugboard's: a fetch handler, as Deno, Bun and edge runtimes take them. It can be passed on without its plugin.
   *
   * @example
   * const response = await plugin.fetch(request);
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /**
   * The same with bytes and headers, for adapters. It never throws.
   *
   * @example
   * const { status, headers, body } = await plugin.handle({
   *   path: new URL(request.url).pathname,
   *   headers: (name) => request.headers.get(name),
   *   body: new Uint8Array(await request.arrayBuffer()),
   * });
   */
  readonly handle: (request: PluginRequest) => Promise<Reply>;

  /** The events that it handles. */
  readonly events: readonly string[];
  /** The routes that it answers. */
  readonly routes: readonly Route[];

  /** Told of what goes wrong. */
  readonly onError: (error: unknown, context?: ErrorContext) => void;

  /**
   * Logs in now, which shows wrong credentials at the start, and proves a new secret to Plugboard.
   *
   * @example
   * await plugin.logIn();
   */
  logIn(): Promise<void>;
  /**
   * An install by its id, outside of a request.
   *
   * @example
   * await plugin.install(31).notify({ message: 'The printer is out of paper' });
   */
  install(id: string | number): Install<Stored>;
  /**
   * A job by its id, outside of a request.
   *
   * @example
   * await plugin.job(id).update({ status: 'done', message: 'The badge was printed' });
   */
  job(id: string): JobHandle;
  /**
   * The plugin's own storage, which all its installs share.
   *
   * @example
   * await plugin.storage.increment('sign-ins');
   */
  readonly storage: Storage;
  /**
   * Who looks at a page of the plugin: checks the App Bridge token of a request, or one that is given.
   *
   * @example
   * const { spaceId, role } = await plugin.viewer(request);
   */
  viewer(request: { headers: { get(name: string): string | null } } | string): Promise<Viewer>;
}

/** What is asked for by a field whose first value comes from the plugin. */
export type RemoteContext<Config> = Omit<OptionsContext<Config>, 'search' | 'page' | 'cursor'>;

/**
 * Makes a plugin. Credentials may be undefined here, so that those of the environment can be given as they are; what is missing is said when
 * it is first needed.
 *
 * @typeParam Events what the host's events have as payload, by their names; left out, any event is taken.
 *
 * @example
 * const plugin = createPlugin({
 *   baseUrl: process.env.PLUGBOARD_URL,
 *   clientId: process.env.PLUGBOARD_CLIENT_ID,
 *   secret: process.env.PLUGBOARD_CLIENT_SECRET,
 * }).on('entry_sign_in', async ({ job, storage }) => {
 *   const key = `badge:${job.identifier ?? job.id}`;
 *   // A job may come twice: whoever has a badge keeps it.
 *   const badge =
 *     (await storage.get<number>(key)) ?? (await storage.setUniqueNum(key, { min: 1, max: 999 }));
 *   return job.done(`Badge ${badge.value}`, { attachments: [text('Badge', badge.value)] });
 * });
 *
 * export default plugin;
 */
export function createPlugin<Events extends object = AnyEvents>(
  options: PluginOptions = {},
): Plugin<JsonObject, Events> {
  refuseWrongNumbers(options);
  return build({ options, schema: undefined, events: new Map(), routes: [] });
}

function build<Config, Events extends object, Stored>(
  definition: Definition,
): Plugin<Config, Events, Stored> {
  const { options, events, routes } = definition;
  let made: Client | undefined;
  const client = () => {
    made ??= createClient(options);
    return made;
  };
  const noSignal = () => undefined;
  const onError = onErrorOf(options);
  const answer = (request: PluginRequest) => handle({ definition, client: client() }, request);
  const and = (more: Definition) => build<Config, Events, Stored>(more);
  const route = (kind: RouteKind, name: string, handler: unknown) =>
    and(
      withRoute(definition, {
        kind,
        name,
        handler: handler as AnyRoute['handler'],
        ...readers[kind],
      }),
    );
  return {
    config(schema) {
      refuseUnknownTypes(schema);
      return build({ ...definition, schema });
    },
    on: (event, handler) => and(withEvent(definition, event, handler as AnyEventHandler)),
    options: (name, handler) => route('options', routeName(name), handler),
    selectedValues: (name, handler) => route('selected-values', routeName(name), handler),
    remoteValue: (name, handler) => route('remote-value', routeName(name), handler),
    validate: (name, handler) => route('validation', routeName(name), handler),
    migrate: (handler) => route('migration', '', handler),
    action: (handler) => route('notification-action', '', handler),
    with: (credentials) => and({ ...definition, options: { ...options, ...credentials } }),
    fetch: fetchWith(answer, onError),
    handle: answer,
    onError,
    events: [...events.keys()],
    routes: routes.map(({ kind, name }) => ({ kind, name })),
    logIn: async () => {
      await client().own.token();
    },
    install: (id) => createInstall(client(), String(id), { signal: noSignal }),
    job: (id) => createJob(client(), id, noSignal),
    get storage() {
      return createStorage(client(), undefined, noSignal);
    },
    viewer: async (request) =>
      verifyViewer(typeof request === 'string' ? request : request.headers.get(TOKEN_HEADER), {
        clientId: clientIdOf(options),
        secrets: secretsOf(options),
      }),
  };
}
