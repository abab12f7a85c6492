import { makePlugin } from '../plugin.js';

Deno.serve(
  {
    hostname: '127.0.0.1',
    port: 0,
    onListen: ({ port }) => console.log(`listening on ${port}`),
  },
  makePlugin(Deno.env.toObject()).fetch,
);
