import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '../lib/crypto.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { acceptedEncodings, compressedOnce } from '../lib/http/encodings.ts';
import { etagOf, isKnownRevision } from '../lib/http/etag.ts';
import { type BridgeBundle, BUNDLE_MANIFEST } from './bridge-files.ts';

const route = { config: { auth: 'none', anyOrigin: true }, schema: { hide: true } } as const;

const MODULES = ['host.js', 'plugin.js'];
const MINUTES = 'public, max-age=300';
const FOR_EVER = `public, max-age=${365 * 24 * 3600}, immutable`;

/** What is said where the files are missing. */
export const NOT_BUNDLED = 'The App Bridge is not bundled: run `npm run build`';

/**
 * The App Bridge for pages without a bundler, on whatever site: one module of each side, for minutes under its plain name and for ever under
 * one with its version, and the manifest that tells both with the hashes that browsers compare.
 *
 * @param bundle undefined where nobody built it: the addresses answer 404 and say so.
 */
export function bundleRoutes(app: App, bundle: BridgeBundle | undefined): void {
  const files = new Map(
    [...(bundle?.files ?? [])].map(([name, bytes]) => [
      name,
      {
        bytes,
        hash: sha256(bytes).toString('hex').slice(0, 16),
        compressed: compressedOnce(bytes),
      },
    ]),
  );

  async function send(
    { headers }: FastifyRequest,
    reply: FastifyReply,
    { name, caching }: { name: string; caching: string },
  ): Promise<FastifyReply> {
    if (bundle === undefined) throw new Failure('not_found', NOT_BUNDLED);
    const file = files.get(name);
    if (file === undefined) {
      throw new Failure('not_found', `There is no such file; there are ${MODULES.join(' and ')}`);
    }
    const encoding = acceptedEncodings(headers['accept-encoding'])[0]?.name;
    // Each encoding is a representation of its own (RFC 9110 §8.8.3.3).
    const revision = encoding === undefined ? file.hash : `${file.hash}-${encoding}`;
    reply.headers({
      etag: etagOf(revision),
      vary: 'accept-encoding',
      'cache-control': caching,
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    if (isKnownRevision(headers['if-none-match'], revision)) return reply.code(304).send();
    const kind = name === BUNDLE_MANIFEST ? 'application/json' : 'text/javascript';
    reply.type(`${kind}; charset=utf-8`);
    if (encoding === undefined) return reply.send(file.bytes);
    return reply.header('content-encoding', encoding).send(await file.compressed(encoding));
  }

  for (const name of [...MODULES, BUNDLE_MANIFEST]) {
    app.get(`/bridge/${name}`, route, (request, reply) =>
      send(request, reply, { name, caching: MINUTES }),
    );
  }
  app.get<{ Params: { version: string; file: string } }>(
    '/bridge/:version/:file',
    route,
    (request, reply) => {
      const { version, file } = request.params;
      if (bundle !== undefined && version !== bundle.version) {
        throw new Failure('not_found', `This server has version ${bundle.version} of the bridge`);
      }
      if (file === BUNDLE_MANIFEST) throw new Failure('not_found', 'The manifest has no version');
      return send(request, reply, { name: file, caching: FOR_EVER });
    },
  );
}
