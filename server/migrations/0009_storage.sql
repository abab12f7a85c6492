-- What plugins keep: by install, and of their own.

create table install_storage_items (
  install_id bigint not null,
  key text collate "C" not null,
  -- JSON text, byte for byte as it was given
  value text not null,
  version bigint not null default 1,
  -- the JSON text of a value that set_unique handed out; overwriting or removing the item frees it
  unique_value text collate "C",
  expires_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (install_id, key)
);
create unique index install_storage_unique_values
  on install_storage_items (install_id, unique_value) where unique_value is not null;
create index install_storage_expiry on install_storage_items (expires_at) where expires_at is not null;
comment on column install_storage_items.install_id is
  'No foreign key: hot, and every new key would lock its install. What is written too late is erased a little later (erased_installs).';

create table plugin_storage_items (
  plugin_id bigint not null,
  key text collate "C" not null,
  value text not null,
  version bigint not null default 1,
  unique_value text collate "C",
  expires_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (plugin_id, key)
);
create unique index plugin_storage_unique_values
  on plugin_storage_items (plugin_id, unique_value) where unique_value is not null;
create index plugin_storage_expiry on plugin_storage_items (expires_at) where expires_at is not null;
comment on column plugin_storage_items.plugin_id is
  'No foreign key: hot, and every new key would lock its plugin. The items are removed with the plugin.';
