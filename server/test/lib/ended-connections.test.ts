import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const server = new URL('../../', import.meta.url).pathname;

/** Files whose clients need not listen, and why. */
const EXCUSED: Record<string, string> = {
  'src/starting/database-refusal.ts': 'reads an address, and never connects',
};

const files = ['src', 'test'].flatMap((directory) =>
  readdirSync(join(server, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(directory, file)),
);

test('a connection that PostgreSQL ends fails its statement, and never the process: whoever makes one listens', () => {
  const deaf = files.filter((file) => {
    const text = readFileSync(join(server, file), 'utf8');
    return /new pg\.(?:Client|Pool)\(/.test(text) && !/\.on\('error'/.test(text);
  });
  expect(deaf).toEqual(Object.keys(EXCUSED));
});
