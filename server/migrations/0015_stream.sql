-- What those are told who listen (`GET stream`): what they listen to, and what changed of it lately. Neither table is logged: what a crash
-- empties it empties together, so whoever listened is told to read anew.

create unlogged table stream_watches (
  kind text not null check (kind in ('space', 'install', 'plugin')),
  watched_id bigint not null,
  -- from when on its changes are written down, and until when
  since timestamptz not null,
  until timestamptz not null,
  primary key (kind, watched_id)
);
create index stream_watches_until on stream_watches (until);
comment on column stream_watches.watched_id is
  'No foreign key: of a space, an install or a plugin. One that is gone changes no more, and the row goes when its time is over.';

create unlogged table stream_changes (
  kind text not null check (kind in ('space', 'install', 'plugin')),
  watched_id bigint not null,
  -- by which readers tell what they have not seen, as transactions end in another order than they begin
  transaction xid8 not null default pg_current_xact_id(),
  number bigint generated always as identity,
  type text not null check (type in ('job.updated', 'install.changed', 'attempt.finished')),
  -- null where the install itself changed
  job_id uuid,
  install_id bigint not null,
  -- of the job, of the install, or where the attempt ended: a word of theirs
  status text not null,
  at timestamptz not null default now(),
  primary key (kind, watched_id, transaction, number)
);
create index stream_changes_at on stream_changes (at);
comment on column stream_changes.watched_id is 'No foreign key: hot. It is what the watch was of.';
comment on column stream_changes.job_id is 'No foreign key: hot. It is told of for a quarter of an hour, whatever becomes of it.';
comment on column stream_changes.install_id is 'No foreign key: hot. It is told of for a quarter of an hour, whatever becomes of it.';
