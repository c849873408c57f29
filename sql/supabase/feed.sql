-- On Supabase only (a database with the schema `realtime`): what changed is announced by `realtime.send`, one message per commit, from the
-- database itself. Run by whoever deploys, after the rest; everything here may run again.

do $$
begin
  if to_regnamespace('feed') is null then
    set local role bartender_owner;
    update data.site s set feed = 'supabase' where s.feed = 'notify';
    reset role;
  end if;
end
$$;

drop schema if exists feed cascade;
create schema feed;

-- Sends a message on a bar's private channel. Belongs to whoever deploys, who alone has rights in `realtime`; a failure there is a warning:
-- it never fails the sale.
create function feed.send(topic text, message jsonb) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform realtime.send(send.message, 'stock', send.topic, true);
exception when others then
  raise warning 'the feed of % is silent: %', send.topic, sqlerrm;
end
$$;

-- Returns what a commit changed, as every feed says it: the rows and the commands of the revisions from `before` to `after`, and the topics
-- that moved.
create function feed.message(before data.bar_clocks, after data.bar_clocks) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'bar', after.bar_id, 'epoch', after.epoch, 'from', before.rev, 'rev', after.rev,
    'at', floor(extract(epoch from clock_timestamp()) * 1000)::bigint,
    'done', case when after.rev > before.rev then logic.feed_done(after.bar_id, before.rev) else '{}' end,
    'topics', coalesce((
      select jsonb_object_agg(n.key, n.value)
      from jsonb_each(logic.topics(after)) n
      where n.value is distinct from logic.topics(before) -> n.key
    ), '{}'),
    'rows', case when after.rev > before.rev then coalesce(logic.feed_rows(after.bar_id, before.rev), '[]') else '[]' end
  );
end
$$;

-- Announces a bar's clock that has moved. At the end of the transaction, when all rows are as they will be.
create function feed.announce() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if (select s.feed from data.site s) = 'supabase' then
    perform feed.send('stock:' || new.bar_id, feed.message(old, new));
  end if;
  return null;
end
$$;

revoke all on function feed.send(text, jsonb), feed.message(data.bar_clocks, data.bar_clocks), feed.announce() from public;
grant usage, create on schema feed to bartender_owner;
grant execute on function feed.send(text, jsonb), feed.message(data.bar_clocks, data.bar_clocks) to bartender_owner;
alter function feed.announce() owner to bartender_owner;
revoke create on schema feed from bartender_owner;

set local role bartender_owner;
create constraint trigger announce
after update on data.bar_clocks
deferrable initially deferred
for each row
when (old.* is distinct from new.*)
execute function feed.announce();
reset role;
