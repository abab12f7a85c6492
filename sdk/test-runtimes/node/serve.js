import { createServer } from 'node:http';
import { toNodeListener } from '@plugboard/sdk/node';
import { makePlugin } from '../plugin.js';

const server = createServer(toNodeListener(makePlugin(process.env)));
server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
