import {
  migrationRouteHandler,
  optionsRouteHandler,
  remoteValueRouteHandler,
  selectedValuesRouteHandler,
  validationRouteHandler,
} from '@plugboard/sdk/envoy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { appOf } from './app.ts';
import { signedRequest } from './signed-request.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    manifest: (url) => ({
      migration_url: `${url}/migrate`,
      setup_steps: [
        {
          type: 'form',
          title: 'Account',
          validation_url: `${url}/connect`,
          fields: [
            {
              key: 'room',
              type: 'select',
              label: 'Room',
              searchable: true,
              options_url: `${url}/rooms`,
              selected_values_url: `${url}/selected-rooms`,
            },
            { key: 'desk', type: 'text', label: 'Desk', remote_value_url: `${url}/desk` },
          ],
        },
      ],
    }),
  });
});
afterAll(() => world.close());

const ask = (what: string, body: object) =>
  world.server.api('POST', `/platform/v1/installs/${world.install.id}/setup/0/${what}`, body);

test('choices are asked for by what was typed, and keep the type of their values', async () => {
  world.serve(
    appOf(world, (app) =>
      app.post(
        '/rooms',
        optionsRouteHandler((req, res) => {
          const { search = '' } = req.envoy.meta.params;
          const rooms = [
            { label: 'Blue room', value: 1 },
            { label: 'Red room', value: '2', isDisabled: true },
          ];
          res.send(rooms.filter(({ label }) => label.includes(search)));
        }),
      ),
    ),
  );
  const all = await ask('options', { field: 0 });
  expect(all.body.data, all.text).toEqual([
    { label: 'Blue room', value: 1, is_disabled: false },
    { label: 'Red room', value: '2', is_disabled: true },
  ]);
  expect((await ask('options', { field: 0, search: 'Red' })).body.data).toHaveLength(1);
});

test('a field says what it shows first, and what was chosen before', async () => {
  world.serve(
    appOf(world, (app) => {
      app.post(
        '/desk',
        remoteValueRouteHandler((_req, res) => res.send({ value: 'Front desk' })),
      );
      app.post(
        '/selected-rooms',
        selectedValuesRouteHandler((req, res) => {
          const { value } = req.envoy.meta.params;
          res.send({ label: `Room ${value}`, value: String(value) });
        }),
      );
    }),
  );
  const remote = await ask('remote_value', { field: 1 });
  expect(remote.body.value, remote.text).toBe('Front desk');
  const selected = await ask('selected_values', { field: 0, value: '7' });
  expect(selected.text).toContain('Room 7');
});

test('a step is refused with a message, or lets through and merges into the config', async () => {
  world.serve(
    appOf(world, (app) =>
      app.post(
        '/connect',
        validationRouteHandler<{ account: string; desk: string }, { desk: string }>((req, res) => {
          const { desk } = req.envoy.payload;
          if (desk === 'closed') return res.sendFailed('That desk is closed');
          res.send({ account: 'a-1', desk: desk.toUpperCase() });
        }),
      ),
    ),
  );
  const refused = await ask('submit', { payload: { desk: 'closed' } });
  expect([refused.status, refused.body.detail]).toEqual([422, 'That desk is closed']);
  const taken = await ask('submit', { payload: { desk: 'left' } });
  expect(taken.status, taken.text).toBe(200);
  const config = await world.server.api('GET', `/platform/v1/installs/${world.install.id}/config`);
  expect(config.body.config).toMatchObject({ account: 'a-1', desk: 'LEFT' });
});

test('a migration says the whole new config', async () => {
  const migrate = migrationRouteHandler<{ account: string }, { accounts: string[] }>((req, res) => {
    const { config, params } = req.envoy.meta;
    res.send({ accounts: [config.account, `from ${params.from_release}`] });
  });
  world.serve(appOf(world, (app) => app.post('/migrate', migrate)));
  const answer = await fetch(
    signedRequest(`${world.url}/migrate`, {
      secret: String(world.credentials.secret),
      body: {
        meta: { route: 'migration', config: { account: 'a-1' }, params: { from_release: 3 } },
        payload: {},
      },
    }),
  );
  expect(await answer.json()).toEqual({ accounts: ['a-1', 'from 3'] });
});
