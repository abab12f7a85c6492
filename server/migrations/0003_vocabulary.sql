-- What the host's product has: scopes that plugins may ask for, the types of its events, and what people can choose from.

create table scopes (
  name text primary key,
  description text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table event_types (
  name text primary key,
  description text not null,
  -- JSON text
  example_payload text,
  -- JSON text of a JSON Schema
  payload_schema text,
  -- false: jobs of this type never wait for each other
  ordered boolean not null default true,
  -- installs without this scope do not hear the event
  required_scope text references scopes,
  -- of its payloads people who are no admins are told the names of the members alone
  private boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index event_types_required_scope on event_types (required_scope) where required_scope is not null;

-- Kinds of the host's resources that a field of a set-up form can let people choose from.
create table resource_types (
  name text primary key,
  -- what they are, for who writes a plugin
  description text,
  -- where the host is asked for them
  list_url text not null,
  -- signs what is asked
  sealed_secret bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
