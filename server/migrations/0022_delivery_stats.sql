-- How requests for jobs went, by the minute: what the charts of a plugin's developer are made of, so that they count no jobs.

create table delivery_stats (
  plugin_id bigint not null references plugins on delete cascade,
  event_name text not null,
  minute timestamptz not null,
  -- what became of the job: its verdict, or that it is tried again, in the plugin's hands, or set aside
  outcome text not null check (outcome in ('done', 'ignored', 'failed', 'ongoing', 'retried', 'withdrawn')),
  -- a class of durations, of which each is 1.4 times as long as the one before (delivery/latency.ts)
  latency integer not null,
  attempts bigint not null,
  primary key (plugin_id, minute, event_name, outcome, latency)
);
create index delivery_stats_minute on delivery_stats (minute);
