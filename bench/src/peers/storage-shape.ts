import { httpRequest } from '../load/http-request.ts';

/** What the limits and plain ways of the storage figures take and answer: the shape of the Plugin API's pipeline. */
export interface StorageBody {
  install_id: number;
  commands: { action: 'get' | 'set'; key: string; value?: unknown }[];
}

/** {@link StorageBody} and its answer as Fastify checks and writes them. */
export const storageSchema = {
  body: {
    type: 'object',
    required: ['install_id', 'commands'],
    properties: {
      install_id: { type: 'integer' },
      commands: {
        type: 'array',
        minItems: 1,
        maxItems: 1000,
        items: {
          type: 'object',
          required: ['action', 'key'],
          properties: {
            action: { type: 'string', enum: ['get', 'set'] },
            key: { type: 'string', minLength: 1, maxLength: 512 },
            value: {},
          },
        },
      },
    },
  },
  response: {
    200: {
      type: 'object',
      properties: {
        data: {
          type: 'array',
          items: { type: 'object', properties: { key: { type: 'string' }, value: {} } },
        },
      },
    },
  },
};

/** A value of about 120 bytes. */
export const itemValue = (n: number): object => ({
  name: `user ${n}`,
  count: n * 7,
  tags: ['alpha', 'beta'],
  note: 'x'.repeat(40),
  ok: true,
});

/** One request of this shape, for who needs no more than one. */
export const bareRequest = (): Buffer =>
  httpRequest({
    path: '/storage',
    body: JSON.stringify({
      install_id: 1,
      commands: [{ action: 'set', key: 'key:1', value: itemValue(1) }],
    }),
  });
