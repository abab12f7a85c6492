import { expect } from 'vitest';
import type { ManifestInput } from '../../../src/manifest/schema.ts';
import { type Answer, send, type TestServer } from '../../support/server.ts';
import { createPlugin, installIn, type TestPlugin } from '../fixtures.ts';

type StepInput = NonNullable<ManifestInput['setup_steps']>[number];
type FieldInput = Extract<StepInput, { type: 'form' }>['fields'][number];

/** A form of the given fields. */
export const form = (fields: FieldInput[], rest: Partial<StepInput> = {}): StepInput =>
  ({ type: 'form', title: 'Settings', fields, ...rest }) as StepInput;

/** A required field of a text. */
export const text = (key: string, rest: Partial<FieldInput> = {}): FieldInput =>
  ({ key, type: 'text', label: key, required: true, ...rest }) as FieldInput;

/** An install in set-up, with what calls its set-up. */
export interface SetupScene {
  id: number;
  spaceId: number;
  plugin: TestPlugin;
  /** The set-up as it is now. */
  read(): Promise<Answer>;
  submit(step: number, payload: object, headers?: Record<string, string>): Promise<Answer>;
  /** Asks something about a step, such as `options`. */
  ask(step: number, what: string, body: object): Promise<Answer>;
  config(): Promise<Answer>;
  status(): Promise<string>;
}

/** Installs a plugin with these steps, in a space of its own. */
export async function setUpWith(
  server: TestServer,
  setup_steps: StepInput[],
  {
    manifest = {},
    install = {},
  }: { manifest?: Partial<ManifestInput>; install?: Record<string, unknown> } = {},
): Promise<SetupScene> {
  const plugin = await createPlugin(server, { ...manifest, setup_steps });
  return sceneOf(server, plugin, await installIn(server, plugin, install));
}

/** What calls the set-up of an install. */
export function sceneOf(
  server: TestServer,
  plugin: TestPlugin,
  { id, space_id: spaceId }: { id: number; space_id: number },
): SetupScene {
  const path = `/platform/v1/installs/${id}`;
  return {
    id,
    spaceId,
    plugin,
    read: () => server.api('GET', `${path}/setup`),
    submit: (step, payload, headers) =>
      server.api('POST', `${path}/setup/${step}/submit`, { payload }, headers),
    ask: (step, what, body) => server.api('POST', `${path}/setup/${step}/${what}`, body),
    config: () => server.api('GET', `${path}/config`),
    status: async () => (await server.api('GET', path)).body.status,
  };
}

/** Publishes another release of a plugin with these steps. */
export async function release(
  server: TestServer,
  plugin: TestPlugin,
  setup_steps: StepInput[],
): Promise<void> {
  const body = { name: plugin.slug, slug: plugin.slug, setup_steps };
  const answer = await server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, body);
  expect(answer.status, answer.text).toBe(201);
}

/** Where all windows may come back to. */
const CALLBACK = '/set-up/callback';

/** A window that comes back, in a browser with these headers. */
export const comeBack = (
  server: TestServer,
  parameters: Record<string, string> | string,
  headers: Record<string, string | undefined> = {},
  path = CALLBACK,
): Promise<Answer> => send(addressOf(server, path, parameters), 'GET', undefined, asPage(headers));

/** The same, where somebody agrees if they are asked. */
export async function comeBackAndAgree(
  server: TestServer,
  parameters: Record<string, string> | string,
  headers: Record<string, string | undefined> = {},
  path = CALLBACK,
): Promise<Answer> {
  const page = await comeBack(server, parameters, headers, path);
  const token = csrfTokenOf(page);
  if (token === undefined) return page;
  const cookies = [headers.cookie, ...page.headers.getSetCookie().map((set) => set.split(';')[0])];
  return send(addressOf(server, path, parameters), 'POST', `csrf_token=${token}`, {
    ...asPage(headers),
    'content-type': 'application/x-www-form-urlencoded',
    cookie: cookies.filter((cookie) => cookie !== undefined).join('; '),
    origin: server.config.publicUrl,
  });
}

/** What the form of a page carries, if it asks something. */
export const csrfTokenOf = ({ text }: Answer): string | undefined =>
  /name="csrf_token" value="([^"]+)"/.exec(text)?.[1];

const addressOf = (
  { url }: TestServer,
  path: string,
  parameters: Record<string, string> | string,
): string => `${url}${path}?${new URLSearchParams(parameters)}`;

const asPage = (headers: Record<string, string | undefined>) => ({
  accept: 'text/html',
  ...headers,
});
