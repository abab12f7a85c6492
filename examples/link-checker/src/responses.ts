import { type Page, plainPage } from './pages.ts';
import { Refusal } from './refusal.ts';

/** What every response says. */
const SAFE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/** Pasted HTML of 256 Ki characters, as JSON. */
const BODY_LIMIT = 1024 * 1024;

/** A page, which is made anew each time. */
export const pageResponse = ({ html, csp }: Page, status = 200): Response =>
  new Response(html, {
    status,
    headers: {
      ...SAFE,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': csp,
      'cache-control': 'no-store',
    },
  });

/** JSON for the page. */
export const jsonResponse = (body: unknown, status = 200): Response =>
  Response.json(body ?? null, { status, headers: { ...SAFE, 'cache-control': 'no-store' } });

/** A file that the page loads. */
export const fileResponse = (bytes: Uint8Array<ArrayBuffer>, contentType: string): Response =>
  new Response(bytes, {
    headers: { ...SAFE, 'content-type': contentType, 'cache-control': 'no-cache' },
  });

/** A page that says what went wrong. */
export const refusalPage = ({ message, status }: Refusal): Response =>
  pageResponse(plainPage('That did not work', message), status);

/** The JSON of a request. @throws Refusal 400 or 413 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > BODY_LIMIT) {
    throw new Refusal(413, `The body is over ${BODY_LIMIT} characters`);
  }
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The body is not JSON');
  }
}
