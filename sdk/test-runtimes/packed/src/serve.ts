import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeListener } from '@plugboard/sdk/node';
import plugin from './plugin.js';

const server = createServer(toNodeListener(plugin));
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on ${(server.address() as AddressInfo).port}`);
});
