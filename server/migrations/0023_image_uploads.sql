-- Which images somebody has uploaded: each counts once, however often it is sent. The images themselves are in the store.

create table image_uploads (
  user_id bigint not null references users on delete cascade,
  -- made of its content
  name text not null,
  created_at timestamptz not null default now(),
  primary key (user_id, name)
);
