import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { manifest } from '@plugboard/example-greeter/manifest';
import { beforeAll, expect, test } from 'vitest';
import { addMember, createPerson } from '../../support/people.ts';
import { registerPlugin, type TestPlugin } from '../../support/plugins.ts';
import { portForLater } from '../../support/port.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { installIn } from '../fixtures.ts';
import { type SetupScene, sceneOf } from './scene.ts';

// Compiled by `tsc -b`, as it is shipped.
const GREETER = fileURLToPath(
  new URL('../../../../examples/greeter/dist/main.js', import.meta.url),
);

let server: TestServer;
let plugin: TestPlugin;
beforeAll(async () => {
  server = await startTestServer();
  const port = await portForLater();
  for (const name of ['entry_sign_in', 'entry_sign_out'])
    await server.api('PUT', `/platform/v1/event_types/${name}`, { description: name });
  plugin = await registerPlugin(server, manifest(`http://localhost:${port}`));
  const greeter = await startGreeter(port);
  return async () => {
    greeter.kill('SIGTERM');
    await once(greeter, 'exit');
    await server.close();
  };
});

async function startGreeter(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [GREETER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PLUGBOARD_URL: server.url,
      CLIENT_ID: plugin.clientId,
      CLIENT_SECRET: plugin.clientSecret,
      PORT: String(port),
    },
  });
  await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  return child;
}

const install = async (): Promise<SetupScene> =>
  sceneOf(server, plugin, await installIn(server, plugin));

test('the greeter is set up by every type of field', async () => {
  const scene = await install();
  expect((await scene.submit(0, { greeting: 'Hello' })).body.status).toBe('active');
  const person = await createPerson(server, { friendly_name: 'Ada' });
  await addMember(server, scene.spaceId, person.id);
  const { body } = await scene.read();
  const fields: { key: string; type: string }[] = body.steps[1].fields;
  const numberOf = (key: string) => fields.findIndex((field) => field.key === key);
  expect([...new Set(fields.map(({ type }) => type))].sort()).toEqual([
    'checkbox',
    'info',
    'link',
    'mapping',
    'password',
    'resource_select',
    'select',
    'text',
  ]);
  const notice = await scene.ask(1, 'remote_value', { field: numberOf('notice') });
  expect(notice.body.value).toContain('greeting');
  const language = numberOf('language');
  const first = await scene.ask(1, 'options', { field: language });
  const second = await scene.ask(1, 'options', { field: language, cursor: first.body.cursor });
  expect([first.body.data.length, second.body.data.length]).toEqual([4, 2]);
  const chosen = await scene.ask(1, 'selected_values', { field: language, value: 'fr' });
  expect(chosen.body.data).toMatchObject([{ label: 'Français' }]);
  const members = await scene.ask(1, 'options', { field: numberOf('receptionist') });
  expect(members.body.data).toMatchObject([{ label: 'Ada', value: person.id }]);
  const answers = {
    desk: 'North',
    announce: true,
    language: 'fr',
    receptionist: person.id,
    badge_colors: [{ left: 'guest', right: '#1f3a5f' }],
  };
  const submitted = await scene.submit(1, { ...answers, wifi_password: 'canary-long' });
  expect(submitted.status, submitted.text).toBe(200);
  expect(submitted.text).not.toContain('canary');
  expect(submitted.body).toMatchObject({
    next: null,
    steps: [{ state: 'done' }, { state: 'done', answers, passwords_set: ['wifi_password'] }],
  });
});

test('the greeter refuses a password that is too short, and the person reads why', async () => {
  const scene = await install();
  const answer = await scene.submit(1, { wifi_password: 'short' });
  expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
    422,
    'plugin_refused',
    'A Wi-Fi password has at least 8 characters',
  ]);
});
