-- Opens a ledger of this till and makes it the current one; the same again changes nothing. A revoked till may: its sales must still arrive.
create function api.open_ledger(till_token text, ledger uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '2s'
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, false);
  v_ticket bigint;
begin
  if ledger is null then
    perform logic.refuse('TLINP', '{"path": "ledger"}');
  end if;
  perform logic.lock_bar(v_desk.bar);
  v_ticket := logic.open_ledger(v_desk.bar, v_desk.till, ledger);
  v_desk.ledger := ledger;
  return (logic.marks(v_desk)).marks || jsonb_build_object('last_ticket', v_ticket);
end
$$;

revoke all on function api.open_ledger(text, uuid) from public;
grant execute on function api.open_ledger(text, uuid) to bartender_till;
