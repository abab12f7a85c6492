import { narrowTokensOnInstall } from '../auth/token-queries.ts';
import { narrowGrantsOfInstall } from '../grants/queries.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { Failure, type Violation } from '../lib/failures.ts';
import { hostEventsOf } from './agreed-events.ts';
import { noInstall } from './lifecycle.ts';
import {
  lockPermissions,
  type PermissionsRow,
  selectPermissions,
  updatePermissions,
} from './permission-queries.ts';
import type { InstallGrant, Permissions } from './permission-schema.ts';
import { selectUsedScopes } from './scope-use-queries.ts';

type Asked = Pick<
  PermissionsRow,
  'asked' | 'heard' | 'scopes' | 'events' | 'declined_scopes' | 'declined_events'
>;

/** What waits for an admin's yes or no: what they can decline without saying so, optional scopes, does not. */
export const pendingOf = (row: Asked): Permissions['pending'] => ({
  scopes: without(row.asked, [...row.scopes, ...row.declined_scopes]),
  events: without(hostEventsOf(row.heard), [...row.events, ...row.declined_events]),
});

const without = (names: readonly string[], others: readonly string[]): string[] =>
  names.filter((name) => !others.includes(name));

/**
 * What an install's plugin asks for, what it was granted, and what it used of that in the last 30 days.
 *
 * @throws Failure `install_not_found`.
 */
export async function permissionsOfInstall(db: Db, id: number): Promise<Permissions> {
  const row = await selectPermissions(db, id);
  if (row === undefined) throw noInstall(id);
  const used = await selectUsedScopes(db, id);
  return {
    asked: row.asked,
    optional: row.optional,
    granted: row.scopes,
    events_asked: hostEventsOf(row.heard),
    events: row.events,
    granted_by: row.granted_by,
    granted_at: row.granted_at.toISOString(),
    pending: row.status === 'uninstalled' ? { scopes: [], events: [] } : pendingOf(row),
    used: used.map((use) => ({ ...use, last_at: use.last_at.toISOString() })),
  };
}

/** Who says yes, for which install; null for the host's backend. */
interface GrantChange {
  id: number;
  grantedBy: number | null;
}

/**
 * Sets what an install is granted; what its release asks for beyond that counts as declined. What was granted before and is not any more
 * leaves tokens and consents on every node within a second. Jobs that were made already are delivered.
 *
 * @throws Failure `install_not_found`; `wrong_state` when it is uninstalled; `invalid` for what the release it runs does not ask for.
 */
export async function setPermissions(
  tx: Db,
  { id, grantedBy }: GrantChange,
  given: InstallGrant,
): Promise<void> {
  const row = await lockOrThrow(tx, id);
  refuseBeyond(row, given);
  await updatePermissions(tx, id, {
    ...given,
    declined_scopes: without(row.asked, given.scopes),
    declined_events: without(hostEventsOf(row.heard), given.events),
    granted_by: grantedBy,
  });
  if (without(row.scopes, given.scopes).length > 0) {
    await narrowGrantsOfInstall(tx, row, given.scopes);
    await narrowTokensOnInstall(tx, id, given.scopes);
  }
  await announce(tx, 'installs', id);
}

/** What an admin was shown, and what of that they agreed to. */
interface Answer {
  shown: InstallGrant;
  agreed: InstallGrant;
}

/**
 * Adds to what an install is granted what its admin agreed to; the rest of what they were shown counts as declined. What the release has
 * come to ask for since then goes on waiting, and what it does not ask for any more is not granted.
 *
 * @throws Failure `install_not_found`; `wrong_state` when it is uninstalled.
 */
export async function answerPending(
  tx: Db,
  change: GrantChange,
  { shown, agreed }: Answer,
): Promise<void> {
  const row = await lockOrThrow(tx, change.id);
  const asked = askedOf(row);
  const added = (kind: keyof InstallGrant): string[] =>
    without(agreed[kind], row[kind]).filter((name) => asked[kind].includes(name));
  const scopes = [...row.scopes, ...added('scopes')];
  const events = [...row.events, ...added('events')];
  await updatePermissions(tx, change.id, {
    scopes,
    events,
    declined_scopes: without(union(row.declined_scopes, shown.scopes), scopes),
    declined_events: without(union(row.declined_events, shown.events), events),
    granted_by: change.grantedBy,
  });
  await announce(tx, 'installs', change.id);
}

async function lockOrThrow(tx: Db, id: number): Promise<PermissionsRow> {
  const row = await lockPermissions(tx, id);
  if (row === undefined) throw noInstall(id);
  if (row.status !== 'uninstalled') return row;
  throw new Failure('wrong_state', 'The install is "uninstalled"; nothing can be granted to it');
}

/** All that can be granted: the release asks for nothing else. */
const askedOf = ({ asked, optional, heard }: PermissionsRow): InstallGrant => ({
  scopes: [...asked, ...optional],
  events: hostEventsOf(heard),
});

const union = (some: readonly string[], others: readonly string[]): string[] => [
  ...new Set([...some, ...others]),
];

function refuseBeyond(row: PermissionsRow, given: InstallGrant): void {
  const asked = askedOf(row);
  const beyond = (['scopes', 'events'] as const).flatMap((kind): Violation[] =>
    given[kind].flatMap((name, index) =>
      asked[kind].includes(name)
        ? []
        : [
            {
              pointer: `/${kind}/${index}`,
              message: `is not among the ${kind} that the plugin asks for`,
            },
          ],
    ),
  );
  if (beyond.length === 0) return;
  const listed = (names: string[]): string => names.join(', ') || 'none';
  throw new Failure(
    'invalid',
    `The plugin asks for these scopes: ${listed(asked.scopes)}; and for these events: ${listed(asked.events)}`,
    { violations: beyond },
  );
}
