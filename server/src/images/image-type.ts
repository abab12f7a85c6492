import { fileTypeFromBuffer } from 'file-type';
import { invalid } from '../lib/failures.ts';

/** The kinds of images that are taken, by the ending of their names. Not SVG: it is a document that can run scripts. */
export const IMAGE_TYPES = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
} as const;

/** One of {@link IMAGE_TYPES}, as file names end. */
export type ImageEnding = keyof typeof IMAGE_TYPES;

/** Whether names of images that are taken can end so. */
export const isImageEnding = (text: string): text is ImageEnding =>
  Object.hasOwn(IMAGE_TYPES, text);

/**
 * What an image is by its content; its name and declared type say nothing.
 *
 * @throws Failure `invalid`.
 */
export async function imageEnding(bytes: Buffer): Promise<ImageEnding> {
  const type = await typeOf(bytes);
  // An animated PNG is one to whoever does not know better.
  const ending = type === 'apng' ? 'png' : type;
  if (ending !== undefined && isImageEnding(ending)) return ending;
  throw invalid('/file', 'must be a PNG, JPEG, GIF, WebP or AVIF image');
}

async function typeOf(bytes: Buffer): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(bytes))?.ext;
  } catch {
    // A file that ends where its header promised more.
    return undefined;
  }
}
