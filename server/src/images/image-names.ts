import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import { type ImageEnding, isImageEnding } from './image-type.ts';

/** Of content alone: the same image is kept once, and a name can be cached for ever. */
export function imageName(bytes: Buffer, ending: ImageEnding): string {
  return `${createHash('sha256').update(bytes).digest('hex')}.${ending}`;
}

const NAME = /^[0-9a-f]{64}\.([a-z]{3,4})$/;

/** The ending of a name that {@link imageName} makes; undefined for every other text. */
export function endingOf(name: string): ImageEnding | undefined {
  const ending = NAME.exec(name)?.[1] ?? '';
  return isImageEnding(ending) ? ending : undefined;
}

/** Where an image is kept: the key in the bucket, and the path below the address that serves it. */
export const keyOf = (name: string): string => `images/${name}`;

/** Where browsers load an image: in full, and for whatever scheme the page around it has. */
export function imageUrls(
  name: string,
  { publicUrl, s3Bucket, s3PublicUrl }: Pick<Config, 'publicUrl' | 's3Bucket' | 's3PublicUrl'>,
): { public_url: string; pretty_url: string } {
  const base = (s3Bucket === undefined ? undefined : s3PublicUrl) ?? publicUrl;
  const public_url = `${base}/${keyOf(name)}`;
  return { public_url, pretty_url: public_url.slice(public_url.indexOf('//')) };
}
