import { checkTargetUrl } from './outbound/target.ts';
import { parseUrl } from './parse-url.ts';

/** How the text of a setting that is an address is read. */
type UrlReader = (text: string) => string | undefined;

/** An http(s) URL without credentials and fragment. */
function httpUrl(value: string): URL | undefined {
  const found = parseUrl(value);
  if (found === undefined || !/^https?:$/.test(found.protocol)) return undefined;
  const isPlain = found.username === '' && found.password === '' && !value.includes('#');
  return isPlain ? found : undefined;
}

/** The same without a query, as it is spelled. */
function withoutQuery(example: string): UrlReader {
  return (value) => {
    if (httpUrl(value) !== undefined && !value.includes('?')) return value;
    throw new Error(
      `must be an http(s) URL without credentials, query and fragment, such as ${example}`,
    );
  };
}

/** An address that others are put behind. */
const url: UrlReader = (value) => withoutQuery('https://s3.example.com')(value)?.replace(/\/$/, '');

/** Compared with what others send, so that it stays as it is spelled. */
const issuer = withoutQuery('https://login.example.com');

/** How the world reaches us: addresses are made by putting a path behind it. */
const origin: UrlReader = (value) => {
  const found = httpUrl(value);
  if (found !== undefined && found.href === `${found.origin}/`) return found.origin;
  throw new Error(
    'must be an http(s) URL without credentials, path and query, such as https://plugboard.example.com',
  );
};

const origins = (value: string): string[] => {
  try {
    return value.split(',').map((part) => origin(part.trim()) as string);
  } catch {
    throw new Error(
      'must be origins separated by commas, such as https://app.example.com,https://admin.example.com',
    );
  }
};

/** Where the host shows a plugin: its address with a name in braces for what differs. */
const hostPage: UrlReader = (value) => {
  const filled = value.replaceAll(/\{(?:space_id|slug)\}/g, '1');
  const isOfOneOrigin = /^https?:\/\/[^/?{]+[/?]/.test(value);
  const isComplete = value.includes('{slug}') && !/[{}]/.test(filled);
  if (isOfOneOrigin && isComplete && httpUrl(filled) !== undefined) return value;
  throw new Error(
    'must be an http(s) URL without credentials, with {slug} and, unless there is one space only, {space_id} where those of the plugin belong, such as https://app.example.com/apps/{space_id}/{slug}',
  );
};

/** A page that people are sent to. */
const pageUrl: UrlReader = (value) => {
  const found = httpUrl(value);
  if (found !== undefined) return found.href;
  throw new Error(
    'must be the http(s) URL of a page, without credentials and fragment, such as https://app.example.com/plugins/sign-in',
  );
};

/** An API that requests are sent on to: what they ask for is put behind it. */
const baseUrl: UrlReader = (value) => {
  const form = 'must be an http(s) URL without a query, such as https://app.example.com';
  let href: string;
  try {
    // The operator may well mean a private address.
    ({ href } = checkTargetUrl(value, { allowPrivateNetwork: true }));
  } catch (error) {
    throw new Error(`${form}. ${(error as Error).message}`);
  }
  if (/[?#]/.test(value)) throw new Error(form);
  return href.replace(/\/$/, '');
};

const DATABASE_URL_FORM = 'postgres://user:password@host:5432/database';
const ESCAPES = 'Write special characters of the password as %xx: @ as %40, / as %2F, # as %23';

// Never shows what it was given: there is a password in it.
const databaseUrl: UrlReader = (value) => {
  const scheme = /^postgres(?:ql)?:\/\//.exec(value)?.[0];
  if (scheme === undefined) throw new Error(`must be a URL such as ${DATABASE_URL_FORM}`);
  const [authority = ''] = value.slice(scheme.length).split(/[/?#]/, 1);
  const rest = value.slice(scheme.length + authority.length);
  const signs = authority.split('@').length - 1;
  const isCut = signs === 0 && rest.includes('@');
  if (signs > 1 || isCut || parseUrl(value) === undefined || !isEscaped(authority)) {
    throw new Error(`must be a URL such as ${DATABASE_URL_FORM}. ${ESCAPES}`);
  }
  return value;
};

function isEscaped(text: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(text);
}

/** Readers of settings that are addresses, by what they read. */
export const urlReaders = { url, issuer, origin, origins, hostPage, pageUrl, baseUrl, databaseUrl };
