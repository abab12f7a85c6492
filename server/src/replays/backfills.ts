import type { Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { countPast, type Hearing, heardNames, hearingOf } from '../events/backfill.ts';
import type { Untold } from '../events/backfill-queries.ts';
import type { InstallStatus } from '../install-status.ts';
import { unmakeUnsent } from '../jobs/backfill.ts';
import { announce } from '../lib/changes.ts';
import { databaseNow } from '../lib/clock.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { personBehind, type Reader } from '../reach.ts';
import {
  endBackfill,
  endOutlived,
  hasLeftOver,
  selectBackfilledInstall,
} from './backfill-queries.ts';
import type { Backfill, NewBackfill } from './backfill-schema.ts';
import { enterBounds, insertAlone } from './bounds.ts';
import { progressOf } from './progress.ts';
import { type ReplayRow, selectBackfill } from './queries.ts';
import { counted } from './step.ts';
import { lockReplaying, lockRunning, noteProgress, takeSent } from './work-queries.ts';

/** The install that is to be told of the past; whoever asks may change it. */
export interface InstallToTell {
  id: number;
  space_id: number;
  status: InstallStatus;
  generation: number;
  development: boolean;
}

/** Who asks for a backfill, and where in the request. */
export interface BackfillAsked {
  reader: Reader;
  doing: Doing;
  /** JSON pointer of what is asked for. */
  pointer: string;
}

const DAY_MS = 86_400_000;

/**
 * Begins to tell an install of events that it has not heard, as soon as it is active: workers do it, at a pace that leaves room for others.
 *
 * @throws Failure `invalid` with a pointer, for events that the install does not hear; `wrong_state` where one of the same install runs, or it
 * hears nothing; `too_many_requests` where as many run as a person may have, or they are beginning another one.
 */
export async function beginBackfill(
  tx: Db,
  install: InstallToTell,
  asked: NewBackfill,
  { reader, doing, pointer }: BackfillAsked,
): Promise<ReplayRow> {
  const { id, space_id: spaceId, generation } = install;
  if (install.status === 'uninstalled')
    throw new Failure('wrong_state', 'The install is uninstalled');
  if (install.development)
    throw new Failure('wrong_state', 'A development install hears sample events alone');
  const hearing = await hearingOf(tx, id);
  if (hearing === undefined)
    throw new Failure(
      'wrong_state',
      'The plugin has no published release: its install hears no events',
    );
  refuseUnheard(hearing, asked, pointer);
  const of = { kind: 'backfill', space_id: null, install_id: id, plugin_id: null } as const;
  await endOutlived(tx, id, generation);
  await enterBounds(tx, reader, of);
  const filter = JSON.stringify(asked);
  const begun = { filter, created_at: new Date(databaseNow()) };
  const untold = untoldBy(install, begun, heardNames(hearing));
  const total = (await hasLeftOver(tx, install)) ? null : await countPast(tx, untold);
  const row = { ...of, generation, filter, include_settled: false, until: null, total };
  const backfill = await insertAlone(tx, { ...row, created_by: personBehind(reader) });
  await announce(tx, 'resumptions');
  await record(tx, doing, { action: 'backfill.created', target: backfill.id, spaceId });
  return backfill;
}

function refuseUnheard(hearing: Hearing, { events = [] }: NewBackfill, pointer: string): void {
  const heard = heardNames(hearing);
  const wrong = events.findIndex((name) => !heard.includes(name));
  if (wrong < 0) return;
  const name = events[wrong] as string;
  const known = heard.join(', ') || 'none';
  throw invalid(
    `${pointer}/events/${wrong}`,
    hearing.events.has(name)
      ? `"${name}" is not granted to the install, or requires a scope that it does not have; it hears: ${known}`
      : `"${name}" is no event of the host that the plugin subscribes to; the install hears: ${known}`,
  );
}

/** Of which events a backfill is, of those that its install hears now. */
export function untoldBy(
  { id, space_id, generation }: Pick<InstallToTell, 'id' | 'space_id' | 'generation'>,
  { filter, created_at }: Pick<ReplayRow, 'filter' | 'created_at'>,
  heard: readonly string[],
): Untold {
  const { days, events }: NewBackfill = JSON.parse(filter);
  return {
    install_id: id,
    space_id,
    generation,
    names: heard.filter((name) => events === undefined || events.includes(name)),
    since: new Date(created_at.getTime() - days * DAY_MS),
  };
}

/** @throws Failure `backfill_not_found`, also for one that the reader may not see. */
export async function findBackfill(db: Db, reader: Reader, id: number): Promise<ReplayRow> {
  const row = await selectBackfill(db, reader, id);
  if (row === undefined) throw new Failure('backfill_not_found', `There is no backfill ${id}`);
  return row;
}

/** Rows of the queue that are taken out with the answer; workers do the rest. */
const UNMADE_FIRST = 1000;

/**
 * Ends a backfill. What of it was not sent yet is as if it never had been; what is under way goes on.
 *
 * @throws Failure `backfill_not_found`; `wrong_state` for one that is done.
 */
export async function cancelBackfill(
  tx: Db,
  reader: Reader,
  id: number,
  doing: Doing,
): Promise<ReplayRow> {
  await lockReplaying(tx);
  const backfill = await findBackfill(tx, reader, id);
  if (backfill.state === 'done') throw new Failure('wrong_state', 'The backfill is done');
  const running = await lockRunning(tx, id);
  if (running !== undefined) {
    await noteProgress(tx, { ...running, is_read: false }, counted(await takeSent(tx, id)));
    await endBackfill(tx, id);
    await unmakeUnsent(tx, id, UNMADE_FIRST);
    await announce(tx, 'resumptions');
    const install = await selectBackfilledInstall(tx, running.install_id);
    const spaceId = install?.space_id ?? null;
    await record(tx, doing, { action: 'backfill.cancelled', target: id, spaceId });
  }
  return findBackfill(tx, reader, id);
}

/** As callers see it. */
export function backfillView(row: ReplayRow): Backfill {
  const { days, events }: NewBackfill = JSON.parse(row.filter);
  return {
    id: row.id,
    install_id: row.install_id as number,
    days,
    events: events ?? null,
    state: row.state,
    total: row.total,
    ...progressOf(row),
  };
}
