-- previous: none
-- The site, its bars and their people. Every table of a bar has two row policies: the owner sees all, `bartender_api` sees the bar
-- that the token check put in `bartender.bar`.

create table data.site (
  is_only boolean primary key default true check (is_only),
  feed text not null default 'notify' check (feed in ('notify', 'none')),
  work_limit_ms integer not null default 500 check (work_limit_ms between 0 and 2000),
  minimum_till text not null default '0.1.0' check (minimum_till ~ '^\d+\.\d+\.\d+$'),
  has_realtime boolean not null default true,
  emergency_s integer check (emergency_s between 5 and 3600)
);
insert into data.site default values;

create table data.bars (
  id uuid primary key,
  name text not null check (length(name) between 1 and 80),
  address text not null default '' check (length(address) <= 200),
  phone text not null default '' check (length(phone) <= 40),
  is_active boolean not null default true,
  time_zone text not null default 'Africa/Porto-Novo' check (length(time_zone) between 1 and 64),
  closing_hour integer not null default 6 check (closing_hour between 0 and 23),
  currency text not null default 'XOF' check (currency ~ '^[A-Z]{3}$'),
  operating_mode text not null default 'simplified' check (operating_mode in ('simplified', 'full')),
  idle_lock_s integer not null default 60 check (idle_lock_s between 10 and 3600),
  counter_deadline_ms integer not null default 2500 check (counter_deadline_ms between 500 and 10000),
  operators text[] not null default '{"MTN MoMo","Moov Money"}' check (cardinality(operators) <= 20),
  has_realtime boolean not null default true,
  created_at timestamptz not null default now()
);

-- The bar's mutex and the source of its revisions; one narrow row, written once per commit.
create table data.bar_clocks (
  bar_id uuid primary key references data.bars on delete restrict,
  rev bigint not null default 0 check (rev >= 0),
  epoch uuid not null default gen_random_uuid(),
  cluster text not null,
  sales bigint not null default 0,
  returns bigint not null default 0,
  supplies bigint not null default 0,
  consignments bigint not null default 0,
  catalog bigint not null default 0,
  team bigint not null default 0,
  settings bigint not null default 0,
  notifications bigint not null default 0
) with (fillfactor = 50);

create table data.bar_modes (
  bar_id uuid not null references data.bars on delete restrict,
  valid_from timestamptz not null,
  operating_mode text not null check (operating_mode in ('simplified', 'full')),
  primary key (bar_id, valid_from)
);

create table data.users (
  id uuid primary key,
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null default now()
);

create table data.bar_members (
  bar_id uuid not null references data.bars on delete restrict,
  user_id uuid not null references data.users on delete restrict,
  role text not null check (role in ('seller', 'manager', 'owner')),
  is_active boolean not null default true,
  salt bytea not null check (length(salt) between 8 and 64),
  verifier bytea not null check (length(verifier) = 32),
  failures integer not null default 0 check (failures >= 0),
  locked_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (bar_id, user_id)
);
create index idx_bar_members_user_active on data.bar_members (user_id, is_active);

-- Who had which role when: a sale made offline is judged by the role of its moment.
create table data.member_roles (
  bar_id uuid not null,
  user_id uuid not null,
  valid_from timestamptz not null,
  role text not null check (role in ('seller', 'manager', 'owner')),
  is_active boolean not null,
  primary key (bar_id, user_id, valid_from),
  foreign key (bar_id, user_id) references data.bar_members on delete restrict
);

-- What a rule or a person did to people, tills, prices and stock outside a till's commands.
create table data.audit_log (
  bar_id uuid not null references data.bars on delete restrict,
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  actor text not null default session_user,
  action text not null check (length(action) between 1 and 60),
  subject uuid,
  params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
  primary key (bar_id, id)
);

-- For the people of the bar.
create table data.notifications (
  bar_id uuid not null references data.bars on delete restrict,
  id uuid not null default gen_random_uuid(),
  kind text not null check (length(kind) between 1 and 60),
  params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
  created_at timestamptz not null default clock_timestamp(),
  read_at timestamptz,
  primary key (bar_id, id)
);
create index idx_notifications_bar_created on data.notifications (bar_id, created_at);

-- For whoever runs the site. One open row per thing; it counts how often it happened.
create table data.alerts (
  id uuid primary key default gen_random_uuid(),
  bar_id uuid references data.bars on delete restrict,
  kind text not null check (length(kind) between 1 and 60),
  subject text not null default '' check (length(subject) <= 200),
  params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
  count integer not null default 1 check (count > 0),
  raised_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz
);
create index idx_alerts_bar on data.alerts (bar_id);
create unique index idx_alerts_open on data.alerts (bar_id, kind, subject) where settled_at is null;

grant usage on schema data to bartender_api;
grant select on data.site, data.bars, data.bar_modes, data.users, data.member_roles, data.migrations to bartender_api;
grant select, update on data.bar_clocks, data.bar_members to bartender_api;
grant select, insert on data.notifications, data.audit_log to bartender_api;
grant select, insert, update on data.alerts to bartender_api;

do $$
declare
  v_table text;
begin
  foreach v_table in array array[
    'site', 'migrations', 'bars', 'users', 'bar_clocks', 'bar_modes', 'bar_members', 'member_roles', 'audit_log', 'notifications', 'alerts'
  ] loop
    execute format('alter table data.%I enable row level security', v_table);
    execute format('alter table data.%I force row level security', v_table);
    execute format('create policy owner on data.%I to bartender_owner using (true) with check (true)', v_table);
  end loop;
  foreach v_table in array array[
    'bar_clocks', 'bar_modes', 'bar_members', 'member_roles', 'audit_log', 'notifications', 'alerts'
  ] loop
    execute format(
      'create policy bar on data.%I to bartender_api using (bar_id::text = current_setting(''bartender.bar'', true))', v_table);
  end loop;
end
$$;
create policy everybody on data.site for select to bartender_api using (true);
create policy everybody on data.migrations for select to bartender_api using (true);
create policy bar on data.bars for select to bartender_api
  using (id::text = current_setting('bartender.bar', true));
create policy bar on data.users for select to bartender_api
  using (exists (
    select
    from data.bar_members m
    where m.user_id = users.id and m.bar_id::text = current_setting('bartender.bar', true)
  ));
