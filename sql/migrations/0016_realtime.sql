-- previous: fa1de10c064215aab6b086c33d669348ed2530b37a618b7e65b50410a494150d
-- Where tills listen for what changes, with which secret their tokens are signed, and who of a bar may listen: a lease for each till, at most
-- so many at a time. What is altered is small.
-- squawk-ignore-file adding-field-with-default, adding-required-field

-- `realtime_kind`: whose protocol is spoken there: our relay's; Supabase's private channel, which the database announces on by itself; or its
-- changes of rows. `realtime_key`: what a gateway before it asks for, and no secret. The secret is made here; Supabase's own takes its place.
alter table data.site
  add realtime_url text check (realtime_url ~ '^wss?://[^ ]+$' and length(realtime_url) <= 300),
  add realtime_kind text not null default 'relay' check (realtime_kind in ('relay', 'broadcast', 'postgres_changes')),
  add realtime_key text check (length(realtime_key) between 1 and 2000),
  add realtime_secret text not null check (length(realtime_secret) between 32 and 500)
    default encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid(), 'UTF8')), 'hex');

alter table data.bars
  add realtime_cap integer not null default 30 check (realtime_cap between 0 and 1000);

-- `until_at` null: asked, and refused, last at `refused_at`.
create table data.realtime_leases (
  bar_id uuid not null,
  till_id uuid not null,
  until_at timestamptz,
  refused_at timestamptz,
  primary key (bar_id, till_id),
  foreign key (bar_id, till_id) references data.tills on delete restrict,
  check (num_nulls(until_at, refused_at) = 1)
) with (fillfactor = 50);

grant select, insert, update on data.realtime_leases to bartender_api;
alter table data.realtime_leases enable row level security;
alter table data.realtime_leases force row level security;
create policy owner on data.realtime_leases to bartender_owner using (true) with check (true);
create policy bar on data.realtime_leases to bartender_api using (bar_id::text = current_setting('bartender.bar', true));
