import type fc from 'fast-check';
import { expect } from 'vitest';
import { call, createScene, headersOfPlugin, type Scene } from '../space-api/scene.ts';
import { asPlugin, defineEventType, login } from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import type { Answer, TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { anyFilter, anyObject, type Document, written, writtenAsAttributes } from './documents.ts';

/** A text in which a document came out, and the parts of it that must be in there as they were written. */
export type Seen = [where: string, text: string, parts: string[]];

/** A way through the product that texts of other people take. */
export interface Way {
  documents: fc.Arbitrary<Document>;
  /** Sends a document in, and answers everywhere it comes out. */
  pass(world: World, document: Document): Promise<Seen[]>;
}

/** A plugin that hears `thing_happened`, is installed in a space and acts for its admin. */
export interface World extends Scene {
  server: TestServer;
  receiver: Receiver;
  token: string;
}

const PASSWORD = { key: 'secret', type: 'password', label: 'Secret' };

export async function openWorld(server: TestServer): Promise<World> {
  const receiver = await startReceiver();
  await defineEventType(server, 'thing_happened');
  const scene = await createScene(server, {
    enable_space_settings: true,
    setup_steps: [{ type: 'form', title: 'Form', fields: [PASSWORD] }],
    events: [{ name: 'thing_happened', url: `${receiver.url}/hook` }],
  });
  return { server, receiver, token: await login(server, scene.plugin), ...scene };
}

async function taken(answering: Promise<Answer>): Promise<Answer> {
  const answer = await answering;
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer;
}

const platform = (
  { server }: World,
  method: string,
  path: string,
  body?: string,
  headers = {},
): Promise<Answer> => taken(server.api(method, `/platform/v1${path}`, body, headers));

const plugin = ({ server, token }: World, method: string, path: string, body?: string) =>
  taken(asPlugin(server, token, method, path, body));

const space = ({ server, admin, spaceId }: World, method: string, path: string, body?: string) =>
  taken(
    call(
      server,
      { ...admin.headers, 'content-type': 'application/json' },
      method,
      `/spaces/${spaceId}${path}`,
      body,
    ),
  );

async function reads(world: World, paths: string[], parts: string[]): Promise<Seen[]> {
  const answers = paths.map(async (path): Promise<Seen> => {
    return [path, (await platform(world, 'GET', path)).text, parts];
  });
  return Promise.all(answers);
}

/** What the plugin is sent of the next event; it answers with a body of its own. */
async function deliver(world: World, payload = '{}', reply = ''): Promise<[string, string]> {
  const { receiver, spaceId } = world;
  receiver.answer = () => (_request, response) => response.end(reply);
  const before = receiver.requests.length;
  const body = `{"space_id":${spaceId},"name":"thing_happened","payload":${payload}}`;
  const { jobs } = (await platform(world, 'POST', '/events', body)).body;
  const job = jobs[0].id;
  const request = await receiver.nth(before + 1);
  await waitFor(async () => (await platform(world, 'GET', `/jobs/${job}`)).body.status === 'done', {
    describe: 'the reply to be taken',
  });
  return [job, request.text];
}

/** A config is a text everywhere it is told, whole or merged of several. */
async function configSeen(world: World, parts: string[]): Promise<Seen[]> {
  const {
    installId,
    plugin: { id },
  } = world;
  const config = `/installs/${installId}/config`;
  const [, delivered] = await deliver(world);
  return [
    ['its plugin', (await plugin(world, 'GET', config)).text, parts],
    ['a delivery', delivered, parts],
    ['a provision', (await space(world, 'GET', `/app_provisions/${id}`)).text, parts],
    ['provisions', (await space(world, 'GET', '/app_provisions')).text, parts],
    ...(await reads(
      world,
      [config, `${config}/revisions?limit=1`, `/installs/${installId}/export`],
      parts,
    )),
  ];
}

/** A password is told to the plugin alone. */
async function passwordSeen(world: World, parts: string[]): Promise<Seen[]> {
  const { installId, server, spaceId } = world;
  const headers = await headersOfPlugin(server, world.plugin, installId);
  const path = `/spaces/${spaceId}/app_provisions/${world.plugin.id}`;
  const [, delivered] = await deliver(world);
  return [
    ['its plugin', (await plugin(world, 'GET', `/installs/${installId}/config`)).text, parts],
    ['a delivery', delivered, parts],
    ['its own token', (await call(server, headers, 'GET', path)).text, parts],
  ];
}

const MERGED = (answer: Answer, document: Document): Seen => [
  'the answer',
  answer.text,
  written(document),
];

export const WAYS: Record<string, Way> = {
  'the payload of an event': {
    documents: anyObject,
    async pass(world, { text }) {
      const [job, delivered] = await deliver(world, text);
      const { event_id } = (await platform(world, 'GET', `/jobs/${job}`)).body;
      const parts = [`"payload":${text}`];
      const seen = await reads(world, [`/events/${event_id}`, '/events?limit=1'], parts);
      return [['a delivery', delivered, parts], ...seen];
    },
  },
  'the attributes of a space': {
    documents: anyObject,
    async pass(world, document) {
      const { spaceId } = world;
      const body = `{"attributes":${document.text}}`;
      const parts = [`"attributes":${document.text}`];
      const changed = await platform(world, 'PATCH', `/spaces/${spaceId}`, body);
      const [, delivered] = await deliver(world);
      return [
        ['the answer', changed.text, parts],
        ['a delivery', delivered, writtenAsAttributes(document)],
        ...(await reads(world, [`/spaces/${spaceId}`, '/spaces?limit=100'], parts)),
      ];
    },
  },
  'a request that is sent again': {
    documents: anyObject,
    async pass(world, { text }) {
      const body = `{"name":"Again","attributes":${text}}`;
      const key = { 'idempotency-key': crypto.randomUUID() };
      const first = await platform(world, 'POST', '/spaces', body, key);
      const again = await platform(world, 'POST', '/spaces', body, key);
      expect(again.text).toBe(first.text);
      return [['both answers', again.text, [`"attributes":${text}`]]];
    },
  },
  'a config as it is installed': {
    documents: anyObject,
    async pass(world, { text }) {
      const {
        admin,
        installId,
        spaceId,
        plugin: { id },
      } = world;
      await platform(world, 'DELETE', `/installs/${installId}?erase=now`);
      const body = `{"plugin_id":${id},"user_id":${admin.id},"config":${text}}`;
      await platform(world, 'POST', `/spaces/${spaceId}/installs`, body);
      return configSeen(world, [`:${text}`]);
    },
  },
  'space level settings': {
    documents: anyObject,
    async pass(world, { text }) {
      const {
        plugin: { id },
      } = world;
      const body = `{"app_provision":{"space_level_settings":${text}}}`;
      const parts = [`:${text}`];
      const changed = await space(world, 'PUT', `/app_provisions/${id}`, body);
      return [['the answer', changed.text, parts], ...(await configSeen(world, parts))];
    },
  },
  'a config that its plugin puts': {
    documents: anyObject,
    async pass(world, document) {
      const config = `/installs/${world.installId}/config`;
      const answer = await plugin(world, 'PUT', config, document.text);
      return [MERGED(answer, document), ...(await configSeen(world, written(document)))];
    },
  },
  'a config that the host patches': {
    documents: anyObject,
    async pass(world, document) {
      const config = `/installs/${world.installId}/config`;
      const answer = await platform(world, 'PATCH', config, `{"config":${document.text}}`);
      return [MERGED(answer, document), ...(await configSeen(world, written(document)))];
    },
  },
  'a config that is restored': {
    documents: anyObject,
    async pass(world, { text }) {
      const {
        plugin: { id },
        installId,
      } = world;
      const config = `/installs/${installId}/config`;
      const body = `{"space_level_settings":${text}}`;
      await space(world, 'PATCH', `/app_provisions/${id}`, body);
      const { revision } = (await platform(world, 'GET', config)).body;
      await platform(world, 'PATCH', config, `{"config":{"other":${revision}}}`);
      await platform(world, 'POST', `${config}/revisions/${revision}/restore`);
      return configSeen(world, [`:${text}`]);
    },
  },
  'a password that the host patches': {
    documents: anyObject,
    async pass(world, { text }) {
      const config = `/installs/${world.installId}/config`;
      const body = `{"config":{"secret":${text},"other":${text}}}`;
      await platform(world, 'PATCH', config, body);
      return passwordSeen(world, [`"secret":${text}`, `"other":${text}`]);
    },
  },
  'a password in the effects of a reply': {
    documents: anyObject,
    async pass(world, { text }) {
      await deliver(world, '{}', `{"effects":{"config":{"secret":${text}}}}`);
      return passwordSeen(world, [`"secret":${text}`]);
    },
  },
  'a password that is restored': {
    documents: anyObject,
    async pass(world, { text }) {
      const config = `/installs/${world.installId}/config`;
      const { body } = await platform(world, 'PATCH', config, `{"config":{"secret":${text}}}`);
      await platform(world, 'PATCH', config, `{"config":{"secret":${body.revision}}}`);
      await platform(world, 'POST', `${config}/revisions/${body.revision}/restore`);
      return passwordSeen(world, [`"secret":${text}`]);
    },
  },
  'the effects of a reply': {
    documents: anyObject,
    async pass(world, document) {
      const { installId } = world;
      const set = `{"action":"set","key":"effect","value":${document.text}}`;
      await deliver(world, '{}', `{"effects":{"storage":[${set}],"config":${document.text}}}`);
      const item = `"value":${document.text}`;
      return [
        ...(await reads(world, [`/installs/${installId}/export`], [item, ...written(document)])),
        ...(await configSeen(world, written(document))),
      ];
    },
  },
  'a stored value': {
    documents: anyObject,
    async pass(world, { text }) {
      const { installId } = world;
      const parts = [`{"key":"a","value":${text}}`];
      const run = (commands: string) =>
        plugin(world, 'POST', '/storage', `{"install_id":"${installId}","commands":[${commands}]}`);
      const stored = await run(`{"action":"set","key":"a","value":${text}}`);
      const got = await run('{"action":"get","key":"a"},{"action":"list"}');
      return [
        ['the answer', stored.text, parts],
        ['a get and a list', got.text, [...parts, `[${parts}`]],
        ...(await reads(world, [`/installs/${installId}/export`], parts)),
      ];
    },
  },
  'what a reply tells of a job': {
    documents: anyObject,
    async pass(world, { text }) {
      const attachment = `{"type":"json","label":"a","value":${text},"more":${text}}`;
      const reply = `{"debugInfo":${text},"attachments":[${attachment}]}`;
      const [job] = await deliver(world, '{}', reply);
      return reads(world, [`/jobs/${job}`], [attachment, `"debug_info":${text}`]);
    },
  },
  'attachments that are added to a job': {
    documents: anyObject,
    async pass(world, { text }) {
      const [job] = await deliver(world);
      const attachments = [
        `{ "more":${text}, "label":"a","type":"seating_plan"}`,
        `{"label":"b","value":${text}}`,
      ];
      await plugin(world, 'PATCH', `/jobs/${job}`, `{"attachments":[${attachments}]}`);
      const parts = [attachments[0] as string, `"label":"b","value":${text}}`];
      return reads(world, [`/jobs/${job}`], parts);
    },
  },
  'a notification': {
    documents: anyObject,
    async pass(world, { text }) {
      const { installId } = world;
      const path = `/installs/${installId}/notifications`;
      const parts = [`"details":[ ${text}]`, `"attachments":${text}`];
      const answer = await plugin(world, 'POST', path, `{"message":"m",${parts}}`);
      return [['the answer', answer.text, parts], ...(await reads(world, [path], parts))];
    },
  },
  'the settings of an app': {
    documents: anyObject,
    async pass(world, { text }) {
      const {
        plugin: { clientId },
      } = world;
      const parts = [`"settings":${text}`];
      const path = `/app_settings/${clientId}`;
      const answer = await space(world, 'PUT', path, `{"app_setting":{${parts}}}`);
      return [
        ['the answer', answer.text, parts],
        ['later', (await space(world, 'GET', path)).text, parts],
      ];
    },
  },
  'an event type': {
    documents: anyObject,
    async pass(world, { text }) {
      const parts = [`"example_payload":${text}`, `"payload_schema":{ "default":${text}}`];
      const path = '/event_types/of_odd_things';
      const answer = await platform(world, 'PUT', path, `{"description":"d",${parts}}`);
      return [
        ['the answer', answer.text, parts],
        ...(await reads(world, [path, '/event_types'], parts)),
      ];
    },
  },
  'the filter of a manifest': {
    documents: anyFilter,
    async pass(world, { text }) {
      const {
        plugin: { id, slug },
        receiver,
      } = world;
      const parts = [`"filter":${text}`];
      const url = `"url":"${receiver.url}/hook"`;
      const events = `[{"name":"thing_happened",${url}},{"name":"plugin_installed",${url},${parts}}]`;
      const put = await platform(
        world,
        'PUT',
        `/plugins/${id}/manifest`,
        `{"name":"${slug}","slug":"${slug}","events":${events}}`,
      );
      const release = `/plugins/${id}/releases/${put.body.release.number}`;
      // In the first there is no such event.
      const diff = `${release}/diff?from=1`;
      return reads(world, [`/plugins/${id}/manifest`, release, diff], parts);
    },
  },
  'the filter of a manifest within a plugin object': {
    documents: anyFilter,
    async pass(world, { text }) {
      const { server, receiver } = world;
      const event = `{"name":"thing_happened","url":"${receiver.url}/hook","filter":${text}}`;
      const body = `{"app":{"name":"Filtering","manifest":{"events":[${event}]}}}`;
      const created = await taken(server.api('POST', '/v1/org_apps', body));
      const path = `/plugins/${created.body.app.id}`;
      return reads(world, [`${path}/manifest`, `${path}/releases/1/diff`], [`"filter":${text}`]);
    },
  },
};
