import { Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { answeredAs } from '../lib/http/schema.ts';
import { pluginView } from '../registry/plugin-view.ts';
import { reviewPlugin, submitForReview } from '../registry/review.ts';
import { Plugin, PluginParams } from '../registry/schema.ts';

const tags = ['plugins'];
const config = { auth: 'host_key' } as const;

const Verdict = Type.Enum(['approved', 'approved_unlisted', 'rejected'], {
  description:
    '`approved` puts it into the catalog; `approved_unlisted` lets those who know it find it by its slug',
});

const Review = Type.Object(
  { status: Verdict },
  { additionalProperties: false, title: 'Review', examples: [{ status: 'approved' }] },
);

/** How a plugin comes into the catalog: its developer submits it, and the host judges it. */
export function reviewRoutes(app: App, { db }: AppDeps): void {
  app.post(
    '/plugins/:id/submit',
    {
      config,
      schema: {
        tags,
        operationId: 'submitPlugin',
        summary: 'Put a plugin up for review',
        params: PluginParams,
        response: { 200: answeredAs(Plugin, { status: 'in_review' }) },
      },
    },
    async (request) =>
      db.transaction(async (tx) => pluginView(await submitForReview(tx, request.params.id))),
  );
  app.post(
    '/plugins/:id/review',
    {
      config,
      schema: {
        tags,
        operationId: 'reviewPlugin',
        summary: 'Approve or reject a plugin',
        description: 'It need not have been submitted; what was decided can be decided anew.',
        params: PluginParams,
        body: Review,
        response: { 200: Plugin },
      },
    },
    async (request) =>
      db.transaction(async (tx) =>
        pluginView(await reviewPlugin(tx, request.params.id, request.body.status)),
      ),
  );
}
