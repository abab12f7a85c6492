import { allDeliveries } from './developer-all-deliveries.ts';
import { deletion, unread } from './developer-deletion.ts';
import { deliveries } from './developer-deliveries.ts';
import { people, stats } from './developer-people.ts';
import { plugin, plugins } from './developer-plugins.ts';
import { rehearsals } from './developer-rehearsals.ts';
import { changes, releases } from './developer-releases.ts';
import { rollOuts } from './developer-roll-outs.ts';
import { secrets } from './developer-secrets.ts';
import { nextSteps, storage, tryOut } from './developer-try-out.ts';

/** The texts of who develops plugins: loaded with those pages, and with no others. */
export const developer = {
  plugins,
  plugin,
  deletion,
  unread,
  deliveries,
  allDeliveries,
  releases,
  changes,
  rehearsals,
  people,
  stats,
  secrets,
  rollOuts,
  tryOut,
  storage,
  nextSteps,
};
