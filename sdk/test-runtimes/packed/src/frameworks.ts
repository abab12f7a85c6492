import { ApiError, type Plugin, type Storage } from '@plugboard/sdk';
import { toExpress } from '@plugboard/sdk/express';
import { toFastify } from '@plugboard/sdk/fastify';
import { toNext } from '@plugboard/sdk/next';
import express from 'express';
import Fastify from 'fastify';
import plugin from './plugin.js';

// What is exported has a type that can be written down.
export const forExpress = toExpress(plugin);
express().use('/plugboard', forExpress).post('/more', toExpress(plugin));

export const forFastify = toFastify(plugin);
Fastify().register(forFastify, { prefix: '/plugboard' });

export const { POST } = toNext(plugin);

/** A plugin whose types are inferred can be named, handed on and narrowed. */
export async function lastOf(of: Pick<Plugin, 'install'>, id: string): Promise<string | undefined> {
  const storage: Storage = of.install(id).storage;
  try {
    return (await storage.get<string>('last'))?.value;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
export const last = lastOf(plugin, '1');
