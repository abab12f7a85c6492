import type { FastifyReply } from 'fastify';
import { html } from '../../pages/html.ts';
import { type Showing, show } from './pages.ts';
import type { AuthorizationRequest } from './request.ts';

/** What the page around the frame is asked for. */
export interface Begin {
  /** Where its window is to go: an absolute address of ours. */
  redirectTo: string;
  /** The origins of the page around, of which it must be one. */
  hostOrigins: readonly string[];
}

/** Asks the page around to begin the consent, as the plugin itself would ask it by the App Bridge. */
export function sendBeginPage(
  to: Showing,
  { plugin: { slug, manifest } }: AuthorizationRequest,
  { redirectTo, hostOrigins }: Begin,
): FastifyReply {
  const { t } = to;
  const names = { plugin: manifest.name };
  const title = t('consent_title', names);
  const isTool = manifest.placements.sidebar === null && manifest.placements.toolbar;
  const content = html`<h1>${title}</h1>
<div id="begin-oauth" data-action="${isTool ? 'tool-changed' : 'app-changed'}"${isTool && html` data-tool="${slug}"`} data-redirect-to="${redirectTo}" data-origins="${hostOrigins.join(' ')}">
<p data-when="first">${t('embed_begin', names)}</p>
<p data-when="again" hidden>${t('embed_begin_again', names)}</p>
<p><button class="primary">${t('embed_begin_button')}</button></p>
</div>`;
  return show(to, { title, content, scripts: ['/assets/begin-oauth.js'] });
}
