import type { Db } from '../lib/db.ts';
import { networkOf } from '../lib/http/client-address.ts';
import { createRateLimit } from '../lib/rate-limit.ts';
import { isPassword } from '../users/passwords.ts';
import { type PasswordRow, selectPassword, selectPasswordByEmail } from '../users/queries.ts';
import { MAX_EMAIL_LENGTH } from '../users/schema.ts';

/** Whose password was shown, and its hash: to be held (`holdPassword`) when something is made by it. */
export interface ShownPassword {
  userId: number;
  passwordHash: string;
}

/** Who somebody is by their password. `address` is the IP address they call from. */
export interface PasswordCheck {
  /** Whose address and password these are. @throws Failure `too_many_requests`; `unavailable` when too many wait. */
  byEmail(email: string, password: string, address: string): Promise<ShownPassword | undefined>;
  /** Whether this is the password of somebody who is signed in. @throws Failure `too_many_requests`. */
  byId(userId: number, password: string, address: string): Promise<boolean>;
}

const WINDOW_SECONDS = 300;

/**
 * Checks passwords, as often as guessing allows. Wrong ones are counted for an account from one address, so that somebody elsewhere
 * cannot lock its owner out; ten times as many for the account, against many addresses that guess together, and for the address,
 * against one that tries many accounts. What was right does not count.
 *
 * @param limit wrong passwords in five minutes.
 */
export function createPasswordCheck(db: Db, limit: number): PasswordCheck {
  const narrow = createRateLimit(limit, WINDOW_SECONDS);
  const wide = createRateLimit(limit * 10, WINDOW_SECONDS);

  async function check(
    account: string,
    address: string,
    password: string,
    find: () => Promise<PasswordRow | undefined>,
  ): Promise<ShownPassword | undefined> {
    const network = networkOf(address);
    const pair = `${account} ${network}`;
    // Before the password is looked at: of a thousand guesses at once, only so many are.
    narrow.take(pair);
    wide.take(`account ${account}`);
    wide.take(`address ${network}`);
    const user = await find();
    // The same work for an address that nobody has as for a wrong password.
    const isRight = await isPassword(user?.password_hash, password);
    if (!isRight || user == null || user.password_hash === null) return undefined;
    narrow.giveBack(pair);
    wide.giveBack(`account ${account}`);
    wide.giveBack(`address ${network}`);
    return { userId: user.id, passwordHash: user.password_hash };
  }

  return {
    byEmail: (email, password, address) =>
      check(accountOf(email), address, password, () => selectPasswordByEmail(db, email)),
    byId: async (userId, password, address) =>
      (await check(`user ${userId}`, address, password, () => selectPassword(db, userId))) !==
      undefined,
  };
}

/**
 * What guesses at an address are counted under. Coarser than the database's idea of the same address, to which `İ` is an `i` in capitals,
 * too: each other spelling was a fresh start. And never longer than an address can be: it is remembered for minutes.
 */
function accountOf(email: string): string {
  if (email.length > MAX_EMAIL_LENGTH) return 'no address';
  const letters = email.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return `email ${letters.slice(0, MAX_EMAIL_LENGTH)}`;
}
