import { hash, type Options, verify } from '@node-rs/argon2';
import { createBoundedQueue } from '../lib/bounded-queue.ts';
import { MAX_PASSWORD_BYTES, normalPassword } from '../lib/password-rules.ts';
import { takeRandom } from '../lib/random.ts';

// OWASP's first choice for argon2id, which is the library's default kind: 19 MiB, two passes. Takes 20 to 40 ms.
const COSTS: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// A hash keeps one of libuv's four threads busy all the while, which name look-ups and files need, too: a hundred wrong passwords at once
// stopped everything for 4.4 s. Two leave half of them. Those that wait are answered within two seconds on a machine that has nothing
// else to do; whoever comes then is better told so.
const turns = createBoundedQueue(2, 64);

/** As it is stored: a PHC string with its costs and its salt. @throws Failure `unavailable` when too many wait. */
export const hashPassword = (password: string): Promise<string> =>
  turns.run(() => hash(normalPassword(password), COSTS));

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
    verify(stored ?? (await nobodysHash()), usable ? normalPassword(password) : ''),
  );
  return matches && usable && stored != null;
}

let nobodys: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  nobodys ??= hash(takeRandom(32, 'base64url'), COSTS);
  return nobodys;
}
