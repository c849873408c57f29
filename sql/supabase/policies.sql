-- On Supabase only: a till listens to the channel of its own bar and to no other. Its token is signed with the project's secret and says
-- `role: authenticated` and `bar_id`.

drop policy if exists bartender_stock on realtime.messages;
create policy bartender_stock on realtime.messages for select to authenticated
  using (
    extension = 'broadcast'
    and (select realtime.topic()) = 'stock:' || (current_setting('request.jwt.claims', true)::jsonb ->> 'bar_id')
  );

-- For installations that listen to row changes: what the channel says anyway, and of one's own bar.
set local role bartender_owner;
grant usage on schema data to authenticated;
grant select (bar_id, id, stock, reserved, price_minor, is_active, rev) on data.bar_products to authenticated;
drop policy if exists subscriber on data.bar_products;
create policy subscriber on data.bar_products for select to authenticated
  using (bar_id::text = current_setting('request.jwt.claims', true)::jsonb ->> 'bar_id');
reset role;

do $$
begin
  if exists (select from pg_catalog.pg_publication p where p.pubname = 'supabase_realtime')
    and not exists (
      select
      from pg_catalog.pg_publication_tables t
      where t.pubname = 'supabase_realtime' and t.schemaname = 'data' and t.tablename = 'bar_products'
    )
  then
    alter publication supabase_realtime add table data.bar_products (bar_id, id, stock, reserved, price_minor, is_active, rev);
  end if;
end
$$;
