-- previous: 23f6468df25d20fcf36bbc325457fe3d206304032f249ac45ea4911d07b89aaa
-- What managers and owners may change themselves, with a version per field: an edit of a field that another has changed is refused, not
-- overwritten. What people are told, once per thing. How long guests' names stay.
-- Notifications and the audit are small: their indexes are made in no time.
-- squawk-ignore-file require-concurrent-index-creation, adding-foreign-key-constraint, constraint-missing-not-valid

alter table data.bars
  add versions jsonb not null default '{}' check (jsonb_typeof(versions) = 'object'),
  add guest_retention_days integer not null default 90 check (guest_retention_days between 1 and 3650),
  add pending_alert_minutes integer not null default 60 check (pending_alert_minutes between 5 and 1440),
  add till_missing_minutes integer not null default 60 check (till_missing_minutes between 10 and 10080);
alter table data.categories
  add versions jsonb not null default '{}' check (jsonb_typeof(versions) = 'object'),
  add is_active boolean not null default true;
alter table data.bar_products
  add versions jsonb not null default '{}' check (jsonb_typeof(versions) = 'object');
alter table data.bar_members
  add versions jsonb not null default '{}' check (jsonb_typeof(versions) = 'object');
alter table data.tills
  add versions jsonb not null default '{}' check (jsonb_typeof(versions) = 'object');

-- `subject`: what it is about, so that the same thing is told once until somebody has read it.
alter table data.notifications
  add subject text not null default '' check (length(subject) <= 200),
  add read_by uuid,
  add foreign key (bar_id, read_by) references data.bar_members on delete restrict;
create unique index idx_notifications_open on data.notifications (bar_id, kind, subject) where read_at is null and subject <> '';
create index idx_notifications_unread on data.notifications (bar_id, created_at desc, id) where read_at is null;
create index idx_notifications_subject on data.notifications (bar_id, kind, subject, created_at desc);
create index idx_notifications_read_by on data.notifications (read_by, bar_id) where read_by is not null;

create index idx_audit_log_bar_at on data.audit_log (bar_id, at desc, id desc);
create index idx_audit_log_subject on data.audit_log (subject, bar_id) where subject is not null;

grant update (read_at, read_by) on data.notifications to bartender_api;
grant insert, update on data.categories to bartender_api;
grant insert on data.users, data.bar_members, data.enrolments, data.tills to bartender_api;
grant update (name) on data.users to bartender_api;
grant update (
  name, address, phone, time_zone, closing_hour, operating_mode, idle_lock_s, counter_deadline_ms, operators, consignment_days,
  guest_retention_days, pending_alert_minutes, till_missing_minutes, versions
) on data.bars to bartender_api;
grant insert, update (operating_mode) on data.bar_modes to bartender_api;
grant insert, update (role, is_active) on data.member_roles to bartender_api;
create policy member on data.users for insert to bartender_api with check (true);
create policy renamed on data.users for update to bartender_api using (exists (
  select
  from data.bar_members m
  where m.user_id = users.id and m.bar_id::text = current_setting('bartender.bar', true)
));
create policy own on data.bars for update to bartender_api using (id::text = current_setting('bartender.bar', true));
