import { createPlugin, type OptionsContext, type Plugin, refuse } from '@plugboard/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from './support/world.ts';

const GREETINGS = ['Hello', 'Hola', 'Aloha'].map((label) => ({
  label,
  value: label.toLowerCase(),
}));

let world: World;
beforeAll(async () => {
  world = await startWorld({
    manifest: (url) => ({
      setup_steps: [
        {
          type: 'form',
          title: 'Greeting',
          validation_url: `${url}/setup/greeting`,
          fields: [
            {
              key: 'greeting',
              type: 'select',
              label: 'Greeting',
              required: true,
              searchable: true,
              pagination: 'cursor',
              options_url: `${url}/setup/greetings`,
              selected_values_url: `${url}/setup/greetings`,
            },
            { key: 'desk', type: 'text', label: 'Desk', remote_value_url: `${url}/setup/desk` },
          ],
        },
      ],
    }),
  });
});
afterAll(() => world.close());

const setUp = (path: string, body: object) =>
  world.server.api('POST', `/platform/v1/installs/${world.install.id}/setup/0/${path}`, body);

const plugin = (): Plugin =>
  createPlugin({ ...world.credentials, onError: () => undefined })
    .options('greetings', ({ search, cursor }) => ({
      data: cursor === 'end' ? [] : GREETINGS.filter(({ label }) => label.includes(search ?? '')),
      cursor: 'end',
    }))
    .selectedValues('setup/greetings', ({ value }) =>
      GREETINGS.find((greeting) => greeting.value === value),
    )
    .remoteValue('desk', () => 'Front desk')
    .validate<{ greeting: string }>('greeting', async ({ payload, install, storage }) => {
      if (payload.greeting === 'hola') return refuse('That greeting is taken');
      await storage.set('chosen', payload.greeting);
      return { greeting: payload.greeting, checked_for: install.id };
    });

describe('while an admin sets the plugin up', () => {
  test('choices come searched and in pages, and what was chosen has its label', async () => {
    world.serve(plugin());
    expect((await setUp('options', { field: 0 })).body).toMatchObject({ data: GREETINGS });
    const found = await setUp('options', { field: 0, search: 'Al' });
    expect(found.body).toMatchObject({ data: [GREETINGS[2]] });
    const next = await setUp('options', { field: 0, cursor: found.body.cursor });
    expect(next.body.data).toEqual([]);
    const selected = await setUp('selected_values', { field: 0, value: 'hola' });
    expect(selected.body).toMatchObject({ data: [GREETINGS[1]] });
    expect((await setUp('selected_values', { field: 0, value: 'gone' })).body.data).toEqual([]);
    expect((await setUp('remote_value', { field: 1 })).body).toEqual({ value: 'Front desk' });
  });

  test('a no keeps them on the step, with its message; a yes saves what was answered', async () => {
    world.serve(plugin());
    const refused = await setUp('submit', { payload: { greeting: 'hola' } });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('That greeting is taken');
    const accepted = await setUp('submit', { payload: { greeting: 'aloha' } });
    expect(accepted.status, accepted.text).toBe(200);
    const install = plugin().install(world.install.id);
    expect(await install.config.get()).toEqual({
      greeting: 'aloha',
      checked_for: String(world.install.id),
    });
    expect((await install.storage.get('chosen'))?.value).toBe('aloha');
  });

  test('whoever has no objection keeps all that the step gave', async () => {
    world.serve(createPlugin(world.credentials).validate('greeting', () => undefined));
    const accepted = await setUp('submit', { payload: { greeting: 'hello', desk: 'Ada' } });
    expect(accepted.status, accepted.text).toBe(200);
    expect(await plugin().install(world.install.id).config.get()).toMatchObject({
      greeting: 'hello',
      desk: 'Ada',
    });
  });

  test('a route without a handler is named beside those that there are', async () => {
    world.serve(plugin());
    const bare = createPlugin({ ...world.credentials, onError: () => undefined });
    world.serve(bare.options('cities', () => []));
    const answer = await setUp('options', { field: 0 });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).toContain('no handler for options at /setup/greetings');
    expect(answer.text).toContain('options cities');
  });

  test('the longest name that the path ends with is meant', async () => {
    const said = (name: string) => (_context: OptionsContext<unknown>) => [
      { label: name, value: name },
    ];
    world.serve(
      createPlugin(world.credentials)
        .options('greetings', said('short'))
        .options('setup/greetings', said('long'))
        .options('etings', said('part of a word')),
    );
    expect((await setUp('options', { field: 0 })).body.data).toMatchObject([{ value: 'long' }]);
  });
});

test('an action of a notification that somebody chose is answered with a message for them', async () => {
  const seen: unknown[] = [];
  world.serve(
    plugin().action(({ action, notificationId, user }) => {
      seen.push([action, notificationId, user]);
      return 'The paper is ordered';
    }),
  );
  const { id } = await plugin()
    .install(world.install.id)
    .notify({ message: 'Out', actions: [{ label: 'Order', callbackUrl: `${world.url}/order` }] });
  const answer = await world.server.api('POST', `/platform/v1/notifications/${id}/actions/0`, {});
  expect(answer.status, answer.text).toBe(200);
  expect(answer.text).toContain('The paper is ordered');
  expect(seen).toEqual([[{ label: 'Order', index: 0 }, id, null]]);
});

test('a name that is no end of a path is refused when it is given', () => {
  for (const name of ['', '/', 'a b', 'x?y']) {
    expect(() => plugin().options(name, () => [])).toThrow('is no name of a route');
  }
});
