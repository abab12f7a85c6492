import type { Job, JsonObject } from '@plugboard/sdk';

/** The visitor's name, from `payload.attributes["full-name"]` or from `payload.name`. */
export function visitorName({ attributes, name }: JsonObject): string {
  const { 'full-name': fullName } = (attributes ?? {}) as JsonObject;
  return asText(fullName) ?? asText(name) ?? 'visitor';
}

/**
 * What the host calls the visit, such as `vr:entry:19`: the same at sign-in and sign-out. A host may leave it out; its own id of the thing is the
 * next best, and then the job's.
 */
export function visitId({ id, identifier }: Pick<Job, 'id' | 'identifier'>, payload: JsonObject) {
  return asText(identifier) ?? asText(payload.id) ?? id;
}

/** A host's ids may be numbers. One beyond 2^53 is none: `JSON.parse` gives the same for it and the next, and two visitors must not be one. */
function asText(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
