/** Shortest password, in characters (NIST SP 800-63B §3.1.1.2). */
export const MIN_PASSWORD_LENGTH = 8;
/** Longest password, in bytes of UTF-8: hashing must stay cheap for us. */
export const MAX_PASSWORD_BYTES = 1024;

/** Why a password cannot be one. */
export type PasswordProblem = 'short' | 'long' | 'common';

/** What each problem is, behind the name of the field or setting. */
export const PASSWORD_PROBLEMS: Record<PasswordProblem, string> = {
  short: `must have at least ${MIN_PASSWORD_LENGTH} characters`,
  long: `must have at most ${MAX_PASSWORD_BYTES} bytes`,
  common: 'must not be one that everybody tries first, nor the email address',
};

/** Rules for length and for what is guessed first; none for what characters a password is made of, which only make people write it down. */
export function passwordProblem(password: string, email: string): PasswordProblem | undefined {
  const text = normalPassword(password);
  if ([...text].length < MIN_PASSWORD_LENGTH) return 'short';
  if (Buffer.byteLength(text) > MAX_PASSWORD_BYTES) return 'long';
  const lower = text.toLowerCase();
  const isGuessable = COMMON.has(lower) || lower === email.toLowerCase();
  return isGuessable ? 'common' : undefined;
}

/** The same text typed on another keyboard may be other code points (NIST SP 800-63B §3.1.1.2). */
export const normalPassword = (password: string): string => password.normalize('NFKC');

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
