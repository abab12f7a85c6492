import { Type } from 'typebox';
import { Id } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { AcceptedEvent, DecisionObject, EventInput } from './schema.ts';

/** An event that a developer makes up. */
export const SampleEventInput = Type.Object(
  {
    install_id: Type.Integer({ ...Id, description: 'A development install of your own' }),
    name: EventInput.properties.name,
    payload: Type.Optional(
      Type.Any({
        description: 'Any JSON, handed on byte for byte; by default the example of its type',
      }),
    ),
    identifier: EventInput.properties.identifier,
  },
  {
    title: 'SampleEventInput',
    additionalProperties: false,
    examples: [{ install_id: STORY.installId, name: STORY.eventName }],
  },
);

/** What became of a sample event. */
export const AcceptedSampleEvent = Type.Object(
  {
    ...AcceptedEvent.properties,
    decision: DecisionObject.properties.decision,
  },
  {
    title: 'AcceptedSampleEvent',
    description: 'An event that is kept, the job it became, and why it became one or not',
    examples: [
      {
        event: { id: STORY.eventId },
        jobs: [{ id: STORY.jobId, install_id: STORY.installId, plugin_id: STORY.plugin.id }],
        decision: 'delivered',
      },
    ],
  },
);
