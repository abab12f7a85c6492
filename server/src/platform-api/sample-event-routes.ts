import { DEVELOPERS_THEMSELVES } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import { sizedPayload } from '../events/payload-size.ts';
import { tellSample } from '../events/sample.ts';
import { AcceptedSampleEvent, SampleEventInput } from '../events/sample-schema.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { RawJson, rawParts } from '../lib/json.ts';
import { callingPerson } from './calling-person.ts';

/** Developers tell their own development installs what might happen. */
export function sampleEventRoutes(app: App, deps: AppDeps): void {
  app.post(
    '/sample_events',
    {
      config: { auth: DEVELOPERS_THEMSELVES, rawBody: rawParts(['payload']) },
      schema: {
        tags: ['events'],
        operationId: 'createSampleEvent',
        summary: 'Tell your development install what might happen',
        description:
          'Nothing has happened in the host. The event is decided about and delivered as if it had: by the filters, the set-up and the addresses of what the install runs. An install that is not a development install of your own is refused (422).',
        body: SampleEventInput,
        response: { 202: AcceptedSampleEvent },
      },
    },
    async (request, reply) => {
      const userId = callingPerson(request);
      const { install_id, name, payload, identifier = null } = request.body;
      const text =
        payload instanceof RawJson
          ? sizedPayload(payload, '/payload', deps.config.maxEventPayloadBytes)
          : undefined;
      const sample = { install_id, name, identifier, payload: text };
      const { body } = await onceOnly(deps, request, async (tx) => ({
        status: 202,
        body: await tellSample(tx, userId, sample),
      }));
      deps.wake();
      return reply.code(202).send(body);
    },
  );
}
