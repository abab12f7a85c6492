import { beforeAll, expect, test } from 'vitest';
import { asPlugin, requestToken } from '../support/plugins.ts';
import { send, startTestServer } from '../support/server.ts';
import { authorizationFor } from './calling.ts';
import { type Operation, operations, paths, requestOf } from './operations.ts';
import { EVENT, type Scene, setScene } from './scene.ts';

/** What there is has one name: an id that is written in another way is nobody's. */

let scene: Scene;
beforeAll(async () => {
  const server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await setScene(server);
  return () => server.close();
});

/** Other ways to write a number, all of which JavaScript's `Number()` or PostgreSQL would read. */
const forms = (id: string): string[] => [
  `0${id}`,
  `00${id}`,
  `+${id}`,
  `%2B${id}`,
  `%20${id}`,
  `${id}%20`,
  `%09${id}`,
  `${id}%0A`,
  `${id}.0`,
  `${id}.`,
  `${id}e0`,
  `0x${Number(id).toString(16)}`,
  `0b${Number(id).toString(2)}`,
  `${id}n`,
  `-${id}`,
  `%EF%BC%90${id}`,
  `[${id}]`,
  `${id},${id}`,
];

// By its id, which is also a number.
const requestFor = (operation: Operation) =>
  requestOf(operation, {
    ...scene,
    belongings: { ...scene.belongings, plugins: scene.plugin.id, app_provisions: scene.plugin.id },
  });

const call = (operation: Operation, path: string) => {
  const { body, type = 'application/json' } = requestFor(operation);
  const authorization = authorizationFor(scene, operation.path);
  const headers = { authorization, ...(body !== undefined && { 'content-type': type }) };
  return send(scene.server.url + path, operation.method, body, headers);
};

// An image is named by its hash.
const named = operations.filter(({ path }) => /\/\{/.test(path) && !path.startsWith('/images/'));

test.each(named)('an id in the path has no other form: $name', async (operation) => {
  const { path } = requestFor(operation);
  const parts = path.split('/');
  for (const [at, part] of parts.entries()) {
    const isNumber = operation.path.split('/')[at]?.startsWith('{') && /^[0-9]+$/.test(part);
    if (!isNumber) continue;
    for (const form of forms(part)) {
      const other = parts.with(at, form).join('/');
      const answer = await call(operation, other);
      expect(answer.status, `${other}: ${answer.text}`).toBe(404);
    }
  }
});

interface Parameter {
  in: string;
  name: string;
  schema: { type?: string; minimum?: number };
}

const asking = operations.flatMap((operation) => {
  const described = paths[operation.path]?.[operation.method.toLowerCase()];
  const { parameters = [] } = described as { parameters?: Parameter[] };
  return parameters
    .filter((parameter) => parameter.in === 'query' && parameter.schema.type === 'integer')
    .map(({ name: parameter, schema }) => ({
      operation,
      parameter,
      minimum: schema.minimum,
      name: operation.name,
    }));
});

test.each(asking)(
  'nor has $parameter in the query: $name',
  async ({ operation, parameter, minimum }) => {
    expect(asking.length).toBeGreaterThan(30);
    const path = requestFor(operation).path.replace(/\?.*/, '');
    for (const form of ['', ...forms('6')]) {
      const answer = await call(operation, `${path}?${parameter}=${form}`);
      expect(answer.status, `${form}: ${answer.text}`).toBe(422);
      expect(answer.text).toContain(parameter);
      const right = form.startsWith('-')
        ? `must be >= ${minimum}`
        : 'must be a whole number in decimal digits';
      expect(answer.text).toContain(right);
    }
    const twice = await call(operation, `${path}?${parameter}=6&${parameter}=6`);
    expect(twice.status, twice.text).toBe(422);
  },
);

const ofUuids = named.filter(
  ({ method, path }) => method === 'GET' && /\/(jobs|events)\/\{id\}/.test(path),
);

test.each(ofUuids)(
  'a UUID may have capitals (RFC 9562 §4), and no other form: $name',
  async (operation) => {
    const path = requestFor(operation).path.replace(/\?.*/, '');
    const [id = ''] = /[0-9a-f-]{36}/.exec(path) ?? [];
    const plain = await call(operation, path);
    expect(plain.status).toBe(200);
    const capitals = await call(operation, path.replace(id, id.toUpperCase()));
    expect([capitals.status, capitals.body]).toEqual([200, plain.body]);
    for (const form of [`%7B${id}%7D`, `urn:uuid:${id}`, id.replaceAll('-', ''), `%20${id}`]) {
      const answer = await call(operation, path.replace(id, form));
      expect(answer.status, form).toBe(404);
    }
  },
);

test('an id in a body is a number, or the only text that is as good as one', async () => {
  const { server, install, plugin, adminToken, pluginToken } = scene;
  const id = String(install.id);
  const written = forms(id).map((form) => decodeURIComponent(form));
  for (const install_id of [...written, '', true, [install.id], install.id + 0.5]) {
    const body = { install_id, commands: [] };
    const stored = await asPlugin(server, pluginToken, 'POST', '/storage', body);
    expect(stored.status, JSON.stringify(install_id)).toBe(404);
    const grant = { grant_type: 'plugin_install', install_id };
    const token = await requestToken(server, plugin, grant as Record<string, unknown>);
    expect(token.status, JSON.stringify(install_id)).toBe(400);
  }
  for (const space_id of [id, ...written, null, install.spaceId + 0.5]) {
    const body = { space_id, name: EVENT, payload: {} };
    const sent = await server.api('POST', '/platform/v1/events', body);
    expect([sent.status, sent.body.errors?.[0]?.pointer]).toEqual([422, '/space_id']);
  }
  for (const app_id of written) {
    const path = `${server.url}/v1/spaces/${install.spaceId}/app_provisions`;
    const body = { app_provision: { app_id } };
    const made = await send(path, 'POST', body, { authorization: adminToken });
    expect([404, 422], made.text).toContain(made.status);
  }
  for (const install_id of [install.id, id]) {
    const body = { install_id, commands: [] };
    expect((await asPlugin(server, pluginToken, 'POST', '/storage', body)).status).toBe(200);
  }
});
