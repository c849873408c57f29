-- The kinds of commands. A new kind is one line of `perform`, one of `bad_body` and two functions in the file of its feature.

-- Does what the command asks, or refuses. Runs in a subtransaction of submit.
create function logic.perform(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
begin
  if cmd.kind = 'record_sale' and cmd.version = 1 then
    return logic.create_sale_with_stock_lock(cmd);
  end if;
  case (case when cmd.version = 1 or cmd.kind in ('void', 'gap') then cmd.kind end)
    when 'void' then return logic.void_number(cmd);
    when 'gap' then return logic.declare_gap(cmd);
    when 'validate_sales' then return logic.do_validate_sales(cmd);
    when 'reject_sale' then return logic.do_reject_sale(cmd);
    when 'withdraw_sale' then return logic.do_withdraw_sale(cmd);
    when 'cancel_sale' then return logic.do_cancel_sale(cmd);
    when 'confirm_payment' then return logic.do_confirm_payment(cmd);
    when 'redeem_change' then return logic.do_redeem_change(cmd);
    when 'create_return' then return logic.do_create_return(cmd);
    when 'approve_return' then return logic.do_approve_return(cmd);
    when 'reject_return' then return logic.do_reject_return(cmd);
    when 'restock_return' then return logic.do_restock_return(cmd);
    when 'exchange' then return logic.do_exchange(cmd);
    when 'create_consignment' then return logic.do_create_consignment(cmd);
    when 'claim_consignment' then return logic.do_claim_consignment(cmd);
    when 'claim_part' then return logic.do_claim_part(cmd);
    when 'forfeit_consignment' then return logic.do_forfeit_consignment(cmd);
    when 'record_supply' then return logic.do_record_supply(cmd);
    when 'reverse_supply' then return logic.do_reverse_supply(cmd);
    when 'adjust_stock' then return logic.do_adjust_stock(cmd);
    when 'count_stock' then return logic.do_count_stock(cmd);
    when 'settle_discrepancy' then return logic.do_settle_discrepancy(cmd);
    when 'create_category' then return logic.do_create_category(cmd);
    when 'edit_category' then return logic.do_edit_category(cmd);
    when 'create_product' then return logic.do_create_product(cmd);
    when 'edit_product' then return logic.do_edit_product(cmd);
    when 'create_member' then return logic.do_create_member(cmd);
    when 'edit_member' then return logic.do_edit_member(cmd);
    when 'reset_pin' then return logic.do_reset_pin(cmd);
    when 'create_till' then return logic.do_create_till(cmd);
    when 'edit_till' then return logic.do_edit_till(cmd);
    when 'revoke_till' then return logic.do_revoke_till(cmd);
    when 'restore_till' then return logic.do_restore_till(cmd);
    when 'edit_settings' then return logic.do_edit_settings(cmd);
    when 'read_notifications' then return logic.do_read_notifications(cmd);
    when 'erase_guest' then return logic.do_erase_guest(cmd);
    when 'book_refused' then return logic.do_book_refused(cmd);
    else perform logic.refuse('TLVER', jsonb_build_object('kind', cmd.kind, 'version', cmd.version));
  end case;
end
$$;

-- Returns the path of the first unsound field of a body, null when there is none or the kind is not known.
create function logic.bad_body(kind text, version integer, body jsonb) returns text
language plpgsql immutable
as $$
begin
  if kind = 'record_sale' and version = 1 then
    return logic.bad_sale(body);
  elsif version = 1 and kind not in ('void', 'gap', 'park') and jsonb_typeof(body) is distinct from 'object' then
    return 'body';
  end if;
  case (case when version = 1 then kind end)
    when 'validate_sales' then return logic.bad_validate_sales(body);
    when 'reject_sale' then return logic.bad_reject_sale(body);
    when 'withdraw_sale' then return logic.bad_withdraw_sale(body);
    when 'cancel_sale' then return logic.bad_cancel_sale(body);
    when 'confirm_payment' then return logic.bad_confirm_payment(body);
    when 'redeem_change' then return logic.bad_redeem_change(body);
    when 'create_return' then return logic.bad_create_return(body);
    when 'approve_return' then return logic.bad_approve_return(body);
    when 'reject_return' then return logic.bad_reject_return(body);
    when 'restock_return' then return logic.bad_restock_return(body);
    when 'exchange' then return logic.bad_exchange(body);
    when 'create_consignment' then return logic.bad_create_consignment(body);
    when 'claim_consignment' then return logic.bad_claim_consignment(body);
    when 'claim_part' then return logic.bad_claim_part(body);
    when 'forfeit_consignment' then return logic.bad_forfeit_consignment(body);
    when 'record_supply' then return logic.bad_record_supply(body);
    when 'reverse_supply' then return logic.bad_reverse_supply(body);
    when 'adjust_stock' then return logic.bad_adjust_stock(body);
    when 'count_stock' then return logic.bad_count_stock(body);
    when 'settle_discrepancy' then return logic.bad_settle_discrepancy(body);
    when 'create_category' then return logic.bad_create_category(body);
    when 'edit_category' then return logic.bad_edit_category(body);
    when 'create_product' then return logic.bad_create_product(body);
    when 'edit_product' then return logic.bad_edit_product(body);
    when 'create_member' then return logic.bad_create_member(body);
    when 'edit_member' then return logic.bad_edit_member(body);
    when 'reset_pin' then return logic.bad_reset_pin(body);
    when 'create_till' then return logic.bad_create_till(body);
    when 'edit_till' then return logic.bad_edit_till(body);
    when 'revoke_till' then return logic.bad_revoke_till(body);
    when 'restore_till' then return logic.bad_restore_till(body);
    when 'edit_settings' then return logic.bad_edit_settings(body);
    when 'read_notifications' then return logic.bad_read_notifications(body);
    when 'erase_guest' then return logic.bad_erase_guest(body);
    when 'book_refused' then return logic.bad_book_refused(body);
    else return null;
  end case;
end
$$;

-- Returns the same, field by field, when a cast or a check has found what a quick look had not.
create function logic.bad_field(cmd logic.command) returns text
language plpgsql immutable
as $$
begin
  if cmd.kind = 'record_sale' and cmd.version = 1 then
    return logic.bad_sale_field(cmd.body);
  end if;
  return logic.bad_body(cmd.kind, cmd.version, cmd.body);
end
$$;

-- Takes a number and does nothing: the refused command of a server that a backup has made forget it.
create function logic.void_number(cmd logic.command) returns logic.effect
language plpgsql immutable
as $$
begin
  return ('{}', false, '{}', null)::logic.effect;
end
$$;

-- Notes that the till no longer has the numbers from `from` to `to`, which this server, restored, never saw. A till's gaps are told once, until
-- that is read; the alert counts them.
create function logic.declare_gap(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_topics text[] := '{}';
begin
  if not logic.bridges(cmd) then
    perform logic.refuse('TLINP', '{"path": "body"}');
  end if;
  if logic.tell_once((cmd.desk).bar, 'gap', (cmd.desk).till::text, jsonb_build_object('till', (cmd.desk).till) || cmd.body) then
    v_topics := '{notifications}';
  end if;
  perform logic.alert((cmd.desk).bar, 'gap', (cmd.desk).till::text, cmd.body);
  return ('{}', false, v_topics, null)::logic.effect;
end
$$;

-- Tells whether the command is a gap that begins at the ledger's next number and ends at or after its own.
create function logic.bridges(cmd logic.command) returns boolean
language plpgsql immutable
as $$
begin
  if cmd.kind <> 'gap' or not logic.is_whole(cmd.body -> 'from', 1, 999999999999999)
    or not logic.is_whole(cmd.body -> 'to', 1, 999999999999999)
  then
    return false;
  end if;
  return (cmd.body ->> 'from')::bigint = (cmd.desk).last_no + 1
    and cmd.no between (cmd.body ->> 'from')::bigint and (cmd.body ->> 'to')::bigint;
end
$$;

-- Returns the verdict of a refusal.
create function logic.refusal(cmd logic.command, code text, params jsonb) returns logic.verdict
language plpgsql immutable
as $$
begin
  return ('refused', cmd.door, code, params, '{}', null, false, '{}', null)::logic.verdict;
end
$$;

-- Returns what of a command that is kept, to be booked some day, is known only as it comes: its corrected moment, and what was odd about it.
create function logic.shelved(cmd logic.command) returns jsonb
language plpgsql stable
as $$
begin
  return case
    when cmd.moment is null then '{}'
    else jsonb_build_object('moment', logic.utc_text(cmd.moment), 'flags', to_jsonb(cmd.flags))
  end;
end
$$;

-- Judges a command in a subtransaction of its own: of a refused or failed one nothing stays. Errors of the moment (locks, space,
-- shutdown, read-only) are not its fault and fail the whole call.
create function logic.judge(cmd logic.command) returns logic.verdict
language plpgsql volatile
as $$
declare
  v_effect logic.effect;
  v_state text;
  v_detail text;
  v_message text;
begin
  if cmd.kind = 'park' then
    return logic.refusal(cmd, 'TLPRK', logic.shelved(cmd));
  elsif cmd.bad is not null then
    return logic.refusal(cmd, 'TLINP', jsonb_build_object('path', cmd.bad));
  elsif (cmd.desk).is_shut and cmd.kind not in ('void', 'gap') then
    return logic.refusal(cmd, 'TLREV', logic.shelved(cmd));
  end if;
  begin
    v_effect := logic.perform(cmd);
    return (
      'done', cmd.door, null, '{}', coalesce(v_effect.result, '{}'), case when v_effect.moved then cmd.rev end, v_effect.moved,
      v_effect.topics, v_effect.twin
    )::logic.verdict;
  exception when others then
    get stacked diagnostics v_state = returned_sqlstate, v_detail = pg_exception_detail, v_message = message_text;
    if v_state ~ '^(40|53|57|58)' or v_state in ('55P03', '25006')
      or v_state = 'XX000' and v_message like 'cache lookup failed%' -- a deploy has put other functions in the place of ours
    then
      raise;
    elsif v_state ~ '^TL' then
      return logic.refusal(cmd, v_state, v_detail::jsonb);
    elsif v_state ~ '^2[23]' and logic.bad_field(cmd) is not null then
      return logic.refusal(cmd, 'TLINP', jsonb_build_object('path', logic.bad_field(cmd)));
    end if;
    return ('stopped', cmd.door, v_state, jsonb_build_object('message', left(v_message, 300)), '{}', null, false, '{}', null)::logic.verdict;
  end;
end
$$;

grant execute on function
  logic.perform(logic.command), logic.bad_body(text, integer, jsonb), logic.bad_field(logic.command), logic.void_number(logic.command),
  logic.declare_gap(logic.command), logic.bridges(logic.command), logic.refusal(logic.command, text, jsonb),
  logic.shelved(logic.command), logic.judge(logic.command)
to bartender_api;
