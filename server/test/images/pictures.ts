import { crc32, deflateSync } from 'node:zlib';

// (The types for Node 20 do not know of crc32, which it has since 20.15.)
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG of one pixel; `comment` makes it another one. */
export function png(comment = ''): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Comment\0${comment}`)),
    chunk('IDAT', deflateSync(Buffer.alloc(5))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

/** What each kind of image begins with, and a little more. */
export const pictures = {
  png: png(),
  jpg: Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
    ascii('JFIF\0'),
    Buffer.alloc(64),
  ]),
  gif: Buffer.concat([ascii('GIF89a'), Buffer.from([1, 0, 1, 0, 0, 0, 0, 0x3b])]),
  webp: Buffer.concat([
    ascii('RIFF'),
    Buffer.from([26, 0, 0, 0]),
    ascii('WEBPVP8L'),
    Buffer.alloc(32),
  ]),
  avif: Buffer.concat([
    Buffer.from([0, 0, 0, 28]),
    ascii('ftypavif'),
    Buffer.alloc(4),
    ascii('avifmif1miaf'),
    Buffer.alloc(32),
  ]),
};
