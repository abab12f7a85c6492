import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { brandReaders } from './brand-settings.ts';
import { mailReaders } from './mail-settings.ts';
import { PASSWORD_PROBLEMS, passwordProblem } from './password-rules.ts';
import { urlReaders } from './url-settings.ts';

/** How a setting's text is read; the message says what would be right. */
export type SettingReader<T> = (text: string) => T;

/**
 * What no setting may have, whoever reads it: a line feed of the file that a secret was read from makes it another one.
 *
 * @throws Error saying so, without the value.
 */
export function refuseStrayCharacters(value: string): void {
  if (value.trim() !== value) throw new Error('must not begin or end with white space');
  if (/\p{Cc}/u.test(value)) throw new Error('must not have control characters in it');
}

/** Not for secrets. */
const not = (value: string): string =>
  `, not ${JSON.stringify(value.length > 50 ? `${value.slice(0, 50)}…` : value)}`;

const text: SettingReader<string> = (value) => value;

const brand: SettingReader<string> = (value) => {
  if (!/[\p{L}\p{N}]/u.test(value)) throw new Error('must have a letter or a digit');
  return value;
};

function integer(min: number, max: number): SettingReader<number> {
  return (value) => {
    const number = Number(value);
    // Digits only: "1e3" and "0x10" are more likely slips than numbers.
    if (!/^[0-9]+$/.test(value) || number < min || number > max) {
      throw new Error(`must be a whole number from ${min} to ${max}${not(value)}`);
    }
    return number;
  };
}

const flag: SettingReader<boolean> = (value) => {
  if (['1', 'on', 'true', 'yes'].includes(value)) return true;
  if (['0', 'off', 'false', 'no'].includes(value)) return false;
  throw new Error(`must be "on" or "off"${not(value)}`);
};

const MOST_STEPS = 100;
const YEAR_SECONDS = 365 * 86_400;

const schedule: SettingReader<number[]> = (value) => {
  const parts = value.split(',').map((part) => part.trim());
  const steps = parts.map(Number);
  const areSeconds = parts.every((part) => /^[0-9]+(\.[0-9]+)?$/.test(part));
  const fits = steps.length <= MOST_STEPS && steps.every((step) => step <= YEAR_SECONDS);
  if (areSeconds && fits && steps[0] === 0) return steps;
  throw new Error(
    `must be at most ${MOST_STEPS} numbers of seconds (up to ${YEAR_SECONDS}) separated by commas, the first of them 0, such as 0,5,300${not(value)}`,
  );
};

/** An address to listen at. */
const host: SettingReader<string> = (value) => {
  const labels = value.split('.');
  const isName = labels.every((label) => /^[a-z0-9_-]{1,63}$/i.test(label));
  // What ends in a number is an address or a mistake, and no name.
  if (isIP(value) !== 0 || (isName && !/^[0-9]+$/.test(labels.at(-1) ?? ''))) return value;
  throw new Error(
    `must be an IP address or a host name without a port, such as 127.0.0.1, 0.0.0.0 or ::${not(value)}`,
  );
};

const folder: SettingReader<string> = (value) => {
  if (/^~(\/|$)/.test(value)) throw new Error('must be a path without "~", which only shells know');
  return resolve(value);
};

const email: SettingReader<string | undefined> = (value) => {
  if (value.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(value)) return value;
  throw new Error(`must be an email address, such as ann@example.com${not(value)}`);
};

/** That it is not the address is checked where both are known. */
const password: SettingReader<string | undefined> = (value) => {
  const problem = passwordProblem(value, '');
  if (problem !== undefined) throw new Error(PASSWORD_PROBLEMS[problem]);
  return value;
};

/** In characters, of whatever is as good as a key: 32 of base64 have 192 bits. */
export const MIN_KEY_LENGTH = 32;

const keys: SettingReader<string[]> = (value) => {
  const parts = value.split(',').map((part) => part.trim());
  const short = parts.findIndex((part) => part.length < MIN_KEY_LENGTH);
  if (short < 0) return parts;
  const which = parts.length > 1 ? ` (number ${short + 1} has ${parts[short]?.length})` : '';
  throw new Error(
    `must be a key of at least ${MIN_KEY_LENGTH} characters, or several separated by commas${which}`,
  );
};

/** One that is sent in `Authorization: Bearer …`. */
const bearerKey: SettingReader<string | undefined> = (value) => {
  if (value.length < MIN_KEY_LENGTH) {
    throw new Error(`must have at least ${MIN_KEY_LENGTH} characters`);
  }
  if (/^[A-Za-z0-9._~+/-]+=*$/.test(value)) return value;
  throw new Error('must be of letters, digits and . _ ~ + / - with nothing but = behind them');
};

/** `false`, how many proxies there are in front of us, or their addresses and ranges. */
const proxies: SettingReader<false | number | string[]> = (value) => {
  if (/^[0-9]{1,2}$/.test(value)) return Number(value) || false;
  if (['off', 'false', 'no'].includes(value)) return false;
  const addresses = value.split(',').map((part) => part.trim());
  if (addresses.every(isAddressOrRange)) return addresses;
  throw new Error(
    'must be "off", the number of proxies, or their addresses and ranges separated by commas, such as 10.0.0.0/8,::1',
  );
};

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  const most = version === 4 ? 32 : 128;
  return bits === undefined || (/^[1-9][0-9]{0,2}$/.test(bits) && Number(bits) <= most);
}

function oneOf<Word extends string>(...words: Word[]): SettingReader<Word> {
  return (value) => {
    const word = words.find((one) => one === value);
    if (word !== undefined) return word;
    throw new Error(`must be one of ${words.join(', ')}${not(value)}`);
  };
}

const bucket: SettingReader<string | undefined> = (value) => {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/.test(value)) return value;
  throw new Error(`must be the name of a bucket alone, such as plugboard-images${not(value)}`);
};

const region: SettingReader<string> = (value) => {
  if (/^[A-Za-z0-9-]{1,63}$/.test(value)) return value;
  throw new Error(`must be the name of a region, such as eu-central-1${not(value)}`);
};

/** Readers of settings, by what they read. */
export const readers = {
  ...urlReaders,
  ...brandReaders,
  ...mailReaders,
  text,
  brand,
  integer,
  flag,
  schedule,
  host,
  folder,
  email,
  password,
  keys,
  bearerKey,
  proxies,
  oneOf,
  bucket,
  region,
};
