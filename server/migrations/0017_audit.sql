-- Who changed what. Entries are written with the change and put into a chain of hashes a moment later, by one at a time.

create table audit_entries (
  -- UUIDv7: says when
  id uuid primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('host', 'user', 'plugin', 'system')),
  actor_id bigint,
  action text not null check (action in (
    'app_settings.updated',
    'backfill.cancelled',
    'backfill.created',
    'collaborator.added',
    'collaborator.removed',
    'collaborator.updated',
    'config.restored',
    'config.updated',
    'developer.invited',
    'developer.joined',
    'developer.removed',
    'developer_invitation.withdrawn',
    'endpoint.disabled',
    'endpoint.enabled',
    'event_type.created',
    'event_type.deleted',
    'event_type.updated',
    'grant.created',
    'grant.revoked',
    'host_key.created',
    'host_key.revoked',
    'install.created',
    'install.erased',
    'install.granted',
    'install.restored',
    'install.resumed',
    'install.suspended',
    'install.uninstalled',
    'install.updated',
    'job.cancelled',
    'job.resent',
    'job.retried',
    'member.added',
    'member.removed',
    'member.updated',
    'notification.acted',
    'personal_token.created',
    'personal_token.revoked',
    'portal_link.created',
    'portal_session.ended',
    'portal_session.started',
    'portal_token.created',
    'plugin.created',
    'plugin.deleted',
    'plugin.erased',
    'plugin.resumed',
    'plugin.suspended',
    'plugin.updated',
    'release.approved',
    'release.created',
    'release.rejected',
    'release.rolled_back',
    'release.rolled_out',
    'release.stopped',
    'release.submitted',
    'release.tried',
    'rehearsal.cancelled',
    'rehearsal.created',
    'replay.cancelled',
    'replay.created',
    'resource_type.created',
    'resource_type.deleted',
    'resource_type.updated',
    'scope.created',
    'scope.deleted',
    'scope.updated',
    'secret.rotated',
    'secret.withdrawn',
    'session.ended',
    'session.refused',
    'session.started',
    'setup_step.submitted',
    'sign_in_link.created',
    'space.created',
    'space.deleted',
    'space.updated',
    'user.created',
    'user.deleted',
    'user.updated'
  )),
  target_type text not null,
  target_id text not null,
  space_id bigint,
  request_id text,
  -- JSON pointers of what changed, without what it was or became
  changed text[] not null,
  -- of the row in audit_details, with its salt: it stays when that row is erased
  details_hash bytea not null,
  -- its place in the chain; null until it has one
  number bigint,
  prev_hash bytea,
  hash bytea,
  check ((number is null) = (hash is null) and (number is null) = (prev_hash is null))
);
create unique index audit_entries_number on audit_entries (number) where number is not null;
create index audit_entries_unchained on audit_entries (id) where number is null;
create index audit_entries_actor on audit_entries (actor_kind, actor_id, id);
create index audit_entries_action on audit_entries (action, id);
create index audit_entries_target on audit_entries (target_type, target_id, id);
create index audit_entries_space on audit_entries (space_id, id) where space_id is not null;
comment on column audit_entries.actor_id is
  'No foreign key: the log outlives who and what it tells of.';
comment on column audit_entries.space_id is
  'No foreign key: the log outlives who and what it tells of.';

-- What of an entry is about a person: gone with them, and the chain still verifies.
create table audit_details (
  entry_id uuid primary key references audit_entries on delete cascade,
  -- whose account; null: of nobody who has one
  user_id bigint references users on delete cascade,
  salt bytea not null,
  name text,
  email text,
  address text,
  user_agent text
);
create index audit_details_user on audit_details (user_id) where user_id is not null;

-- One row: both ends of the chain. Whoever writes to the chain locks it.
create table audit_chain (
  is_one boolean primary key default true check (is_one),
  -- the last entry whose time was over
  dropped_number bigint not null default 0,
  dropped_hash bytea not null,
  -- the newest
  number bigint not null default 0,
  hash bytea not null
);
insert into audit_chain (dropped_hash, hash)
values (decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'));
