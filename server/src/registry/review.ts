import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { updateToReview } from './queries.ts';

/** Puts a plugin up for review; once is enough. @throws Failure `wrong_state` when it is approved. */
export async function submitForReview(db: Db, pluginId: number): Promise<void> {
  if (await updateToReview(db, pluginId)) return;
  throw new Failure('wrong_state', 'The plugin is approved already');
}
