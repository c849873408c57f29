-- What an owner changes in the team, and a manager among the sellers. A PIN comes as its salt and the hash of its stretched form; it is never
-- seen here.

create function logic.bad_pin(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_text(body -> 'salt', 32, 32) or body ->> 'salt' !~ '^[0-9a-f]*$' then 'body.salt'
    when not logic.is_hash(body ->> 'verifier') then 'body.verifier'
  end;
end
$$;

create function logic.bad_create_member(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'member') then 'body.member'
    else coalesce(logic.bad_parts('member', body, '{name,role}'), logic.bad_pin(body))
  end;
end
$$;

create function logic.bad_edit_member(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'member') then 'body.member'
    else logic.bad_fields('member', body -> 'fields')
  end;
end
$$;

create function logic.bad_reset_pin(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case when not logic.is_uuid(body -> 'member') then 'body.member' else logic.bad_pin(body) end;
end
$$;

-- Refuses unless the person may change somebody of these roles: an owner anybody, a manager sellers.
create function logic.need_over(cmd logic.command, roles text[]) returns void
language plpgsql stable
as $$
begin
  perform logic.need(cmd, case when need_over.roles <@ '{seller}' then 'manager' else 'owner' end);
end
$$;

-- Ends every session of a member: on each till, at once.
create function logic.sign_out_everywhere(cmd logic.command, member uuid) returns void
language plpgsql volatile
as $$
begin
  update data.sessions s
  set ended_at = cmd.now_at
  where s.bar_id = (cmd.desk).bar and s.user_id = sign_out_everywhere.member and s.ended_at is null;
end
$$;

-- Makes somebody a member. An id that a person of another bar has is taken.
create function logic.do_create_member(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_member uuid := (cmd.body ->> 'member')::uuid;
begin
  perform logic.need_over(cmd, array[cmd.body ->> 'role']);
  if exists (select from data.bar_members m where m.bar_id = v_bar and m.user_id = v_member) then
    return logic.made_before(cmd, 'member', v_member);
  end if;
  insert into data.users (id, name) values (v_member, cmd.body ->> 'name') on conflict do nothing;
  if not found then
    perform logic.refuse('TLDUP', jsonb_build_object('field', 'member', 'id', v_member));
  end if;
  insert into data.bar_members (bar_id, user_id, role, salt, verifier)
  values (
    v_bar, v_member, cmd.body ->> 'role', decode(cmd.body ->> 'salt', 'hex'), decode(cmd.body ->> 'verifier', 'hex')
  );
  perform logic.audit(cmd, v_member, jsonb_build_object('name', cmd.body -> 'name', 'role', cmd.body -> 'role'));
  return (jsonb_build_object('member', v_member), false, '{team}', null)::logic.effect;
end
$$;

-- Returns the member; refuses (`TLUNK`) one that this bar does not have.
create function logic.member_of(bar uuid, member uuid) returns data.bar_members
language plpgsql stable
as $$
declare
  v_member data.bar_members;
begin
  select * into v_member from data.bar_members m where m.bar_id = member_of.bar and m.user_id = member_of.member;
  if not found then
    perform logic.refuse_unknown('member', member_of.member);
  end if;
  return v_member;
end
$$;

-- Refuses to rename who was a person of the site before this bar had them: the name is another bar's too. A bar sees no members but its own; what
-- it sees is that its member and the person were not made in one go. Where somebody came from, they are renamed as before.
create function logic.need_own_person(member data.bar_members) returns void
language plpgsql stable
as $$
begin
  if not exists (select from data.users u where u.id = member.user_id and u.created_at = member.created_at) then
    perform logic.refuse('TLRGT', '{"needs": "platform"}');
  end if;
end
$$;

-- Changes a member's name, role or activity, from now on. Who is no longer active is signed out everywhere; an active owner stays.
create function logic.do_edit_member(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'member')::uuid;
  v_fields jsonb := cmd.body -> 'fields';
  v_member data.bar_members;
  v_present jsonb;
  v_new jsonb;
  v_versions jsonb;
begin
  perform logic.need(cmd, 'manager');
  v_member := logic.member_of(v_bar, v_id);
  v_present := jsonb_build_object(
    'name', (select u.name from data.users u where u.id = v_id), 'role', v_member.role, 'is_active', v_member.is_active
  );
  v_new := logic.edited(v_present, v_fields);
  perform logic.need_over(cmd, array[v_member.role, v_new ->> 'role']);
  v_versions := logic.next_versions(v_member.versions, v_fields, v_present);
  if v_member.role = 'owner' and v_member.is_active and (v_new ->> 'role' <> 'owner' or not (v_new ->> 'is_active')::boolean)
    and not exists (
      select from data.bar_members m where m.bar_id = v_bar and m.role = 'owner' and m.is_active and m.user_id <> v_id
    )
  then
    perform logic.refuse('TLOWN');
  end if;
  if v_fields ? 'name' then
    perform logic.need_own_person(v_member);
    update data.users u set name = v_new ->> 'name' where u.id = v_id;
  end if;
  update data.bar_members m
  set role = v_new ->> 'role', is_active = (v_new ->> 'is_active')::boolean, versions = v_versions
  where m.bar_id = v_bar and m.user_id = v_id;
  if not (v_new ->> 'is_active')::boolean then
    perform logic.sign_out_everywhere(cmd, v_id);
  end if;
  perform logic.audit(cmd, v_id, logic.changes(v_present, v_fields));
  return (jsonb_build_object('member', v_id), false, '{team}', null)::logic.effect;
end
$$;

-- Tells whether the command's person has just proved their PIN on this till: the session lives, is five minutes old at most and was not ended.
create function logic.has_just_signed_in(cmd logic.command) returns boolean
language plpgsql stable
as $$
begin
  return logic.is_alive(cmd) and exists (
    select
    from data.sessions s
    where s.bar_id = (cmd.desk).bar and s.id = cmd.session_id and s.ended_at is null and s.started_at > cmd.now_at - interval '5 minutes'
  );
end
$$;

-- Gives a member another PIN, which ends a lock-out and every session. Everybody may change their own who has just typed the one of before.
create function logic.do_reset_pin(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'member')::uuid;
begin
  if cmd.by_id = v_id and logic.has_just_signed_in(cmd) then
    perform logic.need(cmd, 'seller');
  else
    perform logic.need(cmd, 'manager');
    perform logic.need_over(cmd, array[(logic.member_of(v_bar, v_id)).role]);
  end if;
  update data.bar_members m
  set salt = decode(cmd.body ->> 'salt', 'hex'), verifier = decode(cmd.body ->> 'verifier', 'hex'), failures = 0, locked_until = null
  where m.bar_id = v_bar and m.user_id = v_id;
  perform logic.sign_out_everywhere(cmd, v_id);
  perform logic.audit(cmd, v_id);
  return (jsonb_build_object('member', v_id), false, '{team}', null)::logic.effect;
end
$$;

grant execute on function
  logic.bad_pin(jsonb), logic.bad_create_member(jsonb), logic.bad_edit_member(jsonb), logic.bad_reset_pin(jsonb),
  logic.need_over(logic.command, text[]), logic.sign_out_everywhere(logic.command, uuid), logic.do_create_member(logic.command),
  logic.member_of(uuid, uuid), logic.need_own_person(data.bar_members), logic.do_edit_member(logic.command), logic.has_just_signed_in(logic.command),
  logic.do_reset_pin(logic.command)
to bartender_api;
