import type { AppDeps } from '../deps.ts';
import { noteRehearsed } from '../installs/rehearsed-queries.ts';
import { groupBy } from '../lib/group.ts';
import { createOutages } from '../lib/outages.ts';
import { selectRelease } from '../manifest/queries.ts';
import type { Migrated } from '../roll-outs/migration.ts';
import { carriedOver } from './carried-over.ts';
import { cancelRunningRehearsal } from './queries.ts';
import { NOT_TOLD, type TellDeps, tell } from './tell.ts';
import {
  finishRehearsal,
  type HeldRehearsal,
  holdRehearsal,
  keepHeld,
  letGoOf,
  type NextJob,
  selectNextJob,
  selectNextJobs,
} from './work-queries.ts';

/** Rehearsals that this process is at, at a time: a slow plugin keeps no other from its turn. */
const MOST_AT_ONCE = 4;
/** Requests of one rehearsal at a time. */
const LANES_AT_ONCE = 4;
/** Events that are read at once. */
const SLICE = 20;

/** What the plugin made of configs, by install: asked for once in a slice. */
type Configs = Map<number, Promise<Migrated | undefined>>;

/** Goes on with rehearsals until it is stopped. */
export interface Rehearsing {
  /** Waits for the requests under way; another process, or the next start, goes on. */
  stop(): Promise<void>;
}

/** Takes rehearsals that nobody is at, at each poll and when one is begun, and tells their plugins one event after the other. */
export function startRehearsing(deps: AppDeps): Rehearsing {
  const { db, config, changes, log, pluginRequests, vault } = deps;
  const telling: TellDeps = { ...pluginRequests, vault, ...config };
  const outages = createOutages(log);
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let looking = false;

  async function look(): Promise<void> {
    if (looking || signal.aborted) return;
    looking = true;
    try {
      while (!signal.aborted && underWay.size < MOST_AT_ONCE) {
        const held = await holdRehearsal(db);
        if (held === undefined) break;
        const work = rehearse(held)
          .catch((error) => outages.met('a rehearsal failed', error, { rehearsal: held.id }))
          .finally(() => underWay.delete(work));
        underWay.add(work);
        // There may be more of it, and others that wait.
        work.then(look, look);
      }
    } catch (error) {
      outages.met('looking for rehearsals failed', error as Error);
    } finally {
      looking = false;
    }
  }

  // A slice, and then all others have their turn.
  async function rehearse(held: HeldRehearsal): Promise<void> {
    const jobs = await selectNextJobs(db, held, SLICE);
    if (jobs.length === 0) return finishRehearsal(db, held);
    const lanes = [...groupBy(jobs, laneOf).values()];
    const configs: Configs = new Map();
    let goesOn = true;
    async function tellNext(): Promise<void> {
      for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
        for (const { number } of lane) {
          goesOn &&= !signal.aborted && (await tellOne(held, number, configs));
          if (!goesOn) return;
        }
      }
    }
    await Promise.all(Array.from({ length: LANES_AT_ONCE }, tellNext));
    await letGoOf(db, held);
  }

  // All that says whether, and what, is asked anew: between two requests an install may have been ended, or a release rejected.
  async function tellOne(held: HeldRehearsal, number: number, configs: Configs): Promise<boolean> {
    if (!(await keepHeld(db, held))) return false;
    const release = await selectRelease(db, held.plugin_id, held.release);
    if (release === undefined || release.state === 'rejected') {
      const what = release === undefined ? 'written anew' : 'rejected';
      await cancelRunningRehearsal(db, held.id, `Release ${held.release} was ${what}`);
      return false;
    }
    const isPublished = release.state === 'published';
    const next = () => selectNextJob(db, held, number, isPublished);
    const { migration_url: url } = release.manifest;
    let carried: Migrated | undefined;
    if (url !== null) {
      const asked = await next();
      carried = asked && (await configOf(held, url, asked.install_id, configs));
      if (signal.aborted || !(await keepHeld(db, held))) return false;
    }
    const job = await next();
    const found = job && (await tell(telling, release.manifest, job, held.id, carried));
    await noteRehearsed(db, held.id, number, found ?? NOT_TOLD);
    return true;
  }

  function configOf(
    held: HeldRehearsal,
    url: string,
    installId: number,
    configs: Configs,
  ): Promise<Migrated | undefined> {
    const config = configs.get(installId) ?? carriedOver({ ...deps, signal }, held, url, installId);
    configs.set(installId, config);
    return config;
  }

  changes.on('rehearsals', look);
  const timer = setInterval(look, config.pollMs);
  return {
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

const laneOf = ({
  install_id,
  identifier,
  number,
}: Pick<NextJob, 'install_id' | 'identifier' | 'number'>): string =>
  identifier === null ? `${number}` : `${install_id} ${identifier}`;
