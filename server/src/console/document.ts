import type { FastifyReply } from 'fastify';
import type { Visitor } from '../auth/visitors.ts';
import type { Brand } from '../pages/brand.ts';
import { html } from '../pages/html.ts';
import { sendPage } from '../pages/page.ts';
import { type Lang, translator } from '../pages/texts.ts';
import { CONSOLE_FILES } from './file-routes.ts';
import type { ConsoleEntry } from './files.ts';

/** What a document of the console is made for. */
export interface ConsoleDocument {
  lang: Lang;
  session: Visitor;
  entry: ConsoleEntry;
  /** The origins whose pages it may show in frames: on pages of a space. */
  frameOrigins?: string[];
  /** 404 where the console can only say that nothing is there. */
  status?: number;
}

const WHO = '/platform/v1/me';

/** Said where there is nothing to load. */
export const NOT_BUILT = 'The console is not built: run `npm run build`';

/** Sends the document in which the console runs: nothing but the person's language and theme, and what it is to load. */
export function sendConsole(
  reply: FastifyReply,
  { lang, session, entry, frameOrigins, status }: ConsoleDocument,
): FastifyReply {
  const t = translator(lang);
  const body = ({ name, logo }: Brand) =>
    html`<div id="console" data-product="${name}" data-logo="${logo?.path}" data-portal="${session.onlySpace}"></div>
<noscript><p>${t('console_needs_scripts')}</p></noscript>`;
  return sendPage(reply, {
    lang,
    theme: session.theme,
    title: reply.server.brand.name,
    body,
    ...(frameOrigins && { frameOrigins }),
    ...(status !== undefined && { status }),
    isApplication: true,
    styles: entry.styles.map(fileUrl),
    scripts: [fileUrl(entry.script)],
    modules: entry.modules.map(fileUrl),
    fetched: [WHO],
  });
}

/** The address of a file of the console. */
export const fileUrl = (name: string): string => `${CONSOLE_FILES}/${name}`;
