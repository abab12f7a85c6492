import { withdrawJobsOfInstall } from '../jobs/withdraw.ts';
import { announce } from '../lib/changes.ts';
import { databaseNow } from '../lib/clock.ts';
import type { Db } from '../lib/db.ts';
import { newEventId } from '../lib/ids.ts';
import type { LifecycleEvent } from '../manifest/lifecycle.ts';
import { type Candidate, type Decision, deliveryTo } from './decide.ts';
import { selectInstallCandidate, selectLiveCandidates } from './queries.ts';
import { type DecidedEvent, type RecordedEvents, recordEvents } from './record.ts';

/** The install that a lifecycle event is about. */
export interface LifecycleSubject {
  id: number;
  space_id: number;
  plugin_id: number;
  generation: number;
}

/**
 * Records a lifecycle event for one install and queues its job if the plugin subscribes, within the change that it tells of. On
 * `plugin_uninstalled` all other queued jobs of the install are withdrawn first. Answers the job's id.
 */
export async function recordLifecycleEvent(
  tx: Db,
  install: LifecycleSubject,
  name: LifecycleEvent,
  payload: object,
): Promise<string | undefined> {
  if (name === 'plugin_uninstalled') await withdrawJobsOfInstall(tx, install.id);
  const candidate = await selectInstallCandidate(tx, install.id, name);
  if (candidate === undefined) return undefined;
  const { jobs } = await recordAndAnnounce(tx, [decided(candidate, name, payload)]);
  return jobs[0]?.[0]?.id;
}

/**
 * Tells live installs of a plugin that they are on another release; of one that is suspended, once it is resumed.
 *
 * @param installIds which of them; null for all that are on its current release.
 */
export async function recordPluginUpdated(
  tx: Db,
  pluginId: number,
  release: number,
  installIds: readonly number[] | null = null,
): Promise<void> {
  const candidates = await selectLiveCandidates(tx, pluginId, installIds, 'plugin_updated');
  for (let at = 0; at < candidates.length; at += AT_ONCE) {
    const some = candidates.slice(at, at + AT_ONCE);
    await recordAndAnnounce(
      tx,
      some.map((candidate) => decided(candidate, 'plugin_updated', { release })),
    );
  }
}

const AT_ONCE = 1000;

async function recordAndAnnounce(tx: Db, events: DecidedEvent[]): Promise<RecordedEvents> {
  const recorded = await recordEvents(tx, events);
  if (recorded.ready > 0) await announce(tx, 'jobs');
  return recorded;
}

function decided(candidate: Candidate, name: LifecycleEvent, payload: object): DecidedEvent {
  return {
    event: {
      id: newEventId(),
      space_id: candidate.space_id,
      name,
      identifier: null,
      payload: JSON.stringify(payload),
      user_id: null,
      occurred_at: new Date(databaseNow()).toISOString(),
    },
    ordered: false,
    decisions: [{ candidate, decision: decisionFor(candidate) }],
  };
}

// Whether the install is active does not matter: these tell of that very change.
function decisionFor(candidate: Candidate): Decision {
  return candidate.endpoint_id === null ? 'not_subscribed' : deliveryTo(candidate);
}
