import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { curlOf } from '../../src/platform-api/reference/curl.ts';
import { type ApiDocument, endpointsOf } from '../../src/platform-api/reference/document.ts';
import { sharedBrowser } from '../support/browser.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let document: ApiDocument;
let axe: string;
beforeAll(async () => {
  server = await startTestServer();
  browser = await sharedBrowser();
  document = (await send(`${server.url}/openapi.json`, 'GET')).body;
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return () => server.close();
});

/** Opens a page of the reference, and tells what it asked for elsewhere and what its policy forbade. */
async function opened(
  path: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<{ page: Page; wrong: string[] }> {
  const page = await browser.newPage(options);
  onTestFinished(() => page.close());
  const wrong: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(server.url).origin) wrong.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(server.url + path);
  return { page, wrong };
}

const tagPath = (name: string): string => `/docs/${name.replaceAll(' ', '-')}`;

test('the overview leads to every group and every operation', async () => {
  const { page, wrong } = await opened('/docs');
  const links = await page
    .locator('a[href^="/docs/"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  for (const { name } of document.tags) {
    expect(links).toContain(tagPath(name));
    for (const { operationId } of endpointsOf(document, name)) {
      expect(links).toContain(`${tagPath(name)}#${operationId}`);
    }
  }
  expect(wrong).toEqual([]);
  await page.close();
});

test('a page of each group shows its operations, brings all it needs and breaks no policy', async () => {
  const { page, wrong } = await opened('/docs');
  for (const { name } of document.tags) {
    await page.goto(server.url + tagPath(name));
    const shown = await page.locator('.operation').evaluateAll((all) =>
      all.map((one) => ({
        operationId: one.id,
        summary: one.querySelector('h2')?.textContent,
        method: one.querySelector('.method')?.textContent,
        example: one.querySelector('pre')?.textContent?.slice(0, 5),
      })),
    );
    expect(shown).toEqual(
      endpointsOf(document, name).map(({ operationId, summary, method }) => {
        return { operationId, summary, method, example: 'curl ' };
      }),
    );
    expect(wrong, name).toEqual([]);
  }
  await page.close();
});

test('every name of a schema leads to it', async () => {
  const { page, wrong } = await opened('/docs/schemas');
  const shown = await page.locator('section').evaluateAll((all) => all.map(({ id }) => id));
  expect(shown).toEqual(Object.keys(document.components.schemas));
  expect(wrong).toEqual([]);
  await page.close();
});

test.each(['light', 'dark'] as const)(
  'in %s, everybody can use it, and a phone needs not be scrolled sideways',
  async (colorScheme) => {
    for (const path of ['/docs', '/docs/plugin-services']) {
      const { page } = await opened(path, { colorScheme, viewport: { width: 360, height: 740 } });
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect(width, path).toBeLessThanOrEqual(360);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
        const results = await axe.run();
        return results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      expect(violations, path).toEqual([]);
      await page.close();
    }
  },
);

test('nothing in it is inline, and there is no other page', async () => {
  const page = await send(`${server.url}/docs/`, 'GET');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.text).not.toMatch(/<style|style="|<script|\son\w+=/);
  expect((await send(`${server.url}/docs/nothing`, 'GET')).status).toBe(404);
});

test('an example can be pasted into a shell', () => {
  const [endpoint] = endpointsOf(document, 'spaces').filter(
    ({ operationId }) => operationId === 'updateSpace',
  );
  if (endpoint === undefined) throw new Error('There is no such operation');
  const body = { content: { 'application/json': { schema: {}, example: { name: "Ada's" } } } };
  expect(curlOf({ ...endpoint, requestBody: body }, 'https://host.test')).toBe(
    [
      'curl -X PATCH',
      "'https://host.test/platform/v1/spaces/7'",
      '-H "Authorization: Bearer $HOST_KEY"',
      '-H "Content-Type: application/json"',
      `-d '{\n  "name": "Ada'\\''s"\n}'`,
    ].join(' \\\n  '),
  );
});

test('every parameter in a path has an example', () => {
  for (const { name } of document.tags) {
    for (const { path, parameters = [] } of endpointsOf(document, name)) {
      for (const parameter of parameters) {
        if (parameter.in !== 'path') continue;
        const type = parameter.schema.type === 'integer' ? 'number' : 'string';
        expect(parameter.example, `${parameter.name} of ${path}`).toBeTypeOf(type);
      }
    }
  }
});
