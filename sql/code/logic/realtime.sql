-- Who may listen to a bar: a lease for each till, renewed by its pulse, so that the cap is the same on every transport and with several
-- relays; and the token that says so, a JWT that the relay and Supabase both check.

-- Returns the bytes in the alphabet of tokens, without padding.
create function logic.base64url(bytes bytea) returns text
language plpgsql immutable
as $$
begin
  return translate(encode(bytes, 'base64'), E'+/=\n', '-_');
end
$$;

-- Returns the HMAC of the message (RFC 2104) with SHA-256: no extension has to be there for it.
create function logic.hmac_sha256(key bytea, message bytea) returns bytea
language plpgsql immutable
as $$
declare
  v_key bytea := case when length(key) > 64 then sha256(key) else key end;
  v_inner bytea := decode(repeat('36', 64), 'hex');
  v_outer bytea := decode(repeat('5c', 64), 'hex');
begin
  for i in 0 .. length(v_key) - 1 loop
    v_inner := set_byte(v_inner, i, 54 # get_byte(v_key, i));
    v_outer := set_byte(v_outer, i, 92 # get_byte(v_key, i));
  end loop;
  return sha256(v_outer || sha256(v_inner || message));
end
$$;

-- Returns the claims as a JWT (RFC 7519) signed with HS256.
create function logic.signed_token(claims jsonb, secret text) returns text
language plpgsql immutable
as $$
declare
  v_text text := logic.base64url('{"alg":"HS256","typ":"JWT"}') || '.' || logic.base64url(convert_to(claims::text, 'UTF8'));
begin
  return v_text || '.' || logic.base64url(logic.hmac_sha256(convert_to(secret, 'UTF8'), convert_to(v_text, 'UTF8')));
end
$$;

-- How long a lease lasts.
create function logic.lease_life() returns interval
immutable
return interval '15 minutes';

-- How long a token lasts. Our relay asks for the lease itself whenever it tells something, so a token there only says who somebody is; where it
-- alone opens the door, it ends with the lease that it was made for.
create function logic.token_life(kind text) returns interval
immutable
return case kind when 'relay' then interval '6 hours' else logic.lease_life() end;

-- Returns the tills of the bar that may listen now: with a lease, not shut out.
create function logic.listening(bar uuid, at timestamptz) returns setof uuid
language plpgsql stable
as $$
begin
  return query
    select l.till_id
    from data.realtime_leases l
    join data.tills t on t.bar_id = l.bar_id and t.id = l.till_id
    where l.bar_id = listening.bar and l.until_at > listening.at and t.revoked_at is null;
end
$$;

-- Renews the till's lease, or gives it one when the bar has one left; tells whether it has one now. Whoever is refused is told of once.
create function logic.take_lease(desk logic.desk, cap integer, at timestamptz) returns boolean
language plpgsql volatile
as $$
declare
  v_until timestamptz := take_lease.at + logic.lease_life();
begin
  update data.realtime_leases l
  set until_at = v_until
  where l.bar_id = desk.bar and l.till_id = desk.till and l.until_at > take_lease.at;
  if found then
    return true;
  end if;
  perform logic.lock_bar(desk.bar);
  if (select count(*) from logic.listening(desk.bar, take_lease.at) x where x <> desk.till) < cap then
    insert into data.realtime_leases as l (bar_id, till_id, until_at)
    values (desk.bar, desk.till, v_until)
    on conflict (bar_id, till_id) do update set until_at = excluded.until_at, refused_at = null;
    update data.alerts a
    set settled_at = take_lease.at
    where a.bar_id = desk.bar and a.kind = 'realtime_full' and a.settled_at is null and not exists (
      select from data.realtime_leases l where l.bar_id = desk.bar and l.refused_at > take_lease.at - interval '1 minute'
    );
    return true;
  end if;
  insert into data.realtime_leases as l (bar_id, till_id, refused_at)
  values (desk.bar, desk.till, take_lease.at)
  on conflict (bar_id, till_id) do update set until_at = null, refused_at = excluded.refused_at;
  perform logic.alert(desk.bar, 'realtime_full', '', jsonb_build_object('till', desk.till, 'cap', cap));
  if logic.tell_once(desk.bar, 'realtime_full', 'all', jsonb_build_object('till', desk.till, 'code', desk.code, 'cap', cap)) then
    perform logic.take_rev(desk.bar, '{notifications}', false);
  end if;
  return false;
end
$$;

-- Returns whether and how the till may listen, and takes or renews its lease. `want`: `token` for a fresh token too, `lease` for a till that
-- has one. `state`: `granted`, `full` (at the bar's cap), `off` (switched off) or `none` (the site has no such thing). `life_s`: of the lease;
-- `token_s`: of the token.
create function logic.realtime_of(desk logic.desk, want text) returns jsonb
language plpgsql volatile
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_life integer := extract(epoch from logic.lease_life());
  v_token integer;
  v_site data.site;
  v_bar data.bars;
begin
  select * into v_site from data.site;
  select * into v_bar from data.bars b where b.id = desk.bar;
  if not (v_site.has_realtime and v_bar.has_realtime) or v_site.emergency_s is not null then
    return '{"state": "off"}';
  elsif v_site.realtime_url is null or v_site.feed = 'none' then
    return '{"state": "none"}';
  elsif not logic.take_lease(desk, v_bar.realtime_cap, v_now) then
    return jsonb_build_object('state', 'full', 'cap', v_bar.realtime_cap);
  elsif want = 'lease' then
    return jsonb_build_object('state', 'granted', 'life_s', v_life);
  end if;
  v_token := extract(epoch from logic.token_life(v_site.realtime_kind));
  return jsonb_build_object(
    'state', 'granted', 'life_s', v_life, 'token_s', v_token, 'url', v_site.realtime_url, 'kind', v_site.realtime_kind, 'key', v_site.realtime_key,
    'bar', desk.bar,
    'token', logic.signed_token(jsonb_build_object(
      'role', 'authenticated', 'aud', 'authenticated', 'sub', desk.till, 'bar_id', desk.bar,
      'iat', floor(extract(epoch from v_now)), 'exp', floor(extract(epoch from v_now)) + v_token
    ), v_site.realtime_secret)
  );
end
$$;

-- Answers `api.realtime_token`.
create function logic.answer_realtime_token(till_token text) returns jsonb
language plpgsql volatile
as $$
begin
  return logic.realtime_of(logic.till_of(till_token, true), 'token');
end
$$;

-- Answers `api.leave`: the till ends, and another one may have its lease. One that is shut out may leave, too.
create function logic.answer_leave(till_token text) returns jsonb
language plpgsql volatile
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, false);
begin
  update data.realtime_leases l
  set until_at = clock_timestamp(), refused_at = null
  where l.bar_id = v_desk.bar and l.till_id = v_desk.till;
  return '{"ok": true}';
end
$$;

-- Says where the tills of the site listen; null: nowhere. Without a secret the one that is there stays.
create function logic.set_realtime(url text, kind text, key text, secret text) returns void
language plpgsql volatile
as $$
begin
  update data.site s
  set realtime_url = set_realtime.url, realtime_kind = set_realtime.kind, realtime_key = set_realtime.key,
    realtime_secret = coalesce(set_realtime.secret, s.realtime_secret);
end
$$;

-- Says how many tills of the bar may listen at a time.
create function logic.set_realtime_cap(bar uuid, cap integer) returns void
language plpgsql volatile
as $$
begin
  update data.bars b set realtime_cap = set_realtime_cap.cap where b.id = set_realtime_cap.bar;
  if not found then
    raise exception using errcode = 'no_data_found', message = 'unknown bar';
  end if;
end
$$;

grant execute on function
  logic.base64url(bytea), logic.hmac_sha256(bytea, bytea), logic.signed_token(jsonb, text), logic.lease_life(),
  logic.token_life(text), logic.listening(uuid, timestamptz), logic.take_lease(logic.desk, integer, timestamptz), logic.realtime_of(logic.desk, text),
  logic.answer_realtime_token(text), logic.answer_leave(text)
to bartender_api;
