import swagger from '@fastify/swagger';
import type { Config } from '../config.ts';
import type { App } from '../lib/http/app.ts';
import { version } from '../version.ts';
import { finishDocument } from './openapi-document.ts';
import { components, describeRoute, tagGroups } from './openapi-parts.ts';
import type { ApiDocument } from './reference/document.ts';
import { referenceRoutes } from './reference/routes.ts';

/**
 * Documents every route that is registered after it, in OpenAPI 3.1. The document is made from the routes' schemas and their
 * `config.auth`; a route without tags stays out of it.
 */
export async function documentApi(app: App): Promise<void> {
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
}

/** The document, for programs at `/openapi.json` and for people at `/docs`. */
export function documentRoutes(app: App, { publicUrl }: Config): void {
  const read = () => ({ ...app.swagger(), servers: [{ url: publicUrl }] });
  const config = { auth: 'none' } as const;
  app.get('/openapi.json', { config, schema: { hide: true } }, async () => read());
  referenceRoutes(app, () => read() as unknown as ApiDocument);
}
