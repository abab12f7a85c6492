import { join } from '../bytes.ts';
import { MOST_BODY_BYTES } from '../fetch.ts';

/** A stream of bytes, as Node's are. */
export interface BodySource {
  on(event: string, listener: (chunk: Uint8Array) => void): unknown;
}

/** Undefined when there is too much of it. Of a request that is cut off nothing comes, and nobody is there to be answered. */
export function readBody(request: BodySource): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size <= MOST_BODY_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(join(chunks)));
    request.on('error', () => undefined);
  });
}
