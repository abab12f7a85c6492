import type { Db } from '../../lib/db.ts';
import { Failure } from '../../lib/failures.ts';
import type { Reader } from '../../reach.ts';
import { findInstallFor } from '../reach.ts';
import type { SetupActor } from './actor.ts';
import { isHostKeyAlive, isOperatorNow } from './right-queries.ts';

/**
 * Refuses whoever may not go on with a set-up any more. A plugin takes its time to answer; what they were when they asked says nothing of
 * what they are when it is saved.
 *
 * @throws Failure `install_not_found` or `forbidden` for a person, as `findInstallFor`; `forbidden` for a host key that was revoked.
 */
export async function refuseWithoutRight(
  db: Db,
  installId: number,
  actor: SetupActor,
): Promise<void> {
  await findInstallFor(db, await readerNow(db, actor), installId, 'admin');
}

async function readerNow(db: Db, { kind, id }: SetupActor): Promise<Reader> {
  // The key of the settings: it is valid while the server runs.
  if (id === null) return null;
  if (kind === 'user') return (await isOperatorNow(db, id)) ? null : id;
  if (await isHostKeyAlive(db, id)) return null;
  throw new Failure('forbidden', 'The host key that this was begun with has been revoked');
}
