import fastJson from 'fast-json-stringify';
import type { FastifySchema, RouteOptions } from 'fastify';
import { expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createVault } from '../../src/lib/crypto.ts';
import type { Database } from '../../src/lib/db.ts';
import { offlineDeps } from '../support/offline-deps.ts';
import { TEST_SECRET_KEY } from '../support/server.ts';

const PARTS = ['body', 'querystring', 'params', 'headers'] as const;

// They are compiled by a route's first request and its first answer: a wrong one must not wait for it.
test('the schemas of all routes compile', async () => {
  const deps = offlineDeps({
    config: readConfig({ PLUGBOARD_SECRET_KEY: TEST_SECRET_KEY }),
    db: {} as Database,
    vault: createVault([TEST_SECRET_KEY]),
  });
  const routes: RouteOptions[] = [];
  const app = await buildApp(deps, async (root) => {
    root.addHook('onRoute', (route) => {
      routes.push(route);
    });
  });
  await app.ready();
  let compiled = 0;
  for (const route of routes) {
    const { method, url, validatorCompiler = app.validatorCompiler } = route;
    const schema: FastifySchema = route.schema ?? {};
    for (const httpPart of PARTS) {
      const part = schema[httpPart];
      if (part === undefined) continue;
      const validate = validatorCompiler?.({
        schema: part as FastifySchema,
        method: String(method),
        url,
        httpPart,
      });
      expect(() => validate?.({}), `${httpPart} of ${method} ${url}`).not.toThrow();
      // A filter that is misspelt would bring more than was asked for.
      if (httpPart === 'querystring' && url.startsWith('/platform/v1'))
        expect(part, `the query of ${method} ${url}`).toMatchObject({
          additionalProperties: false,
        });
      compiled++;
    }
    for (const [status, answer] of Object.entries(schema.response ?? {})) {
      expect(() => fastJson(answer), `answer ${status} of ${method} ${url}`).not.toThrow();
      compiled++;
    }
  }
  await app.close();
  expect(compiled).toBeGreaterThan(300);
});
