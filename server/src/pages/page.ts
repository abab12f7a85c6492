import type { FastifyReply } from 'fastify';
import type { Theme } from '../lib/themes.ts';
import { icon, STYLESHEET_PATH } from './assets.ts';
import type { Brand } from './brand.ts';
import { type Html, html } from './html.ts';
import type { PageBody } from './layout.ts';
import type { Lang } from './texts.ts';
import { rememberedTheme, rememberTheme } from './theme-cookie.ts';

/** A page for {@link sendPage}. It may lead to and embed no origins but those that it names. */
export interface PageContent {
  lang: Lang;
  /** What whoever is signed in chose, which this browser then knows; by default what it knows. */
  theme?: Theme;
  /** What the page is about; the product's name is added. */
  title: string;
  /** Made by `layout` or `cardLayout`. */
  body: PageBody;
  status?: number;
  /** Origins besides ours that a form of the page may lead to: browsers check redirects that follow a form, too. */
  formOrigins?: readonly string[];
  /** Origins that the page may embed, besides ours. */
  frameOrigins?: readonly string[];
  /** Origins whose pages may embed this one, besides ours; by default nobody can, we neither. */
  frameAncestors?: readonly string[];
  /** Stylesheets of ours besides that of all pages, by their path. */
  styles?: readonly string[];
  /** Scripts of ours, by their path. */
  scripts?: readonly string[];
  /** Modules that its scripts import, by their path: fetched beside them. */
  modules?: readonly string[];
  /** What its scripts will ask for first, by its path: fetched beside them. */
  fetched?: readonly string[];
  /** The page is made by its scripts: it has its own styles, and nothing writes markup into it (Trusted Types). */
  isApplication?: true;
  /** The page speaks to the window that opened its own, which may be another site's. */
  keepsOpener?: true;
}

/** Sends a page that no site can frame but those that it names, that runs no script but ours, and that nobody caches. */
export function sendPage(reply: FastifyReply, page: PageContent): FastifyReply {
  const { theme = rememberedTheme(reply.request) } = page;
  if (theme !== rememberedTheme(reply.request)) rememberTheme(reply, theme);
  return reply
    .code(page.status ?? 200)
    .headers({
      'content-security-policy': contentSecurityPolicy(page),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // Has no word for several origins: where it says something, browsers that know CSP do not look at it.
      ...(page.frameAncestors === undefined && { 'x-frame-options': 'DENY' }),
      // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
      'referrer-policy': 'same-origin',
      // A page in a frame may need its pop-up to answer it, for a login elsewhere.
      'cross-origin-opener-policy': openerPolicy(page),
    })
    .type('text/html; charset=utf-8')
    .send(document({ ...page, theme }, reply.server.brand).text);
}

const openerPolicy = ({ frameOrigins, keepsOpener }: PageContent): string => {
  if (keepsOpener) return 'unsafe-none';
  return frameOrigins ? 'same-origin-allow-popups' : 'same-origin';
};

// URLs may have `;` and `'` in their host, which would end a directive and start another one.
const PLAIN_ORIGIN = /^https?:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?$/;

/** Those of some origins that can stand in a policy. */
export const plainOrigins = (origins: readonly string[]): string[] =>
  origins.filter((origin) => PLAIN_ORIGIN.test(origin));

function contentSecurityPolicy(page: PageContent): string {
  const withOwn = (origins: readonly string[] | undefined) =>
    origins === undefined ? "'none'" : ["'self'", ...plainOrigins(origins)].join(' ');
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self' https: data:",
    `form-action ${withOwn(page.formOrigins ?? [])}`,
    `frame-src ${withOwn(page.frameOrigins)}`,
    `frame-ancestors ${withOwn(page.frameAncestors)}`,
    "base-uri 'none'",
    ...(page.isApplication ? ["require-trusted-types-for 'script'", "trusted-types 'none'"] : []),
  ].join('; ');
}

type ThemedPage = PageContent & { theme: Theme };

function document(page: ThemedPage, brand: Brand): Html {
  const { lang, theme, title, body, styles = [], scripts = [], modules = [], fetched = [] } = page;
  const chosen = theme === 'system' ? undefined : theme;
  const { path, type } = brand.logo ?? icon;
  return html`<!doctype html>
<html lang="${lang}"${chosen && html` data-theme="${chosen}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${chosen ?? 'light dark'}">
<title>${title !== brand.name && html`${title} · `}${brand.name}</title>
<link rel="icon" href="${path}" type="${type}">
${page.isApplication === undefined && html`<link rel="stylesheet" href="${STYLESHEET_PATH}">`}
${styles.map((sheet) => html`<link rel="stylesheet" href="${sheet}">`)}
${brand.isThemed && html`<link rel="stylesheet" href="${brand.theme.path}">`}
${scripts.map((path) => html`<script type="module" src="${path}"></script>`)}
${modules.map((path) => html`<link rel="modulepreload" href="${path}">`)}
${fetched.map((path) => html`<link rel="preload" as="fetch" href="${path}" crossorigin>`)}
</head>
<body>
${body(brand)}
</body>
</html>
`;
}
