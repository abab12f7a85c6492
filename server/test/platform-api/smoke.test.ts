import { beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});
test('x', async () => {
  const a = await server.api('GET', '/platform/v1/x');
  expect(a.status).toBe(404);
  expect(a.body.code).toBe('not_found');
});
