import { serve } from '@hono/node-server';
import { toHono } from '@plugboard/sdk/hono';
import { Hono } from 'hono';
import plugin from './plugin.js';

export const forHono = toHono(plugin);
const app = new Hono().post('/plugboard/*', forHono);

export const start = () => serve(app);
