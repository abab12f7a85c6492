import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { isLine } from '../../src/lib/readable.ts';
import { html } from '../../src/pages/html.ts';
import { LANGS, texts } from '../../src/pages/texts.ts';
import { createPerson, signedIn, signIn, visit } from '../sign-in/visitor.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const CORPUS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '</title><svg/onload=alert(1)>',
  '<!--<script>-->',
  '&lt;script&gt;',
  'javascript:alert(1)',
  '{{7*7}}<%= 7*7 %>',
  'a\u2028<b>\u202Ereversed',
];

test.each(CORPUS)('%j is shown as it is, wherever people supply it', async (text) => {
  // The last one is refused as a name; in addresses and forms it comes all the same.
  const name = isLine(text) ? text : 'Visitor';
  const { person, visitor } = await signedIn(server, { friendly_name: name });
  const link = await server.api('POST', '/platform/v1/sign_in_links', { user_id: person.id });
  const stranger = visit(server);
  const pages = [
    await visitor.get(new URL(link.body.url).pathname),
    await visitor.get(`/oauth/authorize?client_id=${encodeURIComponent(text)}`),
    await stranger.get(`/sign-in?return_to=${encodeURIComponent(`/${text}`)}`),
    await signIn(stranger, { email: text, password: text }, { return_to: `/x?${text}` }),
    await stranger.get(`/${encodeURIComponent(text)}`),
    await stranger.get('/nothing', { 'accept-language': text.replaceAll(/[^ -~]/g, '') }),
  ];
  for (const page of pages) {
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).not.toMatch(/<(script|img|b)\b|<svg\/|onfocus=['"]|<!--/);
  }
  const shown = html`${name}`.text;
  expect(pages[0]?.text).toContain(shown);
});

test('every text is there in every language, with the same values', () => {
  for (const [key, byLang] of Object.entries(texts)) {
    const values = LANGS.map((lang) => [...byLang[lang].matchAll(/\{\w+\}/g)].flat().sort());
    expect(
      values.every((names) => names.join() === values[0]?.join()),
      key,
    ).toBe(true);
  }
});

test('a page is in the language of its reader', async () => {
  const titleIn = async (acceptLanguage: string) => {
    const { text } = await visit(server).get('/sign-in', { 'accept-language': acceptLanguage });
    return /<html lang="(\w+)">/.exec(text)?.[1];
  };
  expect(await titleIn('de-AT,de;q=0.9,en;q=0.8')).toBe('de');
  expect(await titleIn('fr,de;q=0.5')).toBe('de');
  expect(await titleIn('fr')).toBe('en');
  const person = await createPerson(server, { lang: 'de' });
  const visitor = visit(server);
  await signIn(visitor, person);
  const { text } = await visitor.get('/account', { 'accept-language': 'en' });
  expect(text).toContain('<html lang="de">');
});

// Of these a part is put together: the name of what is wrong with a password.
const PUT_TOGETHER = /^account_password_(short|long|common)$/;

test('no text is left that no page uses', async () => {
  const names = await readdir(SOURCES, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts') && !name.endsWith('texts.ts'));
  const sources = await Promise.all(files.map((name) => readFile(join(SOURCES, name), 'utf8')));
  const code = sources.join('');
  const unused = Object.keys(texts).filter((key) => !code.includes(`'${key}'`));
  expect(unused.filter((key) => !PUT_TOGETHER.test(key))).toEqual([]);
});
