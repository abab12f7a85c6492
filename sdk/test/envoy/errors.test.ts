import {
  createAxiosClient,
  EnvoyPluginSDK,
  ensureError,
  envoyAxiosErrorLogger,
  envoyAxiosRequestLogger,
  envoyAxiosResponseLogger,
  isEmptyStorageError,
  sanitizeAxiosError,
} from '@plugboard/sdk/envoy';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.restoreAllMocks());

test('whatever was thrown becomes an error', () => {
  const error = new Error('mine');
  expect(ensureError(error)).toBe(error);
  expect(ensureError({ a: 1 }).message).toContain('{"a":1}');
  const circle: { self?: unknown } = {};
  circle.self = circle;
  expect(ensureError(circle).message).toContain('cannot be printed');
  expect(isEmptyStorageError(error)).toBe(false);
});

test('an error of axios is kept without its headers', () => {
  const headers = { authorization: 'Bearer secret' };
  const given = Object.assign(new Error('Request failed with status code 404'), {
    isAxiosError: true,
    code: 'ERR_BAD_REQUEST',
    config: { url: '/x', method: 'get', headers },
    request: { headers },
    response: {
      status: 404,
      statusText: 'Not Found',
      data: { a: 1 },
      headers,
      config: { headers },
    },
  });
  const safe = sanitizeAxiosError(given);
  expect(safe).toMatchObject({
    message: given.message,
    stack: given.stack,
    code: 'ERR_BAD_REQUEST',
    config: { url: '/x', method: 'get' },
    response: { status: 404, statusText: 'Not Found', data: { a: 1 } },
  });
  expect(JSON.stringify(safe)).not.toContain('secret');
});

test('where nobody answers there is an error of axios with an answer that has no status', async () => {
  const fetch = () => Promise.reject(new TypeError('fetch failed'));
  const client = createAxiosClient({ baseURL: 'http://plugboard.test' }, { fetch });
  await expect(client.post('/x', {})).rejects.toMatchObject({
    isAxiosError: true,
    code: 'ERR_NETWORK',
    response: { status: 0, data: undefined },
    cause: { code: 'no_answer' },
  });
});

test('calls are printed without their headers', () => {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...parts) => lines.push(JSON.stringify(parts)));
  const config = {
    method: 'post',
    baseURL: 'http://plugboard.test',
    url: '/x',
    data: { a: 1 },
    headers: { authorization: 'Bearer secret' },
  };
  expect(envoyAxiosRequestLogger(config)).toBe(config);
  const response = { status: 200, data: { b: 2 }, request: config };
  expect(envoyAxiosResponseLogger(response)).toBe(response);
  const error = Object.assign(new Error('failed'), { config, response });
  expect(() => envoyAxiosErrorLogger(error)).toThrow(error);
  expect(lines).toEqual([
    '["request: POST http://plugboard.test/x",{"data":{"a":1}}]',
    '["response: POST http://plugboard.test/x 200",{"data":{"b":2}}]',
    '["error: POST http://plugboard.test/x failed",{"data":{"b":2}}]',
  ]);
});

test('what a request does not have is said', () => {
  const route = new EnvoyPluginSDK({ meta: { route: 'x', config: {} }, payload: null }, true);
  expect([route.jobId, route.payload]).toEqual([null, null]);
  expect(() => route.job).toThrow(/has no job/);
  expect(() => route.userAPI).toThrow(/no token of a user/);
  expect(() => route.pluginAPI).toThrow(/no token of the plugin/);
  expect(() => route.installStorage).toThrow(/about no install/);
  expect(new EnvoyPluginSDK({ meta: {}, payload: {} }, true, 'token').globalStorage.installId).toBe(
    undefined,
  );
  expect(() => new EnvoyPluginSDK({ meta: {}, payload: {} }).payload).toThrow(/not verified/);
});
