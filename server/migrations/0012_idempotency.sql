-- Requests that create something, by their Idempotency-Key: the same request of the same caller again gets the same answer.

create table idempotency_keys (
  -- a host key or a person, such as host_key:7: keys that two callers happen to share are two
  caller text not null,
  key text not null,
  route text not null,
  request_hash bytea not null,
  -- null, like the response, while the first request is under way
  status integer,
  response bytea,
  created_at timestamptz not null default now(),
  primary key (caller, key, route)
);
create index idempotency_keys_created on idempotency_keys (created_at);
