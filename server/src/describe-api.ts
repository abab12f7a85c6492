import type { RouteOptions } from 'fastify';
import { Registry } from 'prom-client';
import { buildApp } from './app.ts';
import type { PortalOpening } from './auth/portal-views.ts';
import type { RouteAuth } from './auth/route-auth.ts';
import { readConfig } from './config.ts';
import { type AppDeps, composeDeps } from './deps.ts';
import { createVault } from './lib/crypto.ts';
import type { App } from './lib/http/app.ts';
import { createLogger } from './log.ts';
import { operationsRoutes } from './operations/routes.ts';

const needsDatabase = () => {
  throw new Error('A route used the database while it was registered');
};

const db: AppDeps['db'] = {
  query: needsDatabase,
  transaction: needsDatabase,
  onCommitted: () => undefined,
  close: async () => undefined,
  stats: () => ({ total: 0, idle: 0, waiting: 0 }),
};

/** The OpenAPI document of this release as JSON text, made from the routes alone: nothing listens and no database is asked. */
export async function describeApi(): Promise<string> {
  return withApp(async (app) => `${JSON.stringify(app.swagger(), null, 2)}\n`);
}

/** A route of this release. */
export interface RouteEntry {
  method: string;
  path: string;
  /** The name of the operation; undefined for a page, which is in no document. */
  operationId: string | undefined;
  auth: RouteAuth;
  /** The views of a portal that open it. */
  portal: readonly PortalOpening[];
  /** The credentials that the document names, by their schemes: a handler may ask for one where the route does not. */
  security: string[];
}

interface DescribedOperation {
  operationId: string;
  security: object[];
}

/** Every route of this release, pages too, in the order of their paths. */
export async function listRoutes(): Promise<RouteEntry[]> {
  return withApp(async (app, routes) => {
    const paths = app.swagger().paths as Record<string, Record<string, DescribedOperation>>;
    return routes
      .map(({ method, url, config }) => {
        const path = url.replaceAll(/:(\w+)/g, '{$1}');
        const operation = paths[path]?.[String(method).toLowerCase()];
        return {
          method: String(method),
          path,
          operationId: operation?.operationId,
          auth: config?.auth ?? 'none',
          portal: config?.portal ?? [],
          security: operation?.security.flatMap(Object.keys) ?? [],
        };
      })
      .filter(({ method }) => method !== 'HEAD')
      .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
  });
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

async function withApp<T>(read: (app: App, routes: RouteOptions[]) => Promise<T>): Promise<T> {
  const deps = composeDeps({
    config: readConfig({}),
    db,
    vault: createVault(['unused']),
    changes: {
      on: () => undefined,
      onAtOnce: () => undefined,
      follow: () => undefined,
      hold: async () => undefined,
      suspectAll: () => undefined,
      heardUntil: () => Number.NEGATIVE_INFINITY,
      close: async () => undefined,
    },
    log: createLogger('silent'),
    metrics: new Registry(),
  });
  const routes: RouteOptions[] = [];
  const app = await buildApp(deps, async (root) => {
    root.addHook('onRoute', (route) => {
      routes.push(route);
    });
    await operationsRoutes(root, { ...deps, probe: db, draining: () => false });
  });
  await app.ready();
  try {
    return await read(app, routes);
  } finally {
    await app.close();
  }
}
