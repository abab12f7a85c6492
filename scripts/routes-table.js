// Writes docs/routes.md from the routes of the built server; with --check, fails when it says something else.
import { readFile, writeFile } from 'node:fs/promises';
import { PEOPLE } from '../server/dist/auth/audiences.js';
import { listRoutes } from '../server/dist/describe-api.js';

const FILE = new URL('../docs/routes.md', import.meta.url);
const CALLERS = { plugin: "a plugin's token for a user", host: 'the host' };

const text = `# Routes

Every address that the server answers, who may call it, and the operation that [the OpenAPI document](../openapi.json) describes
it as. Made of the routes by \`scripts/routes-table.js\`. The host calls with its host key; people do as whoever signed
in, or by a personal token of theirs, and in a portal by a portal token for one of the views that are named, or by a link, which opens all that is open in a portal (where
that says "space", it alone does). What is for anybody may still ask them to sign in: pages do that. Left out are the files of the pages, below
\`/assets/\`.

${table(await listRoutes())}`;

if (process.argv.includes('--check')) {
  if ((await readFile(FILE, 'utf8').catch(() => '')) !== text) {
    console.error('docs/routes.md is not what the routes say; run: node scripts/routes-table.js');
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, text);
}

function table(routes) {
  const rows = routes
    .filter(({ path }) => !path.startsWith('/assets/'))
    .map((route) => [
      route.method.includes(',') ? 'any other' : route.method,
      `\`${route.path}\``,
      route.operationId === undefined ? '' : `\`${route.operationId}\``,
      whoMayCall(route),
    ]);
  const lines = [
    ['method', 'path', 'operation', 'who may call'],
    ['---', '---', '---', '---'],
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function whoMayCall({ auth, portal, security }) {
  if (security.includes('clientBasic')) {
    return `a client, by its own credentials${security.includes('hostKey') ? ', the host' : ''}`;
  }
  if (auth === 'none') return 'anybody';
  if ('plugin_scope' in auth) return `a plugin with the scope \`${auth.plugin_scope}\``;
  return auth.callers
    .flatMap((kind) => (kind === 'user' ? peopleOf(auth) : CALLERS[kind]))
    .concat(portal.length === 0 ? [] : `in a portal: ${portal.join(', ')}`)
    .join(', ');
}

function peopleOf({ people }) {
  return people.map((kind) => PEOPLE[kind]);
}
