import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyError, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import { imageName, imageUrls } from '../images/image-names.ts';
import type { ImageStore } from '../images/image-store.ts';
import { IMAGE_TYPES, imageEnding } from '../images/image-type.ts';
import { Failure, invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { unsupportedBody } from '../lib/http/media-types.ts';
import { validatedByHandler } from '../lib/http/validation.ts';
import { parseId } from '../lib/ids.ts';
import { createRateLimit } from '../lib/rate-limit.ts';
import { noRecord } from './errors.ts';
import { type Kind, kinds } from './owned-app-routes.ts';
import { findOwnAppAs } from './owned-apps.ts';
import { callerKey } from './rate-limit.ts';
import { AppParams, tags } from './route-options.ts';

// Nobody needs more, and nothing of what is uploaded is ever removed.
const UPLOADS_A_MINUTE = 20;

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

const ImageUpload = Type.Object(
  { file: Type.String({ format: 'binary' }) },
  { title: 'ImageUpload', examples: [{ file: 'icon.png' }] },
);

const response = { 200: ImageUrls };

/** What {@link uploadRoutes} needs, and where images are kept. */
export interface UploadDeps extends AppDeps {
  images: ImageStore;
}

/** Uploads of icons and screenshots, before a plugin is registered or for one that is. */
export async function uploadRoutes(app: App, { db, config, images }: UploadDeps): Promise<void> {
  const limits = {
    fileSize: config.maxImageBytes,
    files: 1,
    fields: 10,
    fieldSize: 1024,
    parts: 11,
  };
  const uploads = createRateLimit({
    policy: 'uploads',
    limit: UPLOADS_A_MINUTE,
    windowSeconds: 60,
  });
  app.removeAllContentTypeParsers();
  await app.register(multipart, { limits });

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
    const bytes = await readFile(request, config.maxImageBytes);
    const ending = await imageEnding(bytes);
    const name = imageName(bytes, ending);
    await images.put(name, bytes, IMAGE_TYPES[ending]);
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

async function readFile(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
  if (!request.isMultipart()) {
    throw unsupportedBody(request, 'There is no part "file"');
  }
  try {
    const file = await request.file();
    if (file?.fieldname !== 'file') throw invalid('/file', 'is required');
    return await bytesOf(file);
  } catch (error) {
    throw toFailure(error as FastifyError, maxBytes);
  }
}

async function bytesOf(file: MultipartFile): Promise<Buffer> {
  const bytes = await file.toBuffer();
  if (bytes.length === 0) throw invalid('/file', 'is empty');
  return bytes;
}

function toFailure(error: FastifyError, maxBytes: number): Error {
  if (error.statusCode === 413) {
    return new Failure('body_too_large', `An image may have at most ${maxBytes} bytes`);
  }
  // What the parser cannot make sense of: a boundary that never comes, a part without a header.
  if (error instanceof Failure || (error.statusCode ?? 500) < 500) return error;
  return new Failure('bad_request', 'The body is not valid multipart/form-data', { cause: error });
}
