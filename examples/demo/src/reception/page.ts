import type { DeskState, Visit } from './desk.ts';
import { PORTAL_TABS, type ShownView } from './portal.ts';

/** Where the style of all pages is served. */
export const STYLE_PATH = '/reception.css';
/** Where the script of the pages about plugins is served. */
export const SCRIPT_PATH = '/plugins.js';
/** Where those pages get tokens. */
export const TOKEN_PATH = '/plugboard-token';

/** What the page of the reception tells. */
export interface Reception extends DeskState {
  /** What came of the last click. */
  said: string | undefined;
  greeterWorks: boolean;
  /** Where plugins are managed. */
  consoleUrl: string;
}

/** The page of the reception: a product of a host's, as small as can be. */
export function receptionPage({ inside, lately, said, greeterWorks, consoleUrl }: Reception) {
  return document(
    'Reception',
    `<header>${menu('/')}<h1>Front desk</h1>
<p>Stands for your product: it tells Plugboard what you do here, and plugins hear of it.
<a href="${escapeHtml(consoleUrl)}">See what they make of it</a></p></header>
<p class="said" role="status">${escapeHtml(said ?? '')}</p>
<section aria-labelledby="visitors"><h2 id="visitors">Visitors</h2>
${button('/sign-in', 'Let a visitor sign in')}
${inside.length === 0 ? '<p class="quiet">Nobody is in.</p>' : `<ul class="rows">${inside.map(visitRow).join('')}</ul>`}
</section>
<section aria-labelledby="parcels"><h2 id="parcels">Parcels</h2>
<form method="post" action="/parcel">
<label for="recipient">For</label>
<select id="recipient" name="recipient"><option>Front office</option><option>Demo Admin</option></select>
<button name="kind" value="box">Let a parcel arrive</button>
<button name="kind" value="letter" class="plain">Let a letter arrive</button>
</form></section>
<section aria-labelledby="greeter"><h2 id="greeter">When a plugin breaks</h2>
${greeterWorks ? WORKS : BROKEN}
</section>
<section aria-labelledby="lately"><h2 id="lately">Lately</h2>
${lately.length === 0 ? '<p class="quiet">Nothing has happened yet.</p>' : `<ol class="rows">${lately.map(line).join('')}</ol>`}
</section>`,
  );
}

/** What a page about plugins shows, and of which server. */
export interface PluginsPage {
  shown: ShownView;
  spaceId: number;
  plugboardUrl: string;
}

/** A page about plugins: all of it but the frame around comes from Plugboard, by one of its elements. */
export const pluginsPage = ({ shown, spaceId, plugboardUrl }: PluginsPage): string =>
  document(
    'Plugins',
    `<header>${menu('/plugins')}<h1>Plugins</h1></header>
<nav class="tabs" aria-label="Plugins">${PORTAL_TABS.map(({ path, view, name }) => link(path, name, view === tabOf(shown))).join('')}</nav>
<plugboard-${shown.view} space="${spaceId}"${shown.installId === undefined ? '' : ` install="${shown.installId}"`}
  base="${escapeHtml(plugboardUrl)}" token-url="${TOKEN_PATH}"></plugboard-${shown.view}>`,
    {
      bodyClass: 'wide',
      head: `<script type="module" src="${SCRIPT_PATH}"></script>
<script type="module" src="${escapeHtml(new URL('/bridge/host.js', plugboardUrl).href)}"></script>`,
    },
  );

/** Settings are of something installed. */
const tabOf = ({ view }: ShownView): string => (view === 'settings' ? 'installed' : view);

const menu = (path: string): string =>
  `<nav class="menu" aria-label="Reception"><strong>Reception</strong>${link('/', 'Front desk', path === '/')}${link('/plugins', 'Plugins', path === '/plugins')}</nav>`;

const link = (path: string, name: string, isCurrent: boolean): string =>
  `<a href="${path}"${isCurrent ? ' aria-current="page"' : ''}>${name}</a>`;

const WORKS = `<p>The greeter <strong>works</strong>. Break it, let a visitor sign in, and see how Plugboard tries again.</p>
${button('/greeter/break', 'Break the greeter', 'danger')}`;

const BROKEN = `<p>The greeter <strong>is broken</strong>: it is stopped, and whoever calls it is answered 502. What it should have heard is tried again,
after 5 seconds, then after 5 minutes, and so on for three days.</p>
${button('/greeter/mend', 'Mend the greeter')}`;

const visitRow = ({ id, visitor }: Visit): string =>
  `<li><span>${escapeHtml(visitor)}</span>
<form method="post" action="/sign-out"><input type="hidden" name="id" value="${escapeHtml(id)}">
<button class="plain" aria-label="Let ${escapeHtml(visitor)} sign out">Sign out</button></form></li>`;

const line = ({ what, at }: DeskState['lately'][number]): string =>
  `<li><span>${escapeHtml(what)}</span>
<time datetime="${at.toISOString()}">${escapeHtml(ago(at))}</time></li>`;

const MINUTE_MS = 60_000;

function ago(at: Date): string {
  const minutes = Math.floor((Date.now() - at.getTime()) / MINUTE_MS);
  if (minutes < 1) return 'just now';
  return minutes < 120 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}

function button(action: string, text: string, kind = ''): string {
  return `<form method="post" action="${action}"><button class="${kind}">${text}</button></form>`;
}

/** A page of its own with a heading and a list: what the plugins that are pages alone show. */
export const sheet = (title: string, points: readonly string[]): string =>
  document(
    title,
    `<h1>${escapeHtml(title)}</h1><ol class="points">${points.map((point) => `<li>${escapeHtml(point)}</li>`).join('')}</ol>`,
  );

const document = (
  title: string,
  content: string,
  { bodyClass = '', head = '' } = {},
): string => `<!doctype html>
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
<body class="${bodyClass}"><main>
${content}
</main></body>
</html>
`;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
