// Makes a space and reads it back, by types that openapi-typescript made.
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

declare const process: { env: Record<string, string>; stdout: { write(text: string): void } };

const client = createClient<paths>({
  baseUrl: process.env.PLUGBOARD_URL,
  headers: { authorization: `Bearer ${process.env.PLUGBOARD_HOST_KEY}` },
});

const made = await client.POST('/platform/v1/spaces', { body: { name: 'Acme', plan_level: 2 } });
if (made.error !== undefined) throw new Error(made.error.detail);
const { id } = made.data;
const found = await client.GET('/platform/v1/spaces/{id}', { params: { path: { id } } });
if (found.error !== undefined) throw new Error(found.error.detail);

const space: components['schemas']['Space'] = found.data;
const planLevel: number | null = space.plan_level;
process.stdout.write(JSON.stringify({ id: space.id, name: space.name, planLevel }));
