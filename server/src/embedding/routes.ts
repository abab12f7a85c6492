import { readFile } from 'node:fs/promises';
import type { WebDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { usePages } from '../pages/use-pages.ts';
import { readBridgeBundle, readBridgeFiles } from './bridge-files.ts';
import { bundleRoutes, NOT_BUNDLED } from './bundle-routes.ts';
import { openRoutes } from './open-routes.ts';

/** What pages of hosts embed: the modules of the bridge, and where the frames of plugins begin. */
export async function embeddingRoutes(app: App, deps: WebDeps): Promise<void> {
  usePages(app);
  openRoutes(app, deps);
  await serveScripts(app);
  const bundle = await readBridgeBundle();
  if (bundle === undefined) deps.log.warn(NOT_BUNDLED);
  bundleRoutes(app, bundle);
}

const BEGIN_OAUTH = new URL('../../assets/begin-oauth.js', import.meta.url);

async function serveScripts(app: App): Promise<void> {
  const bridge = await readBridgeFiles();
  const files = new Map([...bridge].map(([path, bytes]) => [`bridge/${path}`, bytes]));
  files.set('begin-oauth.js', await readFile(BEGIN_OAUTH));
  for (const [path, bytes] of files) {
    app.get(
      `/assets/${path}`,
      { config: { auth: 'none' }, schema: { hide: true } },
      (_request, reply) =>
        reply
          .headers({ 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' })
          .type('text/javascript; charset=utf-8')
          .send(bytes),
    );
  }
}
