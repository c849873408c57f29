-- What changed in a bar, as every feed says it: rows with absolute figures, the commands that took effect, and the revision of each topic.

-- Returns the live part of the products that changed after the revision; null when there are so many that whoever hears of it had better ask.
create function logic.feed_rows(bar uuid, after bigint) returns jsonb
language plpgsql stable
as $$
begin
  if (select count(*) > 100 from (select from data.bar_products p where p.bar_id = bar and p.rev > after limit 101) x) then
    return null;
  end if;
  return logic.stock_rows(bar, after);
end
$$;

-- Returns the numbers of the commands that took effect after the revision, by their ledger.
create function logic.feed_done(bar uuid, after bigint) returns jsonb
language plpgsql stable
as $$
begin
  return coalesce((
    select jsonb_object_agg(d.ledger_id, d.numbers)
    from (
      select k.ledger_id, jsonb_agg(k.no order by k.no) as numbers
      from data.commands k
      where k.bar_id = bar and k.rev > after
      group by k.ledger_id
    ) d
  ), '{}');
end
$$;

-- Returns the till of each ledger whose commands took effect after the revision.
create function logic.feed_owners(bar uuid, after bigint) returns jsonb
language plpgsql stable
as $$
begin
  return coalesce((
    select jsonb_object_agg(k.ledger_id, k.till_id) from data.commands k where k.bar_id = feed_owners.bar and k.rev > feed_owners.after
  ), '{}');
end
$$;

-- Returns what a bar's listeners have not heard yet, in one snapshot: those who know the bar up to the revision, in the epoch. To who knows another
-- epoch, or none, only where the bar is now; a message without rows says: ask. `tills`: who may listen. `owners`: the till of each ledger in `done`.
-- `at`: in ms since 1970.
create function logic.feed_since(bar uuid, epoch uuid, rev bigint) returns jsonb
language plpgsql stable
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_clock data.bar_clocks;
  v_from bigint;
  v_rows jsonb := '[]';
  v_done jsonb := '{}';
  v_owners jsonb := '{}';
begin
  select * into v_clock from data.bar_clocks c where c.bar_id = feed_since.bar;
  if not found then
    return null;
  end if;
  v_from := case when v_clock.epoch = feed_since.epoch and feed_since.rev <= v_clock.rev then feed_since.rev else v_clock.rev end;
  if v_from < v_clock.rev then
    v_rows := coalesce(logic.feed_rows(feed_since.bar, v_from), '[]');
    v_done := logic.feed_done(feed_since.bar, v_from);
    v_owners := logic.feed_owners(feed_since.bar, v_from);
  end if;
  return (
    select jsonb_build_object(
      'bar', v_clock.bar_id, 'epoch', v_clock.epoch, 'from', v_from, 'rev', v_clock.rev, 'rows', v_rows, 'done', v_done, 'owners', v_owners,
      'at', floor(extract(epoch from v_now) * 1000)::bigint,
      'topics', logic.topics(v_clock), 'cap', b.realtime_cap,
      'tills', case when b.is_active and b.has_realtime
        then (select coalesce(jsonb_agg(x order by x), '[]') from logic.listening(b.id, v_now) x) else '[]' end,
      'refused', (
        select count(*) from data.realtime_leases l where l.bar_id = b.id and l.refused_at > v_now - interval '1 minute'
      )
    )
    from data.bars b
    where b.id = v_clock.bar_id
  );
end
$$;

-- Answers `api.feed`: the bar, whose rows alone are seen. Only the relay may ask, and it may ask for any.
create function logic.answer_feed(bar uuid, epoch uuid, rev bigint) returns jsonb
language plpgsql stable
as $$
declare
  v_set text := set_config('bartender.bar', coalesce(bar::text, ''), true);
begin
  return logic.feed_since(answer_feed.bar, answer_feed.epoch, answer_feed.rev);
end
$$;

-- Answers `api.feed_marks`: where each of the bars is, so that an announcement that was lost is missed.
create function logic.answer_feed_marks(bars uuid[]) returns jsonb
language plpgsql stable
as $$
declare
  v_bar uuid;
  v_set text;
  v_marks jsonb := '{}';
begin
  foreach v_bar in array coalesce(bars, '{}') loop
    v_set := set_config('bartender.bar', v_bar::text, true);
    v_marks := v_marks || coalesce((
      select jsonb_build_object(c.bar_id, jsonb_build_object('epoch', c.epoch, 'rev', c.rev, 'topics', logic.topics(c)))
      from data.bar_clocks c
      where c.bar_id = v_bar
    ), '{}');
  end loop;
  return v_marks;
end
$$;

-- Answers `api.feed_settings`: the secret that tokens are signed with.
create function logic.answer_feed_settings() returns jsonb
language plpgsql stable
as $$
begin
  return (select jsonb_build_object('secret', s.realtime_secret, 'feed', s.feed) from data.site s);
end
$$;

grant execute on function
  logic.feed_rows(uuid, bigint), logic.feed_done(uuid, bigint), logic.feed_owners(uuid, bigint), logic.feed_since(uuid, uuid, bigint), logic.answer_feed(uuid, uuid, bigint),
  logic.answer_feed_marks(uuid[]), logic.answer_feed_settings()
to bartender_api;
