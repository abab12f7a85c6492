import { sql } from '../../src/lib/db.ts';
import type { ManifestInput } from '../../src/manifest/schema.ts';
import { createSpace, login, registerPlugin, type TestPlugin } from '../support/plugins.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';

export { createSpace, createUser, requestToken, type TestPlugin } from '../support/plugins.ts';

/** A registered plugin; its scopes are made known first. */
export async function createPlugin(
  server: TestServer,
  manifest: Partial<ManifestInput> = {},
): Promise<TestPlugin> {
  for (const scope of manifest.scopes ?? []) {
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  }
  return registerPlugin(server, manifest);
}

/** A manifest part: one form with a required field for each key. */
export const formOf = (...keys: string[]): Pick<ManifestInput, 'setup_steps'> => ({
  setup_steps: [
    {
      type: 'form',
      title: 'Settings',
      fields: keys.map((key) => ({ key, type: 'text', label: key, required: true })),
    },
  ],
});

/** Installs, in a space of its own unless one is given; answers the install. */
export async function installIn(
  server: TestServer,
  plugin: TestPlugin,
  { spaceId, ...body }: { spaceId?: number; [field: string]: unknown } = {},
) {
  const space = spaceId ?? (await createSpace(server));
  const path = `/platform/v1/spaces/${space}/installs`;
  const {
    status,
    body: install,
    text,
  } = await server.api('POST', path, { plugin_id: plugin.id, ...body });
  if (status !== 201) throw new Error(`${status} ${text}`);
  return install;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string | undefined>,
) => Promise<Answer>;

/** Calls the Plugin API, below `/api/v2/plugin-services`, with a token of the plugin. */
export async function logIn(server: TestServer, plugin: TestPlugin): Promise<Call> {
  const token = await login(server, plugin);
  return (method, path, body, headers) =>
    send(`${server.url}/api/v2/plugin-services${path}`, method, body, {
      authorization: `Bearer ${token}`,
      ...headers,
    });
}

/** The lifecycle events about an install, oldest first. */
export async function eventsOf(
  server: TestServer,
  installId: number,
): Promise<{ name: string; payload: Record<string, unknown> }[]> {
  const rows = await server.db.query<{ name: string; payload: string }>(sql`
    select e.name, e.payload from events e where e.id in (
      select event_id from event_decisions where install_id = ${installId}
      union select event_id from jobs where install_id = ${installId})
    order by e.id`);
  return rows.map(({ name, payload }) => ({ name, payload: JSON.parse(payload) }));
}
