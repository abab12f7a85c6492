import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { manifest } from '../src/manifest.ts';
import { type Greeter, startGreeter } from '../src/server.ts';

const environment = {
  PLUGBOARD_URL: 'http://127.0.0.1:9/',
  CLIENT_ID: 'client',
  CLIENT_SECRET: 'secret',
};

let greeter: Greeter;

beforeAll(async () => {
  greeter = await startGreeter(readConfig(environment), () => undefined);
});

afterAll(() => greeter.close());

test('a badge has a page and a picture, which is named by the page', async () => {
  const page = await fetch(`${greeter.url}/badges/1234`);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const source = /src="([^"]+)"/.exec(await page.text())?.[1] ?? '';

  const picture = await fetch(new URL(source, page.url));
  expect(picture.status).toBe(200);
  expect(picture.headers.get('content-type')).toBe('image/svg+xml');
  expect(await picture.text()).toContain('1234');
});

test.each([
  ['GET', '/badges/999', 404],
  ['GET', '/badges/10000', 404],
  ['GET', '/badges/<b>', 404],
  ['GET', '//', 404],
  ['GET', '/constructor', 404],
  ['GET', '/entry-sign-in', 404],
  ['POST', '/badges/1234', 405],
  ['POST', '/nothing', 401],
])('%s %s answers %i', async (method, path, status) => {
  expect((await fetch(greeter.url + path, { method })).status).toBe(status);
});

test('every event and every route of the manifest has a handler', () => {
  const { plugin, url } = greeter;
  const { events, setup_steps } = manifest(url);
  expect(events.map(({ name }) => name).sort()).toEqual([...plugin.events].sort());
  const urls = JSON.stringify(setup_steps).match(/"https?:[^"]*\/setup\/[^"]*"/g) ?? [];
  const names = urls.map((text) => new URL(JSON.parse(text)).pathname.slice(1));
  expect(names.sort()).toEqual(plugin.routes.map(({ name }) => name).sort());
});

test.each(Object.keys(environment))('a missing %s is named', (name) => {
  expect(() => readConfig({ ...environment, [name]: '' })).toThrow(`set ${name} in`);
});

test.each([
  [{ PORT: '70000' }, 'PORT is "70000"'],
  [{ PLUGBOARD_URL: 'localhost:4400' }, 'PLUGBOARD_URL must be an http or https URL'],
])('a wrong setting is named: %o', (setting, message) => {
  expect(() => readConfig({ ...environment, ...setting })).toThrow(message);
});
