import type { Changes } from '../../lib/changes.ts';
import type { Vault } from '../../lib/crypto.ts';
import type { Database } from '../../lib/db.ts';
import { createOutages } from '../../lib/outages.ts';
import { repeat } from '../../lib/repeating.ts';
import { runAgainOnDeadlock } from '../../lib/run-again.ts';
import type { Logger } from '../../log.ts';
import { activateOnceSetUp } from '../becoming-active.ts';
import { openUndamaged } from '../sealed-config.ts';
import { lockUnjudged, noteJudged, type SetupPlace, selectUnjudged } from './rejudge-queries.ts';

/** What {@link startRejudging} needs. */
export interface RejudgingDeps {
  db: Database;
  vault: Vault;
  changes: Changes;
  log: Logger;
}

/** Goes on looking at installs in set-up until it is stopped. */
export interface Rejudging {
  /** Waits for the install that is being looked at; another process, or the next start, goes on. */
  stop(): Promise<void>;
}

// Nobody is told where a developer's space becomes their own, nor of what is installed or restored while a release is published.
const EVERY_MS = 60_000;
const PAGE = 200;
const FIRST: SetupPlace = { plugin_id: 0, id: 0 };
const ALL = undefined;

/**
 * Activates installs in set-up once the release that they run leaves nothing open that is required: after each release, and now and then.
 * One transaction each, so that nobody who sets one up waits for the others; which there are stands in their rows, so that any process
 * goes on where another stopped.
 */
export function startRejudging({ db, vault, changes, log }: RejudgingDeps): Rejudging {
  const outages = createOutages(log);
  const plugins = new Set<number | typeof ALL>([ALL]);
  let stopping = false;

  async function lookAt(pluginId: number | typeof ALL): Promise<void> {
    for (let after: SetupPlace | undefined = FIRST; after !== undefined; ) {
      const some: SetupPlace[] = await selectUnjudged(db, pluginId, after, PAGE);
      for (const { id } of some) {
        if (stopping) return;
        // Each fails alone, and the next round tries again.
        await rejudge({ db, vault, log }, id).catch((error) =>
          outages.met('an install in set-up could not be looked at', error, { install: id }),
        );
      }
      after = some.length < PAGE ? undefined : some.at(-1);
    }
  }

  const looks = repeat(EVERY_MS, async () => {
    if (plugins.size === 0) plugins.add(ALL);
    for (const pluginId of plugins) {
      plugins.delete(pluginId);
      if (stopping) return;
      await lookAt(pluginId).catch((error) =>
        outages.met('looking for installs in set-up failed', error),
      );
    }
  });
  looks.now();
  changes.on('releases', (id) => {
    plugins.add(id === undefined ? ALL : Number(id));
    looks.now();
  });
  return {
    async stop() {
      stopping = true;
      await looks.stop();
    },
  };
}

async function rejudge(
  { db, vault, log }: Pick<RejudgingDeps, 'db' | 'vault' | 'log'>,
  id: number,
): Promise<void> {
  await runAgainOnDeadlock(db, async (tx) => {
    const install = await lockUnjudged(tx, id);
    if (install === undefined) return;
    const config = openUndamaged({ vault, installId: id }, install, (err) =>
      log.error({ err, install: id }, 'an install in set-up has passwords that cannot be opened'),
    );
    if (config !== undefined && (await activateOnceSetUp(tx, install, config))) return;
    await noteJudged(tx, id, install.release);
  });
}
