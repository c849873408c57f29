-- What whoever runs the site may do, by its owner's rights only: bars, people, tills. No grants on purpose.

-- Makes a bar, its clock and its first epoch.
create function logic.create_bar(
  bar uuid, name text, address text default '', time_zone text default 'Africa/Porto-Novo', closing_hour integer default 6,
  currency text default 'XOF', operating_mode text default 'simplified'
) returns void
language plpgsql volatile
as $$
begin
  perform logic.business_date(now(), create_bar.time_zone, create_bar.closing_hour); -- raises for an unknown zone
  insert into data.bars (id, name, address, time_zone, closing_hour, currency, operating_mode)
  values (
    create_bar.bar, create_bar.name, create_bar.address, create_bar.time_zone, create_bar.closing_hour, create_bar.currency,
    create_bar.operating_mode
  );
  insert into data.bar_clocks (bar_id, cluster) values (create_bar.bar, logic.cluster());
  insert into data.bar_epochs (bar_id, epoch)
  select c.bar_id, c.epoch from data.bar_clocks c where c.bar_id = create_bar.bar;
  insert into data.audit_log (bar_id, action) values (create_bar.bar, 'create_bar');
end
$$;

-- Switches the operating mode; what was sold before keeps the mode of its moment.
create function logic.set_operating_mode(bar uuid, mode text) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(set_operating_mode.bar, array['settings'], false);
  update data.bars b
  set operating_mode = set_operating_mode.mode, versions = logic.bumped(b.versions, '{operating_mode}')
  where b.id = set_operating_mode.bar;
  insert into data.audit_log (bar_id, action, params)
  values (set_operating_mode.bar, 'set_operating_mode', jsonb_build_object('mode', set_operating_mode.mode));
end
$$;

-- Changes what else the bar has settled: `operators` (by whom guests pay by phone, as tills offer them) and `idle_lock_s`. Raises for a field
-- or a value that may not be, as an owner's edit is refused.
create function logic.set_settings(bar uuid, fields jsonb) returns void
language plpgsql volatile
as $$
declare
  v_bad text := (
    select f.key
    from jsonb_each(set_settings.fields) f
    where f.key not in ('operators', 'idle_lock_s') or logic.is_field('settings', f.key, f.value) is not true
    limit 1
  );
  v_row data.bars;
begin
  if v_bad is not null then
    raise exception 'not a setting of a bar: % = %', v_bad, set_settings.fields -> v_bad using errcode = '22023';
  end if;
  perform logic.take_rev(set_settings.bar, array['settings'], false);
  select * into v_row from data.bars b where b.id = set_settings.bar;
  v_row := jsonb_populate_record(v_row, set_settings.fields);
  update data.bars b
  set operators = v_row.operators, idle_lock_s = v_row.idle_lock_s,
    versions = logic.bumped(b.versions, array(select jsonb_object_keys(set_settings.fields)))
  where b.id = set_settings.bar;
  insert into data.audit_log (bar_id, action, params) values (set_settings.bar, 'set_settings', set_settings.fields);
end
$$;

-- Opens or closes down a bar. The tills of one that is closed down are refused, what they send is kept.
create function logic.set_bar_active(bar uuid, is_active boolean) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(set_bar_active.bar, array['settings'], false);
  update data.bars b set is_active = set_bar_active.is_active where b.id = set_bar_active.bar;
  insert into data.audit_log (bar_id, action, params)
  values (set_bar_active.bar, 'set_bar_active', jsonb_build_object('is_active', set_bar_active.is_active));
end
$$;

-- Makes a new epoch, after a restore or an import, and returns it. What was added up elsewhere, or another time, says nothing here: every day
-- counts as changed.
create function logic.new_epoch(bar uuid, cause text) returns uuid
language plpgsql volatile
as $$
declare
  v_clock data.bar_clocks := logic.begin_epoch(logic.lock_bar(new_epoch.bar), new_epoch.cause, '{}');
begin
  update data.changed_days d set changed_at = clock_timestamp() where d.bar_id = new_epoch.bar;
  return v_clock.epoch;
end
$$;

