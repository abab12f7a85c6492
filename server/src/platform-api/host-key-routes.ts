import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { OPERATORS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import { createHostKey, endHostKey, hostKeyView } from '../host-keys/host-keys.ts';
import { selectHostKeyPage } from '../host-keys/queries.ts';
import { HostKey, HostKeyCreated, HostKeyParams, NewHostKey } from '../host-keys/schema.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';

const tags = ['host keys'];
const config = { auth: OPERATORS } as const;

/** The keys with which the host's backend calls the Platform API. */
export function hostKeyRoutes(app: App, { db, vault }: AppDeps): void {
  app.post(
    '/host_keys',
    {
      config,
      schema: {
        tags,
        operationId: 'createHostKey',
        summary: 'Create a host key',
        description:
          'The key is shown this once; with an `Idempotency-Key` the same answer can be had again for 24 hours.',
        body: NewHostKey,
        response: { 201: HostKeyCreated },
      },
    },
    async (request, reply) => {
      const answer = await onceOnly({ db, vault }, request, async (tx) => {
        const body = await createHostKey(tx, request.body.name);
        await record(tx, doingOf(request), { action: 'host_key.created', target: body.id });
        return { status: 201, body };
      });
      return reply.code(201).send(answer.body);
    },
  );
  app.get(
    '/host_keys',
    {
      config,
      schema: {
        tags,
        operationId: 'listHostKeys',
        summary: 'List host keys',
        description: 'Those that work, in the order of their ids; never their values.',
        querystring: PageQuery,
        response: { 200: Page(HostKey) },
      },
    },
    async (request) => {
      const { limit, after } = idPageStart(request.query);
      const rows = await selectHostKeyPage(db, after, limit + 1);
      return toPage(rows, limit, (row) => row.id, hostKeyView);
    },
  );
  app.delete(
    '/host_keys/:id',
    {
      config,
      schema: {
        tags,
        operationId: 'deleteHostKey',
        summary: 'Revoke a host key',
        description: 'It stops working at once, on every node within a second.',
        params: HostKeyParams,
        response: { 204: Type.Null({ description: 'Revoked' }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        await endHostKey(tx, id);
        await record(tx, doingOf(request), { action: 'host_key.revoked', target: id });
      });
      return reply.code(204).send(null);
    },
  );
}
