import { readFile } from 'node:fs/promises';
import type { RouteOptions } from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { RouteAuth } from '../../src/auth/route-auth.ts';
import { describeApi } from '../../src/describe-api.ts';
import { HOST_API } from '../../src/surfaces.ts';
import { offlineDeps } from '../support/offline-deps.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: { name?: string; in?: string; $ref?: string }[];
  requestBody?: { required: boolean; content: Record<string, { schema: unknown }> };
  responses: Record<string, unknown>;
}

interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: object; schemas: Record<string, Record<string, unknown>> };
}

let server: TestServer;
let written: string;
let document: Document;
let routes: RouteOptions[];

beforeAll(async () => {
  server = await startTestServer();
  written = await readFile(new URL('../../../openapi.json', import.meta.url), 'utf8');
  document = JSON.parse(written);
  routes = await registeredRoutes();
  return () => server.close();
});

async function registeredRoutes(): Promise<RouteOptions[]> {
  const found: RouteOptions[] = [];
  const app = await buildApp(offlineDeps(server), async (root) => {
    root.addHook('onRoute', (route) => {
      found.push(route);
    });
  });
  await app.close();
  return found;
}

function operations(): (Operation & { method: string; path: string })[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );
}

test('the checked-in document is what the routes say', async () => {
  const isCurrent = (await describeApi()) === written;
  expect(isCurrent, 'openapi.json is out of date; run: node scripts/openapi.js').toBe(true);
});

test('it is OpenAPI 3.1, and independent of where it was made', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.servers).toEqual([{ url: '/' }]);
  // Gone from 3.1
  expect(written).not.toMatch(/"nullable"/);
});

test('every reference leads somewhere', () => {
  const references = new Set(written.match(/(?<="\$ref": ")[^"]+/g));
  expect(references.size).toBeGreaterThan(20);
  for (const reference of references) {
    const parts = reference.replace('#/', '').split('/');
    const target = parts.reduce<unknown>(
      (node, part) => (node as Record<string, unknown> | undefined)?.[part],
      document,
    );
    expect(target, reference).toBeDefined();
  }
});

test('every operation has a name of its own, a summary, a group and all its parameters', () => {
  const ids = operations().map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { operationId, summary, tags, path, parameters = [] } of operations()) {
    expect(operationId, path).toMatch(/^[a-z][A-Za-z0-9]+$/);
    expect(summary, operationId).toMatch(/^\S.*\S$/);
    expect(tags, operationId).toHaveLength(1);
    const inPath = parameters.filter((one) => one.in === 'path').map((one) => `{${one.name}}`);
    expect(inPath.sort(), operationId).toEqual((path.match(/\{[^}]+\}/g) ?? []).sort());
  }
});

const CALLER_SCHEMES = {
  plugin: ['userToken'],
  user: ['personalToken', 'session'],
  host: ['hostKey'],
};

function schemesOf(auth: RouteAuth | undefined): string[] {
  if (auth === undefined || auth === 'none') return [];
  if ('plugin_scope' in auth) return ['pluginToken'];
  return auth.callers.flatMap((kind) => CALLER_SCHEMES[kind]);
}

test('every route declares its auth, and is documented with it', () => {
  let documented = 0;
  for (const route of routes) {
    const auth = route.config?.auth;
    expect(auth, `${route.method} ${route.url}`).toBeDefined();
    if (route.method === 'HEAD' || route.schema?.tags === undefined) continue;
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    const operation = document.paths[path]?.[String(route.method).toLowerCase()];
    expect(operation?.security.flatMap(Object.keys), path).toEqual([
      ...schemesOf(auth),
      ...(route.config?.portal?.some((view) => view !== 'space') ? ['portalToken'] : []),
      ...(route.config?.portal === undefined ? [] : ['portalSession']),
    ]);
    documented++;
  }
  expect(documented).toBeGreaterThan(20);
});

test('the routes that are left out of the document are these alone', () => {
  const left = routes.filter(
    ({ method, schema }) => method !== 'HEAD' && !schema?.tags && !schema?.hide,
  );
  // What clients post to is described apart from its routes, since RFC 6749 has errors of its own; other methods answer 405 there.
  // What is sent on to the host is the host's to describe.
  const ours = left.filter(({ url }) => !HOST_API.some((prefix) => url.startsWith(prefix)));
  expect(new Set(ours.map(({ url }) => url))).toEqual(
    new Set(['/a/auth/v0/token', '/oauth/token', '/oauth/revoke', '/oauth/introspect']),
  );
});

test('every operation refuses callers without the credential it asks for', async () => {
  for (const { path, method, security } of operations()) {
    const [scheme] = security.flatMap(Object.keys);
    if (scheme !== 'hostKey' && scheme !== 'pluginToken') continue;
    const url = server.url + path.replaceAll(/\{[^}]+\}/g, '1');
    const what = `${method} ${path}`;
    const none = await send(url, method.toUpperCase());
    expect(none.status, what).toBe(401);
    expect(none.headers.get('www-authenticate'), what).toBe('Bearer');
    const others = [scheme === 'pluginToken' ? server.hostKey : 'pba_x', 'x', 'pbk_x'];
    for (const token of others) {
      const wrong = await send(url, method.toUpperCase(), undefined, {
        authorization: `Bearer ${token}`,
      });
      expect(wrong.status, what).toBe(401);
      expect(wrong.headers.get('www-authenticate'), what).toBe('Bearer error="invalid_token"');
    }
  }
});

test('the served document names the public address', async () => {
  const { status, body } = await send(`${server.url}/openapi.json`, 'GET');
  expect(status).toBe(200);
  expect(body.servers).toEqual([{ url: 'http://plugboard.test' }]);
  expect(body.paths['/platform/v1/plugins']).toEqual(document.paths['/platform/v1/plugins']);
});

test('the storage pipeline is described command by command', () => {
  const { schemas } = document.components;
  expect(schemas.StoragePipeline?.required).toEqual(['commands']);
  const commands = schemas.StorageCommand?.anyOf as { $ref: string }[];
  expect(commands.map(({ $ref }) => $ref.split('/').at(-1))).toContain('SetCommand');
  expect(schemas.SetCommand?.required).toEqual(['action', 'key', 'value']);
});
