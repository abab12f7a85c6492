import { readFile } from 'node:fs/promises';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { RouteOptions } from 'fastify';
import type { Config } from '../config.ts';
import type { App } from '../lib/http/app.ts';
import { version } from '../version.ts';
import { finishDocument } from './openapi-document.ts';
import { components, describeRoute, tagGroups } from './openapi-parts.ts';

const LOGO = new URL('../../assets/icon.svg', import.meta.url);

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Documents every route that is registered after it: OpenAPI 3.1 at `/openapi.json`, for people at `/docs`. The document is made from
 * the routes' schemas and their `config.auth`; a route without tags stays out of it.
 */
export async function documentApi(app: App, { publicUrl }: Config): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Plugboard',
        version,
        description: 'Platform API, Plugin API, Space API and OAuth 2.0 of a Plugboard server',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
      },
      // Relative, so that the document is the same wherever it is made.
      servers: [{ url: '/' }],
      tags: tagGroups,
      components,
    },
    hideUntagged: true,
    convertConstToEnum: false,
    transform: describeRoute,
    transformObject: finishDocument,
  });
  await app.register(async (pages) => {
    // Registered by a plugin that knows nothing of `auth`.
    pages.addHook('onRoute', declarePublic);
    pages.get('/openapi.json', async () => ({ ...app.swagger(), servers: [{ url: publicUrl }] }));
    const logo = { type: 'image/svg+xml', content: await readFile(LOGO) };
    await pages.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: PAGE_POLICY,
      logo,
      theme: { title: 'Plugboard API' },
    });
  });
}

function declarePublic(route: RouteOptions): void {
  route.config = { ...route.config, auth: 'none' };
}
