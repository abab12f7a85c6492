import { v7, validate } from 'uuid';
import { databaseNow } from './clock.ts';
import { takeRandom } from './random.ts';

/** The clock was set: we count from there, and not on from a time that is not coming. */
const SET_BACK_MS = 10_000;
let last = { msecs: 0, seq: 0 };

/**
 * A time-ordered UUID (RFC 9562 version 7), by which time partitions are cut: by the clock of the database, or rows of a machine whose
 * clock is days behind were dropped with those days. Those of one process ascend, within a millisecond too.
 */
export function newId(): string {
  last = after(last, databaseNow());
  return v7(last);
}

function after({ msecs, seq }: typeof last, now: number): typeof last {
  if (now > msecs || now < msecs - SET_BACK_MS) return { msecs: now, seq: firstSeq() };
  // 32 bits are half of them free: 2,000 million ids a millisecond.
  return { msecs, seq: seq + 1 };
}

// Below 2^31, so that there is room to count.
const firstSeq = (): number => Number.parseInt(takeRandom(4, 'hex'), 16) >>> 1;

const OWN_DIGITS = 32;

/** Most jobs whose ids an event has room for: the last 16 bits of its own are 0. */
export const MOST_JOB_IDS = 0xffff;

/** A {@link newId} for an event, with room for {@link MOST_JOB_IDS} ids of its jobs. */
export const newEventId = (): string => `${newId().slice(0, OWN_DIGITS)}0000`;

/**
 * The id of a job that is made with its event: what says which jobs an event has, without an index for it, and that both are of one day.
 *
 * @param number from 1 to {@link MOST_JOB_IDS}, a different one for each job.
 */
export const jobIdOf = (eventId: string, number: number): string =>
  eventId.slice(0, OWN_DIGITS) + number.toString(16).padStart(4, '0');

/** The bounds of {@link jobIdOf}: from one on, to another. */
export const jobIdsOf = (eventId: string): { from: string; to: string } => ({
  from: jobIdOf(eventId, 1),
  to: jobIdOf(eventId, MOST_JOB_IDS),
});

/** A UUID of whatever version, in whatever case. PostgreSQL refuses a statement with another text where it expects one. */
export const isUuid = (text: string): boolean => validate(text);

/** The smallest version 7 UUID of a moment: the bound between two time partitions. */
export function firstIdOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** The moment of a version 7 UUID, to the millisecond. */
export const timeOfId = (id: string): Date =>
  new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));

/** What a secret value is, told by its prefix. */
export type SecretKind =
  | 'access_token'
  | 'refresh_token'
  | 'authorization_code'
  | 'host_key'
  | 'personal_token'
  | 'portal_token'
  | 'portal_link'
  | 'portal_session'
  | 'session'
  | 'form'
  | 'sign_in_link'
  | 'password_reset'
  | 'developer_invitation'
  | 'embed_ticket'
  | 'embed_visit'
  | 'setup_window';

const PREFIXES: Record<SecretKind, string> = {
  access_token: 'pba_',
  refresh_token: 'pbr_',
  authorization_code: 'pbc_',
  host_key: 'pbk_',
  personal_token: 'pbp_',
  portal_token: 'pbv_',
  portal_link: 'pbi_',
  portal_session: 'pbo_',
  session: 'pbs_',
  form: 'pbf_',
  sign_in_link: 'pbl_',
  password_reset: 'pbz_',
  developer_invitation: 'pbd_',
  embed_ticket: 'pbt_',
  embed_visit: 'pbe_',
  setup_window: 'pbw_',
};

/** What a value says it is; nothing is known about whether it is a secret of ours. */
export const claimsToBe = (kind: SecretKind, value: string): boolean =>
  value.startsWith(PREFIXES[kind]);

/** 256 random bits behind the prefix of their kind. */
export function newSecret(kind: SecretKind): string {
  return PREFIXES[kind] + takeRandom(32, 'base64url');
}

/** A bigint id from a path or a body, where both strings and numbers are accepted; undefined when it cannot be one. */
export function parseId(value: unknown): number | undefined {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  if (typeof value !== 'string' || !/^[1-9][0-9]{0,15}$/.test(value)) return undefined;
  const id = Number(value);
  return Number.isSafeInteger(id) ? id : undefined;
}

const MAX_INTEGER = 2 ** 31 - 1;

/** A number that an `integer` column can hold, from a path; undefined when it cannot be one. */
export function parseSmallNumber(text: string): number | undefined {
  const number = parseId(text);
  return number !== undefined && number <= MAX_INTEGER ? number : undefined;
}
