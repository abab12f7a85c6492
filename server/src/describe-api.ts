import { Registry } from 'prom-client';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { type AppDeps, composeDeps } from './deps.ts';
import { createVault } from './lib/crypto.ts';
import { createLogger } from './log.ts';
import { operationsRoutes } from './operations/routes.ts';

const needsDatabase = () => {
  throw new Error('A route used the database while it was registered');
};

const db: AppDeps['db'] = {
  query: needsDatabase,
  transaction: needsDatabase,
  close: async () => undefined,
  stats: () => ({ total: 0, idle: 0, waiting: 0 }),
};

/** The OpenAPI document of this release as JSON text, made from the routes alone: nothing listens and no database is asked. */
export async function describeApi(): Promise<string> {
  const deps = composeDeps({
    config: readConfig({}),
    db,
    vault: createVault(['unused']),
    changes: { on: () => undefined, close: async () => undefined },
    log: createLogger('silent'),
    metrics: new Registry(),
    wake: () => undefined,
  });
  const app = await buildApp(deps, (root) =>
    operationsRoutes(root, { ...deps, draining: () => false }),
  );
  await app.ready();
  const document = app.swagger();
  await app.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}
