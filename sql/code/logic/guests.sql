-- Guests' names and telephones, and how they are forgotten: in the row of the kept bottle and in every command that ever said them.

create function logic.bad_erase_guest(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case when not logic.is_uuid(body -> 'consignment') then 'body.consignment' end;
end
$$;

-- Returns the body of a command without the guest that it names; of one that was malformed, what cannot be a name.
create function logic.without_guest(kind text, body jsonb) returns jsonb
language plpgsql immutable
as $$
begin
  if jsonb_typeof(body) is distinct from 'object' then
    return 'null';
  elsif without_guest.kind = 'park' then
    return jsonb_set(body, '{body}', logic.without_guest(body ->> 'kind', body -> 'body'));
  end if;
  return (
    select coalesce(jsonb_object_agg(e.key, e.value), '{}') || '{"guest": null, "phone": null, "notes": ""}'
    from jsonb_each(body) e
    where e.key in ('consignment', 'sale', 'position', 'product', 'qty', 'days')
      and (logic.is_uuid(e.value) or logic.is_whole(e.value, 0, 999999999999))
  );
end
$$;

-- Tells whether a command says, or may say, a guest's name.
create function logic.names_guest(kind text, body jsonb) returns boolean
language plpgsql immutable
as $$
begin
  return case
    when names_guest.kind = 'create_consignment' then body <> 'null' and body <> logic.without_guest(names_guest.kind, body)
    when names_guest.kind <> 'park' or body = 'null' then false
    when jsonb_typeof(body) <> 'object' then true
    else body ->> 'kind' = 'create_consignment'
      and coalesce(body -> 'body', 'null') not in ('null', logic.without_guest('create_consignment', body -> 'body'))
  end;
end
$$;

-- Forgets a guest. Whatever state the bottle is in, in those that were kept with it and handed over before or after, and in every command
-- that kept it, also one that was refused or came twice.
create function logic.do_erase_guest(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'consignment')::uuid;
  v_whole uuid;
begin
  perform logic.need(cmd, 'manager');
  select coalesce(c.part_of, c.id) into v_whole from data.consignments c where c.bar_id = v_bar and c.id = v_id;
  if not found then
    perform logic.refuse_unknown('consignment', v_id);
  end if;
  update data.consignments c
  set guest = null, phone = null, notes = ''
  where c.bar_id = v_bar and (c.id = v_whole or c.part_of = v_whole);
  update data.commands k
  set body = logic.without_guest(k.kind, k.body)
  where k.bar_id = v_bar and k.kind in ('create_consignment', 'park')
    and coalesce(k.body #>> '{body,consignment}', k.body ->> 'consignment') = v_whole::text and logic.names_guest(k.kind, k.body);
  perform logic.audit(cmd, v_id);
  return (jsonb_build_object('consignment', v_id), false, '{consignments}', null)::logic.effect;
end
$$;

grant execute on function
  logic.bad_erase_guest(jsonb), logic.without_guest(text, jsonb), logic.names_guest(text, jsonb), logic.do_erase_guest(logic.command)
to bartender_api;
