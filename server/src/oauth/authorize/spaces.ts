import { isLive } from '../../install-status.ts';
import type { InstallGrant } from '../../installs/permission-schema.ts';
import { pendingOf } from '../../installs/permissions.ts';
import type { Db } from '../../lib/db.ts';
import type { Manifest } from '../../manifest/schema.ts';
import { type AuthorizingPlugin, type SpaceChoiceRow, selectSpacesFor } from './queries.ts';

/** Why a plugin cannot be let into a space by this user. */
export type Obstacle = 'suspended' | 'unreviewed' | 'needs_admin' | 'needs_plan';

/** A space, as far as letting a plugin in goes. */
export interface SpaceChoice {
  id: number;
  name: string;
  /** `install`: the user's consent installs it. */
  entry: 'installed' | 'install' | Obstacle;
  /** What the space's admin granted; null where it is not installed. */
  granted: InstallGrant | null;
  /** What waits for the user's yes or no, who is an admin; null for who is none, and where nothing waits. */
  pending: InstallGrant | null;
}

/** The spaces of a user, and what they can do in each for a plugin. */
export async function spacesFor(
  db: Db,
  userId: number,
  { id, manifest }: AuthorizingPlugin,
): Promise<SpaceChoice[]> {
  const rows = await selectSpacesFor(db, userId, id);
  return rows.map((row) => toChoice(row, manifest));
}

function toChoice(row: SpaceChoiceRow, manifest: Manifest): SpaceChoice {
  const entry = entryOf(row, manifest.plan_level);
  const { scopes, events } = row;
  const isInstalled = entry === 'installed' && scopes !== null && events !== null;
  return {
    id: row.id,
    name: row.name,
    entry,
    granted: isInstalled ? { scopes, events } : null,
    pending: isInstalled && row.role === 'admin' ? pendingIn(row, manifest) : null,
  };
}

function pendingIn(row: SpaceChoiceRow, manifest: Manifest): InstallGrant | null {
  const pending = pendingOf({
    asked: manifest.scopes,
    heard: manifest.events.map(({ name }) => name),
    scopes: row.scopes ?? [],
    events: row.events ?? [],
    declined_scopes: row.declined_scopes ?? [],
    declined_events: row.declined_events ?? [],
  });
  return pending.scopes.length === 0 && pending.events.length === 0 ? null : pending;
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
