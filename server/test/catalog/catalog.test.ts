import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createPerson, type Person, setStatus } from '../space-api/scene.ts';
import { addMember } from '../support/people.ts';
import {
  createSpace,
  defineEventType,
  installPlugin,
  registerPlugin,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitor: Person;
const plugins: Record<string, TestPlugin> = {};

const PLUGINS: Record<string, [status: string, manifest: object]> = {
  'Badge Printer': ['approved', { author: 'Acme', categories: ['printing', 'Visitors'] }],
  'Zebra Labels': ['approved', { intro: 'Drives every badge printer', plan_level: 2 }],
  Printer: ['approved', { description: 'Über 100 % of \\ paper_jams, "solved"' }],
  'Printer Watch': ['approved', { placements: { sidebar: {}, toolbar: true } }],
  Waiting: ['in_review', {}],
  Hidden: ['approved_unlisted', { author: 'Hidden Printer Company' }],
  Stopped: ['approved', {}],
};

beforeAll(async () => {
  server = await startTestServer();
  visitor = await createPerson(server);
  await server.api('PUT', '/platform/v1/scopes/printers.write', { description: 'Print badges' });
  await server.api('PUT', '/platform/v1/scopes/printers.read', { description: 'See printers' });
  await defineEventType(server, 'badge_needed', { description: 'A visitor needs a badge' });
  for (const [name, [status, manifest]] of Object.entries(PLUGINS)) {
    const plugin = await registerPlugin(server, { name, ...manifest });
    await setStatus(server, plugin.id, status);
    plugins[name] = plugin;
  }
  await server.api('POST', `/platform/v1/plugins/${plugins.Stopped?.id}/suspend`, {});
  return () => server.close();
});

const ask = (path: string, person = visitor): Promise<Answer> =>
  send(`${server.url}/platform/v1/catalog${path}`, 'GET', undefined, {
    authorization: `Bearer ${person.token}`,
  });
const namesIn = ({ body }: Answer): string[] => body.data.map(({ name }: { name: string }) => name);
const search = async (text: string) => namesIn(await ask(`?search=${encodeURIComponent(text)}`));

test('the catalog lists by name what is public, runs and is not suspended, to whoever is signed in', async () => {
  const expected = ['Badge Printer', 'Printer', 'Printer Watch', 'Zebra Labels'];
  expect(namesIn(await ask(''))).toEqual(expected);
  expect(namesIn(await server.api('GET', '/platform/v1/catalog'))).toEqual(expected);
  const nobody = await send(`${server.url}/platform/v1/catalog`, 'GET');
  expect(nobody.status).toBe(401);
});

test.each<[string, string[]]>([
  ['printer', ['Printer', 'Printer Watch', 'Badge Printer', 'Zebra Labels']],
  ['PRINT', ['Printer', 'Printer Watch', 'Badge Printer', 'Zebra Labels']],
  ['printer badge', ['Badge Printer', 'Zebra Labels']],
  ['  badge   printer ', ['Badge Printer', 'Zebra Labels']],
  ['acme', ['Badge Printer']],
  ['visitors', ['Badge Printer']],
  ['über', ['Printer']],
  ['ÜBER 100', ['Printer']],
  ['printer nowhere', []],
  ['', ['Badge Printer', 'Printer', 'Printer Watch', 'Zebra Labels']],
])('a search for %j finds %j, what the name matches first', async (text, expected) => {
  expect(await search(text)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['%', ['Printer']],
  ['_', ['Printer']],
  ['\\', ['Printer']],
  ['"solved"', ['Printer']],
  ["'; drop table plugins; --", []],
  ['{}', []],
  ['.*', []],
  ['(a+)+$', []],
])('%j is looked for as it stands', async (text, expected) => {
  expect(await search(text)).toEqual(expected);
});

test.each([
  ['what nobody can see', '?search=%07'],
  ['more than 10 words', `?search=${'a+'.repeat(11)}a`],
  ['more than 200 characters', `?search=${'a'.repeat(201)}`],
  ['a cursor of no list', '?cursor=eA'],
  [
    'a cursor with what cannot be stored',
    `?cursor=${Buffer.from('[0,1,"\\u0000"]').toString('base64url')}`,
  ],
  ['a space that can be none', '?space_id=x'],
  ['a filter that there is not', '?colour=red'],
])('%s is refused', async (_, query) => {
  const { status, body } = await ask(query);
  expect([status, body.code]).toEqual([422, 'invalid']);
});

test.each(['', '&search=r', '&search=printer'])(
  'pages go on where the one before ended (%s)',
  async (query) => {
    const whole = namesIn(await ask(`?limit=200${query}`));
    const seen: string[] = [];
    let cursor = '';
    do {
      const answer = await ask(`?limit=1${query}${cursor}`);
      seen.push(...namesIn(answer));
      cursor = answer.body.next_cursor === null ? '' : `&cursor=${answer.body.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(whole);
  },
);

test('a category is named whole', async () => {
  expect(namesIn(await ask('?category=printing'))).toEqual(['Badge Printer']);
  expect(namesIn(await ask('?category=print'))).toEqual([]);
  expect(namesIn(await ask('?category=Visitors&search=acme'))).toEqual(['Badge Printer']);
});

test('a plugin says what it asks for, in the words of the host, and what it hears', async () => {
  const plugin = await registerPlugin(server, {
    name: 'Asking',
    intro: 'Asks',
    description: 'At length',
    website: 'https://asking.example/',
    scopes: ['printers.write'],
    optional_scopes: ['printers.read'],
    events: [
      { name: 'badge_needed', url: 'https://asking.example/badge' },
      { name: 'plugin_installed', url: 'https://asking.example/installed' },
    ],
    placements: { sidebar: {}, toolbar: false },
  });
  await setStatus(server, plugin.id, 'approved_unlisted');
  const { status, body, text } = await ask(`/${plugin.slug}`);
  expect(status, text).toBe(200);
  expect(body).toEqual({
    id: plugin.id,
    slug: plugin.slug,
    name: 'Asking',
    origin: 'host',
    intro: 'Asks',
    description: 'At length',
    author: null,
    website: 'https://asking.example/',
    icon: null,
    screenshot: null,
    preview_video: null,
    categories: [],
    placements: { sidebar: true, toolbar: false },
    plan_level: null,
    scopes: [{ name: 'printers.write', description: 'Print badges' }],
    optional_scopes: [{ name: 'printers.read', description: 'See printers' }],
    events: [
      { name: 'badge_needed', description: 'A visitor needs a badge' },
      { name: 'plugin_installed', description: null },
    ],
    release: { number: 1, published_at: expect.any(String) },
    setup_steps: [],
    in_space: null,
  });
});

test('a plugin says what its set-up asks for, and nothing that only its worker is to know', async () => {
  const plugin = await registerPlugin(server, {
    setup_steps: [
      {
        type: 'form',
        title: 'How to print',
        fields: [
          { key: 'copies', type: 'text', label: 'Copies', required: true },
          { key: 'key', type: 'password', label: 'API key' },
          { key: 'help', type: 'info', label: 'Help', description: 'Ask us' },
        ],
      },
      {
        type: 'oauth2',
        title: 'Your printers',
        authorize_url: 'https://login.printers.example/authorize',
        token_url: 'https://login.printers.example/token',
        client_id: 'us',
        client_secret: 'sesame',
        validation_url: 'https://asking.example/validate',
      },
    ],
  });
  await setStatus(server, plugin.id, 'approved_unlisted');
  const { body, text } = await ask(`/${plugin.slug}`);
  expect(body.setup_steps).toEqual([
    {
      type: 'form',
      title: 'How to print',
      required: true,
      fields: [
        { label: 'Copies', required: true },
        { label: 'API key', required: false },
      ],
      host: null,
    },
    {
      type: 'oauth2',
      title: 'Your printers',
      required: true,
      fields: [],
      host: 'login.printers.example',
    },
  ]);
  expect(text).not.toMatch(/sesame|validate/);
});

test('the categories are those of what is listed, each once', async () => {
  const categories = (query = '') =>
    send(`${server.url}/platform/v1/catalog_categories${query}`, 'GET', undefined, {
      authorization: `Bearer ${visitor.token}`,
    });
  const hidden = await registerPlugin(server, { categories: ['secret'] });
  await setStatus(server, hidden.id, 'approved_unlisted');
  const { body } = await categories();
  expect(body).toEqual({
    data: [
      { name: 'Visitors', plugins: 1 },
      { name: 'printing', plugins: 1 },
    ],
    next_cursor: null,
  });
  const first = (await categories('?limit=1')).body;
  const rest = (await categories(`?limit=1&cursor=${first.next_cursor}`)).body;
  expect([...first.data, ...rest.data]).toEqual(body.data);
  const wrong = await categories(`?cursor=${Buffer.from('a\0').toString('base64url')}`);
  expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid']);
});

test('by its slug one is found that is not listed, and none that is not public or is suspended', async () => {
  const statusOf = async (name: string) => (await ask(`/${plugins[name]?.slug}`)).status;
  expect(await statusOf('Hidden')).toBe(200);
  for (const name of ['Waiting', 'Stopped']) expect(await statusOf(name)).toBe(404);
  for (const slug of ['no-such-plugin', 'No%20slug', '%07', String(plugins.Printer?.id)]) {
    const { status, body } = await ask(`/${slug}`);
    expect([slug, status, body.code]).toEqual([slug, 404, 'plugin_not_found']);
  }
});

test('by its slug the members of a space find whatever is installed there', async () => {
  const own = await registerPlugin(server, { name: 'Own' });
  const spaceId = await createSpace(server);
  const member = await createPerson(server);
  await addMember(server, spaceId, member.id, 'editor');
  const install = await installPlugin(server, own, spaceId);
  await setStatus(server, own.id, 'in_review');
  const { status, body } = await ask(`/${own.slug}?space_id=${spaceId}`, member);
  expect([status, body.name, body.in_space?.install?.id]).toEqual([200, 'Own', install.id]);
  expect((await ask(`/${own.slug}`, member)).status).toBe(404);
  expect((await ask(`/${own.slug}?space_id=${await createSpace(server)}`, member)).status).toBe(
    404,
  );
});

test('for a space it tells what fits its plan and what is installed, to its members', async () => {
  const spaceId = await createSpace(server, { plan_level: 1 });
  const member = await createPerson(server);
  await addMember(server, spaceId, member.id, 'editor');
  const install = await installPlugin(server, plugins.Printer as TestPlugin, spaceId);
  const gone = await installPlugin(server, plugins['Printer Watch'] as TestPlugin, spaceId);
  await server.api('DELETE', `/platform/v1/installs/${gone.id}`);
  const { body } = await ask(`?space_id=${spaceId}`, member);
  const spaces = body.data.map(({ name, in_space }: { name: string; in_space: object }) => [
    name,
    in_space,
  ]);
  expect(Object.fromEntries(spaces)).toEqual({
    'Badge Printer': { fits_plan: true, install: null, restorable: null },
    Printer: {
      fits_plan: true,
      install: { id: install.id, status: 'active' },
      restorable: null,
    },
    'Printer Watch': {
      fits_plan: true,
      install: null,
      restorable: { id: gone.id, until: expect.any(String) },
    },
    'Zebra Labels': { fits_plan: false, install: null, restorable: null },
  });
  const slug = plugins['Zebra Labels']?.slug;
  expect((await ask(`/${slug}?space_id=${spaceId}`, member)).body.in_space.fits_plan).toBe(false);
  for (const path of [`?space_id=${spaceId}`, `/${slug}?space_id=${spaceId}`]) {
    const stranger = await ask(path);
    expect([stranger.status, stranger.body.code]).toEqual([404, 'space_not_found']);
  }
});

test('what was erased cannot be restored, and the catalog offers it as what was never there', async () => {
  const spaceId = await createSpace(server);
  const member = await createPerson(server);
  await addMember(server, spaceId, member.id, 'editor');
  const gone = await installPlugin(server, plugins.Printer as TestPlugin, spaceId);
  await server.api('DELETE', `/platform/v1/installs/${gone.id}?erase=now`);
  const { body } = await ask(`/${plugins.Printer?.slug}?space_id=${spaceId}`, member);
  expect(body.in_space).toEqual({ fits_plan: true, install: null, restorable: null });
});

test('what is found is what is published, and not what its developer works on', async () => {
  const plugin = await registerPlugin(server, { name: 'Xylophone' });
  await setStatus(server, plugin.id, 'approved');
  await server.db.query(sql`
    insert into releases (plugin_id, number, state, manifest, sort_name, search_text)
    select plugin_id, 2, 'draft', manifest, 'yodel', 'yodel' from releases where plugin_id = ${plugin.id}`);
  expect(await search('xylophone')).toEqual(['Xylophone']);
  expect(await search('yodel')).toEqual([]);
});
