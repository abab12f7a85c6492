-- Jobs and what happened to them: one partition a day, like the events they are about.

-- Words are domains here, and in `event_decisions`: PostgreSQL reads a domain's check once a connection, and a table's from its text for each
-- statement that writes (a sixth of what one event cost).
create domain job_status as text
  check (value in ('queued', 'ongoing', 'done', 'ignored', 'failed', 'parked', 'cancelled'));
create domain job_settled_by as text check (value in ('plugin', 'platform'));
create domain job_parked_reason as text
  check (value in ('endpoint_disabled', 'suspended', 'plugin_suspended', 'attempts_exhausted'));
create domain job_settled_reason as text
  check (value in ('attempts_exhausted', 'timed_out', 'not_subscribed', 'not_granted', 'missing_scope', 'reinstalled', 'uninstalled'));
create domain attempt_stage as text
  check (value in ('refused', 'dns', 'connect', 'tls', 'send', 'response', 'timeout', 'reply', 'lost', 'answered'));
create domain queue_state as text check (value in ('ready', 'blocked', 'held', 'scheduled', 'leased', 'ongoing'));

create table jobs (
  install_id bigint not null,
  id uuid not null,
  install_generation integer not null,
  plugin_id bigint not null,
  event_id uuid not null,
  name text not null,
  identifier text,
  status job_status not null,
  -- what the plugin said
  status_message text,
  failure_reason text,
  -- who gave the verdict: a plugin's is final, the platform's may still be replaced by the plugin
  settled_by job_settled_by,
  -- why the platform settled it; where it did not, or not any more, it says nothing. Null for one that somebody withdrew
  settled_reason job_settled_reason,
  settled_at timestamptz,
  parked_reason job_parked_reason,
  created_at timestamptz not null default now(),
  -- how often it was sent once more after its verdict; null for never
  resends smallint,
  -- the backfill that made it; null for one that was made with its event
  backfill_id bigint,
  -- the status where it is not of a job's ordinary life, which is what people look for
  uncommon_status text
    generated always as (case when status not in ('queued', 'done') then status end) stored,
  -- its first attempt, which mostly is its only one, as the others are in `attempts`
  first_stage attempt_stage,
  first_status_code integer,
  first_error text,
  first_url text,
  first_reply_headers text,
  first_reply_body text,
  first_debug_info text,
  first_started_at timestamptz,
  first_duration_ms integer,
  -- what is kept of its request, packed (jobs/request-record.ts)
  first_request bytea,
  primary key (install_id, id)
) partition by range (id);
-- A job's row is written again when it is settled, with its first attempt, and no value that changes then is in an index: with room on its
-- page, that needs no new entries in any. Of each page 72 % are left free for it, here and where partitions are made: that is what
-- an attempt takes, so that in the end pages are full.
create index jobs_id on jobs (id);
create index jobs_plugin on jobs (plugin_id, id);
create index jobs_name on jobs (name, id);
create index jobs_identifier on jobs (identifier, id) where identifier is not null;
create index jobs_uncommon_status on jobs (uncommon_status, id) where uncommon_status is not null;
-- Most people ask what failed in their space, or of their plugin: it may be nothing, of a million.
create index jobs_uncommon_of_install on jobs (install_id, uncommon_status, id) where uncommon_status is not null;
create index jobs_uncommon_of_plugin on jobs (plugin_id, uncommon_status, id) where uncommon_status is not null;
-- What waits for its endpoint, its plugin, its install, in the order in which it goes on; each but what waits for that reason, so that slices
-- of it, and hops from one to the next, read nothing else however much there is.
create index jobs_of_disabled_endpoints on jobs (plugin_id, name, id) where parked_reason = 'endpoint_disabled';
create index jobs_of_suspended_plugins on jobs (plugin_id, id) where parked_reason = 'plugin_suspended';
create index jobs_set_aside on jobs (parked_reason, install_id, id)
  where parked_reason in ('suspended', 'plugin_suspended', 'endpoint_disabled');
comment on column jobs.install_id is
  'No foreign key: hot. An install that is removed takes its jobs along.';
comment on column jobs.plugin_id is
  'No foreign key: hot. It is the plugin of the install.';
comment on column jobs.backfill_id is 'No foreign key: hot, and history names backfills that are gone.';
comment on column jobs.event_id is
  'No foreign key: hot. Written in one statement with the event, and dropped with the partition of the same day.';

-- The attempts at jobs that were not settled by their first one, from the second on.
create table attempts (
  install_id bigint not null,
  job_id uuid not null,
  number integer not null,
  -- where it ended: refused, dns, connect, tls, send, response, timeout, reply (the body was of no use), lost (its worker), or answered
  stage attempt_stage not null,
  status_code integer,
  error text,
  url text not null,
  reply_headers text,
  reply_body text,
  debug_info text,
  started_at timestamptz not null,
  duration_ms integer not null,
  -- what is kept of the request, packed (jobs/request-record.ts); null where nobody knows whether there was one
  request bytea,
  primary key (install_id, job_id, number)
) partition by range (job_id);
comment on column attempts.install_id is 'No foreign key: hot. It is the install of the job.';
comment on column attempts.job_id is
  'No foreign key: hot. Written while the job is locked, and dropped with the partition of the same day.';

create table job_attachments (
  install_id bigint not null,
  job_id uuid not null,
  number bigint generated always as identity,
  -- JSON text
  attachment text not null,
  created_at timestamptz not null default now(),
  primary key (install_id, job_id, number)
) partition by range (job_id);
comment on column job_attachments.install_id is 'No foreign key: hot. It is the install of the job.';
comment on column job_attachments.job_id is
  'No foreign key: hot. Written while the job is locked, and dropped with the partition of the same day.';

