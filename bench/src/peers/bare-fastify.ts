import Fastify from 'fastify';
import { answerCalls } from '../harness/calls.ts';
import { itemValue, type StorageBody, storageSchema } from './storage-shape.ts';

// The limit of the storage figures: the same framework and shape, and nothing behind it.
const value = itemValue(241_617);

answerCalls({
  async listen() {
    const app = Fastify();
    app.post<{ Body: StorageBody }>('/storage', { schema: storageSchema }, async (request) => ({
      data: request.body.commands.map(({ key }) => ({ key, value })),
    }));
    return app.listen({ host: '127.0.0.1', port: 0 });
  },
});
