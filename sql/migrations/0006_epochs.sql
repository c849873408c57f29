-- previous: 06f3aeb2268f3fd2fcf8b1a2c029d2aa3ac3752130edc3000ed7923f4e801a0b
-- Every epoch that a bar has had here: a till that comes from one which is not among them has seen a future that this server lost.

create table data.bar_epochs (
  bar_id uuid not null references data.bars on delete restrict,
  epoch uuid not null,
  begun_at timestamptz not null default now(),
  primary key (bar_id, epoch)
);

insert into data.bar_epochs (bar_id, epoch)
select bar_id, epoch
from data.bar_clocks;

grant select, insert on data.bar_epochs to bartender_api;

alter table data.bar_epochs enable row level security;
alter table data.bar_epochs force row level security;
create policy owner on data.bar_epochs to bartender_owner using (true) with check (true);
create policy bar on data.bar_epochs to bartender_api
  using (bar_id::text = current_setting('bartender.bar', true));
