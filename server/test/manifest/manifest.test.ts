import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { defineEventType } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  // Private addresses refused, as in production.
  server = await startTestServer({ env: { PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'off' } });
  await defineEventType(server, 'entry_sign_in');
  for (const scope of ['locations.read', 'locations.write'])
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  return () => server.close();
});

const WORKER = 'https://plugin.example.com/worker';

const complete = {
  name: 'Greeter',
  slug: 'greeter',
  intro: 'Greets',
  description: 'Greets every visitor',
  author: 'A developer',
  website: 'https://example.com',
  icon: 'https://example.com/icon.png',
  screenshot: null,
  preview_video: null,
  plan_level: 2,
  categories: ['demo'],
  placements: { sidebar: { icon: null }, toolbar: false },
  app_url: null,
  embedded_app_url: 'https://plugin.example.com/app',
  dev_embedded_app_url: 'http://localhost:3000',
  oauth_redirect_uri: 'https://plugin.example.com/callback',
  dev_oauth_redirect_uri: 'http://127.0.0.1:3000/callback',
  use_app_bridge: true,
  enable_space_settings: true,
  scopes: ['locations.read'],
  optional_scopes: ['locations.write'],
  field_type_ids: [3],
  events: [
    { name: 'entry_sign_in', url: WORKER, filter: { floor: [1, { exists: false }] } },
    { name: 'plugin_installed', url: WORKER, filter: null },
  ],
  setup_steps: [
    {
      type: 'form',
      title: 'Greeting',
      validation_url: null,
      fields: [
        { key: 'name', type: 'text', label: 'Name', required: true, remote_value_url: WORKER },
        { key: 'key', type: 'password', label: 'Key' },
        { key: 'loud', type: 'checkbox', label: 'Loud' },
        { key: 'size', type: 'select', label: 'Size', options: [{ label: 'One', value: 1 }] },
        {
          key: 'greeting',
          type: 'select',
          label: 'Greeting',
          options_url: WORKER,
          searchable: true,
          pagination: 'cursor',
          selected_values_url: WORKER,
        },
        { key: 'help', type: 'link', label: 'Help', url: 'http://localhost:3000/help' },
        { key: 'hint', type: 'info', label: 'Hint', text: 'Take care' },
        { key: 'who', type: 'resource_select', label: 'Who', resource: 'members' },
        {
          key: 'map',
          type: 'mapping',
          label: 'Map',
          left_options_url: WORKER,
          right_field: { type: 'select', options_url: WORKER },
        },
      ],
    },
    {
      type: 'oauth2',
      title: 'Connect',
      authorize_url: 'https://login.example.com/authorize',
      token_url: 'https://login.example.com/token',
      client_id: 'client',
      scopes: ['read'],
      validation_url: WORKER,
    },
    { type: 'popup', title: 'Agree', content_url: 'https://example.com/', validation_url: WORKER },
  ],
  migration_url: null,
};

const register = (body: unknown) => server.api('POST', '/platform/v1/plugins', body);

test('a manifest comes back as it was declared', async () => {
  const created = await register({ $schema: 'https://example.com/manifest.json', ...complete });
  expect(created.status, created.text).toBe(201);
  const { body } = await server.api('GET', '/platform/v1/plugins/greeter/manifest');
  expect(body).toEqual(complete);
});

test('what a manifest leaves out is filled in', async () => {
  expect((await register({ name: 'Small', slug: 'small' })).status).toBe(201);
  const { body } = await server.api('GET', '/platform/v1/plugins/small/manifest');
  expect(Object.keys(body).sort()).toEqual(Object.keys(complete).sort());
  expect(body).toMatchObject({
    events: [],
    setup_steps: [],
    placements: { sidebar: null, toolbar: false },
    embedded_app_url: null,
    use_app_bridge: false,
  });
});

const field = (fields: object) => ({
  setup_steps: [{ type: 'form', title: 'Form', fields: [{ key: 'a', label: 'A', ...fields }] }],
});

