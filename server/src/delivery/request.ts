import type { ClaimedJob } from '../jobs/claim.ts';
import { objectMembers, objectText } from '../lib/json.ts';
import { takeRandom } from '../lib/random.ts';
import { dashCase } from '../lib/text.ts';
import { version } from '../version.ts';
import { type SigningKeys, signatureHeaders } from './signer.ts';

/** The token that lets a plugin act for the installer; see `meta.auth`. */
export interface MetaAuth {
  token_type: 'Bearer';
  access_token: string;
  /** Seconds that are left. */
  expires_in: number;
  refresh_token: null;
  refresh_token_expires_in: null;
}

/**
 * The body of a worker's request, encoded: what is signed is what is sent. What others wrote is spliced in byte for byte.
 *
 * @param config the whole of it, with passwords: JSON text of an object.
 */
export function requestBody(job: ClaimedJob, config: string, auth: MetaAuth | null): Buffer {
  const name = JSON.stringify(job.event_name);
  const meta = [
    `"event":${name}`,
    `"plugin_id":"${job.plugin_id}"`,
    `"install_id":"${job.install_id}"`,
    `"config":${config}`,
    `"job":{"id":"${job.job_id}","name":${name},"identifier":${JSON.stringify(job.identifier)}}`,
    placesOf(job),
    '"zone":null',
    `"auth":${JSON.stringify(auth)}`,
  ];
  return Buffer.from(`{"meta":{${meta.join(',')}},"payload":${job.payload}}`);
}

/**
 * All headers of a worker's request: who sends, what proves it ({@link signatureHeaders}), which attempt this is, and a trace (W3C Trace
 * Context).
 *
 * @param timestamp seconds since 1970.
 * @param body exactly as it is sent, since it is what is signed.
 */
export function requestHeaders(
  job: ClaimedJob,
  keys: SigningKeys,
  timestamp: number,
  body: Buffer,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    ...signatureHeaders(keys, job.job_id, timestamp, body),
    'plugboard-attempt': String(job.attempt),
    traceparent: traceparent(job.event_id),
  };
}

const USER_AGENT = `Plugboard/${version}`;

// All attempts at all jobs of an event are one trace (W3C Trace Context), whose id is the event's.
const traceparent = (eventId: string): string =>
  `00-${eventId.replaceAll('-', '')}-${takeRandom(8, 'hex')}-01`;

interface Places {
  name: string;
  attributes: string;
  text: string;
}

const MAX_CACHED = 1000;
const places = new Map<number, Places>();

// Kept with the space's row as it was: parsing its attributes for every job would cost more than the rest of the body.
function placesOf({ space_id, space_name, space_attributes }: ClaimedJob): string {
  const known = places.get(space_id);
  if (known !== undefined && known.name === space_name && known.attributes === space_attributes)
    return known.text;
  const text = writePlaces(space_id, space_name, objectMembers(space_attributes));
  if (places.size >= MAX_CACHED) places.clear();
  places.set(space_id, { name: space_name, attributes: space_attributes, text });
  return text;
}

// Of names that become the same the last one counts; what is under them stays as the host wrote it.
function writePlaces(id: number, name: string, given: ReadonlyMap<string, string>): string {
  const dashed = new Map([['name', JSON.stringify(name)]]);
  for (const [key, text] of given) dashed.set(dashCase(key), text);
  const attributes = objectText(dashed);
  const place = (type: string) => `{"id":"${id}","type":"${type}","attributes":${attributes}}`;
  return `"location":${place('locations')},"company":${place('companies')}`;
}
