import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a plugin is given when it is registered. */
export interface Credentials {
  clientId: string;
  /** The client secret: it logs in, and verifies signatures. */
  secret: string;
  /** Where it finds Plugboard. */
  baseUrl: string;
}

/** A plugin that is a handler of requests as `fetch` knows them: that of the SDK, a Hono app, any object with such a method. */
export interface FetchPlugin {
  fetch(request: Request): Response | Promise<Response>;
  /** The same with these credentials; called where it is there. */
  with?(credentials: Credentials): FetchPlugin;
  /** Names of the events that it handles, from which a manifest is made where none is given. */
  readonly events?: readonly string[];
  /** The routes that it handles, likewise. */
  readonly routes?: readonly { kind: string; name: string }[];
}

/** What `http.createServer` takes: an Express app is one. It has two parameters at least, by which it is known. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Gives the plugin once its credentials are known. It has one parameter at most. */
export type PluginFactory = (
  credentials: Credentials,
) => FetchPlugin | NodeListener | Promise<FetchPlugin | NodeListener>;

/** What can be installed: the URL is that of a service that already runs. */
export type PluginUnderTest = FetchPlugin | NodeListener | PluginFactory | string | URL;

const WHAT_IS =
  'A plugin is an object with fetch(Request), a function (request, response), a function of the credentials that gives one of these, or the address of a service that runs';

/** Whether it has a method `fetch`. */
export const isFetchPlugin = (plugin: unknown): plugin is FetchPlugin =>
  typeof (plugin as Partial<FetchPlugin> | null | undefined)?.fetch === 'function';

/**
 * Refuses what is no plugin, with what came instead and what is probably meant.
 *
 * @throws TypeError
 */
export function refuseNoPlugin(plugin: unknown): void {
  const problem = problemOf(plugin);
  if (problem !== undefined) throw new TypeError(`space.install got ${problem}. ${WHAT_IS}`);
}

/** The same for what a function of the credentials gave. @throws TypeError */
export function refuseNoMade(plugin: unknown): void {
  if (isFetchPlugin(plugin) || typeof plugin === 'function') return;
  throw new TypeError(
    `The function of the credentials gave ${nameOf(plugin)}: it gives an object with fetch(Request) or a function (request, response). A function is taken for one of the credentials unless it has two parameters or more`,
  );
}

function problemOf(plugin: unknown): string | undefined {
  if (isFetchPlugin(plugin) || typeof plugin === 'function') return undefined;
  if (typeof plugin === 'string' || plugin instanceof URL) return problemOfAddress(String(plugin));
  if (typeof plugin !== 'object' || plugin === null) return nameOf(plugin);
  if ('then' in plugin) return 'a Promise: await it';
  if ('default' in plugin) return 'a module: give its `default`';
  if (isModule(plugin)) return `a module: give one of its exports (${Object.keys(plugin)})`;
  return `${nameOf(plugin)}: it has no method fetch`;
}

function problemOfAddress(address: string): string | undefined {
  const isRight = /^https?:\/\//i.test(address) && isAddress(address);
  return isRight ? undefined : `"${address}": an address begins with http:// or https://`;
}

// Not `URL.canParse`, which Node.js 20 answers with false for letters such as ü once V8 has compiled its caller.
function isAddress(text: string): boolean {
  try {
    return new URL(text) !== undefined;
  } catch {
    return false;
  }
}

const isModule = (value: object): boolean =>
  Object.prototype.toString.call(value) === '[object Module]';

/** What something is that is not what it should be, in words. */
export function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return `the ${typeof value} ${JSON.stringify(String(value))}`;
  if (Array.isArray(value)) return 'an array';
  if ('then' in value) return 'a Promise';
  const members = Object.keys(value).slice(0, 5).join(', ');
  const name = value.constructor?.name ?? 'Object';
  if (name !== 'Object') return `an object of ${name}`;
  return members === '' ? 'an empty object' : `an object with ${members}`;
}
