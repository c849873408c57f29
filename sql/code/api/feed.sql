-- What the relay asks, and nobody else: what the listeners of a bar have not heard yet.
create function api.feed(bar uuid, epoch uuid, rev bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_feed(bar, epoch, rev);
end
$$;

-- Where each of the bars is.
create function api.feed_marks(bars uuid[]) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_feed_marks(bars);
end
$$;

-- The secret that tokens are signed with, and how the site announces.
create function api.feed_settings() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_feed_settings();
end
$$;

revoke all on function api.feed(uuid, uuid, bigint), api.feed_marks(uuid[]), api.feed_settings() from public;
grant usage on schema api to bartender_relay;
grant execute on function api.feed(uuid, uuid, bigint), api.feed_marks(uuid[]), api.feed_settings() to bartender_relay;
