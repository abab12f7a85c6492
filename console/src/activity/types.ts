import type { Schemas } from '../api/client.ts';
import type { Params } from '../api/query.ts';

/** What happened, with what each plugin made of it. */
export type ActivityEvent = Schemas['ActivityEvent'];

/** Why an install was or was not given an event, and its job. */
export type ActivityDecision = Schemas['ActivityDecision'];

/** One request to a plugin. */
export type Attempt = Schemas['Attempt'];

/** A job with all that happened to it. */
export type Job = Schemas['Job'];

/** Which events of a space are meant. */
export type ActivityFilter = Omit<
  NonNullable<Params<'/platform/v1/activity'>['query']>,
  'cursor' | 'limit'
>;
