-- What readiness writes now and then, to see that there is room: begun anew each time.
create table write_checks (
  written_at timestamptz primary key default now(),
  filler text not null
);
