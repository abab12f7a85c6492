import { makePlugin } from '../plugin.js';

const { port } = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch: makePlugin(process.env).fetch,
});
console.log(`listening on ${port}`);
