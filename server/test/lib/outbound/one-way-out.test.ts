import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = new URL('../../../src/', import.meta.url).pathname;

/** Whatever could open a connection of its own: an import that brings the means, or the global `fetch`. */
const MEANS = [
  /from '(?:undici|node:https?|node:http2|node:tls|node:dgram|@aws-sdk\/[^']+|openid-client|got|axios)'/,
  /import (?!type).*\b(?:connect|createConnection|Socket)\b.* from 'node:net'/,
  /import net\b.* from 'node:net'/,
  /(?<![.\w])fetch\(/,
  /\bnew (?:WebSocket|EventSource)\(/,
];

/** Files that may, beside `lib/outbound`, and why no plugin can lead them anywhere. */
const EXCUSED: Record<string, string> = {
  'embedded/lock.ts': 'a Unix socket, or a port of loopback, in the own data directory',
  'images/bucket-store.ts':
    'the bucket that the operator names; what plugins say is no part of its address',
  'lib/http/listener.ts': 'the names of statuses only',
  'platform-api/openapi-document.ts': 'the names of statuses only',
  'lib/listening.ts': 'the socket of the connection to our own database, so that it can be cut',
  'sign-in/oidc.ts':
    'asks through lib/outbound (customFetch), at the address that the operator names',
};

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith(join('lib', 'outbound')),
);

const hasMeans = (file: string): boolean =>
  readFileSync(join(source, file), 'utf8')
    .split('\n')
    .some((line) => !line.startsWith('import type') && MEANS.some((means) => means.test(line)));

test('only lib/outbound opens connections to where plugins say', () => {
  expect(files.filter(hasMeans).sort()).toEqual(Object.keys(EXCUSED).sort());
});

test('the identity provider is asked through it, too', () => {
  const text = readFileSync(join(source, 'sign-in/oidc.ts'), 'utf8');
  expect(text).toContain('[client.customFetch]: fetchThrough(outbound)');
});
