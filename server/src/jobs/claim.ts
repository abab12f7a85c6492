import type { InstallStatus } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
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

/** A job that is leased to us, with all that its request is made of. */
export interface ClaimedJob
  extends Omit<QueueRow, 'state' | 'due_at' | 'held_up_by' | 'worker_id'> {
  plugin_id: number;
  event_name: string;
  url: string;
  /** It has failed since it last answered, so that an answer has to be noted. */
  endpoint_failing: boolean;
  endpoint_disabled: boolean;
  plugin_suspended: boolean;
  /** JSON array of seconds; null for the server's own. */
  retry_schedule: string | null;
  /** JSON text, byte for byte as the host wrote it. */
  payload: string;
  /** JSON text of an object. */
  config: string;
  generation: number;
  install_status: InstallStatus;
  /** It tells of the uninstall of an install that is not erased. */
  is_farewell: boolean;
  /** For whom the plugin may act; null for nobody. */
  installed_by: number | null;
  scopes: string[];
  space_id: number;
  space_name: string;
  /** JSON text of an object. */
  space_attributes: string;
}

/** How much is to be claimed. */
export interface ClaimLimits {
  rooms: EndpointRoom[];
  /** Of every endpoint that `rooms` does not name. */
  defaultRoom: number;
  /** Jobs over all endpoints. */
  most: number;
  leaseSeconds: number;
}

// The installs with ready jobs for the endpoint of the row `open`, as many as it has room for: those after the one served last, then from
// the start again. A chain of index probes, since `distinct` would read every ready row: 1 M deep it must cost as little as 10 deep.
const READY_INSTALLS = sql`
  with recursive hop (install_id, wrapped, hops) as (
    select open.after_install, false, 0
    union all
    select next.* from hop cross join lateral (
      (select q.install_id, hop.wrapped, hop.hops + 1 from job_queue q
        where q.state = 'ready' and q.endpoint_id = open.endpoint_id and q.install_id > hop.install_id
          and (not hop.wrapped or q.install_id <= open.after_install)
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
 * Leases ready jobs: from every endpoint as many as it has room for, and within an endpoint in turn from its installs, so that neither a
 * deep backlog nor a busy plugin holds up the others.
 *
 * Every claim has a number that was never given before, which is what a later write must still match (fencing); one number serves all of
 * its jobs. Each job's `attempt` is raised, too; giving it back takes that back. Endpoints are found by hopping along the index: the cost
 * does not depend on how many jobs are ready. Rows are found again by their place (`ctid`), which saves two look-ups by key a job; one
 * that was moved meanwhile is not ready any more, or is left for the next claim.
 */
export function claimJobs(
  db: Db,
  { rooms, defaultRoom, most, leaseSeconds }: ClaimLimits,
): Promise<ClaimedJob[]> {
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
      select c.place from open cross join lateral (
        select j.place,
          row_number() over (partition by j.install_id order by j.seq) as turn
        from (select id, count(*) over () as installs from (${READY_INSTALLS}) as r (id)) as install
        cross join lateral (
          select q.ctid as place, q.install_id, q.seq from job_queue q
          where q.state = 'ready' and q.endpoint_id = open.endpoint_id and q.install_id = install.id
          order by q.seq limit open.room / install.installs + 1) as j
        order by turn limit open.room) as c
      limit ${most}),
    picked as (
      select q.ctid as place from job_queue q
      where q.ctid = any (array(select place from candidates)) and q.state = 'ready'
      for update of q skip locked),
    claimed as (
      update job_queue q
      set state = 'leased', attempt = q.attempt + 1, claim = (select nextval('job_claims')),
        due_at = now() + ${leaseSeconds} * interval '1 second'
      from picked p where q.ctid = p.place
      returning q.install_id, q.job_id, q.event_id, q.endpoint_id, q.identifier, q.in_lane, q.followed,
        q.attempt, q.claim, q.step, q.give_backs, q.seq)
    select c.install_id, c.job_id, c.event_id, c.endpoint_id, c.identifier, c.in_lane, c.followed, c.attempt,
      c.claim, c.step, c.give_backs,
      e.plugin_id, e.event_name, e.url, e.failing_since is not null as endpoint_failing,
      e.disabled_at is not null as endpoint_disabled, p.suspended_at is not null as plugin_suspended,
      p.retry_schedule,
      v.payload, i.config, i.generation, i.status as install_status,
      coalesce(i.farewell_job = c.job_id, false) as is_farewell, i.installed_by, i.scopes, i.space_id,
      s.name as space_name, s.attributes as space_attributes
    from claimed c
    join endpoints e on e.id = c.endpoint_id
    join plugins p on p.id = e.plugin_id
    join installs i on i.id = c.install_id
    join spaces s on s.id = i.space_id
    join events v on v.id = c.event_id
    order by c.seq`);
}
