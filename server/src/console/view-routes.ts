import type { FastifyReply } from 'fastify';
import { PORTAL_VIEWS } from '../auth/portal-views.ts';
import type { WebDeps } from '../deps.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { html } from '../pages/html.ts';
import { plainOrigins } from '../pages/page.ts';
import { fileUrl, NOT_BUILT } from './document.ts';
import type { ConsoleEntry, ConsoleFiles } from './files.ts';

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;

const ENTRY = 'src/embed/main.tsx';

/**
 * The documents of the views that elements of a host's page frame: who looks is told by a token that the page hands over, so that no cookie is
 * read or set. The page may be of the host's origins alone, which the document names for its script to compare.
 *
 * @param files undefined where the console is not built.
 */
export function viewRoutes(
  app: App,
  { config: { hostOrigins } }: WebDeps,
  files: ConsoleFiles | undefined,
): void {
  const entry = files?.entry(ENTRY);
  app.get<{ Params: { view: string } }>('/embed/views/:view', route, (request, reply) => {
    const view = PORTAL_VIEWS.find((one) => one === request.params.view);
    if (view === undefined) throw new Failure('not_found', 'There is no such view');
    if (entry === undefined) throw new Failure('console_not_built', NOT_BUILT);
    return sendView(reply, { view, entry, hosts: plainOrigins(hostOrigins) });
  });
}

interface ViewDocument {
  view: string;
  entry: ConsoleEntry;
  hosts: readonly string[];
}

function sendView(reply: FastifyReply, { view, entry, hosts }: ViewDocument): FastifyReply {
  const { brand } = reply.server;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="plugboard-view" content="${view}">
<meta name="plugboard-host-origins" content="${hosts.join(' ')}">
<title>${brand.name}</title>
${entry.styles.map((name) => html`<link rel="stylesheet" href="${fileUrl(name)}">`)}
${brand.isThemed && html`<link rel="stylesheet" href="${brand.theme.path}">`}
<script type="module" src="${fileUrl(entry.script)}"></script>
${entry.modules.map((name) => html`<link rel="modulepreload" href="${fileUrl(name)}">`)}
</head>
<body><div id="console" data-product="${brand.name}"></div></body>
</html>
`;
  return reply
    .headers({
      'content-security-policy': policyFor(hosts),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    })
    .type('text/html; charset=utf-8')
    .send(document.text);
}

const policyFor = (hosts: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' https: data:",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${hosts.length === 0 ? "'none'" : hosts.join(' ')}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
