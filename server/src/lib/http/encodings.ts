import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

/** How a file can be sent (RFC 9110 §8.4.1); the first that a browser takes is. */
export const ENCODINGS = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const;

/** The name of one of {@link ENCODINGS}. */
export type Encoding = (typeof ENCODINGS)[number]['name'];

/** Those that a browser names without `q=0` (RFC 9110 §12.5.3), the best first. */
export function acceptedEncodings(header: string | string[] | undefined) {
  const named = String(header ?? '')
    .split(',')
    .flatMap((coding) => {
      const [name = '', quality] = coding.split(';').map((part) => part.trim().toLowerCase());
      return /^q=0(?:\.0*)?$/.test(quality ?? '') ? [] : [name];
    });
  return ENCODINGS.filter(({ name }) => named.includes(name));
}

const COMPRESS = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** A file in each encoding: compressed when somebody first takes it so, and kept. */
export function compressedOnce(bytes: Buffer): (encoding: Encoding) => Promise<Buffer> {
  const made = new Map<Encoding, Promise<Buffer>>();
  return (encoding) => {
    const known = made.get(encoding) ?? COMPRESS[encoding](bytes);
    made.set(encoding, known);
    known.catch(() => made.delete(encoding));
    return known;
  };
}
