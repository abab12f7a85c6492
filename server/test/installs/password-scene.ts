import { raw, sql } from '../../src/lib/db.ts';
import { jobIn } from '../delivery/scene.ts';
import { addressOf } from '../isolation/calling.ts';
import { operations } from '../isolation/operations.ts';
import type { Scene as Belongings } from '../isolation/scene.ts';
import {
  call,
  createPerson,
  createScene,
  type Headers,
  type Person,
  type Scene,
} from '../space-api/scene.ts';
import { asPlugin, defineEventType, login } from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';

/** In every password of these tests, and nowhere else. */
export const CANARY = 'canary-of-passwords';
const NUMBER = '90071992547409931234';

/** Passwords as JSON texts that no printer of ours would write. */
export const apiKey = (way: string): string => `"${CANARY}-${way} \\u0041\\u0000 é😀 \\ud800"`;
export const pin = (n: number): string => `[ ${NUMBER}.${n}00e+00, {"b":-0, "a":1.0} ]`;

/** A form with two passwords, of which one is required, and a text. */
export const FORM = {
  type: 'form',
  title: 'Form',
  fields: [
    { key: 'api_key', type: 'password', label: 'API key', required: true },
    { key: 'pin', type: 'password', label: 'PIN' },
    { key: 'greeting', type: 'text', label: 'Greeting' },
  ],
};

/** A plugin with that form in a space, and everybody who may ask there. */
export interface World extends Scene {
  server: TestServer;
  receiver: Receiver;
  token: string;
  operator: Person;
}

export async function openWorld(server: TestServer, manifest: object = {}): Promise<World> {
  const receiver = await startReceiver();
  await defineEventType(server, 'thing_happened');
  const scene = await createScene(server, {
    enable_space_settings: true,
    events: [{ name: 'thing_happened', url: `${receiver.url}/hook` }],
    setup_steps: [FORM],
    ...manifest,
  });
  const token = await login(server, scene.plugin);
  const operator = await createPerson(server, true);
  return { server, receiver, token, operator, ...scene };
}

const taken = (answer: Answer): Answer => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
};

export const asHost = async (world: World, method: string, path: string, body?: unknown) =>
  taken(await world.server.api(method, `/platform/v1${path}`, body));

export const asItsPlugin = async (world: World, method: string, path: string, body?: unknown) =>
  taken(await asPlugin(world.server, world.token, method, path, body));

/** The install by the Space API. */
export const asInSpace = async (
  world: World,
  headers: Headers,
  method: string,
  settings?: string,
) => {
  const path = `/spaces/${world.spaceId}/app_provisions/${world.plugin.id}`;
  const body = settings && `{"space_level_settings":${settings}}`;
  const typed = settings ? { ...headers, 'content-type': 'application/json' } : headers;
  return taken(await call(world.server, typed, method, path, body));
};

/** What the plugin is sent of the next event, which it answers so. */
export async function deliver(world: World, reply = '', status = 'done'): Promise<string> {
  const { receiver, server, spaceId } = world;
  receiver.answer = () => (_request, response) => response.end(reply);
  const before = receiver.requests.length;
  const event = { space_id: spaceId, name: 'thing_happened', payload: {} };
  const { jobs } = (await asHost(world, 'POST', '/events', event)).body;
  const request = await receiver.nth(before + 1);
  await jobIn(server, jobs[0].id, status, 1);
  return request.text;
}

/** The config as its plugin is given it, on each of its ways. */
export async function wholeOf(world: World): Promise<Record<string, string>> {
  const config = `/installs/${world.installId}/config`;
  const between = (text: string, from: string, to: string) =>
    text.slice(text.indexOf(from) + from.length, text.lastIndexOf(to));
  return {
    'the Plugin API': (await asItsPlugin(world, 'GET', config)).text.slice('{"data":'.length, -1),
    'a delivery': between(await deliver(world), '"config":', ',"job":{'),
    'its own token': between(
      (await asInSpace(world, world.pluginHeaders, 'GET')).text,
      '"space_level_settings":',
      '},"app":{',
    ),
  };
}

/** Every answer of the Platform and the Space API to a GET, to everybody who may ask. */
export async function shownToOthers(world: World): Promise<Record<string, string>> {
  const { server, installId, spaceId, plugin, admin } = world;
  const people = {
    host: { authorization: `Bearer ${server.hostKey}` },
    operator: { authorization: `Bearer ${world.operator.token}` },
    admin: { authorization: `Bearer ${admin.token}` },
    member: { authorization: `Bearer ${world.editor.token}` },
  };
  const { data } = (await asHost(world, 'GET', '/jobs?limit=100')).body;
  const revisions = (await asHost(world, 'GET', `/installs/${installId}/config/revisions?limit=50`))
    .body.data;
  const addresses = operations
    .filter(({ method, path }) => method === 'GET' && /^\/(platform\/v1|v1)\//.test(path))
    .flatMap(({ path }) => {
      const belongings = {
        ...{ spaces: spaceId, installs: installId, plugins: plugin.id, users: admin.id },
        ...{ apps: plugin.id, app_provisions: plugin.id, app_settings: plugin.clientId },
        ...{ event_types: 'thing_happened', releases: 1 },
      };
      const address = (more: object) =>
        addressOf({ belongings: { ...belongings, ...more } } as unknown as Belongings, path);
      if (path.includes('/jobs/{'))
        return data.map(({ id }: { id: string }) => address({ jobs: id }));
      if (path.includes('/revisions/{'))
        return revisions.map(({ number }: { number: number }) => address({ revisions: number }));
      if (path.includes('/events/{'))
        return data.map(({ event_id }: { event_id: string }) => address({ events: event_id }));
      return [address({})];
    });
  const shown: Record<string, string> = {};
  for (const [who, headers] of Object.entries(people)) {
    for (const address of addresses) {
      const answer = await send(server.url + address, 'GET', undefined, headers);
      if (answer.status < 300) shown[`${who}: ${address}`] = answer.text;
    }
  }
  return shown;
}

export const tellsPassword = (text: string): boolean =>
  text.includes(CANARY) || text.includes(NUMBER);

/** The tables whose rows have a password in clear, in any column, as text or as bytes. */
export async function tablesWithPasswords({ db }: TestServer): Promise<string[]> {
  const tables = await db.query<{ name: string }>(sql`
    select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind in ('r', 'p') order by c.oid`);
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.query<{ found: boolean }>(sql`
      select coalesce(bool_or(t::text like any(${[CANARY, NUMBER].flatMap(written)})), false) as found
      from ${raw(`"${name}"`)} t`);
    if (row?.found) found.push(name);
  }
  return found;
}

const written = (text: string): string[] => [
  `%${text}%`,
  `%${Buffer.from(text).toString('hex')}%`,
  `%${Buffer.from(text).toString('base64').slice(0, -4)}%`,
];
