-- previous: 029e53cbabd49016e44d298869bccda0deae565ca5200f15fd33870541948ba7
-- Every command that a till sent, with its outcome: what makes sending it twice harmless.

create table data.commands (
  bar_id uuid not null,
  till_id uuid not null,
  ledger_id uuid not null,
  no bigint not null check (no > 0),
  id uuid not null,
  -- False for a copy: the same id sent again under another number.
  is_first boolean not null,
  kind text not null check (length(kind) <= 60),
  version integer not null,
  sha256 bytea not null check (length(sha256) = 32),
  door text not null check (door in ('counter', 'served')),
  by_id uuid,
  session_id uuid,
  claimed_at timestamptz,
  body jsonb,
  outcome text not null check (outcome in ('done', 'refused')),
  code text check (code ~ '^TL[A-Z]{3}$'),
  params jsonb not null default '{}',
  result jsonb not null default '{}',
  rev bigint check (rev > 0),
  -- The outcome at the counter of a sale that was then booked by the served door.
  earlier jsonb,
  at timestamptz not null,
  primary key (bar_id, till_id, ledger_id, no),
  foreign key (bar_id, till_id, ledger_id) references data.ledgers on delete restrict,
  check ((outcome = 'refused') = (code is not null))
);
create unique index idx_commands_id on data.commands (bar_id, id) where is_first;
create index idx_commands_rev on data.commands (bar_id, rev) where rev is not null;
create index idx_commands_refused on data.commands (bar_id, till_id, ledger_id, no) where outcome = 'refused';

grant select, insert, update on data.commands to bartender_api;

alter table data.commands enable row level security;
alter table data.commands force row level security;
create policy owner on data.commands to bartender_owner using (true) with check (true);
create policy bar on data.commands to bartender_api
  using (bar_id::text = current_setting('bartender.bar', true));
