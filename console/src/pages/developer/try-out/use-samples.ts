import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { type ExactAnswer, readExactly } from '../../../api/query.ts';
import { prettyJson } from '../../../parts/json-format.ts';
import { childrenOf, memberOf } from '../../../parts/json-text.ts';

const TYPES = '/platform/v1/event_types';
// More than any host has.
const MOST = { query: { limit: 200 } };

/** An event that can be tried. */
export interface SampleType {
  type: Schemas['EventType'];
  /** JSON, a member a line; undefined for none. */
  example: string | undefined;
  /** JSON of its schema; undefined where any data will do. */
  schema: string | undefined;
}

/** The events of the host, each with an example as the host wrote it. */
export const useSamples = () => useQuery({ ...readExactly(TYPES, MOST), select: samplesOf });

function samplesOf({ value, text }: ExactAnswer<typeof TYPES>): SampleType[] {
  const texts = childrenOf(memberOf(text, 'data') ?? '[]');
  return value.data.map((type, index) => {
    const written = texts[index]?.text ?? '{}';
    const example = known(memberOf(written, 'example_payload'));
    return {
      type,
      example: example && prettyJson(example),
      schema: known(memberOf(written, 'payload_schema')),
    };
  });
}

const known = (text: string | undefined): string | undefined =>
  text === 'null' ? undefined : text;
