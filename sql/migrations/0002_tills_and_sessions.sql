-- previous: b8a6b6f4c8b51948e2451baaa1518e7ca11a6d20ea6d3a6587cc313da4c6ce55
-- Tills, the ledgers whose commands they number, how they were enrolled, how they are, and who signed in on them.

create table data.tills (
  bar_id uuid not null references data.bars on delete restrict,
  id uuid not null,
  code text not null check (code ~ '^[A-Z][A-Z0-9]{0,7}$'),
  name text not null check (length(name) between 1 and 80),
  token_hash bytea check (length(token_hash) = 32),
  ledger_id uuid,
  device jsonb not null default '{}' check (jsonb_typeof(device) = 'object'),
  enrolled_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (bar_id, id),
  unique (bar_id, code)
);
-- Found by the hash alone, before the bar is known.
create unique index idx_tills_token on data.tills (token_hash);

create table data.ledgers (
  bar_id uuid not null,
  till_id uuid not null,
  id uuid not null,
  last_no bigint not null default 0 check (last_no >= 0),
  last_ticket bigint not null default 0 check (last_ticket >= 0),
  opened_at timestamptz not null default clock_timestamp(),
  primary key (bar_id, till_id, id),
  foreign key (bar_id, till_id) references data.tills on delete restrict
) with (fillfactor = 50);
alter table data.tills
  add foreign key (bar_id, id, ledger_id) references data.ledgers (bar_id, till_id, id) on delete restrict;

create table data.till_status (
  bar_id uuid not null,
  till_id uuid not null,
  seen_at timestamptz not null,
  version text not null default '' check (length(version) <= 40),
  queue integer not null default 0 check (queue >= 0),
  oldest_s integer not null default 0 check (oldest_s >= 0),
  unsure integer not null default 0 check (unsure >= 0),
  primary key (bar_id, till_id),
  foreign key (bar_id, till_id) references data.tills on delete restrict
) with (fillfactor = 50);

create table data.enrolments (
  bar_id uuid not null,
  till_id uuid not null,
  code_hash bytea not null check (length(code_hash) = 32),
  expires_at timestamptz not null,
  used_at timestamptz,
  token_hash bytea check (length(token_hash) = 32),
  created_at timestamptz not null default now(),
  primary key (code_hash),
  foreign key (bar_id, till_id) references data.tills on delete restrict,
  check ((used_at is null) = (token_hash is null))
);
create index idx_enrolments_till on data.enrolments (till_id, bar_id);

create table data.sessions (
  bar_id uuid not null,
  id uuid not null default gen_random_uuid(),
  till_id uuid not null,
  user_id uuid not null,
  started_at timestamptz not null,
  until_at timestamptz not null,
  ended_at timestamptz,
  primary key (bar_id, id),
  foreign key (bar_id, till_id) references data.tills on delete restrict,
  foreign key (bar_id, user_id) references data.bar_members on delete restrict,
  check (until_at > started_at)
);
create index idx_sessions_user on data.sessions (bar_id, user_id, till_id, started_at);
create index idx_sessions_till on data.sessions (till_id, bar_id);

-- Limits of tries that count even when the call fails: a sequence is not rolled back. Each holds, in milliseconds since 1970, the time
-- up to which tries are paid for.
create sequence data.enrol_gate as bigint minvalue 0 start 0;
create sequence data.sign_in_gate as bigint minvalue 0 start 0;

grant usage, select, update on sequence data.enrol_gate, data.sign_in_gate to bartender_api;
grant select, update on data.tills, data.enrolments to bartender_api;
grant select, insert, update on data.ledgers, data.till_status, data.sessions to bartender_api;

do $$
declare
  v_table text;
begin
  foreach v_table in array array['tills', 'ledgers', 'till_status', 'enrolments', 'sessions'] loop
    execute format('alter table data.%I enable row level security', v_table);
    execute format('alter table data.%I force row level security', v_table);
    execute format('create policy owner on data.%I to bartender_owner using (true) with check (true)', v_table);
    execute format(
      'create policy bar on data.%I to bartender_api using (bar_id::text = current_setting(''bartender.bar'', true))', v_table);
  end loop;
end
$$;
-- A secret opens its own row, so that the token check needs no right on the others.
create policy key on data.tills for select to bartender_api
  using (encode(token_hash, 'hex') = current_setting('bartender.key', true));
create policy key on data.enrolments for select to bartender_api
  using (encode(code_hash, 'hex') = current_setting('bartender.key', true));
