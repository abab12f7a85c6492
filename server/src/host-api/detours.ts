import { Failure } from '../lib/failures.ts';

/**
 * Refuses a path that some server might read as another one: with `.` or `..` as a segment, an empty segment, a slash or a backslash within
 * one, each also percent-encoded, however often, and with parameters behind a semicolon.
 *
 * @throws Failure `bad_request`.
 */
export function refuseDetours(path: string): void {
  const segments = path.slice(1).split('/');
  if (path.startsWith('/') && segments.every(isPlain)) return;
  throw new Failure(
    'bad_request',
    'The path must be plain: no empty segment, none that is "." or "..", and no encoded slash',
  );
}

function isPlain(segment: string): boolean {
  let text = segment;
  for (;;) {
    const [name = ''] = text.split(';', 1);
    if (['', '.', '..'].includes(name) || /[/\\]/.test(text)) return false;
    const decoded = decode(text);
    if (decoded === undefined || decoded === text) return decoded !== undefined;
    text = decoded;
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
