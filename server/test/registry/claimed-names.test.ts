import { beforeAll, describe, expect, test } from 'vitest';
import { call, createPerson, hostHeaders, type Person } from '../space-api/scene.ts';
import { registerPartnerPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Person;
beforeAll(async () => {
  server = await startTestServer({
    env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0', PLUGBOARD_BRAND_NAME: 'Gästebuch 21' },
  });
  owner = await createPerson(server);
  return () => server.close();
});

const register = (app: object, headers = owner.headers, path = '/partner_apps') =>
  call(server, headers, 'POST', path, { app });

// What people read as the host's name.
const SPELLINGS = [
  'Gästebuch 21',
  'gastebuch21',
  'G\u00e4stebuch\u200b21',
  'Ga\u0308stebuch  21',
  'GÄSTEBUCH-21',
  'Gäste_buch. 21',
  'Ｇästebuch ２１',
  'G\u0430stebuch 2l',
  'G\u00adaste\u2060buch\u202f21',
  '\u202eGästebuch 21',
  // Fillers, which are letters to Unicode.
  'Gäste\u3164buch\u115f21',
  // In Cherokee, in Lisu, in small capitals, with strokes.
  '\u13c0\u13aastebuch 21',
  '\ua4d6\ua4eestebuch 21',
  '\u0262\u1d00\ua731\u1d1b\u1d07\u0299\u1d1c\u1d04\u029c 21',
  'G\u0251\u015f\u0167e\u0180uc\u0127 21',
];

describe("a partner's plugin", () => {
  test.each(SPELLINGS)('does not take the name of the host as %j', async (spelling) => {
    for (const [field, app] of [
      ['name', { name: spelling, slug: 'some-plugin' }],
      ['name', { name: `${spelling} Calendar`, slug: 'some-plugin' }],
      ['author', { name: 'Calendar', author: spelling }],
      ['author', { name: 'Calendar', author: `The ${spelling} team` }],
    ] as const) {
      const { status, body } = await register(app);
      expect([status, Object.keys(body)], field).toEqual([422, expect.arrayContaining([field])]);
    }
  });

  test.each(['gastebuch-21', 'gastebuch21', 'gaste-buch-21-calendar'])(
    'does not take it as the slug %s',
    async (slug) => {
      const { status, body } = await register({ name: 'Calendar', slug });
      expect([status, Object.keys(body)]).toEqual([422, ['slug']]);
    },
  );

  test.each([
    { name: 'Calendar for Gästebuch 21', slug: 'calendar-for-gastebuch-21' },
    { name: 'Gästebuch 211', author: 'Gast' },
    { name: 'Gäste', author: 'Buch 21' },
  ])('may say what it is for, and be called alike: $name', async (app) => {
    expect((await register(app)).status).toBe(201);
  });

  test('does not take it later either', async () => {
    const { id } = await registerPartnerPlugin(server, owner.headers);
    const path = `/partner_apps/${id}`;
    const app = { name: 'Gästebuch 21', author: 'Gästebuch 21' };
    const { status, body } = await call(server, owner.headers, 'PUT', path, { app });
    expect([status, Object.keys(body).sort()]).toEqual([422, ['author', 'name']]);
  });
});

test('the host gives its name to its own', async () => {
  const app = { name: 'Gästebuch 21', author: 'Gästebuch 21' };
  expect((await register(app, hostHeaders(server), '/org_apps')).status).toBe(201);
  const manifest = { ...app, slug: 'gastebuch-21-calendar' };
  expect((await server.api('POST', '/platform/v1/plugins', manifest)).status).toBe(201);
});
