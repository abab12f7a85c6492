import type { Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Guesser, Guesses } from '../auth/guesses.ts';
import { logRefusal } from '../auth/refusals.ts';
import type { Config } from '../config.ts';
import type { Database } from '../lib/db.ts';
import { networkOf } from '../lib/http/client-address.ts';
import type { Logger } from '../log.ts';
import { isPassword } from '../users/passwords.ts';
import { type PasswordRow, selectPassword, selectPasswordByEmail } from '../users/queries.ts';
import { MAX_EMAIL_LENGTH } from '../users/schema.ts';
import type { KnownBrowser } from './known-browsers.ts';

/** Whose password was shown, and its hash: to be held (`holdPassword`) when something is made by it. */
export interface ShownPassword {
  userId: number;
  passwordHash: string;
}

/** Where a password is entered. */
export interface Entering {
  /** The IP address. */
  address: string;
  /** Where this account signed in before. */
  browser?: KnownBrowser;
  /** The request, in the audit log. */
  doing: Doing;
}

/** Who somebody is by their password. */
export interface PasswordCheck {
  /**
   * Whose address and password these are.
   *
   * @throws Failure `too_many_requests`; `unavailable` when too many wait.
   */
  byEmail(email: string, password: string, from: Entering): Promise<ShownPassword | undefined>;
  /** Whether this is the password of somebody who is signed in. @throws Failure as {@link PasswordCheck.byEmail}. */
  byId(userId: number, password: string, from: Entering): Promise<boolean>;
}

/** What {@link createPasswordCheck} needs. */
export interface PasswordCheckDeps {
  db: Database;
  log: Logger;
  guesses: Guesses;
}

/**
 * Checks passwords, as often as guessing allows. Wrong ones are counted for an account from one address, so that somebody elsewhere
 * cannot lock its owner out; ten times as many for the account, against many addresses that guess together, and for the address,
 * against one that tries many accounts. A browser in which the account signed in before is counted by itself, and with others of its
 * kind: whatever those do who never knew the password, its owner gets in there. What was right does not count.
 */
export function createPasswordCheck(
  { db, log, guesses }: PasswordCheckDeps,
  { failedSignInLimit: limit }: Pick<Config, 'failedSignInLimit'>,
): PasswordCheck {
  function guessersOf(account: string, { address, browser }: Entering): Guesser[] {
    if (browser !== undefined) {
      // Who knew a password once has as many browsers as they liked to sign in with.
      return [
        { key: `browser ${browser.id}`, limit },
        { key: `browsers ${browser.email}`, limit: limit * 10 },
      ];
    }
    const network = networkOf(address);
    return [
      { key: `${account} ${network}`, limit },
      { key: `account ${account}`, limit: limit * 10 },
      { key: `address ${network}`, limit: limit * 10 },
    ];
  }

  async function check(
    account: string,
    from: Entering,
    password: string,
    find: () => Promise<PasswordRow | undefined>,
  ): Promise<ShownPassword | undefined> {
    const guessers = guessersOf(account, from);
    // Before the password is looked at: of a thousand guesses at once, only so many are.
    await guesses.take(guessers);
    const user = await find();
    // The same work for an address that nobody has as for a wrong password.
    const isRight = await isPassword(user?.password_hash, password);
    if (!isRight || user === undefined || user.password_hash === null) {
      logRefusal(log, { by: 'password', userId: user?.id, address: from.address });
      if (user !== undefined) recordRefusal(user.id, from.doing);
      return undefined;
    }
    await guesses.giveBack(guessers);
    return { userId: user.id, passwordHash: user.password_hash };
  }

  // Nobody waits for it: who does would learn by the time it takes whether there is such an account.
  function recordRefusal(userId: number, doing: Doing): void {
    const refused = { action: 'session.refused', target: userId, ofUser: userId } as const;
    db.transaction((tx) => record(tx, doing, refused)).catch((err) =>
      log.error({ err }, 'a refused sign-in is not in the audit log'),
    );
  }

  async function logged<T>({ address }: Entering, checking: Promise<T>): Promise<T> {
    try {
      return await checking;
    } catch (error) {
      logRefusal(log, { by: 'password', address, error });
      throw error;
    }
  }

  return {
    byEmail: (email, password, from) =>
      logged(
        from,
        check(accountOf(email), from, password, () => selectPasswordByEmail(db, email)),
      ),
    byId: async (userId, password, from) =>
      (await logged(
        from,
        check(`user ${userId}`, from, password, () => selectPassword(db, userId)),
      )) !== undefined,
  };
}

/**
 * What guesses at an address are counted under. Coarser than the database's idea of the same address, to which `İ` is an `i` in capitals,
 * too: each other spelling was a fresh start. And never longer than an address can be: it is remembered for minutes.
 */
export function accountOf(email: string): string {
  if (email.length > MAX_EMAIL_LENGTH) return 'no address';
  const letters = email.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return `email ${letters.slice(0, MAX_EMAIL_LENGTH)}`;
}
