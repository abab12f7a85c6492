import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeListener } from '@plugboard/sdk/node';
import { findPage } from './pages.ts';
import { createParcelGuard } from './plugin.ts';

const { PLUGBOARD_URL: baseUrl, CLIENT_ID: clientId, CLIENT_SECRET: secret } = process.env;
if (!baseUrl || !clientId || !secret) {
  console.error('parcel-guard: set PLUGBOARD_URL, CLIENT_ID and CLIENT_SECRET in the environment');
  process.exit(1);
}

const server = createServer({ requestTimeout: 10_000 });
server.listen(Number(process.env.PORT ?? 0), process.env.HOST ?? '127.0.0.1');
await once(server, 'listening');
const url = `http://localhost:${(server.address() as AddressInfo).port}`;

const { PUBLIC_URL: publicUrl = url } = process.env;
const plugin = createParcelGuard({ baseUrl, clientId, secret }, publicUrl.replace(/\/+$/, ''));
const answerPlugboard = toNodeListener(plugin);
server.on('request', (request, response) =>
  (request.method === 'POST' ? answerPlugboard : answerBrowser)(request, response),
);
console.log(`parcel-guard listening on ${url}`);

// Shows at the start that Plugboard does not take the credentials. Failing that, the first call logs in.
plugin.logIn().catch((error) => console.error(`parcel-guard: ${error.message}`));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeIdleConnections();
  });
}

function answerBrowser(...[request, response]: Parameters<RequestListener>): void {
  const page = findPage(request.url?.split('?', 1)[0] ?? '');
  response.writeHead(page === undefined ? 404 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
  response.end(page ?? 'There is nothing here');
}
