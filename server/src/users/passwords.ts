import { hash, type Options, verify } from '@node-rs/argon2';
import { createBoundedQueue } from '../lib/bounded-queue.ts';
import { takeRandom } from '../lib/random.ts';

/** Shortest password, in characters (NIST SP 800-63B §3.1.1.2). */
export const MIN_PASSWORD_LENGTH = 8;
/** Longest password, in bytes of UTF-8: hashing must stay cheap for us. */
export const MAX_PASSWORD_BYTES = 1024;

// OWASP's first choice for argon2id, which is the library's default kind: 19 MiB, two passes. Takes 20 to 40 ms.
const COSTS: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// A hash keeps one of libuv's four threads busy all the while, which name look-ups and files need, too: a hundred wrong passwords at once
// stopped everything for 4.4 s. Two leave half of them. Those that wait are answered within two seconds on a machine that has nothing
// else to do; whoever comes then is better told so.
const turns = createBoundedQueue(2, 64);

/** Why a password cannot be one. */
export type PasswordProblem = 'short' | 'long' | 'common';

/** Rules for length and for what is guessed first; none for what characters a password is made of, which only make people write it down. */
export function passwordProblem(password: string, email: string): PasswordProblem | undefined {
  const text = normal(password);
  if ([...text].length < MIN_PASSWORD_LENGTH) return 'short';
  if (Buffer.byteLength(text) > MAX_PASSWORD_BYTES) return 'long';
  const lower = text.toLowerCase();
  const isGuessable = COMMON.has(lower) || lower === email.toLowerCase();
  return isGuessable ? 'common' : undefined;
}

/** As it is stored: a PHC string with its costs and its salt. @throws Failure `unavailable` when too many wait. */
export const hashPassword = (password: string): Promise<string> =>
  turns.run(() => hash(normal(password), COSTS));

/**
 * Whether a password is the one of a hash; takes as long when there is none, so that time does not tell who has an account.
 *
 * @throws Failure `unavailable` when too many wait.
 */
export async function isPassword(
  stored: string | null | undefined,
  password: string,
): Promise<boolean> {
  const usable = Buffer.byteLength(password) <= MAX_PASSWORD_BYTES;
  const matches = await turns.run(async () =>
    verify(stored ?? (await nobodysHash()), usable ? normal(password) : ''),
  );
  return matches && usable && stored != null;
}

let nobodys: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  nobodys ??= hash(takeRandom(32, 'base64url'), COSTS);
  return nobodys;
}

// The same text typed on another keyboard may be other code points (NIST SP 800-63B §3.1.1.2).
const normal = (password: string): string => password.normalize('NFKC');

// What lists of leaked passwords begin with, as far as it is long enough.
const COMMON = new Set(
  `password password1 password123 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890 0123456789 987654321
  11111111 00000000 88888888 12341234 11223344 123123123 qwertyui qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx q1w2e3r4
  asdfghjk asdfghjkl zxcvbnm123 abcd1234 abc12345 abcdefgh aa123456 iloveyou sunshine princess football baseball
  superman starwars trustno1 whatever computer internet letmein1 welcome1 changeme changeme1 admin123 administrator
  plugboard plugboard1 passwort passwort1 hallo123 geheim123 schatz123`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
