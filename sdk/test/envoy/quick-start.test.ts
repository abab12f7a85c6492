import {
  entryEventHandler,
  envoyMiddleware,
  errorMiddleware,
  optionsRouteHandler,
} from '@plugboard/sdk/envoy';
import express from 'express';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { setEnvironment } from './environment.ts';

interface Config {
  greeting: string;
}

const greetings = ['Hello', 'Hola', 'Aloha'].map((value) => ({ label: value, value }));

/** What the first pages of Envoy's documentation build: a choice of greetings, and a greeting for whoever signs in. */
function quickStart() {
  const greetingOptions = optionsRouteHandler((_req, res) => {
    res.send(greetings);
  });
  const entrySignIn = entryEventHandler<Config>(async (req, res) => {
    const { job, meta, payload: visitor } = req.envoy;
    const hello = `${meta.config.greeting} ${visitor.attributes['full-name']}!`;
    await job.attach({ label: 'Greeting', value: hello });
    res.send({ hello });
  });
  const app = express();
  app.use(envoyMiddleware());
  app.post('/greeting-options', greetingOptions);
  app.post('/events/entry_sign_in', entrySignIn);
  app.use(errorMiddleware());
  return app;
}

const startGreeterWorld = () =>
  startWorld({
    manifest: (url) => ({
      setup_steps: [
        {
          type: 'form',
          title: 'Greeting',
          fields: [
            {
              key: 'greeting',
              type: 'select',
              label: 'Greeting',
              required: true,
              options_url: `${url}/greeting-options`,
            },
          ],
        },
      ],
    }),
  });

const ENVOY = ['ENVOY_CLIENT_ID', 'ENVOY_CLIENT_SECRET', 'ENVOY_BASE_URL'] as const;
const PLUGBOARD = ['PLUGBOARD_CLIENT_ID', 'PLUGBOARD_CLIENT_SECRET', 'PLUGBOARD_URL'] as const;

/** Credentials in the variables of these names, and none in the others. */
function setCredentials({ credentials }: World, names: readonly [string, string, string]) {
  const [id, secret, url] = names;
  const none = Object.fromEntries([...ENVOY, ...PLUGBOARD].map((name) => [name, undefined]));
  return setEnvironment({
    ...none,
    [id]: credentials.clientId,
    [secret]: String(credentials.secret),
    [url]: String(credentials.baseUrl),
  });
}

test.each([
  ["Envoy's", ENVOY],
  ['ours', PLUGBOARD],
])(
  'with %s variables set, an admin chooses a greeting that the plugin offers, and visitors are greeted',
  async (_, names) => {
    const world = await startGreeterWorld();
    const setBack = setCredentials(world, names);
    try {
      world.serve(quickStart());
      const setup = `/platform/v1/installs/${world.install.id}/setup/0`;
      const offered = await world.server.api('POST', `${setup}/options`, { field: 0 });
      expect(offered.body.data, offered.text).toMatchObject(greetings);
      const payload = { greeting: 'Aloha' };
      const submitted = await world.server.api('POST', `${setup}/submit`, { payload });
      expect(submitted.status, submitted.text).toBe(200);
      const visitor = { type: 'entries', id: '7', attributes: { 'full-name': 'Visitor 1' } };
      const job = await world.settled(await world.tell('entry_sign_in', visitor));
      expect(job.status).toBe('done');
      expect(job.attachments).toMatchObject([
        { type: 'text', label: 'Greeting', value: 'Aloha Visitor 1!' },
      ]);
    } finally {
      setBack();
      await world.close();
    }
  },
);

test('what is not set is said when the app is made', () => {
  const setBack = setEnvironment({
    ENVOY_CLIENT_SECRET: undefined,
    PLUGBOARD_CLIENT_SECRET: undefined,
  });
  try {
    expect(() => envoyMiddleware()).toThrow(
      /set ENVOY_CLIENT_SECRET or PLUGBOARD_CLIENT_SECRET, or give it in code/,
    );
  } finally {
    setBack();
  }
});
