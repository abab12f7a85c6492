import { OAuthError, type PlugboardError } from '../errors.ts';

/** A page that says what went wrong, and leads back. */
export function failurePage(error: PlugboardError, home: URL): Response {
  const isTheirs = error instanceof OAuthError;
  const message = isTheirs ? error.message : 'Plugboard does not answer. Try again in a moment.';
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>That did not work</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}</style>
<h1>That did not work</h1><p>${escapeHtml(message)}</p>
<p><a href="${escapeHtml(home.href)}">Go back</a></p></html>`;
  return new Response(html, {
    status: isTheirs ? (error.code === 'access_denied' ? 403 : 400) : 502,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
      // The address has the code.
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
