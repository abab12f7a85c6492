import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyError, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Failure, invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { unsupportedBody } from '../lib/http/media-types.ts';

/** The body of an upload: one part, the file. */
export const ImageUpload = Type.Object(
  { file: Type.String({ format: 'binary' }) },
  { title: 'ImageUpload', examples: [{ file: 'icon.png' }] },
);

/** How often somebody may upload: nobody needs more, and nothing of what is uploaded is ever removed. */
export const UPLOAD_RATE = { policy: 'uploads', limit: 20, windowSeconds: 60 };

/** Has the routes of an app take uploads, and nothing else. */
export async function takeUploads(app: App, maxBytes: number): Promise<void> {
  const limits = { fileSize: maxBytes, files: 1, fields: 10, fieldSize: 1024, parts: 11 };
  app.removeAllContentTypeParsers();
  await app.register(multipart, { limits });
}

/**
 * The bytes of the file that a request uploads.
 *
 * @throws Failure `invalid`, `body_too_large`, `bad_request`, and what `unsupportedBody` says.
 */
export async function readUpload(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
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
