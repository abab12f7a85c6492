import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { type DeveloperSettings, mayDevelop } from '../users/developers.ts';
import { hasPart } from './collaborator-queries.ts';

/** Whether somebody may upload images: for plugins that they register, or have a part in. @throws Failure `forbidden`. */
export async function refuseUploads(
  db: Db,
  settings: DeveloperSettings,
  userId: number,
): Promise<void> {
  if ((await hasPart(db, userId)) || (await mayDevelop(db, settings, userId))) return;
  throw new Failure('forbidden', 'Only who develops plugins may upload images for them');
}
