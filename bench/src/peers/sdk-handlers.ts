import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createPlugin } from '@plugboard/sdk';
import { toExpress } from '@plugboard/sdk/express';
import { toFastify } from '@plugboard/sdk/fastify';
import { toHono } from '@plugboard/sdk/hono';
import { toNodeListener } from '@plugboard/sdk/node';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { answerCalls } from '../harness/calls.ts';

// A plugin in each framework, and beside it the least that anybody would write there: the same body parsed, the same reply, nothing checked.

const plugin = createPlugin({
  secret: process.env.SECRET,
  // The same request is sent again and again.
  toleranceSeconds: 86_400,
}).on('bench.event', ({ job }) => job.done('Greeted'));

const REPLY = { message: 'Greeted' };

const LISTENERS = {
  'node:http': {
    sdk: async () => toNodeListener(plugin),
    bare: async () => bareNode,
  },
  Express: {
    sdk: async () => express().use('/job', toExpress(plugin)),
    bare: async () =>
      express().post('/job', express.json(), (_request, response) => {
        response.json(REPLY);
      }),
  },
  Fastify: {
    sdk: async () => listenerOf(Fastify().register(toFastify(plugin))),
    bare: async () => {
      const app = Fastify();
      app.post('/job', async () => REPLY);
      return listenerOf(app);
    },
  },
  Hono: {
    sdk: async () => getRequestListener(new Hono().post('/job', toHono(plugin)).fetch),
    bare: async () =>
      getRequestListener(
        new Hono().post('/job', async (context) => {
          await context.req.json();
          return context.json(REPLY);
        }).fetch,
      ),
  },
};

type Framework = keyof typeof LISTENERS;

function bareNode(
  request: import('node:http').IncomingMessage,
  response: import('node:http').ServerResponse,
) {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString('utf8'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(REPLY));
  });
}

async function listenerOf(app: ReturnType<typeof Fastify> | PromiseLike<unknown>) {
  const fastify = app as ReturnType<typeof Fastify>;
  await fastify.ready();
  return fastify.routing;
}

answerCalls({
  async listen({ framework, kind }: { framework: Framework; kind: 'sdk' | 'bare' }) {
    const listener = await LISTENERS[framework][kind]();
    const server = createServer(listener as never);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
});
