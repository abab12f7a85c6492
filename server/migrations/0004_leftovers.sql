-- What maintenance and the end of an install look for, however much else there is.

-- The jobs that are set aside; not those whose attempts are used up, which are many more and stay as they are.
-- (No column that a job's ordinary life changes is named here, or its updates would have to write all indexes anew.)
create index jobs_set_aside on jobs (install_id, id)
  where parked_reason in ('suspended', 'endpoint_disabled');

-- Erased installs whose storage and replies are erased once more a little later, when nothing can write for them any more; a space that is
-- removed takes the install's own row with it.
create table erased_installs (
  install_id bigint primary key,
  erased_at timestamptz not null default now()
);

create index notifications_created on notifications (created_at);
