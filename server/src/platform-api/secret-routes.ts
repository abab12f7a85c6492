import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { DEVELOPERS } from '../auth/audiences.ts';
import { selectSecretGenerations } from '../auth/client-secret-queries.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { nullable } from '../lib/http/schema.ts';
import { parseSmallNumber } from '../lib/ids.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { findPluginOf, findPluginOfToChange } from '../registry/find-plugin.ts';
import {
  NewSecret,
  PluginParams,
  Secret,
  SecretCreated,
  SecretParams,
} from '../registry/schema.ts';
import { rotateSecret, secretView, withdrawSecret } from '../registry/secrets.ts';

const SecretList = Type.Object({ data: Type.Array(Secret) }, { title: 'SecretList' });

const tags = ['plugins'];
const config = { auth: DEVELOPERS } as const;

/** The generations of the client secret: rotated, and withdrawn when one leaked. */
export function secretRoutes(app: App, { db, vault, config: settings }: AppDeps): void {
  app.get(
    '/plugins/:id/secrets',
    {
      config,
      schema: {
        tags,
        operationId: 'listSecrets',
        summary: 'List the generations of the client secret',
        description: 'Newest first, never with their values.',
        params: PluginParams,
        response: { 200: SecretList },
      },
    },
    async (request) => {
      const { id } = await findPluginOf(db, request.caller, request.params.id);
      return { data: (await selectSecretGenerations(db, id)).map(secretView) };
    },
  );
  app.post(
    '/plugins/:id/secrets',
    {
      config,
      schema: {
        tags,
        operationId: 'rotateSecret',
        summary: 'Rotate the client secret',
        description:
          'Makes the next generation. The one before works on for the overlap, and requests carry a signature for each; `X-Envoy-Signature`, of which there can be only one, moves to the new one when the plugin has used it.',
        params: PluginParams,
        body: nullable(NewSecret),
        response: { 201: SecretCreated },
      },
    },
    async (request, reply) => {
      const secret = request.body?.client_secret;
      const answer = await onceOnly({ db, vault }, request, async (tx) => {
        const { id } = await findPluginOfToChange(tx, request.caller, request.params.id);
        const rotation = { overlapSeconds: settings.secretOverlapSeconds, secret };
        const body = await rotateSecret(tx, vault, id, rotation);
        const target = [id, body.generation];
        await record(tx, doingOf(request), { action: 'secret.rotated', target });
        return { status: 201, body };
      });
      return reply.code(201).send(answer.body);
    },
  );
  app.delete(
    '/plugins/:id/secrets/:generation',
    {
      config,
      schema: {
        tags,
        operationId: 'withdrawSecret',
        summary: 'Withdraw a generation of the client secret',
        description:
          'For one that leaked: it stops working at once, and so do the tokens that were minted with it. The only live one cannot be withdrawn.',
        params: SecretParams,
        response: { 204: Type.Null({ description: 'Withdrawn' }) },
      },
    },
    async (request, reply) => {
      const { id, generation } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        const plugin = await findPluginOfToChange(tx, request.caller, id);
        await withdrawSecret(tx, plugin.id, parseSmallNumber(generation));
        const target = [plugin.id, generation];
        await record(tx, doingOf(request), { action: 'secret.withdrawn', target });
      });
      return reply.code(204).send(null);
    },
  );
}
