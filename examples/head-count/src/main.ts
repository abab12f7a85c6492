import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { connectPlugboard } from './plugboard.ts';

const { PLUGBOARD_URL: url, CLIENT_ID: clientId, CLIENT_SECRET, PORT, HOST } = process.env;
// The newest first. A secret has no spaces.
const secrets = (CLIENT_SECRET ?? '').split(' ').filter((secret) => secret !== '');
const [clientSecret] = secrets;
if (!url || !clientId || !clientSecret) {
  console.error('head-count: set PLUGBOARD_URL, CLIENT_ID and CLIENT_SECRET in the environment');
  process.exit(1);
}

const plugboard = connectPlugboard({ url, clientId, clientSecret });
const server = createServer(createApp(secrets, plugboard));
server.listen(Number(PORT ?? 0), HOST ?? '127.0.0.1');
await once(server, 'listening');
console.log(`head-count listening on http://localhost:${(server.address() as AddressInfo).port}`);

// Proves that we know a new secret: from now on it signs X-Envoy-Signature. Failing that, the first call logs in.
plugboard.logIn().catch((error) => console.error(`head-count: ${error.message}`));

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close());
