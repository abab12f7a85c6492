-- Requests that create something, by their Idempotency-Key: the same request again gets the same answer.

create table idempotency_keys (
  key text not null,
  route text not null,
  request_hash bytea not null,
  -- null, like the response, while the first request is under way
  status integer,
  response bytea,
  created_at timestamptz not null default now(),
  primary key (key, route)
);
create index idempotency_keys_created on idempotency_keys (created_at);
