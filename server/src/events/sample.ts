import { announce } from '../lib/changes.ts';
import { databaseNow } from '../lib/clock.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { newEventId } from '../lib/ids.ts';
import { readExactly } from '../lib/json.ts';
import { selectReleases } from '../manifest/queries.ts';
import { selectEventType } from '../vocabulary/queries.ts';
import type { EventTypeRow } from '../vocabulary/schema.ts';
import { type Candidate, type Decision, decide } from './decide.ts';
import { refuseUnknownType } from './host-events.ts';
import { checkPayload } from './payload-schema.ts';
import { type NewEvent, selectInstallCandidate } from './queries.ts';
import { type CreatedJob, recordEvents } from './record.ts';
import { holdOwnDevelopmentInstall, type OwnDevelopmentInstall } from './sample-queries.ts';

/** A sample event, as a developer tells it. */
export interface SampleEvent {
  install_id: number;
  name: string;
  identifier: string | null;
  /** JSON text; undefined for the example of its type. */
  payload: string | undefined;
}

/** What became of a sample event. */
export interface ToldSample {
  event: { id: string };
  jobs: CreatedJob[];
  decision: Decision;
}

/**
 * Tells a development install of an event, as if the host had: it is kept, decided about and delivered like any other. One at a time, as
 * people send them: it is no part of the batches in which the host's are taken in.
 *
 * @throws Failure `invalid` with a pointer, also for an install that is not the person's own to try out; `wrong_state` where there is nothing
 * to run.
 */
export async function tellSample(
  tx: Db,
  userId: number,
  { install_id, name, identifier, payload: given }: SampleEvent,
): Promise<ToldSample> {
  const install = await findOwn(tx, userId, install_id);
  const type = await selectEventType(tx, name);
  if (type === undefined) throw refuseUnknownType(name, '/name');
  const payload = given ?? exampleOf(type);
  if (type.payload_schema !== null)
    checkPayload(type.payload_schema, JSON.parse(payload), '/payload');
  const candidate = await selectInstallCandidate(tx, install.id, name);
  if (candidate === undefined)
    throw new Failure('wrong_state', 'The plugin has no draft and no published release to try out');
  const event = newSample(install, { name, identifier, payload });
  const decision = await decideSample(tx, candidate, type, payload);
  const decided = { event, ordered: type.ordered, decisions: [{ candidate, decision }] };
  const { jobs, ready } = await recordEvents(tx, [decided]);
  if (ready > 0) await announce(tx, 'jobs');
  return { event: { id: event.id }, jobs: jobs.flat(), decision };
}

async function findOwn(tx: Db, userId: number, installId: number): Promise<OwnDevelopmentInstall> {
  const install = await holdOwnDevelopmentInstall(tx, userId, installId);
  if (install !== undefined) return install;
  throw invalid(
    '/install_id',
    'must be a development install of your own: make one with POST plugins/{id}/development_install',
  );
}

function exampleOf({ name, example_payload }: EventTypeRow): string {
  if (example_payload !== null) return example_payload;
  throw invalid('/payload', `is required, as "${name}" has no example`);
}

const newSample = (
  { space_id }: OwnDevelopmentInstall,
  given: Pick<NewEvent, 'name' | 'identifier' | 'payload'>,
): NewEvent => ({
  id: newEventId(),
  space_id,
  ...given,
  user_id: null,
  occurred_at: new Date(databaseNow()).toISOString(),
});

async function decideSample(
  tx: Db,
  candidate: Candidate,
  { name, required_scope: requiredScope }: EventTypeRow,
  text: string,
): Promise<Decision> {
  const [release] = await selectReleases(tx, [candidate]);
  if (release === undefined) return 'not_subscribed';
  return decide(
    { name, requiredScope, payload: () => readExactly(text) },
    candidate,
    release.manifest,
  );
}
