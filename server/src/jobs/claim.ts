import { endpointFor, type InstallStatus, RUNNING_NUMBER } from '../install-status.ts';
import { type Db, raw, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import type { Lease } from './enqueue.ts';
import type { QueueRow } from './rows.ts';

/** How many more jobs an endpoint can take here, and the install served last. */
export interface EndpointRoom {
  endpoint_id: number;
  room: number;
  after_install: number;
}

const endpointRooms = recordset<EndpointRoom>('r', {
  endpoint_id: 'bigint',
  room: 'integer',
  after_install: 'bigint',
});

/** What the request of a job is made of, beside its event: as of when it was leased. */
export interface RequestFacts {
  /** That of the release that the install is on. The job may have been queued for the one of a release before. */
  called_endpoint: number;
  plugin_id: number;
  event_name: string;
  url: string;
  /** It has failed since it last answered, so that an answer has to be noted. */
  endpoint_failing: boolean;
  endpoint_disabled: boolean;
  plugin_suspended: boolean;
  /** The install is a developer's own, in their development space. */
  development: boolean;
  /** JSON array of seconds; null for the server's own. */
  retry_schedule: string | null;
  /** The one that the install runs; 0 while there is none. */
  release: number;
  /** JSON text of an object, without what is sealed. */
  config: string;
  /** Opened only where a request is made of it. */
  sealed_config: Buffer | null;
  config_revision: number;
  generation: number;
  install_status: InstallStatus;
  /** For whom the plugin may act; null for nobody. */
  installed_by: number | null;
  scopes: string[];
  space_id: number;
  space_name: string;
  /** JSON text of an object. */
  space_attributes: string;
}

/** A row of what may not be there. */
export type Nullable<Row> = { [Column in keyof Row]: Row[Column] | null };

/** The columns of {@link RequestFacts}, of the endpoint `e`, the plugin `p`, the install `i` and the space `s`. */
export const FACTS = sql`e.id as called_endpoint, e.plugin_id, e.event_name, e.url, e.failing_since is not null as endpoint_failing,
      e.disabled_at is not null as endpoint_disabled, p.suspended_at is not null as plugin_suspended,
      i.development, p.retry_schedule, coalesce(${RUNNING_NUMBER}, 0) as release, i.config, i.sealed_config, i.config_revision,
      i.generation, i.status as install_status, i.installed_by, i.scopes, i.space_id,
      s.name as space_name, s.attributes as space_attributes`;

/** What the queue has of a job that is leased to us. */
export type LeasedEntry = Omit<QueueRow, 'state' | 'due_at' | 'held_up_by' | 'worker_id'>;

/** A job that is leased to us, with all that its request is made of. */
export interface ClaimedJob extends LeasedEntry, RequestFacts {
  /** JSON text, byte for byte as the host wrote it. */
  payload: string;
  /** It tells of the uninstall of an install that is not erased. */
  is_farewell: boolean;
}

/** Written out, since copying from several objects by spreading took 80 µs of an event where there are few. */
export const claimedJob = (
  entry: LeasedEntry,
  facts: RequestFacts,
  payload: string,
  isFarewell: boolean,
): ClaimedJob => ({
  install_id: entry.install_id,
  job_id: entry.job_id,
  event_id: entry.event_id,
  endpoint_id: entry.endpoint_id,
  identifier: entry.identifier,
  in_lane: entry.in_lane,
  followed: entry.followed,
  attempt: entry.attempt,
  claim: entry.claim,
  step: entry.step,
  resend: entry.resend,
  replay_id: entry.replay_id,
  backfill_id: entry.backfill_id,
  give_backs: entry.give_backs,
  is_farewell: isFarewell,
  payload,
  called_endpoint: facts.called_endpoint,
  plugin_id: facts.plugin_id,
  event_name: facts.event_name,
  url: facts.url,
  endpoint_failing: facts.endpoint_failing,
  endpoint_disabled: facts.endpoint_disabled,
  plugin_suspended: facts.plugin_suspended,
  development: facts.development,
  retry_schedule: facts.retry_schedule,
  release: facts.release,
  config: facts.config,
  sealed_config: facts.sealed_config,
  config_revision: facts.config_revision,
  generation: facts.generation,
  install_status: facts.install_status,
  installed_by: facts.installed_by,
  scopes: facts.scopes,
  space_id: facts.space_id,
  space_name: facts.space_name,
  space_attributes: facts.space_attributes,
});

/** How much is to be claimed. */
export interface ClaimLimits {
  rooms: EndpointRoom[];
  /** Of every endpoint that `rooms` does not name. */
  defaultRoom: number;
  /** Jobs over all endpoints. */
  most: number;
  lease: Lease;
}

/** What a claim brought. */
export interface Claim {
  jobs: ClaimedJob[];
  /** Endpoints that may have more ready jobs, as they had no room for all. */
  filled: number[];
  /** Some were passed over, since somebody else had their rows: they may be ready all the same. */
  missed: boolean;
}

/** A row of the statement below; the first says of all what was found and filled. Its facts are null where another row has them. */
interface ClaimRow extends Omit<LeasedEntry, 'job_id'>, Nullable<RequestFacts> {
  found: number;
  seq: number;
  /** Ids of endpoints. */
  filled: string[] | null;
  /** Null in the only row when nothing was claimed. */
  job_id: string | null;
  /** Null where another row has the same event's. */
  payload: string | null;
  /** Of the install: the job that tells of its end. */
  farewell_job: string | null;
}

// Of a bigint.
const GREATEST_ID = raw('9223372036854775807');

// The installs with ready jobs for the endpoint of the row `open`, as many as it has room for: those after the one served last, then from
// the start again. A chain of index probes, since `distinct` would read every ready row: 1 M deep it must cost as little as 10 deep. So the
// last install is a bound of the index, too: as a mere condition all rows after it were read before it was known that there is no other.
const READY_INSTALLS = sql`
  with recursive hop (install_id, wrapped, hops) as (
    select open.after_install, false, 0
    union all
    select next.* from hop cross join lateral (
      (select q.install_id, hop.wrapped, hop.hops + 1 from job_queue q
        where q.state = 'ready' and q.endpoint_id = open.endpoint_id and q.install_id > hop.install_id
          and q.install_id <= case when hop.wrapped then open.after_install else ${GREATEST_ID} end
        order by q.install_id limit 1)
      union all
      (select q.install_id, true, hop.hops + 1 from job_queue q
        where q.state = 'ready' and q.endpoint_id = open.endpoint_id and not hop.wrapped
          and q.install_id <= open.after_install
        order by q.install_id limit 1)
      limit 1) as next
    where hop.hops < open.room)
  select install_id from hop where hops > 0`;

/**
 * Leases ready jobs, each to be sent to the endpoint of the release that its install is on by now: from every endpoint as many as it has room for, and within an endpoint in turn from its installs, so that neither a
 * deep backlog nor a busy plugin holds up the others.
 *
 * Every claim has a number that was never given before, which is what a later write must still match (fencing); one number serves all of
 * its jobs. Each job's `attempt` is raised, too; giving it back takes that back. Endpoints are found by hopping along the index: the cost
 * does not depend on how many jobs are ready. Rows are found again by their place (`ctid`), which saves two look-ups by key a job; one
 * that was moved meanwhile is not ready any more, or is left for the next claim.
 */
export async function claimJobs(db: Db, limits: ClaimLimits): Promise<Claim> {
  const rows = await claim(db, limits);
  const payloads = new Map<string, string>();
  const told = new Map<string, ClaimRow & RequestFacts>();
  const jobs: ClaimedJob[] = [];
  for (const row of rows) {
    if (!isJob(row)) continue;
    if (row.payload !== null) payloads.set(row.event_id, row.payload);
    const place = `${row.endpoint_id} ${row.install_id}`;
    if (hasFacts(row)) told.set(place, row);
    const payload = payloads.get(row.event_id);
    const facts = told.get(place);
    // What is gone meanwhile makes no request: when its lease ends, it is withdrawn.
    if (payload === undefined || facts === undefined) continue;
    jobs.push(claimedJob(row, facts, payload, facts.farewell_job === row.job_id));
  }
  const [first] = rows;
  return {
    jobs,
    filled: first?.filled?.map(Number) ?? [],
    missed: (first?.found ?? 0) > jobs.length,
  };
}

const isJob = (row: ClaimRow): row is ClaimRow & LeasedEntry => row.job_id !== null;

const hasFacts = (row: ClaimRow): row is ClaimRow & RequestFacts => row.url !== null;

/** The columns of {@link LeasedEntry}. */
const ENTRY = sql`install_id, job_id, event_id, endpoint_id, identifier, in_lane, followed, attempt, claim, step,
        resend, replay_id, backfill_id, give_backs, seq`;

function claim(db: Db, { rooms, defaultRoom, most, lease }: ClaimLimits): Promise<ClaimRow[]> {
  return db.query(sql`
    with recursive waiting (endpoint_id) as (
      (select endpoint_id from job_queue where state = 'ready' order by endpoint_id limit 1)
      union all
      select (select q.endpoint_id from job_queue q
        where q.state = 'ready' and q.endpoint_id > waiting.endpoint_id order by q.endpoint_id limit 1)
      from waiting where waiting.endpoint_id is not null),
    open as (
      select w.endpoint_id, coalesce(r.room, ${defaultRoom}::integer) as room,
        coalesce(r.after_install, 0) as after_install
      from waiting w
      left join ${endpointRooms.of(rooms)} on r.endpoint_id = w.endpoint_id
      where w.endpoint_id is not null and coalesce(r.room, 1) > 0),
    candidates as (
      select c.place, open.endpoint_id, c.turn > c.share as fills from open cross join lateral (
        select j.place, open.room / install.installs as share,
          row_number() over (partition by j.install_id order by j.seq) as turn
        from (select id, count(*) over () as installs from (${READY_INSTALLS}) as r (id)) as install
        cross join lateral (
          select q.ctid as place, q.install_id, q.seq from job_queue q
          where q.state = 'ready' and q.endpoint_id = open.endpoint_id and q.install_id = install.id
          order by q.seq limit open.room / install.installs + 1) as j
        order by turn limit open.room) as c
      limit ${most}),
    picked as (
      select q.place from candidates c cross join lateral (
        select q.ctid as place from job_queue q where q.ctid = c.place and q.state = 'ready'
        for update skip locked) as q),
    claimed as (
      update job_queue q
      set state = 'leased', attempt = q.attempt + 1, claim = (select nextval('job_claims')),
        worker_id = ${lease.worker_id}, due_at = now() + ${lease.seconds} * interval '1 second'
      from picked p where q.ctid = p.place
      returning ${ENTRY}),
    placed as (
      select c.*, row_number() over (partition by c.event_id order by c.seq) = 1 as tells_payload,
        row_number() over (partition by c.endpoint_id, c.install_id order by c.seq) = 1 as tells_facts
      from claimed c),
    made as (
      select ${ENTRY}, f.*, v.payload from placed c
      left join lateral (
        select v.payload from events v where v.id = c.event_id and c.tells_payload offset 0) as v on true
      left join lateral (
        select ${FACTS}, i.farewell_job from endpoints queued
        join plugins p on p.id = queued.plugin_id
        join installs i on i.id = c.install_id
        join spaces s on s.id = i.space_id
        join endpoints e on e.id = coalesce(${endpointFor(sql`queued.event_name`)}, queued.id)
        where queued.id = c.endpoint_id and c.tells_facts offset 0) as f on true)
    select all_of.found, case when row_number() over (order by made.seq) = 1 then all_of.filled end as filled, made.*
    from (select count(*)::integer as found, array(select c.endpoint_id::text from candidates c
        join open on open.endpoint_id = c.endpoint_id
        group by c.endpoint_id, open.room having bool_or(c.fills) or count(*) >= open.room) as filled
      from candidates) as all_of
    left join made on true
    order by made.seq`);
}
