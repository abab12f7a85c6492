import { createPlugin } from '@plugboard/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWay, type Way } from './support/way.ts';
import { startWorld, type World } from './support/world.ts';

let world: World;
let way: Way;
beforeAll(async () => {
  world = await startWorld({ scopes: ['employees.read'] });
  way = await startWay(world.server.url);
});
afterAll(async () => {
  await way.close();
  await world.close();
});

const plugin = () => createPlugin({ ...world.credentials, baseUrl: way.url });
const logIns = () => way.calls.filter((call) => call.includes('/a/auth/')).length;

test('the installer’s token asks the host, whatever the plugin asks for is theirs', async () => {
  const installer = plugin().install(world.install.id).asInstaller();
  expect((await installer.me()).type).toBe('users');
  const [location] = await installer.locations();
  expect(location).toMatchObject({ type: 'locations', id: String(world.install.spaceId) });
  expect(await installer.companies({ limit: 1 })).toHaveLength(1);
  const employees = await installer.employees({ filter: { query: 'user' }, sort: 'name' });
  expect(employees.length).toBeGreaterThan(0);
  await expect(installer.employees({ filter: { shoe: 44 } })).rejects.toMatchObject({
    status: 422,
  });
  const body = await installer.request<{ data: { id: string } }>('/api/v2/users/me');
  expect(body.data.id).toBe((await installer.me()).id);
  expect(logIns()).toBe(1);
});

test('within a job the token that came along is used, and none is asked for', async () => {
  way.calls.splice(0);
  const names: unknown[] = [];
  world.serve(
    plugin().on('entry_sign_in', async ({ install, meta }) => {
      const installer = install.asInstaller();
      expect(await installer.accessToken()).toBe(meta.auth?.access_token);
      names.push((await installer.me()).attributes.name);
    }),
  );
  expect(await world.settled(await world.tell('entry_sign_in'))).toMatchObject({ status: 'done' });
  expect(names).toHaveLength(1);
  expect(logIns()).toBe(0);
});

test('once the token that came along is refused, another is asked for', async () => {
  way.calls.splice(0);
  way.next.push({ status: 401, body: { errors: [{ code: 'invalid_token' }] } });
  world.serve(
    plugin().on('entry_sign_in', async ({ install }) => {
      await install.asInstaller().me();
    }),
  );
  expect(await world.settled(await world.tell('entry_sign_in'))).toMatchObject({ status: 'done' });
  expect(logIns()).toBe(1);
});
