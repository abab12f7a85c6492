import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { type Greeter, startGreeter } from '../src/server.ts';

const SECRET = 'secret';

let greeter: Greeter;
beforeAll(async () => {
  const config = readConfig({
    PLUGBOARD_URL: 'http://127.0.0.1:9/',
    CLIENT_ID: 'client',
    CLIENT_SECRET: SECRET,
  });
  greeter = await startGreeter(config, () => undefined);
});
afterAll(() => greeter.close());

const sign = (...parts: string[]): string =>
  createHmac('sha256', SECRET).update(parts.join('')).digest('base64');

/** Calls a route of this kind as Plugboard does. */
async function call(kind: string, path: string, params: object, payload: object = {}) {
  const meta = { route: `step-1-${kind}`, install_id: '1', config: {}, params };
  const body = JSON.stringify({ meta, payload });
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
  const first = await call('field-5-options', '/setup/languages', {});
  const second = await call('field-5-options', '/setup/languages', { cursor: first.body.cursor });
  const last = await call('field-5-options', '/setup/languages', { cursor: second.body.cursor });
  const labels = [...first.body.data, ...second.body.data].map(({ label }) => label);
  expect([labels.length, last.body]).toEqual([6, { data: [], cursor: null }]);
  const found = await call('field-5-options', '/setup/languages', { search: 'DEU' });
  expect(found.body.data).toEqual([{ label: 'Deutsch', value: 'de' }]);
  const chosen = await call('field-5-selected-values', '/setup/chosen-language', { value: 'fr' });
  expect(chosen.body).toEqual({ label: 'Français', value: 'fr' });
  expect(
    (await call('field-5-selected-values', '/setup/chosen-language', { value: 'xx' })).body,
  ).toBe(null);
});

test('what the form gave is judged', async () => {
  const payload = { desk: 'North', wifi_password: 'long enough' };
  const judge = (given: object) => call('validation', '/setup/check', {}, given);
  expect(await judge(payload)).toEqual({ status: 200, body: payload });
  expect(await judge({ wifi_password: 'short' })).toEqual({
    status: 412,
    body: { message: expect.stringContaining('at least 8') },
  });
});