-- Whatever the daily partitions do not cover.
create table jobs_default partition of jobs default with (fillfactor = 28);
create table attempts_default partition of attempts default;
create table job_attachments_default partition of job_attachments default;

-- One number for each claim that is made of the queue, whatever jobs it takes.
create sequence job_claims;

-- Places in the queue for the jobs of backfills, a slice of 1,000 at a time: before all others, as their events are older. JavaScript has these
-- numbers exactly.
create sequence backfill_places minvalue -9000000000000000 start -9000000000000000 increment 1000 maxvalue -1;

-- The queue: one narrow row a job that still has something to wait for, so that claims and completions touch few pages.
--   ready      may be claimed
--   blocked    waits for the job before it in its lane
--   held       waits, at the head of its lane if it is in one, until the backfill that made it has room for it; or, of any other, until a backfill of
--              its install has read what is older
--   scheduled  waits for due_at, then ready: for its next attempt, or after its claim was given back
--   leased     a worker has it until due_at, then scheduled again
--   ongoing    the plugin has it; failed if not settled at due_at
create table job_queue (
  install_id bigint not null,
  job_id uuid not null,
  event_id uuid not null,
  endpoint_id bigint not null,
  identifier text,
  -- counts towards its lane: the next job of the lane waits for it
  in_lane boolean not null,
  -- another one may wait for it: who takes it out of its lane looks for that one
  followed boolean not null default false,
  state queue_state not null,
  due_at timestamptz,
  -- requests made so far, one under way included
  attempt integer not null default 0,
  -- the claim that has it or had it last: what is written in the name of another one changes nothing (fencing)
  claim bigint not null default 0,
  -- the worker that made that claim; null where none did
  worker_id bigint,
  -- position in the retry schedule; a manual retry starts it anew
  step integer not null default 0,
  -- the plugin gave its verdict while the request was under way: record the attempt, then forget the row
  settled boolean not null default false,
  -- a settled job that is sent once more: whatever comes of it, the verdict stays
  resend boolean not null default false,
  -- the replay or backfill that waits for it
  replay_id bigint,
  -- as in jobs
  backfill_id bigint,
  -- how often in a row its claim was given back for what failed in us before the request, and what that was: no attempt
  give_backs integer not null default 0,
  held_up_by text,
  seq bigint generated always as identity,
  primary key (install_id, job_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
create index job_queue_ready on job_queue (endpoint_id, install_id, seq) where state = 'ready';
create index job_queue_due on job_queue (due_at) where state in ('scheduled', 'leased', 'ongoing');
-- The head of each lane: one job, for which the others wait. Who queues another one and who takes the head out meet at its row.
create unique index job_queue_heads on job_queue (install_id, identifier) where in_lane and state <> 'blocked';
-- What was not sent of a backfill: held or blocked, but for the few that are on their way.
create index job_queue_unsent on job_queue (replay_id, endpoint_id, seq) where replay_id is not null and attempt = 0;
-- What a worker has of it for the first time, and may give back.
create index job_queue_first_under_way on job_queue (replay_id) where state = 'leased' and attempt = 1 and replay_id = backfill_id;
create index job_queue_backfilled on job_queue (replay_id, endpoint_id, seq) where state = 'held' and replay_id is not null;
create index job_queue_held on job_queue (install_id, identifier) where state = 'held' and replay_id is null;
create index job_queue_blocked on job_queue (install_id, identifier, seq) where state = 'blocked';
-- Those among them that no backfill has queued: few, among a million that one has.
create index job_queue_blocked_new on job_queue (install_id, seq) where state = 'blocked' and seq > 0;
comment on column job_queue.install_id is 'No foreign key: hot. It is the install of the job.';
comment on column job_queue.job_id is
  'No foreign key: hot. Written in one transaction with the job, and removed before it.';
comment on column job_queue.event_id is 'No foreign key: hot. It is the event of the job.';
comment on column job_queue.endpoint_id is
  'No foreign key: hot. A job whose endpoint is gone is withdrawn when it is due.';
comment on column job_queue.replay_id is 'No foreign key: hot. One that is gone waits for nothing.';
comment on column job_queue.backfill_id is 'No foreign key: as in jobs.';
comment on column job_queue.worker_id is
  'No foreign key: hot. A worker that is gone leaves its claims behind until they are over, or others have seen that it is gone.';

-- Processes that deliver. Each holds an advisory lock as long as it has a connection; when that is gone, others end its claims.
create table workers (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default now()
);

-- Endpoints, installs and plugins whose parked jobs are being queued again, some at a time. While a row is here, new jobs that must keep their
-- order are parked behind those.
create table resumptions (
  id bigint generated always as identity primary key,
  endpoint_id bigint unique references endpoints on delete cascade,
  install_id bigint unique references installs on delete cascade,
  plugin_id bigint unique references plugins on delete cascade,
  resumed integer not null default 0,
  -- the last job of the last slice: the next begins after it
  after_job uuid,
  started_at timestamptz not null default now(),
  check (num_nonnulls(endpoint_id, install_id, plugin_id) = 1)
);
comment on column resumptions.after_job is
  'No foreign key: a place among ids, whether or not the job is still there.';

-- Uninstalled installs whose open and parked jobs are being withdrawn, some at a time: all that were made before.
create table withdrawals (
  install_id bigint primary key references installs on delete cascade,
  made_before timestamptz not null default now()
);
