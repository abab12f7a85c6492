import { isLive } from '../../install-status.ts';
import type { Manifest } from '../../manifest/schema.ts';
import type { SpaceChoiceRow } from './queries.ts';

/** Why a plugin cannot be let into a space by this user. */
export type Obstacle = 'suspended' | 'unreviewed' | 'needs_admin' | 'needs_plan';

/** A space, as far as letting a plugin in goes. */
export interface SpaceChoice {
  id: number;
  name: string;
  /** `install`: the user's consent installs it. */
  entry: 'installed' | 'install' | Obstacle;
  /** The scopes that the space's admin granted; null where it is not installed. */
  scopes: string[] | null;
}

/** What a user can do in a space for a plugin. */
export function toChoice(row: SpaceChoiceRow, { plan_level }: Manifest): SpaceChoice {
  const entry = entryOf(row, plan_level);
  return {
    id: row.id,
    name: row.name,
    entry,
    scopes: entry === 'installed' ? row.install_scopes : null,
  };
}

function entryOf(row: SpaceChoiceRow, neededPlan: number | null): SpaceChoice['entry'] {
  if (!row.may_run) return 'unreviewed';
  if (isLive(row.install_status)) return 'installed';
  if (row.install_status === 'suspended') return 'suspended';
  if (row.role !== 'admin') return 'needs_admin';
  const plan = row.plan_level ?? Number.NEGATIVE_INFINITY;
  return neededPlan === null || plan >= neededPlan ? 'install' : 'needs_plan';
}

/** Whether the user may let the plugin in there. */
export const isOpen = ({ entry }: SpaceChoice): boolean =>
  entry === 'installed' || entry === 'install';
