import { readFileSync } from 'node:fs';
import { sha256 } from '../lib/crypto.ts';
import type { App } from '../lib/http/app.ts';

interface Asset {
  bytes: Buffer;
  type: string;
  /** Has a part of the content's hash in it, so that browsers need never ask again. */
  path: string;
}

const TYPES = { css: 'text/css; charset=utf-8', svg: 'image/svg+xml' } as const;

function readAsset(name: string, extension: keyof typeof TYPES): Asset {
  const bytes = readFileSync(new URL(`../../assets/${name}.${extension}`, import.meta.url));
  const hash = sha256(bytes.toString('utf8')).toString('hex').slice(0, 16);
  return { bytes, type: TYPES[extension], path: `/assets/${name}.${hash}.${extension}` };
}

const stylesheet = readAsset('pages', 'css');
const referenceStylesheet = readAsset('reference', 'css');
const icon = readAsset('icon', 'svg');

/** Where the pages' stylesheet is, in this release: another content has another path. */
export const STYLESHEET_PATH = stylesheet.path;
/** Where the stylesheet of the API reference is, as {@link STYLESHEET_PATH}. */
export const REFERENCE_STYLESHEET_PATH = referenceStylesheet.path;
/** Where the icon is, as {@link STYLESHEET_PATH}. */
export const ICON_PATH = icon.path;

const YEAR_SECONDS = 365 * 24 * 3600;

/** Serves the stylesheets and the icon of the pages: for ever under a name with their hash, and for minutes under a plain one. */
export function assetRoutes(app: App): void {
  const forEver = `public, max-age=${YEAR_SECONDS}, immutable`;
  serve(app, stylesheet.path, stylesheet, forEver);
  serve(app, referenceStylesheet.path, referenceStylesheet, forEver);
  serve(app, '/assets/pages.css', stylesheet, 'public, max-age=300');
  serve(app, icon.path, icon, forEver);
  serve(app, '/favicon.ico', icon, 'public, max-age=86400');
}

function serve(app: App, path: string, { bytes, type }: Asset, caching: string): void {
  app.get(path, { config: { auth: 'none' }, schema: { hide: true } }, (_request, reply) =>
    reply
      .headers({
        'cache-control': caching,
        'x-content-type-options': 'nosniff',
        // An SVG opened by itself is a document.
        'content-security-policy': "default-src 'none'; sandbox",
      })
      .type(type)
      .send(bytes),
  );
}
