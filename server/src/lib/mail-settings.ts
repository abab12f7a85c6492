import { parseUrl } from './parse-url.ts';

/** Whom mails are from. */
export interface Sender {
  /** Undefined where the setting names none. */
  name: string | undefined;
  address: string;
}

const SMTP_EXAMPLE = 'smtps://user:password@mail.example.com or smtp://mail.example.com:587';

/** An SMTP server, with who we are there. The value has a password in it and is never told. */
function smtpUrl(value: string): string {
  const url = parseUrl(value);
  const isServer =
    url !== undefined &&
    /^smtps?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    /^\/?$/.test(url.pathname) &&
    !/[?#]/.test(value);
  if (!isServer) {
    throw new Error(
      `must be a URL without path, query and fragment, such as ${SMTP_EXAMPLE}; in a user or password, write @ as %40, / as %2F, ? as %3F, # as %23 and % as %25`,
    );
  }
  if ((url.username === '') !== (url.password === '')) {
    throw new Error(`must name a user with a password, or neither, such as ${SMTP_EXAMPLE}`);
  }
  refuseBrokenEncoding(url);
  return value;
}

function refuseBrokenEncoding({ username, password }: URL): void {
  try {
    decodeURIComponent(username);
    decodeURIComponent(password);
  } catch {
    throw new Error('must be a URL in whose user and password % is written as %25');
  }
}

const ADDRESS = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]{1,189}$/;

/** Whether a text is an address as a mail can be sent to, without quotes and comments. */
export const isMailable = (text: string): boolean => ADDRESS.test(text);

function sender(value: string): Sender {
  const begin = value.endsWith('>') ? value.indexOf('<') : -1;
  const name = value.slice(0, Math.max(begin, 0)).trim();
  const address = begin < 0 ? value : value.slice(begin + 1, -1);
  if (isMailable(address) && !/[<>"@]/.test(name)) {
    return { name: name === '' ? undefined : name, address };
  }
  throw new Error(
    'must be an email address, such as plugins@example.com, or a name with one, such as Acme Plugins <plugins@example.com>',
  );
}

/** Readers of settings about mail. */
export const mailReaders = { smtpUrl, sender };
