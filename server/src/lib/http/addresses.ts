import type { FastifyRequest } from 'fastify';
import type { App } from './app.ts';
import { pathOfRequest } from './missing.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Pages of any other site may call this address, without credentials of the browser (CORS). */
    anyOrigin?: boolean;
  }
}

interface Address {
  methods: Set<string>;
  anyOrigin: boolean;
}

/** Finds the address of a request that no route took; undefined where there is nothing, whatever the method. */
export type FindAddress = (request: FastifyRequest) => Address | undefined;

/** Keeps the addresses of all routes that are registered after it. Only who was not routed pays for looking through them. */
export function collectAddresses(app: App): FindAddress {
  const known = new Map<string, Address>();
  app.addHook('onRoute', ({ url, method, config }) => {
    const address = known.get(url) ?? { methods: new Set(), anyOrigin: false };
    for (const one of [method].flat()) address.methods.add(one);
    address.anyOrigin ||= config?.anyOrigin === true;
    known.set(url, address);
  });
  return (request) => merged(known, pathOfRequest(request).split('/'));
}

// More than one may fit, each with methods of its own: `/apps/mine` is also an `/apps/:id`.
function merged(known: Map<string, Address>, path: string[]): Address | undefined {
  const fitting = [...known].filter(([url]) => fits(path, url.split('/')));
  if (fitting.length === 0) return undefined;
  return {
    methods: new Set(fitting.flatMap(([, { methods }]) => [...methods])),
    anyOrigin: fitting.some(([, { anyOrigin }]) => anyOrigin),
  };
}

function fits(path: string[], pattern: string[]): boolean {
  const isOpen = pattern.at(-1) === '*';
  const fixed = isOpen ? pattern.slice(0, -1) : pattern;
  return (
    (isOpen ? path.length >= pattern.length : path.length === pattern.length) &&
    fixed.every((part, at) => (part.startsWith(':') ? path[at] !== '' : part === path[at]))
  );
}

/** The same address without a slash at its end, which is as good as none. (Of two slashes, neither is one too many.) */
export function withoutFinalSlash(url: string): string {
  const query = url.indexOf('?');
  const end = query < 0 ? url.length : query;
  if (end < 2 || url[end - 1] !== '/' || url[end - 2] === '/') return url;
  return url.slice(0, end - 1) + url.slice(end);
}
