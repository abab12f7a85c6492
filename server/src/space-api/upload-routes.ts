import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { boundedPerson } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { imageUrls } from '../images/image-names.ts';
import type { ImageStore } from '../images/image-store.ts';
import { keepImage } from '../images/keep-image.ts';
import { ImageUpload, readUpload, takeUploads, UPLOAD_RATE } from '../images/receive.ts';
import type { App } from '../lib/http/app.ts';
import { validatedByHandler } from '../lib/http/validation.ts';
import { parseId } from '../lib/ids.ts';
import { createRateLimit } from '../lib/rate-limit.ts';
import { noRecord } from './errors.ts';
import { type Kind, kinds } from './owned-app-routes.ts';
import { findOwnAppAs } from './owned-apps.ts';
import { callerKey } from './rate-limit.ts';
import { AppParams, tags } from './route-options.ts';

const ImageUrls = Type.Object(
  {
    pretty_url: Type.String({ description: 'Without its scheme: `//host/images/…`' }),
    public_url: Type.String(),
  },
  {
    title: 'ImageUrls',
    description: 'What to write into the fields of a plugin',
    examples: [
      {
        pretty_url: '//plugboard.example.com/images/icon.png',
        public_url: 'https://plugboard.example.com/images/icon.png',
      },
    ],
  },
);

const response = { 200: ImageUrls };

/** What {@link uploadRoutes} needs, and where images are kept. */
export interface UploadDeps extends AppDeps {
  images: ImageStore;
}

/** Uploads of icons and screenshots, before a plugin is registered or for one that is. */
export async function uploadRoutes(app: App, { db, config, images }: UploadDeps): Promise<void> {
  const uploads = createRateLimit(UPLOAD_RATE);
  await takeUploads(app, config.maxImageBytes);

  for (const kind of kinds) {
    const route = { config: kind.changing, validatorCompiler: validatedByHandler };
    app.post(
      `${kind.path}/upload_image`,
      { ...route, schema: { ...uploadSchema(kind, ''), response } },
      async (request) => upload(request),
    );
    app.post(
      `${kind.path}/:id/upload_image`,
      { ...route, schema: { ...uploadSchema(kind, 'Of'), params: AppParams, response } },
      async (request) => {
        const ownership = kind.ownership(request.caller);
        const id = parseId(request.params.id);
        if (id === undefined) throw noRecord();
        await findOwnAppAs(db, ownership, id, 'developer');
        return upload(request);
      },
    );
  }

  async function upload(request: FastifyRequest) {
    uploads.take(callerKey(request.caller));
    const bytes = await readUpload(request, config.maxImageBytes);
    const { name } = await keepImage({ db, config, images }, boundedPerson(request.caller), bytes);
    return imageUrls(name, config);
  }
}

const uploadSchema = ({ name }: Kind, ofOne: string) => ({
  tags,
  summary: 'Upload an image',
  description: 'PNG, JPEG, GIF, WebP or AVIF. The same image has the same address.',
  operationId: `upload${name}Image${ofOne}`,
  consumes: ['multipart/form-data'],
  body: ImageUpload,
});
