import { readFileSync } from 'node:fs';

/** An image that was read from a file of the machine. */
export interface ImageFile {
  bytes: Buffer;
  type: 'svg' | 'png';
}

const MOST_IMAGE_BYTES = 256 * 1024;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const SVG = /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/;

/** The file itself, once it is certain that it is an image. */
function image(path: string): ImageFile {
  const bytes = contentOf(path);
  if (bytes.length > MOST_IMAGE_BYTES) {
    throw new Error(`must be the path of a file of at most ${MOST_IMAGE_BYTES / 1024} KiB`);
  }
  if (bytes.subarray(0, PNG.length).equals(PNG)) return { bytes, type: 'png' };
  if (SVG.test(bytes.toString('utf8'))) return { bytes, type: 'svg' };
  throw new Error('must be the path of an SVG or PNG file; what is there is neither');
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Error(
      `must be the path of an SVG or PNG file, such as /etc/plugboard/logo.svg, which this process may read (${code})`,
    );
  }
}

function colour(value: string): string {
  if (/^#[0-9a-f]{6}$/i.test(value)) return value.toLowerCase();
  throw new Error('must be a colour in six hexadecimal digits, such as #3b4fd8');
}

/** Readers of settings about what people see. */
export const brandReaders = { image, colour };
