import { Type } from 'typebox';
import { endingOf } from '../images/image-names.ts';
import type { ImageStore } from '../images/image-store.ts';
import { IMAGE_TYPES } from '../images/image-type.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';

// What it says it is and nothing else: a file can be an image and a document at once.
const HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
};

/** Uploaded images, for everybody. */
export function imageRoutes(app: App, images: ImageStore): void {
  app.get(
    '/images/:name',
    {
      config: { auth: 'none' },
      schema: {
        tags: ['space api'],
        summary: 'Get an uploaded image',
        operationId: 'getImage',
        params: Type.Object({ name: Type.String() }),
        produces: Object.values(IMAGE_TYPES),
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const ending = endingOf(name);
      const bytes = ending && (await images.get(name));
      if (!bytes) throw new Failure('not_found', 'There is no such image');
      return reply.headers(HEADERS).type(IMAGE_TYPES[ending]).send(bytes);
    },
  );
}
