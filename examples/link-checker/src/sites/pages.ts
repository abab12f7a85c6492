import { createHash } from 'node:crypto';
import { ACCOUNTS, type Site } from './accounts.ts';

/** A page for a browser. */
export interface SitesPage {
  html: string;
  csp: string;
}

const STYLE = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:0 auto;padding:2rem 1rem}
fieldset{border:1px solid;border-radius:.5rem;margin:1rem 0;padding:.5rem 1rem}
label{display:block;padding:.625rem 0}
button{font:inherit;min-height:2.75rem;padding:0 1.25rem;margin-right:.5rem}`;
const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** Asks who is there and whether the client may see their sites. The form comes back to the address of the page. */
export function consentPage(clientId: string, redirectUri: string): SitesPage {
  const accounts = ACCOUNTS.map(
    ({ id, name }, index) =>
      `<label><input type="radio" name="account" value="${id}"${index === 0 ? ' checked' : ''}> ${escapeHtml(name)}</label>`,
  ).join('\n');
  return document(
    'Let somebody see your sites?',
    `<p><strong>${escapeHtml(clientId)}</strong> wants to see the list of your sites and their pages.</p>
<form method="post">
<fieldset><legend>Who are you?</legend>
${accounts}
</fieldset>
<button name="answer" value="allow">Allow</button>
<button name="answer" value="deny">Deny</button>
</form>
<p>Sites is part of an example and asks nobody for a password.</p>`,
    [new URL(redirectUri).origin],
  );
}

/** A page with a heading and a paragraph. */
export const plainSitesPage = (title: string, text: string): SitesPage =>
  document(title, `<p>${escapeHtml(text)}</p>`);

/** A page of somebody's site. */
export function sitePage({ path }: Site, { title, links }: Site['pages'][number]): SitesPage {
  const items = links.map(
    (link) => `<li><a href="${path}${link === './' ? '' : link}">${escapeHtml(link)}</a></li>`,
  );
  return document(title, `<ul>${items.join('')}</ul>`);
}

// Browsers look at the redirect that follows a form, too.
function document(title: string, body: string, formOrigins: string[] = []): SitesPage {
  const csp = [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    `form-action 'self' ${formOrigins.join(' ')}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
  return { html, csp };
}

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
