-- What readiness writes now and then, to see that there is room: begun anew each time.
create table write_checks (
  filler text not null,
  written_at timestamptz not null default now()
);
