import pg from 'pg';
import { UnfitDatabase } from '../lib/unfit-database.ts';

/** Whose database it is: the variable that leads there (none for the embedded one), and the URL in it. */
export interface DatabaseOrigin {
  setting: string | undefined;
  url: string;
}

/** What may be told of a URL. */
interface Place {
  /** Host and port, or the socket. */
  at: string;
  host: string;
  user: string;
  database: string;
}

interface Reason {
  /** SQLSTATE, or a code of the system or of TLS. */
  code: string;
  message: string;
}

/** What is wrong behind the name of the setting, and what to do. */
type Explanation = (place: Place, reason: Reason) => string;

const unreachable: Explanation = ({ at }, { code }) =>
  `leads to ${at}, which cannot be reached (${code}): look at host, port and firewalls`;

const unknownHost: Explanation = ({ host }, { code }) =>
  `names the host ${host}, which is not found (${code}): correct it, or the name service of this machine`;

const noSocket: Explanation = ({ host }, { code }) =>
  `leads to a socket in ${host}, which cannot be used (${code}): start PostgreSQL, or correct the folder of its socket`;

const ended: Explanation = ({ at }) =>
  `leads to ${at}, where the connection is ended at once: is it PostgreSQL that listens there?`;

const notTrusted: Explanation = ({ at }, { code }) =>
  `leads to ${at}, whose certificate is not trusted (${code}): add sslrootcert=/path/of/its/authority.pem to the URL, and use the name that it is made out to`;

const noRight: Explanation = ({ user, database }, { message }) =>
  `names the user ${user}, who lacks a right that is needed (${message}): let them own the database, by alter database "${database}" owner to "${user}"`;

/** By SQLSTATE, or by the codes of the system, of name look-ups and of TLS. */
const BY_CODE: Record<string, Explanation> = {
  ECONNREFUSED: ({ at }) =>
    `leads to ${at}, where nothing listens: start PostgreSQL there, or correct host and port`,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ENOENT: noSocket,
  EACCES: noSocket,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ECONNRESET: ended,
  DEPTH_ZERO_SELF_SIGNED_CERT: notTrusted,
  SELF_SIGNED_CERT_IN_CHAIN: notTrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTrusted,
  CERT_HAS_EXPIRED: notTrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: notTrusted,
  '28P01': ({ user, at }) =>
    `has a password that PostgreSQL at ${at} does not accept for the user ${user}: correct one of them, and write special characters of the password as %xx`,
  '28000': ({ user, at }, { message }) =>
    /no encryption|SSL off/i.test(message)
      ? `leads to ${at}, which takes only connections with TLS from here: add sslmode=verify-full to the parameters of the URL`
      : `names the user ${user}, whom PostgreSQL at ${at} does not let in (${message}): create the user, or allow the connection in pg_hba.conf`,
  '3D000': ({ database, user, at }) =>
    `names the database ${database}, which PostgreSQL at ${at} does not have: make it, by create database "${database}" owner "${user}"`,
  '42501': noRight,
  '3F000': noRight,
  '53300': ({ at }) =>
    `leads to ${at}, where no connection is free: raise max_connections there, or lower PLUGBOARD_DATABASE_POOL`,
  '57P03': ({ at }, { message }) =>
    `leads to ${at}, which takes no connections now (${message}): start again when it does`,
  '25006': () => `leads to a database that takes no writes: let it lead to the primary`,
};

/** What the driver says without a code. */
const BY_MESSAGE: [RegExp, Explanation][] = [
  [
    /does not support SSL/,
    ({ at }) =>
      `asks for TLS, which PostgreSQL at ${at} does not offer: turn ssl on there, or take sslmode out of the URL`,
  ],
  [
    /password must be a (non-empty )?string/,
    ({ user, at }) => `has no password, and PostgreSQL at ${at} wants one of the user ${user}`,
  ],
  [/Connection terminated unexpectedly|received invalid response|Unknown authenticationOk/i, ended],
  [
    /timeout/i,
    ({ at }) =>
      `leads to ${at}, where nobody answers in time: is PostgreSQL stopped, out of connections, or behind a firewall?`,
  ],
];

/**
 * Does what is done with a database first; what is wrong with the way there is told with the name of the setting, and without the password.
 *
 * @throws Error of `work`, in other words where its reason is known.
 */
export async function explainDatabase<T>(
  { setting, url }: DatabaseOrigin,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const explained = setting && explain(error, url);
    throw explained ? new Error(`${setting} ${explained}`) : error;
  }
}

function explain(error: unknown, url: string): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause as unknown) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    if (cause instanceof UnfitDatabase) return `leads to ${message}`;
    const explanation =
      (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined) ??
      BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
    if (explanation !== undefined) return explanation(placeOf(url), { code, message });
    if (cause instanceof pg.DatabaseError && error === cause) {
      return `leads to ${placeOf(url).at}, which says: ${message}`;
    }
  }
  return undefined;
}

function placeOf(url: string): Place {
  // As the driver reads it, with what it takes from the environment.
  const { host, port, user = '', database = '' } = new pg.Client({ connectionString: url });
  return { at: host.startsWith('/') ? host : `${host}:${port}`, host, user, database };
}
