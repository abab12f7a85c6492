import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { colourOf, contrast, hexOf } from '../../src/lib/colour.ts';
import { accentOf } from '../../src/pages/accent.ts';
import { signedIn, visit } from '../sign-in/visitor.ts';
import { axeViolations } from '../support/axe.ts';
import { sharedBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const LOGO = `<?xml version="1.0"?>
<!-- a mark -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><style>rect{fill:red}</style><rect width="8" height="8"/></svg>`;

let folder: string;
let logo: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brand-'));
  logo = join(folder, 'logo.svg');
  await writeFile(logo, LOGO);
  return () => rm(folder, { recursive: true });
});

describe('with a brand', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      env: {
        PLUGBOARD_BRAND_NAME: 'Acme & Söhne',
        PLUGBOARD_BRAND_LOGO: logo,
        PLUGBOARD_BRAND_COLOR: '#F5C400',
      },
    });
    return () => server.close();
  });

  test('every page is headed by its name and logo, and is in its colour', async () => {
    const { visitor } = await signedIn(server);
    const pages = [
      await visit(server).get('/sign-in'),
      await visit(server).get('/nothing/here', { accept: 'text/html' }),
      await visitor.get('/oauth/authorize?client_id=nobody'),
    ];
    for (const { text } of pages) {
      expect(text).toMatch(/<title>[^<]+ · Acme &amp; Söhne<\/title>/);
      expect(text).toMatch(
        /class="logo" src="\/assets\/logo\.[0-9a-f]{16}\.svg" alt=""><span>Acme &amp; Söhne</,
      );
      expect(text).toMatch(/pages\.\w+\.css">\s*<link rel="stylesheet" href="\/assets\/theme\./);
      expect(text).not.toContain('Plugboard');
    }
    const { text } = await visitor.get('/account');
    expect(text).toContain('<title>Acme &amp; Söhne</title>');
    expect(text).toMatch(
      /data-product="Acme &amp; Söhne" data-logo="\/assets\/logo\.[0-9a-f]{16}\.svg"/,
    );
    expect(text).not.toContain('Plugboard');
  });

  test('the logo is served for ever as it is, by itself without a script', async () => {
    const { text } = await visit(server).get('/sign-in');
    const path = /src="([^"]+)"/.exec(text)?.[1] as string;
    for (const at of [path, '/favicon.ico']) {
      const answer = await visit(server).get(at);
      expect(answer.text).toBe(LOGO);
      expect(answer.headers.get('content-type')).toBe('image/svg+xml');
      expect(answer.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'.*sandbox$/,
      );
    }
    const { headers } = await visit(server).get(path);
    expect(headers.get('cache-control')).toContain('immutable');
  });

  test('the theme is a stylesheet of its own, for those who build pages, too', async () => {
    const { status, headers, text } = await visit(server).get('/theme.css');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/css; charset=utf-8');
    for (const name of ['--accent', '--accent-strong', '--accent-soft', '--on-accent'])
      expect(text).toMatch(new RegExp(`${name}: light-dark\\(#[0-9a-f]{6}, #[0-9a-f]{6}\\);`));
    // Bright already, so that the dark theme has it as it was chosen.
    expect(text).toContain(', #f5c400);');
  });

  test('whoever builds pages is told of it, without a credential', async () => {
    const { status, body } = await visitJson(server);
    expect(status).toBe(200);
    expect(body).toEqual({
      name: 'Acme & Söhne',
      logo_url: expect.stringMatching(
        /^http:\/\/plugboard\.test\/assets\/logo\.[0-9a-f]{16}\.svg$/,
      ),
      accent: '#f5c400',
    });
  });

  test.each(['light', 'dark'] as const)(
    'nothing is hard to read in its colour, %s',
    async (colorScheme) => {
      const browser = await sharedBrowser();
      const context = await browser.newContext({ colorScheme });
      const page = await context.newPage();
      await page.goto(`${server.url}/sign-in`);
      const colour = await page.evaluate(
        "getComputedStyle(document.querySelector('button')).backgroundColor",
      );
      expect(colour).toBe(
        colorScheme === 'dark' ? 'rgb(245, 196, 0)' : rgb(accentOf('#f5c400').light.accent),
      );
      expect(await axeViolations(page)).toEqual([]);
      await context.close();
    },
  );
});

test('without one, pages are ours', async () => {
  const server = await startTestServer();
  try {
    const { text } = await visit(server).get('/sign-in');
    expect(text).toContain(' · Plugboard</title>');
    expect(text).not.toContain('theme.');
    expect((await visit(server).get('/theme.css')).text).not.toContain('--');
    expect((await visitJson(server)).body).toEqual({
      name: 'Plugboard',
      logo_url: null,
      accent: '#3b4fd8',
    });
  } finally {
    await server.close();
  }
});

test('a PNG is taken for a logo, and what is none, or too large, refused by the name of the setting', async () => {
  const png = join(folder, 'logo.bin');
  await writeFile(png, Buffer.from('89504e470d0a1a0a00', 'hex'));
  expect(readConfig({ PLUGBOARD_BRAND_LOGO: png }).brandLogo?.type).toBe('png');
  const wrong: [string, string | Buffer, RegExp][] = [
    ['page.svg', '<html><svg></svg></html>', /neither/],
    ['photo.png', Buffer.from('ffd8ffe0', 'hex'), /neither/],
    ['large.svg', LOGO.padEnd(256 * 1024 + 1), /at most 256 KiB/],
  ];
  for (const [name, content, why] of wrong) {
    const path = join(folder, name);
    await writeFile(path, content);
    expect(() => readConfig({ PLUGBOARD_BRAND_LOGO: path })).toThrow(why);
    expect(() => readConfig({ PLUGBOARD_BRAND_LOGO: path })).toThrow(/^PLUGBOARD_BRAND_LOGO must /);
  }
});

const hex = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('whatever colour is chosen, it can be read in both themes, and so can what stands on it', () => {
  const grounds = { light: ['#f6f7f9', '#ffffff'], dark: ['#12151b', '#1b1f28', '#232834'] };
  fc.assert(
    fc.property(
      fc.oneof(hex, fc.constantFrom('#000000', '#ffffff', '#808080', '#ffff00')),
      (colour) => {
        for (const theme of ['light', 'dark'] as const) {
          const { accent, strong, soft, on } = accentOf(colour)[theme];
          for (const ground of [...grounds[theme], soft])
            for (const text of [accent, strong])
              expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(on, accent)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(on, strong)).toBeGreaterThanOrEqual(4.5);
        }
      },
    ),
  );
});

test('a colour that can be read stays as it was chosen', () => {
  expect(accentOf('#3b4fd8').light.accent).toBe('#3b4fd8');
  expect(accentOf('#aab4ff').dark.accent).toBe('#aab4ff');
  fc.assert(
    fc.property(hex, (colour) => {
      expect(hexOf(colourOf(colour))).toBe(colour);
    }),
  );
});

function rgb(colour: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${parts.join(', ')})`;
}

async function visitJson({ url }: TestServer) {
  const answer = await fetch(`${url}/platform/v1/brand`);
  return { status: answer.status, body: await answer.json() };
}
