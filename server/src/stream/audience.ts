import { setTimeout as delay } from 'node:timers/promises';
import { createCache } from '../lib/cache.ts';
import { announce, type Changes } from '../lib/changes.ts';
import type { Audience, Database } from '../lib/db.ts';
import type { Logger } from '../log.ts';
import { isAnyWatched } from './queries.ts';
import { MANY_WATCHES } from './schema.ts';

/** Other processes hear of changes at most so often from this one: each notification takes a lock of the whole instance. */
const PAUSE_MS = 100;
/** A notification holds 8,000 bytes; of more watches than that it says that there are many. */
const MOST_BYTES = 4000;

interface AudienceDeps {
  db: Database;
  changes: Changes;
  log: Logger;
}

/**
 * Whoever listens on any process. That nobody does is believed for as long as this process hears of changes, so that what nobody hears costs
 * nothing; that somebody does is asked again each second in which something changes.
 */
export function createAudience({ db, changes, log }: AudienceDeps): Audience {
  const watched = createCache<boolean>({
    maxSize: 1,
    changes,
    topics: { watches: 'all' },
    isTold: (isAny) => !isAny,
    load: () => isAnyWatched(db),
  });
  const tell = createTeller(db, log);

  function isThere(): boolean {
    const known = watched.peek('any');
    if (known !== undefined) return known ?? true;
    // Until it is known, somebody does.
    watched.get('any').catch(() => undefined);
    return true;
  }

  isThere();
  return {
    isThere,
    missed(write) {
      if (!isThere()) return;
      write(db).catch((err) =>
        log.warn({ err }, 'a change could not be told to who had begun to listen'),
      );
    },
    written: tell,
  };
}

/** Tells every process whose changes were written down: at once, and then with those of the pause that follows together. */
function createTeller(db: Database, log: Logger): (names: string[]) => void {
  let waiting = new Set<string>();
  let isTelling = false;

  async function tell(): Promise<void> {
    while (waiting.size > 0) {
      const names = [...waiting].join(' ');
      waiting = new Set();
      // Who misses it looks for itself each second.
      await announce(db, 'stream', names.length > MOST_BYTES ? MANY_WATCHES : names).catch((err) =>
        log.warn({ err }, 'listeners could not be told at once of what changed'),
      );
      await delay(PAUSE_MS, undefined, { ref: false });
    }
    isTelling = false;
  }

  return (names) => {
    for (const name of names) waiting.add(name);
    if (isTelling) return;
    isTelling = true;
    tell();
  };
}
