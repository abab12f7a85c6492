/**
 * What PostgreSQL cannot do now, by SQLSTATE or the class that it begins with: nothing is wrong with the statement, and trying again soon
 * makes sense. Not here is what trying again does not mend, such as data that is damaged (class XX): people have to look at that.
 */
const STATES: Record<string, string> = {
  '08': 'cannot be reached',
  '25006': 'is read-only',
  '25P03': 'ended a transaction that took too long',
  '25P04': 'ended a transaction that took too long',
  '53': 'has no resources left',
  '53100': 'has no room left on its disk',
  '53200': 'has no memory left',
  '53300': 'has no connections left',
  '55P03': 'waited too long for a lock',
  '57014': 'took too long',
  '57P': 'is starting or shutting down',
  '58': 'has trouble with its disk or system',
};

/** Where a connection is asked for, nothing can be wrong with a statement: whatever happens, there is no database for us. */
const NO_CONNECTION = 'cannot be reached';

/** How the driver says that a connection was lost, or that it has waited for as long as it was told to. */
const LOST = /^(Connection terminated|Client has encountered|Client was closed|Cannot use a pool)/;
const LATE = /^(Query read timeout|timeout expired|timeout exceeded)/;

/** The database cannot do now what it is asked for. The message says why, in words that callers may see. */
export class DatabaseUnavailable extends Error {
  /** SQLSTATE, where PostgreSQL has said something. */
  readonly code: string | undefined;

  constructor(why: string, code: string | undefined, cause: unknown) {
    super(`The database ${why}`, { cause });
    this.name = 'DatabaseUnavailable';
    this.code = code;
  }
}

/** What PostgreSQL said, as {@link DatabaseUnavailable} where that is what it means. */
export function ofState(error: Error, state: string): Error {
  const why = STATES[state] ?? STATES[state.slice(0, 3)] ?? STATES[state.slice(0, 2)];
  return why === undefined ? error : new DatabaseUnavailable(why, state, error);
}

/** What went wrong in getting a connection. */
export function ofConnecting(error: Error, state: string | undefined): DatabaseUnavailable {
  const known = state === undefined ? error : ofState(error, state);
  if (known instanceof DatabaseUnavailable) return known;
  const why = LATE.test(error.message) ? 'gave no connection in time' : NO_CONNECTION;
  return new DatabaseUnavailable(why, state, error);
}

/** What codes of the system, and of Node's sockets and streams begin with; not those about arguments. */
const SOCKET = /^(E(?!RR_)|ERR_(STREAM|SOCKET|SSL|TLS)_)/;

/** What the driver said of a connection that was there: lost, or silent for too long; anything else is as it was. */
export function ofDriver(error: Error): Error {
  if (LATE.test(error.message)) return new DatabaseUnavailable('took too long', undefined, error);
  const { code } = error as NodeJS.ErrnoException;
  const isLost = LOST.test(error.message) || (code !== undefined && SOCKET.test(code));
  return isLost ? new DatabaseUnavailable(NO_CONNECTION, undefined, error) : error;
}

/** States in which a connection can still do other things. */
const ALONE = new Set(['25006', '53100', '55P03', '57014']);

/** Whether a connection can be used again after an error: after one about data, and where the statement alone was ended. */
export function leavesConnection(state: string | undefined): boolean {
  return state !== undefined && (/^(22|23|40)/.test(state) || ALONE.has(state));
}
