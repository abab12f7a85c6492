import { createHash } from 'node:crypto';

/** Where the modules of the App Bridge are served. */
export const BRIDGE_PATH = '/bridge/';
/** Where the script of the embedded page is served. */
const SCRIPT_PATH = '/assets/main.js';
/** Where the style of all pages is served. */
export const STYLE_PATH = '/assets/link-checker.css';

// The page's script names the package; browsers are told here where it is.
const IMPORT_MAP = JSON.stringify({
  imports: { '@plugboard/bridge/plugin': `${BRIDGE_PATH}plugin/index.js` },
});

/** A page for a browser. */
export interface Page {
  html: string;
  csp: string;
}

/**
 * The page that the host embeds. It is the same for everybody: its script gets the rest, once it knows who looks.
 *
 * @param hostOrigin the only origin that may embed it
 */
export function embeddedPage(hostOrigin: string): Page {
  const html = document(
    'Link checker',
    `<script type="importmap">${IMPORT_MAP}</script>
<script type="module" src="${SCRIPT_PATH}"></script>`,
    `<main id="app" data-host="${escapeHtml(hostOrigin)}" aria-busy="true"><p class="quiet" role="status">Loading…</p></main>
<noscript><p>The link checker needs JavaScript.</p></noscript>`,
  );
  const hash = createHash('sha256').update(IMPORT_MAP).digest('base64');
  const csp = policy([
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "connect-src 'self'",
    `frame-ancestors ${hostOrigin}`,
  ]);
  return { html, csp };
}

/** A page with a heading and a paragraph, which nobody may embed. */
export function plainPage(
  title: string,
  text: string,
  link?: { href: string; text: string },
): Page {
  const more = link
    ? `<p><a class="button primary" href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a></p>`
    : '';
  const content = `<main class="alone"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${more}</main>`;
  const csp = policy(["style-src 'self'", "frame-ancestors 'none'"]);
  return { html: document(title, '', content), csp };
}

/** A page with a form that comes back to its own address; it runs nothing, and nobody may embed it. `content` is HTML. */
export function formPage(title: string, content: string): Page {
  const csp = policy(["style-src 'self'", "frame-ancestors 'none'"], "'self'");
  const main = `<main class="alone"><h1>${escapeHtml(title)}</h1>${content}</main>`;
  return { html: document(title, '', main), csp };
}

const policy = (rules: string[], formAction = "'none'"): string =>
  [
    "default-src 'none'",
    'img-src data:',
    ...rules,
    "base-uri 'none'",
    `form-action ${formAction}`,
  ].join('; ');

const document = (title: string, head: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${STYLE_PATH}">
${head}
</head>
<body>
${body}
</body>
</html>
`;

/** Text for HTML, also in attributes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
