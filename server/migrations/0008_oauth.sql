create table authorization_codes (
  hash bytea primary key,
  plugin_id bigint not null references plugins on delete cascade,
  grant_id bigint not null references grants on delete cascade,
  install_id bigint not null references installs on delete cascade,
  install_generation integer not null,
  user_id bigint not null references users on delete cascade,
  redirect_uri text not null,
  -- false: the plugin has only one, and left it out
  redirect_uri_given boolean not null,
  code_challenge text,
  scopes text[] not null,
  -- what the code is exchanged for belongs to this family, and dies with it when the code is used again
  family uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index authorization_codes_expiry on authorization_codes (expires_at);
create index authorization_codes_plugin on authorization_codes (plugin_id);
create index authorization_codes_grant on authorization_codes (grant_id);
create index authorization_codes_install on authorization_codes (install_id);
create index authorization_codes_user on authorization_codes (user_id);
