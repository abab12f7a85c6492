import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { Failure } from '../../lib/failures.ts';
import type { App } from '../../lib/http/app.ts';
import { REFERENCE_STYLESHEET_PATH } from '../../pages/assets.ts';
import { layout } from '../../pages/layout.ts';
import { sendPage } from '../../pages/page.ts';
import { translator } from '../../pages/texts.ts';
import type { ApiDocument } from './document.ts';
import { type ReferencePage, referencePage } from './pages.ts';

/**
 * The OpenAPI document for people, at `/docs`: a page for each group of operations. Made when it is first asked for, then kept. In
 * English only, like the document.
 *
 * @param read gives the document.
 */
export function referenceRoutes(app: App, read: () => ApiDocument): void {
  const pages = new Map<string, ReferencePage>();

  function send(reply: FastifyReply, name: string): FastifyReply {
    const page = pages.get(name) ?? referencePage(read(), name);
    if (page === undefined) throw new Failure('not_found', 'The reference has no such page');
    pages.set(name, page);
    return sendPage(reply, {
      lang: 'en',
      title: page.title,
      styles: [REFERENCE_STYLESHEET_PATH],
      body: layout({ t: translator('en'), home: '/docs', content: page.content }),
    });
  }

  const config = { auth: 'none' } as const;
  app.get('/docs', { config, schema: { hide: true } }, (_request, reply) => send(reply, ''));
  app.get(
    '/docs/:page',
    { config, schema: { hide: true, params: Type.Object({ page: Type.String() }) } },
    (request, reply) => send(reply, request.params.page),
  );
}
