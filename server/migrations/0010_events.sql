-- Events and what was decided of each: one partition a day, cut by the ids, which begin with their time; retention drops whole partitions.

create table events (
  id uuid primary key,
  space_id bigint not null,
  name text not null,
  identifier text,
  -- JSON text, byte for byte as it was given
  payload text not null,
  user_id bigint,
  occurred_at timestamptz not null,
  created_at timestamptz not null default now()
) partition by range (id);
create index events_space on events (space_id, id);
create index events_name on events (name, id);
comment on column events.space_id is
  'No foreign key: hot. Intake refuses spaces that there are not, and a space that is removed takes its events along.';
comment on column events.user_id is
  'No foreign key: it is the host who says who it was, and history names people who are gone.';

create domain event_decision as text
  check (value in ('delivered', 'not_subscribed', 'filtered', 'suspended', 'setup_incomplete', 'not_granted',
    'missing_scope', 'plugin_suspended', 'endpoint_disabled'));

-- Why each install was not given an event, or not at once. Of the others the job says it: its id begins as the event's.
create table event_decisions (
  event_id uuid not null,
  install_id bigint not null,
  plugin_id bigint not null,
  decision event_decision not null,
  job_id uuid,
  primary key (event_id, install_id)
) partition by range (event_id);
comment on column event_decisions.event_id is
  'No foreign key: hot. Written in one statement with the event, removed with it, and dropped with the partition of the same day.';
comment on column event_decisions.install_id is
  'No foreign key: hot, and history names installs that are gone.';
comment on column event_decisions.plugin_id is
  'No foreign key: hot, and history names plugins that are gone.';
comment on column event_decisions.job_id is
  'No foreign key: hot. Written in one statement with the job.';

-- Whatever the daily partitions do not cover.
create table events_default partition of events default;
create table event_decisions_default partition of event_decisions default;