describe('a manifest is refused with', () => {
  test.each<[string, object, ...string[]]>([
    ['no name', { name: undefined }, '/name'],
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['an upper-case slug', { slug: 'Greeter' }, '/slug'],
    ['a slug that looks like an id', { slug: '123' }, '/slug'],
    ['a slug that is too long', { slug: 'a'.repeat(101) }, '/slug'],
    ['an unknown event', { events: [{ name: 'nope', url: WORKER }] }, '/events/0/name'],
    [
      'two subscriptions to one event',
      {
        events: [
          { name: 'entry_sign_in', url: WORKER },
          { name: 'entry_sign_in', url: 'https://example.com/other' },
        ],
      },
      '/events/1/name',
    ],
    [
      'a filter that is none',
      { events: [{ name: 'entry_sign_in', url: WORKER, filter: { floor: [{ matches: 'a' }] } }] },
      '/events/0/filter/floor/0',
    ],
    ['an unknown scope', { scopes: ['locations.read', 'nope'] }, '/scopes/1'],
    ['a scope of the Plugin API', { scopes: ['plugin'] }, '/scopes/0'],
    ['an unknown optional scope', { optional_scopes: ['nope'] }, '/optional_scopes/0'],
    [
      'a scope that is both required and optional',
      { scopes: ['locations.read'], optional_scopes: ['locations.write', 'locations.read'] },
      '/optional_scopes/1',
    ],
    ['a URL without a scheme', { website: 'example.com' }, '/website'],
    ['a script for a URL', { website: 'javascript:alert(1)' }, '/website'],
    ['a file for a URL', { embedded_app_url: 'file:///etc/passwd' }, '/embedded_app_url'],
    ['a password in a URL', { app_url: 'https://me:secret@example.com' }, '/app_url'],
    ['a private icon', { icon: 'http://192.168.1.1/icon.png' }, '/icon'],
    [
      'a fragment in a redirect',
      { oauth_redirect_uri: 'https://example.com/#a' },
      '/oauth_redirect_uri',
    ],
    [
      'a private worker',
      { events: [{ name: 'entry_sign_in', url: 'http://127.0.0.1:4000/' }] },
      '/events/0/url',
    ],
    [
      'a private worker in disguise',
      { events: [{ name: 'entry_sign_in', url: 'http://0x7f.1/' }] },
      '/events/0/url',
    ],
    ['a worker at a mail server', { migration_url: 'https://example.com:25/' }, '/migration_url'],
    [
      'an icon in the sidebar that is private',
      { placements: { sidebar: { icon: 'http://10.0.0.1/' } } },
      '/placements/sidebar/icon',
    ],
    [
      'a step of no known type',
      { setup_steps: [{ type: 'quiz', title: 'Quiz' }] },
      '/setup_steps/0/type',
    ],
    ['a step without type', { setup_steps: [{ title: 'Quiz' }] }, '/setup_steps/0/type'],
    ['a field of no known type', field({ type: 'colour' }), '/setup_steps/0/fields/0/type'],
    [
      'a field with what another type has',
      field({ type: 'text', options: [] }),
      '/setup_steps/0/fields/0/options',
    ],
    [
      'a secret that is asked for in clear',
      {
        setup_steps: [
          { type: 'form', title: 'F', fields: [{ key: 'pin', type: 'text', label: 'PIN' }] },
          {
            type: 'popup',
            title: 'P',
            content_url: WORKER,
            validation_url: WORKER,
            secrets: ['pin'],
          },
        ],
      },
      '/setup_steps/1/secrets/0',
    ],
    ['a select without choices', field({ type: 'select' }), '/setup_steps/0/fields/0'],
    [
      'a select with choices twice',
      field({ type: 'select', options: [{ label: 'A', value: 'a' }], options_url: WORKER }),
      '/setup_steps/0/fields/0/options_url',
    ],
    [
      'a search among fixed choices',
      field({ type: 'select', options: [{ label: 'A', value: 'a' }], searchable: true }),
      '/setup_steps/0/fields/0/searchable',
    ],
    [
      'private choices',
      field({ type: 'select', options_url: 'http://[::1]/' }),
      '/setup_steps/0/fields/0/options_url',
    ],
    ['a link to nowhere', field({ type: 'link' }), '/setup_steps/0/fields/0'],
    [
      'a mapping onto nothing',
      field({ type: 'mapping', left_options_url: WORKER }),
      '/setup_steps/0/fields/0/right_field',
    ],
    [
      'a mapping onto a select without choices',
      field({ type: 'mapping', left_options_url: WORKER, right_field: { type: 'select' } }),
      '/setup_steps/0/fields/0/right_field',
    ],
    [
      'a pop-up that saves nothing',
      { setup_steps: [{ type: 'popup', title: 'P', content_url: WORKER }] },
      '/setup_steps/0/validation_url',
    ],
    [
      'a token address inside',
      {
        setup_steps: [
          {
            type: 'oauth2',
            title: 'O',
            client_id: 'c',
            authorize_url: WORKER,
            token_url: 'http://169.254.169.254/token',
            validation_url: WORKER,
          },
        ],
      },
      '/setup_steps/0/token_url',
    ],
    [
      'two fields of one key',
      {
        setup_steps: [
          {
            type: 'form',
            title: 'F',
            fields: [
              { key: 'a', type: 'text', label: 'A' },
              { key: 'a', type: 'text', label: 'B' },
            ],
          },
        ],
      },
      '/setup_steps/0/fields/1/key',
    ],
    [
      'everything that is wrong with it at once',
      {
        name: '',
        colour: 'red',
        website: 'ftp://example.com',
        scopes: ['nope'],
        events: [{ name: 'nope', url: 'http://localhost/', filter: {} }, { name: 7 }],
        setup_steps: [{ type: 'form', title: 'F', fields: [{ type: 'select', key: '!' }] }],
      },
      '/name',
      '/colour',
      '/website',
      '/scopes/0',
      '/events/0/name',
      '/events/0/url',
      '/events/0/filter',
      '/events/1/name',
      '/events/1/url',
      '/setup_steps/0/fields/0',
      '/setup_steps/0/fields/0/key',
      '/setup_steps/0/fields/0/label',
    ],
  ])('%s', async (_name, fields, ...pointers) => {
    const refused = await register({ name: 'Refused', slug: 'refused', ...fields });
    expect(refused.status, refused.text).toBe(422);
    expect(refused.body.code).toBe('invalid');
    const told = refused.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(told.sort()).toEqual(pointers.sort());
    expect((await server.api('GET', '/platform/v1/plugins/refused')).status).toBe(404);
  });

  test.each([['[]'], ['null'], ['"manifest"'], ['7'], ['']])('the body %s', async (body) => {
    expect((await register(body)).status).toBe(422);
  });

  test('more than 256 KiB', async () => {
    const refused = await register({
      name: 'x',
      slug: 'refused',
      description: 'x'.repeat(2 ** 18),
    });
    expect(refused.status).toBe(413);
    expect(refused.body.code).toBe('body_too_large');
  });
});

