import { Type } from 'typebox';
import { DEVELOPERS } from '../auth/audiences.ts';
import { boundedPerson } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { imageUrls } from '../images/image-names.ts';
import { IMAGE_TYPES } from '../images/image-type.ts';
import { type ImageDeps, keepImage } from '../images/keep-image.ts';
import { ImageUpload, readUpload, takeUploads, UPLOAD_RATE } from '../images/receive.ts';
import type { App } from '../lib/http/app.ts';
import { validatedByHandler } from '../lib/http/validation.ts';
import { createRateLimit } from '../lib/rate-limit.ts';
import { refuseUploads } from '../registry/may-upload.ts';

const UploadedImage = Type.Object(
  {
    url: Type.String({ description: 'What to write into the manifest of a plugin' }),
    type: Type.Enum(Object.values(IMAGE_TYPES), {
      description: 'What it is by its content, whatever its name says',
    }),
    bytes: Type.Integer({ minimum: 1 }),
  },
  {
    title: 'UploadedImage',
    examples: [
      {
        url: 'https://plugboard.example.com/images/icon.png',
        type: 'image/png',
        bytes: 4096,
      },
    ],
  },
);

/** Uploads of icons and screenshots, for the manifests of plugins. */
export async function platformImageRoutes(
  app: App,
  { db, config, images }: AppDeps & ImageDeps,
): Promise<void> {
  const uploads = createRateLimit(UPLOAD_RATE);
  await takeUploads(app, config.maxImageBytes);
  app.post(
    '/images',
    {
      config: { auth: DEVELOPERS },
      validatorCompiler: validatedByHandler,
      schema: {
        tags: ['plugins'],
        operationId: 'uploadImage',
        summary: 'Upload an image',
        description:
          'PNG, JPEG, GIF, WebP or AVIF, as the part `file`. The same image has the same address, and counts once of those that a person may upload.',
        consumes: ['multipart/form-data'],
        body: ImageUpload,
        response: { 201: UploadedImage },
      },
    },
    async (request, reply) => {
      const { caller } = request;
      const person = boundedPerson(caller);
      if (person !== null) {
        uploads.take(String(person));
        await refuseUploads(db, config, person);
      }
      const bytes = await readUpload(request, config.maxImageBytes);
      const { name, type } = await keepImage({ db, config, images }, person, bytes);
      const { public_url: url } = imageUrls(name, config);
      return reply.code(201).send({ url, type, bytes: bytes.length });
    },
  );
}
