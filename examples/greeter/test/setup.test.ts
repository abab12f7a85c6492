import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { manifest } from '../src/manifest.ts';
import { connectPlugboard } from '../src/plugboard.ts';
import { type Greeter, startGreeter } from '../src/server.ts';

const SECRET = 'secret';

let greeter: Greeter;
beforeAll(async () => {
  const config = readConfig({
    PLUGBOARD_URL: 'http://127.0.0.1:9/',
    CLIENT_ID: 'client',
    CLIENT_SECRET: SECRET,
  });
  greeter = await startGreeter({ config, plugboard: connectPlugboard(config), log: () => {} });
});
afterAll(() => greeter.close());

const sign = (...parts: string[]): string =>
  createHmac('sha256', SECRET).update(parts.join('')).digest('base64');

/** Calls a route as Plugboard does. */
async function call(path: string, params: object, meta: object = { route: 'step-1-validation' }) {
  const body = JSON.stringify({ meta: { ...meta, params }, payload: {} });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const answer = await fetch(greeter.url + path, {
    method: 'POST',
    body,
    headers: {
      'webhook-id': 'call-1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${sign(`call-1.${timestamp}.`, body)}`,
      'x-envoy-signature': sign(body),
    },
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

test('languages come by cursor until there is none left, and can be searched', async () => {
  const first = await call('/setup/languages', {});
  const second = await call('/setup/languages', { cursor: first.body.cursor });
  const last = await call('/setup/languages', { cursor: second.body.cursor });
  const labels = [...first.body.data, ...second.body.data].map(({ label }) => label);
  expect([labels.length, last.body]).toEqual([6, { data: [], cursor: null }]);
  const found = await call('/setup/languages', { search: 'DEU' });
  expect(found.body.data).toEqual([{ label: 'Deutsch', value: 'de' }]);
  const chosen = await call('/setup/chosen-language', { value: 'fr' });
  expect(chosen.body).toEqual({ label: 'Français', value: 'fr' });
  expect((await call('/setup/chosen-language', { value: 'xx' })).body).toBe(null);
});

test('what the form gave is judged', async () => {
  const payload = { desk: 'North', wifi_password: 'long enough' };
  expect(await call('/setup/check', { payload })).toEqual({ status: 200, body: payload });
  const short = await call('/setup/check', { payload: { wifi_password: 'short' } });
  expect(short).toEqual({ status: 412, body: { message: expect.stringContaining('at least 8') } });
});

test('every route of the manifest is there, and asks for signatures', async () => {
  const urls = JSON.stringify(manifest(greeter.url)).match(/"https?:[^"]*\/setup\/[^"]*"/g) ?? [];
  expect(urls.length).toBe(5);
  for (const url of urls.map((text) => JSON.parse(text))) {
    expect([url, (await fetch(url, { method: 'POST' })).status]).toEqual([url, 401]);
    expect([url, (await fetch(url)).status]).toEqual([url, 405]);
  }
});

test('a request for a worker is none for a route', async () => {
  const answer = await call('/setup/desk', {}, { event: 'entry_sign_in' });
  expect(answer.status).toBe(400);
});