describe('a redirect URI is registered only in the form in which libraries send it:', () => {
  const HOST = 'https://plugin.example.com';

  test.each([
    [HOST, `${HOST}/`],
    ['https://PLUGIN.Example.com/callback', `${HOST}/callback`],
    ['HTTPS://plugin.example.com/callback', `${HOST}/callback`],
    [`${HOST}:443/callback`, `${HOST}/callback`],
    [`${HOST}/a/../callback`, `${HOST}/callback`],
    [`${HOST}/a/%2E%2E/callback`, `${HOST}/callback`],
    [`${HOST}?a=1`, `${HOST}/?a=1`],
    ['https://xn--mnchen-3ya.example.com', 'https://xn--mnchen-3ya.example.com/'],
    [`${HOST}/→`, `${HOST}/%E2%86%92`],
    [`${HOST}/a b`, `${HOST}/a%20b`],
    ['http://127.0.0.1:80/callback', 'http://127.0.0.1/callback'],
    ['http://0x7f.1:3000/callback', 'http://127.0.0.1:3000/callback'],
    ['http://[0:0:0:0:0:0:0:1]:3000/', 'http://[::1]:3000/'],
    [`${HOST}/callback#a`, `${HOST}/callback`],
    [`${HOST}/#`, `${HOST}/`],
    [`${HOST}/callback?code=1`, `${HOST}/callback`],
    [`${HOST}/callback?a=1&state=&b=2`, `${HOST}/callback?a=1&b=2`],
    [`${HOST}/callback?iss&error=x&c%6Fde=2`, `${HOST}/callback`],
    [`${HOST}?a=1&state=2#b`, `${HOST}/?a=1`],
  ])('%s', async (uri, right) => {
    for (const field of ['oauth_redirect_uri', 'dev_oauth_redirect_uri']) {
      const refused = await register({ name: 'Refused', slug: 'refused', [field]: uri });
      expect(refused.status, refused.text).toBe(422);
      expect(refused.body.errors).toEqual([
        { pointer: `/${field}`, message: expect.stringMatching(/^must /) },
      ]);
      expect(refused.body.errors[0].message.split('; ')).toContain(`use ${right}`);
    }
    const { body } = await register({ name: 'Right', slug: 'right', oauth_redirect_uri: right });
    expect(body.plugin?.slug).toBe('right');
    await server.db.query(sql`delete from plugins where slug = 'right'`);
  });

  test('what else its query has is its own, and stays as it is', async () => {
    for (const [index, query] of ['?Code=1', '?codes=1', '?a=%20b+c', '?a=a%23b', '?'].entries()) {
      const uri = `${HOST}/callback${query}`;
      const slug = `own-query-${index}`;
      const { status, text } = await register({ name: 'Own', slug, oauth_redirect_uri: uri });
      expect(status, text).toBe(201);
      const { body } = await server.api('GET', `/platform/v1/plugins/${slug}/manifest`);
      expect(body.oauth_redirect_uri).toBe(uri);
    }
  });

  test('a release, too', async () => {
    await register({ name: 'Released', slug: 'released' });
    const manifest = { name: 'Released', slug: 'released', oauth_redirect_uri: HOST };
    const answer = await server.api('PUT', '/platform/v1/plugins/released/manifest', manifest);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, '/oauth_redirect_uri']);
  });
});

test('the message says how many things are wrong besides the first', async () => {
  const { body } = await register({ slug: 'refused', website: 'x', scopes: ['nope'] });
  expect(body.detail).toBe('/name: is required, and 2 more');
});

test('the schema is published for editors, under its own address', async () => {
  const answer = await server.api('GET', '/schemas/manifest.json', undefined, {
    authorization: undefined,
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/schema+json');
  expect(answer.body.$id).toBe('http://plugboard.test/schemas/manifest.json');
  expect(Object.keys(answer.body.properties).sort()).toEqual(
    ['$schema', ...Object.keys(complete)].sort(),
  );
});
