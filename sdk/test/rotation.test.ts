import { createPlugin } from '@plugboard/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test('a plugin that has only its new secret takes the jobs that come before it logged in, and logs in by them', async () => {
  const path = `/platform/v1/plugins/${world.registered.id}/secrets`;
  const { client_secret: secret } = (await world.server.api('POST', path, {})).body;
  const plugin = createPlugin({ ...world.credentials, secret }).on('entry_sign_in', () => {});
  world.serve(plugin);
  expect(await world.settled(await world.tell('entry_sign_in'))).toMatchObject({ status: 'done' });
  const { body } = await world.server.api('GET', path);
  const used = body.data.map((one: { last_used_at: string | null }) => one.last_used_at !== null);
  expect(used[0]).toBe(true);
});

test('a plugin that has both logs in with the one that Plugboard knows', async () => {
  const secret = ['not-known-to-plugboard-yet', world.registered.clientSecret];
  await createPlugin({ ...world.credentials, secret }).logIn();
  const wrong = createPlugin({ ...world.credentials, secret: 'wrong' });
  await expect(wrong.logIn()).rejects.toMatchObject({ code: 'invalid_client', status: 401 });
});
