import { sha256 } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { newSecret } from '../lib/ids.ts';
import { insertPasswordReset } from './password-reset-queries.ts';

/** In front of the token in the address of a link by which a new password is set. */
export const RESET_PATH = '/sign-in/reset/';

const LIFE_SECONDS = 30 * 60;

/** Makes the token of such a link, for a user who exists. Only its SHA-256 is kept. */
export async function issuePasswordReset(db: Db, userId: number): Promise<string> {
  const token = newSecret('password_reset');
  await insertPasswordReset(db, { hash: sha256(token), userId, lifeSeconds: LIFE_SECONDS });
  return token;
}
