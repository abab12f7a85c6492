import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Plugin } from '@plugboard/sdk';
import { toExpress } from '@plugboard/sdk/express';
import { toFastify } from '@plugboard/sdk/fastify';
import { toHono } from '@plugboard/sdk/hono';
import { toNodeListener } from '@plugboard/sdk/node';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';

/** A web framework that serves a plugin at `/plugboard`, and below a router of its own at `/tenants/plugboard`. */
export interface Framework {
  name: string;
  serve(plugin: Plugin): Promise<RequestListener>;
  /** The same, where something parses bodies before the plugin comes to them. */
  serveParsed(plugin: Plugin): Promise<RequestListener>;
  /** What is to be done about that. */
  fix: RegExp;
}

/** Every framework that there is an adapter for, but Next, which serves only what it has built. */
export const FRAMEWORKS: Framework[] = [
  {
    name: 'node:http',
    serve: async (plugin) => toNodeListener(plugin),
    serveParsed: async (plugin) => {
      const listener = toNodeListener(plugin);
      return async (request, response) => {
        for await (const _chunk of request);
        await listener(request, response);
      };
    },
    fix: /before anything reads it/,
  },
  {
    name: 'Express',
    serve: async (plugin) => {
      const router = express.Router().use('/plugboard', toExpress(plugin));
      return express().use('/plugboard', toExpress(plugin)).use('/tenants', router);
    },
    serveParsed: async (plugin) =>
      express().use(express.json()).use('/plugboard', toExpress(plugin)),
    fix: /before app\.use\(express\.json\(\)\)/,
  },
  {
    name: 'Fastify',
    serve: async (plugin) => {
      const app = Fastify();
      // Elsewhere in the app bodies are parsed as always.
      app.post('/echo', async (request) => request.body);
      app.register(toFastify(plugin), { prefix: '/plugboard' });
      app.register(
        async (scope) => {
          scope.register(toFastify(plugin), { prefix: '/plugboard' });
        },
        { prefix: '/tenants' },
      );
      await app.ready();
      return app.routing;
    },
    serveParsed: async (plugin) => {
      const app = Fastify();
      app.addHook('preHandler', async (request) => {
        request.body = JSON.parse(String(request.body));
      });
      app.register(toFastify(plugin), { prefix: '/plugboard' });
      await app.ready();
      return app.routing;
    },
    fix: /preHandler/,
  },
  {
    name: 'Hono',
    serve: async (plugin) => {
      const router = new Hono().all('/plugboard/*', toHono(plugin));
      const app = new Hono().all('/plugboard/*', toHono(plugin)).route('/tenants', router);
      return getRequestListener(app.fetch);
    },
    serveParsed: async (plugin) => {
      const app = new Hono();
      app.use(async (context, next) => {
        await context.req.json();
        await next();
      });
      app.all('/plugboard/*', toHono(plugin));
      return getRequestListener(app.fetch);
    },
    fix: /nothing before toHono\(plugin\) may read it/,
  },
];
