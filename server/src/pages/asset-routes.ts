import type { App } from '../lib/http/app.ts';
import {
  type Asset,
  icon,
  referenceStylesheet,
  setupCallbackScript,
  stylesheet,
} from './assets.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Serves the stylesheets, the icon, a script of the pages and what the host's brand adds: for ever under a name with their hash, and for minutes under a plain one. */
export function assetRoutes(app: App): void {
  const forEver = `public, max-age=${YEAR_SECONDS}, immutable`;
  serve(app, stylesheet.path, stylesheet, forEver);
  serve(app, referenceStylesheet.path, referenceStylesheet, forEver);
  serve(app, setupCallbackScript.path, setupCallbackScript, forEver);
  serve(app, '/assets/pages.css', stylesheet, 'public, max-age=300');
  serve(app, icon.path, icon, forEver);
  const { logo, theme } = app.brand;
  serve(app, theme.path, theme, forEver);
  serve(app, '/theme.css', theme, 'public, max-age=300');
  if (logo) serve(app, logo.path, logo, forEver);
  serve(app, '/favicon.ico', logo ?? icon, 'public, max-age=86400');
}

function serve(app: App, path: string, { bytes, type }: Asset, caching: string): void {
  app.get(path, { config: { auth: 'none' }, schema: { hide: true } }, (_request, reply) =>
    reply
      .headers({
        'cache-control': caching,
        'x-content-type-options': 'nosniff',
        // An SVG opened by itself is a document, which may look as it was drawn, and do nothing.
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      })
      .type(type)
      .send(bytes),
  );
}
