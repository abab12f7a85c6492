import { isIP } from 'node:net';

/** How a setting's text is read; the message says what would be right. */
export type Reader<T> = (text: string) => T;

const text: Reader<string> = (value) => value;

const brand: Reader<string> = (value) => {
  if (!/[\p{L}\p{N}]/u.test(value)) throw new Error('must have a letter or a digit');
  return value.trim();
};

function integer(min: number, max: number): Reader<number> {
  return (value) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < min || number > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`);
    }
    return number;
  };
}

const flag: Reader<boolean> = (value) => {
  if (['1', 'on', 'true', 'yes'].includes(value)) return true;
  if (['', '0', 'off', 'false', 'no'].includes(value)) return false;
  throw new Error('must be "on" or "off"');
};

const schedule: Reader<number[]> = (value) => {
  const steps = value.split(',').map(Number);
  if (steps[0] !== 0 || steps.some((step) => !Number.isFinite(step) || step < 0)) {
    throw new Error('must be seconds separated by commas and begin with 0, such as 0,5,300');
  }
  return steps;
};

/** In characters, of whatever is as good as a key: 32 of base64 have 192 bits. */
export const MIN_KEY_LENGTH = 32;

const keys: Reader<string[]> = (value) => {
  const parts = value.split(',').map((part) => part.trim());
  const short = parts.findIndex((part) => part.length < MIN_KEY_LENGTH);
  if (short < 0) return parts;
  const which = parts.length > 1 ? ` (number ${short + 1} has ${parts[short]?.length})` : '';
  throw new Error(
    `must be a key of at least ${MIN_KEY_LENGTH} characters, or several separated by commas${which}`,
  );
};

const key: Reader<string | undefined> = (value) => {
  if (value.length >= MIN_KEY_LENGTH) return value;
  throw new Error(`must have at least ${MIN_KEY_LENGTH} characters`);
};

/** `false`, how many proxies there are in front of us, or their addresses and ranges. */
const proxies: Reader<false | number | string[]> = (value) => {
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

const url: Reader<string | undefined> = (value) => {
  if (!URL.canParse(value)) throw new Error('must be a URL');
  return value.replace(/\/$/, '');
};

/** How the world reaches us: addresses are made by putting a path behind it. */
const origin: Reader<string | undefined> = (value) => {
  const { protocol, origin: found, href } = URL.canParse(value) ? new URL(value) : new URL('x:');
  if (/^https?:$/.test(protocol) && href === `${found}/`) return value.replace(/\/$/, '');
  throw new Error('must be an http(s) URL without a path, such as https://plugboard.example.com');
};

/** Where the host shows a plugin: its address with a name in braces for what differs. */
const hostPage: Reader<string | undefined> = (value) => {
  const names = [...value.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const filled = value.replaceAll(/\{(?:space_id|slug)\}/g, '1');
  const { protocol } = URL.canParse(filled) ? new URL(filled) : new URL('x:');
  const isOfOneOrigin = /^https?:\/\/[^/?#{]+[/?]/.test(value);
  if (/^https?:$/.test(protocol) && isOfOneOrigin && names.includes('slug') && !/[{}]/.test(filled))
    return value;
  throw new Error(
    'must be an http(s) URL with {space_id} and {slug} where those of the plugin belong, such as https://app.example.com/apps/{space_id}/{slug}',
  );
};

const origins: Reader<string[]> = (value) =>
  value.split(',').map((part) => {
    const text = part.trim();
    const found = /^https?:/.test(text) && URL.canParse(text) ? new URL(text).origin : undefined;
    if (found !== undefined && [found, `${found}/`].includes(text.toLowerCase())) return found;
    throw new Error(
      'must be origins separated by commas, such as https://app.example.com,https://admin.example.com',
    );
  });

const DATABASE_URL_FORM = 'postgres://user:password@host:5432/database';
const ESCAPES = 'Write special characters of the password as %xx: @ as %40, / as %2F, # as %23';

// Never shows what it was given: there is a password in it.
const databaseUrl: Reader<string | undefined> = (value) => {
  const scheme = /^postgres(?:ql)?:\/\//.exec(value)?.[0];
  if (scheme === undefined) throw new Error(`must be a URL such as ${DATABASE_URL_FORM}`);
  const [authority = ''] = value.slice(scheme.length).split(/[/?#]/, 1);
  const rest = value.slice(scheme.length + authority.length);
  const signs = authority.split('@').length - 1;
  const isCut = signs === 0 && rest.includes('@');
  if (signs > 1 || isCut || !URL.canParse(value) || !isEscaped(authority)) {
    throw new Error(`must be a URL such as ${DATABASE_URL_FORM}. ${ESCAPES}`);
  }
  return value;
};

function isEscaped(text: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(text);
}

function oneOf(...words: string[]): Reader<string> {
  return (value) => {
    if (words.includes(value)) return value;
    throw new Error(`must be one of ${words.join(', ')}`);
  };
}

const exactUrl: Reader<string | undefined> = (value) => {
  if (!/^https?:/.test(value) || !URL.canParse(value)) throw new Error('must be an http(s) URL');
  return value;
};

/** A page that people are sent to. */
const pageUrl: Reader<string | undefined> = (value) => {
  const { protocol, username, hash, href } = URL.canParse(value) ? new URL(value) : new URL('x:');
  if (/^https?:$/.test(protocol) && username === '' && hash === '') return href;
  throw new Error(
    'must be the http(s) URL of a page, such as https://app.example.com/plugins/sign-in',
  );
};

/** Readers of settings, by what they read. */
export const readers = {
  text,
  brand,
  integer,
  flag,
  schedule,
  keys,
  key,
  proxies,
  url,
  origin,
  origins,
  hostPage,
  databaseUrl,
  oneOf,
  exactUrl,
  pageUrl,
};
