import type { Db } from '../lib/db.ts';
import { countByPlace } from './reach-queries.ts';
import type { Cohorts } from './reach-schema.ts';

/** How many installs of a plugin each per cent would bring to a release. */
export async function cohortsOf(db: Db, pluginId: number, release: number): Promise<Cohorts> {
  const places = await countByPlace(db, pluginId, release);
  const steps: Cohorts['steps'] = [];
  let more = 0;
  for (const { place, to_come } of places) {
    if (to_come === 0) continue;
    more += to_come;
    steps.push({ percent: place + 1, more });
  }
  const sum = (of: 'installs' | 'on_release') => places.reduce((all, row) => all + row[of], 0);
  return { installs: sum('installs'), on_release: sum('on_release'), steps };
}
