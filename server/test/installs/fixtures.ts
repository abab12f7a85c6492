import { randomBytes } from 'node:crypto';
import { secretContext } from '../../src/auth/clients.ts';
import { sql } from '../../src/lib/db.ts';
import { completeManifest, type ManifestInput } from '../../src/registry/manifest.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';

export interface TestPlugin {
  id: number;
  slug: string;
  clientId: string;
  clientSecret: string;
}

const randomName = (prefix: string): string => `${prefix}-${randomBytes(5).toString('hex')}`;

/** A plugin with one release. */
export async function createPlugin(
  server: TestServer,
  manifest: Partial<ManifestInput> = {},
): Promise<TestPlugin> {
  const slug = randomName('plugin');
  const clientId = randomName('client');
  const clientSecret = randomName('secret');
  const text = JSON.stringify(completeManifest({ name: slug, slug, ...manifest }));
  const [plugin] = await server.db.query<{ id: number }>(sql`
    insert into plugins (slug, client_id, current_release) values (${slug}, ${clientId}, 1) returning id`);
  const id = plugin?.id as number;
  await server.db.query(sql`
    insert into releases (plugin_id, number, manifest) values (${id}, 1, ${text})`);
  const sealed = server.vault.seal(clientSecret, secretContext(id, 1));
  await server.db.query(sql`
    insert into plugin_secrets (plugin_id, generation, sealed_secret) values (${id}, 1, ${sealed})`);
  return { id, slug, clientId, clientSecret };
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

export async function createSpace(server: TestServer, body: object = {}): Promise<number> {
  return created(await server.api('POST', '/platform/v1/spaces', { name: 'Acme', ...body })).id;
}

export async function createUser(server: TestServer): Promise<number> {
  const body = { email: `${randomName('user')}@example.com`, friendly_name: 'Someone' };
  return created(await server.api('POST', '/platform/v1/users', body)).id;
}

/** Installs, in a space of its own unless one is given; answers the install. */
export async function installIn(
  server: TestServer,
  plugin: TestPlugin,
  { spaceId, ...body }: { spaceId?: number; [field: string]: unknown } = {},
) {
  const space = spaceId ?? (await createSpace(server));
  const path = `/platform/v1/spaces/${space}/installs`;
  return created(await server.api('POST', path, { plugin_id: plugin.id, ...body }));
}

function created(answer: Answer) {
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string | undefined>,
) => Promise<Answer>;

/** Calls the Plugin API, below `/api/v2/plugin-services`, with a token of the plugin. */
export async function logIn(server: TestServer, plugin: TestPlugin): Promise<Call> {
  const token = await requestToken(server, plugin, { grant_type: 'client_credentials' });
  return (method, path, body, headers) =>
    send(`${server.url}/api/v2/plugin-services${path}`, method, body, {
      authorization: `Bearer ${token.body.access_token}`,
      ...headers,
    });
}

export function requestToken(
  server: TestServer,
  plugin: TestPlugin,
  body: object,
): Promise<Answer> {
  const client = { client_id: plugin.clientId, client_secret: plugin.clientSecret };
  return send(`${server.url}/a/auth/v0/token`, 'POST', { ...client, ...body });
}

/** The lifecycle events about an install, oldest first. */
export async function eventsOf(
  server: TestServer,
  installId: number,
): Promise<{ name: string; payload: Record<string, unknown> }[]> {
  const rows = await server.db.query<{ name: string; payload: string }>(sql`
    select e.name, e.payload from events e join event_decisions d on d.event_id = e.id
    where d.install_id = ${installId} order by e.id`);
  return rows.map(({ name, payload }) => ({ name, payload: JSON.parse(payload) }));
}
