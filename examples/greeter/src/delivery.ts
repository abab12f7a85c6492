type Json = Record<string, unknown>;

/** The part of a delivery that the greeter uses. */
export interface Delivery {
  event: string;
  installId: string;
  jobId: string;
  /** The host's name for what the event is about, such as `vr:entry:19`: the same at sign-in and sign-out. */
  identifier: string;
  /** The install's config: what the space's admin chose in the set-up steps. */
  config: Json;
  /** As the host gave it to Plugboard; its shape is the host's. */
  payload: Json;
}

/**
 * Reads the JSON body of a delivery whose signatures have been checked.
 *
 * @throws Error that names what is missing
 */
export function readDelivery(body: Buffer): Delivery {
  const { meta: rawMeta, payload: rawPayload } = asObject(JSON.parse(body.toString('utf8')));
  const meta = asObject(rawMeta);
  const job = asObject(meta.job);
  const payload = asObject(rawPayload);
  const jobId = readText(job.id, 'meta.job.id');
  return {
    event: readText(meta.event, 'meta.event'),
    installId: readText(meta.install_id, 'meta.install_id'),
    jobId,
    // A host may leave the identifier out; its own id of the thing is the next best, and then the job's.
    identifier: asText(job.identifier) ?? asText(payload.id) ?? jobId,
    config: asObject(meta.config),
    payload,
  };
}

/** The visitor's name, from `payload.attributes["full-name"]` or from `payload.name`. */
export function visitorName({ payload }: Delivery): string {
  return asText(asObject(payload.attributes)['full-name']) ?? asText(payload.name) ?? 'visitor';
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

/**
 * Ids are strings on the wire, but a host's payload may have numbers. One beyond 2^53 is none: `JSON.parse` gives the same for it
 * and the next, and two visitors must not be one.
 */
function asText(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function readText(value: unknown, name: string): string {
  const text = asText(value);
  if (text === undefined) throw new Error(`${name} is missing`);
  return text;
}