-- Makes a person a member of the bar. The verifier is sha256 of the stretched PIN, both in hex like the salt.
create function logic.add_member(bar uuid, member uuid, name text, role text, salt text, verifier text) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(add_member.bar, array['team'], false);
  insert into data.users (id, name) values (add_member.member, add_member.name)
  on conflict (id) do nothing;
  insert into data.bar_members (bar_id, user_id, role, salt, verifier)
  values (add_member.bar, add_member.member, add_member.role, decode(add_member.salt, 'hex'), decode(add_member.verifier, 'hex'));
  insert into data.audit_log (bar_id, action, subject, params)
  values (add_member.bar, 'add_member', add_member.member, jsonb_build_object('role', add_member.role));
end
$$;

-- Changes a member's role and activity, from now on. Who is no longer active is signed out everywhere.
create function logic.set_member(bar uuid, member uuid, role text, is_active boolean) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(set_member.bar, array['team'], false);
  update data.bar_members m
  set role = set_member.role, is_active = set_member.is_active, versions = logic.bumped(m.versions, '{role,is_active}')
  where m.bar_id = set_member.bar and m.user_id = set_member.member;
  if not set_member.is_active then
    update data.sessions s
    set ended_at = clock_timestamp()
    where s.bar_id = set_member.bar and s.user_id = set_member.member and s.ended_at is null;
  end if;
  insert into data.audit_log (bar_id, action, subject, params) values (
    set_member.bar, 'set_member', set_member.member,
    jsonb_build_object('role', set_member.role, 'is_active', set_member.is_active)
  );
end
$$;

-- Gives a member another PIN, unlocks them and signs them out everywhere.
create function logic.set_pin(bar uuid, member uuid, salt text, verifier text) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(set_pin.bar, array['team'], false);
  update data.bar_members m
  set salt = decode(set_pin.salt, 'hex'), verifier = decode(set_pin.verifier, 'hex'), failures = 0, locked_until = null
  where m.bar_id = set_pin.bar and m.user_id = set_pin.member;
  update data.sessions s
  set ended_at = clock_timestamp()
  where s.bar_id = set_pin.bar and s.user_id = set_pin.member and s.ended_at is null;
  insert into data.audit_log (bar_id, action, subject) values (set_pin.bar, 'set_pin', set_pin.member);
end
$$;

-- Makes a till, with the hash of its token when the machine is known already; it has a ledger from the start.
create function logic.create_till(bar uuid, till uuid, code text, name text, token_hash text default null) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(create_till.bar, array['settings'], false);
  insert into data.tills (bar_id, id, code, name, token_hash)
  values (create_till.bar, create_till.till, create_till.code, create_till.name, decode(create_till.token_hash, 'hex'));
  perform logic.open_ledger(create_till.bar, create_till.till, gen_random_uuid());
  insert into data.audit_log (bar_id, action, subject) values (create_till.bar, 'create_till', create_till.till);
end
$$;

-- Lets the machine that knows the code become the till, once, until the code expires.
create function logic.create_enrolment(bar uuid, till uuid, code_hash text, expires_at timestamptz) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(create_enrolment.bar, array['settings'], false);
  insert into data.enrolments (bar_id, till_id, code_hash, expires_at)
  values (create_enrolment.bar, create_enrolment.till, decode(create_enrolment.code_hash, 'hex'), create_enrolment.expires_at);
  insert into data.audit_log (bar_id, action, subject) values (create_enrolment.bar, 'create_enrolment', create_enrolment.till);
end
$$;

-- Shuts a till out at once and ends its sessions.
create function logic.revoke_till(bar uuid, till uuid) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(revoke_till.bar, array['settings'], false);
  update data.tills t
  set revoked_at = clock_timestamp()
  where t.bar_id = revoke_till.bar and t.id = revoke_till.till and t.revoked_at is null;
  update data.sessions s
  set ended_at = clock_timestamp()
  where s.bar_id = revoke_till.bar and s.till_id = revoke_till.till and s.ended_at is null;
  insert into data.audit_log (bar_id, action, subject) values (revoke_till.bar, 'revoke_till', revoke_till.till);
end
$$;

-- Lets a till in again; should it be shut out another time, that is told anew.
create function logic.restore_till(bar uuid, till uuid) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(restore_till.bar, array['settings'], false);
  update data.tills t set revoked_at = null where t.bar_id = restore_till.bar and t.id = restore_till.till;
  update data.alerts a
  set settled_at = clock_timestamp()
  where a.bar_id = restore_till.bar and a.kind = 'till_shut' and a.subject = restore_till.till::text and a.settled_at is null;
  insert into data.audit_log (bar_id, action, subject) values (restore_till.bar, 'restore_till', restore_till.till);
end
$$;
