import { CannotOpenSecret, type Vault } from '../lib/crypto.ts';
import { parseId } from '../lib/ids.ts';

/** The page by whose link somebody asks for no more mails. */
export const STOP_MAIL_PATH = '/mail/stop/';

const CONTEXT = 'no more mails to a user';

/** What stands in the links of somebody's mails: nobody else can make one. */
export const stopTokenFor = (vault: Vault, userId: number): string =>
  vault.seal(String(userId), CONTEXT).toString('base64url');

/** Whose mails a token is of; undefined for none of ours, and for one that was made under a key that is gone. */
export function userOfStopToken(vault: Vault, token: string): number | undefined {
  const sealed = Buffer.from(token, 'base64url');
  // Whatever is no base64 is passed over when it is read.
  if (sealed.toString('base64url') !== token) return undefined;
  try {
    return parseId(vault.open(sealed, CONTEXT));
  } catch (error) {
    if (error instanceof CannotOpenSecret) return undefined;
    throw error;
  }
}
