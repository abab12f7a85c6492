-- Somebody to whom a page of the host shows a plugin in a frame. First a ticket, by which the frame is opened once; then what the
-- browser keeps for this plugin within that host.
create table embed_visits (
  -- SHA-256 of the ticket, then of the cookie's value
  hash bytea primary key,
  user_id bigint not null references users on delete cascade,
  install_id bigint not null references installs on delete cascade,
  host_origin text not null,
  opened_at timestamptz,
  expires_at timestamptz not null
);
create index embed_visits_user on embed_visits (user_id);
create index embed_visits_install on embed_visits (install_id);
create index embed_visits_expiry on embed_visits (expires_at);
