-- What a sale at the served door found wrong with the book, and how a manager explains it.

-- Returns the path of the first unsound field, null when there is none. It names what is missing of what, as the item does.
create function logic.bad_settle_discrepancy(body jsonb) returns text
immutable
return case
  when not logic.is_uuid(body -> 'discrepancy') then 'body.discrepancy'
  when not logic.is_uuid(body -> 'product') then 'body.product'
  when not logic.is_whole(body -> 'qty', 1, 99900) then 'body.qty'
  when not logic.is_text(body -> 'resolution', 1, 40)
    or body ->> 'resolution' not in ('late_supply', 'loss', 'count', 'price_accepted', 'price_error', 'other')
  then 'body.resolution'
  when not logic.is_text(body -> 'notes', 0, 500) then 'body.notes'
  when body ->> 'resolution' in ('loss', 'other') and body ->> 'notes' !~ '\S' then 'body.notes'
end;

-- Settles an open item, once. A late supply takes out what the sale had not found, since the supply, typed in by now, has brought it; no other
-- explanation moves stock. A manager.
create function logic.do_settle_discrepancy(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_resolution text := cmd.body ->> 'resolution';
  v_item data.discrepancies;
  v_topics text[] := '{}';
begin
  perform logic.need(cmd, 'manager');
  select * into v_item from data.discrepancies d where d.bar_id = v_bar and d.id = (cmd.body ->> 'discrepancy')::uuid;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'discrepancy', 'id', cmd.body -> 'discrepancy'));
  elsif v_item.product_id <> (cmd.body ->> 'product')::uuid then
    perform logic.refuse('TLINP', '{"path": "body.product"}');
  elsif v_item.qty <> (cmd.body ->> 'qty')::integer then
    perform logic.refuse('TLINP', '{"path": "body.qty"}');
  elsif v_resolution <> 'other' and v_item.kind <> (case when v_resolution like 'price%' then 'price' else 'stock' end) then
    perform logic.refuse('TLINP', '{"path": "body.resolution"}');
  elsif v_item.state <> 'open' then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'discrepancy', 'state', v_item.state));
  end if;
  if v_resolution = 'late_supply' then
    v_topics := logic.take_out(cmd, v_item.id, 'discrepancy', v_item.product_id, v_item.qty, v_resolution);
  end if;
  update data.discrepancies d
  set state = 'settled', settled_at = cmd.moment, settled_by = cmd.by_id, resolution = v_resolution, notes = cmd.body ->> 'notes'
  where d.bar_id = v_bar and d.id = v_item.id;
  perform logic.audit(cmd, v_item.id, jsonb_build_object('sale', v_item.sale_id, 'resolution', v_resolution));
  return (
    jsonb_build_object('discrepancy', v_item.id), v_resolution = 'late_supply', v_topics || '{sales}', null
  )::logic.effect;
end
$$;

grant execute on function logic.bad_settle_discrepancy(jsonb), logic.do_settle_discrepancy(logic.command) to bartender_api;
