-- What a deploy makes, as PostgreSQL 18 dumps it. Written by `python -m app.server.schema_dump`; never edited, never run.

--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: api; Type: SCHEMA; Schema: -; Owner: bartender_owner
--

CREATE SCHEMA api;

ALTER SCHEMA api OWNER TO bartender_owner;

--
-- Name: data; Type: SCHEMA; Schema: -; Owner: bartender_owner
--

CREATE SCHEMA data;

ALTER SCHEMA data OWNER TO bartender_owner;

--
-- Name: jobs; Type: SCHEMA; Schema: -; Owner: bartender_owner
--

CREATE SCHEMA jobs;

ALTER SCHEMA jobs OWNER TO bartender_owner;

--
-- Name: logic; Type: SCHEMA; Schema: -; Owner: bartender_owner
--

CREATE SCHEMA logic;

ALTER SCHEMA logic OWNER TO bartender_owner;

--
-- Name: SCHEMA logic; Type: COMMENT; Schema: -; Owner: bartender_owner
--

--
-- Name: desk; Type: TYPE; Schema: logic; Owner: bartender_owner
--

CREATE TYPE logic.desk AS (
	bar uuid,
	till uuid,
	code text,
	ledger uuid,
	last_no bigint,
	last_ticket bigint,
	is_shut boolean,
	work_limit_ms integer,
	feed text
);

ALTER TYPE logic.desk OWNER TO bartender_owner;

--
-- Name: command; Type: TYPE; Schema: logic; Owner: bartender_owner
--

CREATE TYPE logic.command AS (
	desk logic.desk,
	no bigint,
	id uuid,
	kind text,
	version integer,
	sha256 bytea,
	door text,
	by_id uuid,
	session_id uuid,
	claimed_at timestamp with time zone,
	moment timestamp with time zone,
	now_at timestamp with time zone,
	flags text[],
	rev bigint,
	bad text,
	body jsonb
);

ALTER TYPE logic.command OWNER TO bartender_owner;

--
-- Name: effect; Type: TYPE; Schema: logic; Owner: bartender_owner
--

CREATE TYPE logic.effect AS (
	result jsonb,
	moved boolean,
	topics text[],
	twin uuid
);

ALTER TYPE logic.effect OWNER TO bartender_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: bar_clocks; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.bar_clocks (
    bar_id uuid NOT NULL,
    rev bigint DEFAULT 0 NOT NULL,
    epoch uuid DEFAULT gen_random_uuid() NOT NULL,
    cluster text NOT NULL,
    sales bigint DEFAULT 0 NOT NULL,
    returns bigint DEFAULT 0 NOT NULL,
    supplies bigint DEFAULT 0 NOT NULL,
    consignments bigint DEFAULT 0 NOT NULL,
    catalog bigint DEFAULT 0 NOT NULL,
    team bigint DEFAULT 0 NOT NULL,
    settings bigint DEFAULT 0 NOT NULL,
    notifications bigint DEFAULT 0 NOT NULL,
    CONSTRAINT bar_clocks_rev_check CHECK ((rev >= 0))
)
WITH (fillfactor='50');

ALTER TABLE ONLY data.bar_clocks FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_clocks OWNER TO bartender_owner;

--
-- Name: marked; Type: TYPE; Schema: logic; Owner: bartender_owner
--

CREATE TYPE logic.marked AS (
	marks jsonb,
	clock data.bar_clocks
);

ALTER TYPE logic.marked OWNER TO bartender_owner;

--
-- Name: verdict; Type: TYPE; Schema: logic; Owner: bartender_owner
--

CREATE TYPE logic.verdict AS (
	outcome text,
	door text,
	code text,
	params jsonb,
	result jsonb,
	rev bigint,
	moved boolean,
	topics text[],
	twin uuid
);

ALTER TYPE logic.verdict OWNER TO bartender_owner;

--
-- Name: commands; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.commands (
    bar_id uuid NOT NULL,
    till_id uuid NOT NULL,
    ledger_id uuid NOT NULL,
    no bigint NOT NULL,
    id uuid NOT NULL,
    is_first boolean NOT NULL,
    kind text NOT NULL,
    version integer NOT NULL,
    sha256 bytea NOT NULL,
    door text NOT NULL,
    by_id uuid,
    session_id uuid,
    claimed_at timestamp with time zone,
    body jsonb,
    outcome text NOT NULL,
    code text,
    params jsonb DEFAULT '{}'::jsonb NOT NULL,
    result jsonb DEFAULT '{}'::jsonb NOT NULL,
    rev bigint,
    earlier jsonb,
    at timestamp with time zone NOT NULL,
    CONSTRAINT commands_check CHECK (((outcome = 'refused'::text) = (code IS NOT NULL))),
    CONSTRAINT commands_code_check CHECK ((code ~ '^TL[A-Z]{3}$'::text)),
    CONSTRAINT commands_door_check CHECK ((door = ANY (ARRAY['counter'::text, 'served'::text]))),
    CONSTRAINT commands_kind_check CHECK ((length(kind) <= 60)),
    CONSTRAINT commands_no_check CHECK ((no > 0)),
    CONSTRAINT commands_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text]))),
    CONSTRAINT commands_rev_check CHECK ((rev > 0)),
    CONSTRAINT commands_sha256_check CHECK ((length(sha256) = 32))
);

ALTER TABLE ONLY data.commands FORCE ROW LEVEL SECURITY;

ALTER TABLE data.commands OWNER TO bartender_owner;

--
-- Name: settled; Type: TYPE; Schema: logic; Owner: bartender_owner
--

CREATE TYPE logic.settled AS (
	kept data.commands,
	verdict logic.verdict
);

ALTER TYPE logic.settled OWNER TO bartender_owner;

--
-- Name: standing; Type: TYPE; Schema: logic; Owner: bartender_owner
--

CREATE TYPE logic.standing AS (
	status text,
	sold_by uuid,
	created_by uuid,
	session_id uuid,
	business_date date,
	flags text[],
	unfit uuid
);

ALTER TYPE logic.standing OWNER TO bartender_owner;

--
-- Name: want; Type: TYPE; Schema: logic; Owner: bartender_owner
--

CREATE TYPE logic.want AS (
	product uuid,
	name text,
	volume_ml integer,
	qty integer,
	price bigint,
	available integer,
	taken integer,
	is_active boolean,
	in_force bigint,
	wrong jsonb
);

ALTER TYPE logic.want OWNER TO bartender_owner;

--
-- Name: bootstrap(text); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.bootstrap(till_token text) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_bootstrap(till_token);
end
$$;

ALTER FUNCTION api.bootstrap(till_token text) OWNER TO bartender_api;

--
-- Name: catalog(text); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.catalog(till_token text) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_catalog(till_token);
end
$$;

ALTER FUNCTION api.catalog(till_token text) OWNER TO bartender_api;

--
-- Name: enrol(text, text, uuid, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.enrol(code text, token text, ledger uuid, device jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '2s'
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_enrol(code, token, ledger, device);
end
$$;

ALTER FUNCTION api.enrol(code text, token text, ledger uuid, device jsonb) OWNER TO bartender_api;

--
-- Name: open_ledger(text, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.open_ledger(till_token text, ledger uuid) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '2s'
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_open_ledger(till_token, ledger);
end
$$;

ALTER FUNCTION api.open_ledger(till_token text, ledger uuid) OWNER TO bartender_api;

--
-- Name: pulse(text, uuid, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.pulse(till_token text, ledger uuid, seen jsonb, status jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '2s'
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_pulse(till_token, ledger, seen, status);
end
$$;

ALTER FUNCTION api.pulse(till_token text, ledger uuid, seen jsonb, status jsonb) OWNER TO bartender_api;

--
-- Name: settings(text); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.settings(till_token text) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_settings(till_token);
end
$$;

ALTER FUNCTION api.settings(till_token text) OWNER TO bartender_api;

--
-- Name: sign_in(text, uuid, text); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.sign_in(till_token text, member uuid, proof text) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '2s'
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sign_in(till_token, member, proof);
end
$$;

ALTER FUNCTION api.sign_in(till_token text, member uuid, proof text) OWNER TO bartender_api;

--
-- Name: sign_out(text, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.sign_out(till_token text, session uuid) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '2s'
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sign_out(till_token, session);
end
$$;

ALTER FUNCTION api.sign_out(till_token text, session uuid) OWNER TO bartender_api;

--
-- Name: stock_since(text, bigint, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.stock_since(till_token text, rev bigint, epoch uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_stock_since(till_token, rev, epoch);
end
$$;

ALTER FUNCTION api.stock_since(till_token text, rev bigint, epoch uuid) OWNER TO bartender_api;

--
-- Name: submit(text, uuid, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.submit(till_token text, ledger uuid, seen jsonb, commands jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '2s'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_submit(till_token, ledger, seen, commands);
end
$$;

ALTER FUNCTION api.submit(till_token text, ledger uuid, seen jsonb, commands jsonb) OWNER TO bartender_api;

--
-- Name: team(text); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.team(till_token text) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_team(till_token);
end
$$;

ALTER FUNCTION api.team(till_token text) OWNER TO bartender_api;

--
-- Name: version(); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.version() RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_version();
end
$$;

ALTER FUNCTION api.version() OWNER TO bartender_api;

--
-- Name: check_stock(); Type: FUNCTION; Schema: jobs; Owner: bartender_owner
--

CREATE FUNCTION jobs.check_stock() RETURNS TABLE(bar uuid, product uuid, stock bigint, moved bigint)
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return query
    select p.bar_id, p.id, p.stock::bigint, coalesce(m.moved, 0)
    from data.bar_products p
    left join (
      select s.bar_id, s.product_id, sum(s.qty)::bigint as moved
      from data.stock_movements s
      group by s.bar_id, s.product_id
    ) m on m.bar_id = p.bar_id and m.product_id = p.id
    where p.stock <> coalesce(m.moved, 0);
end
$$;

ALTER FUNCTION jobs.check_stock() OWNER TO bartender_owner;

--
-- Name: check_sums(); Type: FUNCTION; Schema: jobs; Owner: bartender_owner
--

CREATE FUNCTION jobs.check_sums() RETURNS TABLE(bar uuid, sale uuid, total bigint, lines bigint, paid bigint)
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return query
    select s.bar_id, s.id, s.total_minor, i.total::bigint, p.total::bigint
    from data.sales s
    left join lateral (
      select coalesce(sum(x.price_minor * x.qty), 0) as total
      from data.sale_items x
      where x.bar_id = s.bar_id and x.sale_id = s.id
    ) i on true
    left join lateral (
      select coalesce(sum(x.amount_minor), 0) as total
      from data.payments x
      where x.bar_id = s.bar_id and x.sale_id = s.id
    ) p on true
    where s.total_minor <> i.total or s.total_minor <> p.total;
end
$$;

ALTER FUNCTION jobs.check_sums() OWNER TO bartender_owner;

--
-- Name: add_category(uuid, uuid, text, text, text, integer); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.add_category(bar uuid, category uuid, name text, icon text, color text, place integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.take_rev(add_category.bar, array['catalog'], false);
  insert into data.categories (bar_id, id, name, icon, color, position)
  values (add_category.bar, add_category.category, add_category.name, add_category.icon, add_category.color, add_category.place);
end
$$;

ALTER FUNCTION logic.add_category(bar uuid, category uuid, name text, icon text, color text, place integer) OWNER TO bartender_owner;

--
-- Name: add_member(uuid, uuid, text, text, text, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.add_member(bar uuid, member uuid, name text, role text, salt text, verifier text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.take_rev(add_member.bar, array['team'], false);
  insert into data.users (id, name) values (add_member.member, add_member.name)
  on conflict (id) do nothing;
  insert into data.bar_members (bar_id, user_id, role, salt, verifier)
  values (add_member.bar, add_member.member, add_member.role, decode(add_member.salt, 'hex'), decode(add_member.verifier, 'hex'));
  insert into data.audit_log (bar_id, action, subject, params)
  values (add_member.bar, 'add_member', add_member.member, jsonb_build_object('role', add_member.role));
end
$$;

ALTER FUNCTION logic.add_member(bar uuid, member uuid, name text, role text, salt text, verifier text) OWNER TO bartender_owner;

--
-- Name: add_product(uuid, uuid, uuid, text, integer, bigint, integer, integer, integer, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.add_product(bar uuid, product uuid, category uuid, name text, volume_ml integer, price bigint, stock integer DEFAULT 0, alert_threshold integer DEFAULT 10, place integer DEFAULT 0, barcode text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_rev bigint := logic.take_rev(add_product.bar, array['catalog'], true);
begin
  insert into data.bar_products (
    bar_id, id, category_id, name, volume_ml, price_minor, alert_threshold, position, barcode, rev
  ) values (
    add_product.bar, add_product.product, add_product.category, add_product.name, add_product.volume_ml, add_product.price,
    add_product.alert_threshold, add_product.place, add_product.barcode, v_rev
  );
  if add_product.stock <> 0 then
    perform logic.adjust_stock(add_product.bar, add_product.product, add_product.stock, 'adjustment', 'opening');
  end if;
end
$$;

ALTER FUNCTION logic.add_product(bar uuid, product uuid, category uuid, name text, volume_ml integer, price bigint, stock integer, alert_threshold integer, place integer, barcode text) OWNER TO bartender_owner;

--
-- Name: adjust_stock(uuid, uuid, integer, text, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.adjust_stock(bar uuid, product uuid, delta integer, kind text DEFAULT 'adjustment'::text, reason text DEFAULT NULL::text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
  v_rev bigint := logic.take_rev(adjust_stock.bar, '{}', true);
begin
  if adjust_stock.kind not in ('adjustment', 'supply') then
    raise exception using errcode = 'invalid_parameter_value', message = 'kind is adjustment or supply';
  end if;
  update data.bar_products p
  set stock = p.stock + adjust_stock.delta, rev = v_rev
  where p.bar_id = adjust_stock.bar and p.id = adjust_stock.product;
  if not found then
    raise exception using errcode = 'no_data_found', message = 'unknown product';
  end if;
  insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at, reason)
  values (
    adjust_stock.bar, gen_random_uuid(), adjust_stock.kind, adjust_stock.product, adjust_stock.delta, v_rev, clock_timestamp(),
    adjust_stock.reason
  );
  return v_rev;
end
$$;

ALTER FUNCTION logic.adjust_stock(bar uuid, product uuid, delta integer, kind text, reason text) OWNER TO bartender_owner;

--
-- Name: adopt_products(logic.command, logic.want[]); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.adopt_products(cmd logic.command, wants logic.want[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into data.bar_products (bar_id, id, name, volume_ml, price_minor, is_active, rev)
  select (cmd.desk).bar, w.product, w.name, w.volume_ml, w.price, false, cmd.rev
  from unnest(wants) w
  where w.is_active is null;
end
$$;

ALTER FUNCTION logic.adopt_products(cmd logic.command, wants logic.want[]) OWNER TO bartender_owner;

--
-- Name: alert(uuid, text, text, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.alert(bar uuid, what text, about text, details jsonb) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
declare
  v_count integer;
begin
  insert into data.alerts as a (bar_id, kind, subject, params)
  values (alert.bar, alert.what, left(alert.about, 200), alert.details)
  on conflict (bar_id, kind, subject) where settled_at is null
  do update set count = a.count + 1, last_at = clock_timestamp(), params = excluded.params
  returning a.count into v_count;
  return v_count = 1;
end
$$;

ALTER FUNCTION logic.alert(bar uuid, what text, about text, details jsonb) OWNER TO bartender_owner;

--
-- Name: answer_bootstrap(text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_bootstrap(till_token text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object(
    'topics', logic.topics(v_marked.clock), 'server_time', logic.utc_text(clock_timestamp()),
    'catalog', logic.catalog_rows(v_desk.bar), 'team', logic.team_rows(v_desk.bar), 'settings', logic.settings_row(v_desk.bar),
    'stock', logic.stock_rows(v_desk.bar, -1),
    'till', (
      select jsonb_build_object('id', t.id, 'code', t.code, 'name', t.name)
      from data.tills t
      where t.bar_id = v_desk.bar and t.id = v_desk.till
    )
  );
end
$$;

ALTER FUNCTION logic.answer_bootstrap(till_token text) OWNER TO bartender_owner;

--
-- Name: answer_catalog(text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_catalog(till_token text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).catalog, 'rows', logic.catalog_rows(v_desk.bar));
end
$$;

ALTER FUNCTION logic.answer_catalog(till_token text) OWNER TO bartender_owner;

--
-- Name: answer_enrol(text, text, uuid, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_enrol(code text, token text, ledger uuid, device jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.pass_gate('data.enrol_gate', 2000, 30);
  perform logic.bound(device, 8192, 'device');
  if code is null or length(code) not between 6 and 200 then
    perform logic.refuse('TLENR');
  elsif not logic.is_hash(token) then
    perform logic.refuse('TLINP', '{"path": "token"}');
  elsif ledger is null then
    perform logic.refuse('TLINP', '{"path": "ledger"}');
  elsif jsonb_typeof(device) is distinct from 'object' then
    perform logic.refuse('TLINP', '{"path": "device"}');
  end if;
  return logic.enrol(code, token, ledger, device);
end
$$;

ALTER FUNCTION logic.answer_enrol(code text, token text, ledger uuid, device jsonb) OWNER TO bartender_owner;

--
-- Name: answer_open_ledger(text, uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_open_ledger(till_token text, ledger uuid) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION logic.answer_open_ledger(till_token text, ledger uuid) OWNER TO bartender_owner;

--
-- Name: answer_pulse(text, uuid, jsonb, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_pulse(till_token text, ledger uuid, seen jsonb, status jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
begin
  perform logic.bound(seen, 1024, 'seen'), logic.bound(status, 1024, 'status');
  v_desk.ledger := ledger;
  return logic.pulse(v_desk, logic.seen_of(seen), status);
end
$$;

ALTER FUNCTION logic.answer_pulse(till_token text, ledger uuid, seen jsonb, status jsonb) OWNER TO bartender_owner;

--
-- Name: answer_settings(text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_settings(till_token text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).settings, 'rows', logic.settings_row(v_desk.bar));
end
$$;

ALTER FUNCTION logic.answer_settings(till_token text) OWNER TO bartender_owner;

--
-- Name: answer_sign_in(text, uuid, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_sign_in(till_token text, member uuid, proof text) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
begin
  if member is null then
    perform logic.refuse('TLINP', '{"path": "member"}');
  elsif not logic.is_hash(proof) then
    perform logic.refuse('TLINP', '{"path": "proof"}');
  end if;
  perform logic.pass_gate('data.sign_in_gate', 100, 200);
  perform logic.lock_bar(v_desk.bar);
  return logic.sign_in(v_desk, member, proof);
end
$$;

ALTER FUNCTION logic.answer_sign_in(till_token text, member uuid, proof text) OWNER TO bartender_owner;

--
-- Name: answer_sign_out(text, uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_sign_out(till_token text, session uuid) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_desk logic.desk := logic.till_of(till_token, false);
begin
  update data.sessions s
  set ended_at = clock_timestamp()
  where s.bar_id = v_desk.bar and s.id = session and s.till_id = v_desk.till and s.ended_at is null;
  return '{"ok": true}';
end
$$;

ALTER FUNCTION logic.answer_sign_out(till_token text, session uuid) OWNER TO bartender_owner;

--
-- Name: answer_stock_since(text, bigint, uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_stock_since(till_token text, rev bigint, epoch uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_rev bigint := (v_marked.clock).rev;
  v_is_full boolean := (answer_stock_since.epoch = (v_marked.clock).epoch and answer_stock_since.rev between 0 and v_rev) is not true;
begin
  return v_marked.marks || jsonb_build_object(
    'topic_rev', v_rev, 'full', v_is_full,
    'rows', logic.stock_rows(v_desk.bar, case when v_is_full then -1 else answer_stock_since.rev end)
  );
end
$$;

ALTER FUNCTION logic.answer_stock_since(till_token text, rev bigint, epoch uuid) OWNER TO bartender_owner;

--
-- Name: answer_submit(text, uuid, jsonb, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_submit(till_token text, ledger uuid, seen jsonb, commands jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_desk logic.desk := logic.till_of(till_token, false);
begin
  -- 256 KB on the wire are at most 384 KB as jsonb.
  if pg_column_size(seen) > 1024 or pg_column_size(commands) > 393216 then
    perform logic.bound(seen, 1024, 'seen'), logic.bound(commands, 393216, 'commands');
  elsif jsonb_typeof(commands) is distinct from 'array' then
    perform logic.refuse('TLINP', '{"path": "commands"}');
  elsif jsonb_array_length(commands) > 50 then
    perform logic.refuse('TLBIG', jsonb_build_object('path', 'commands', 'count', jsonb_array_length(commands)));
  end if;
  -- Looked at before the lock: nobody waits for that.
  return logic.submit(v_desk.bar, v_desk.till, ledger, logic.seen_of(seen), logic.opened_all(commands, clock_timestamp()));
end
$$;

ALTER FUNCTION logic.answer_submit(till_token text, ledger uuid, seen jsonb, commands jsonb) OWNER TO bartender_owner;

--
-- Name: answer_team(text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_team(till_token text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).team, 'rows', logic.team_rows(v_desk.bar));
end
$$;

ALTER FUNCTION logic.answer_team(till_token text) OWNER TO bartender_owner;

--
-- Name: answer_version(); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.answer_version() RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return jsonb_build_object(
    'api', 1,
    'schema', (select max(m.name) from data.migrations m),
    'minimum_till', (select s.minimum_till from data.site s)
  );
end
$$;

ALTER FUNCTION logic.answer_version() OWNER TO bartender_owner;

--
-- Name: bad_body(text, integer, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bad_body(kind text, version integer, body jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return case when kind = 'record_sale' and version = 1 then logic.bad_sale(body) end;
end
$$;

ALTER FUNCTION logic.bad_body(kind text, version integer, body jsonb) OWNER TO bartender_owner;

--
-- Name: is_absent(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.is_absent(value jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN COALESCE((jsonb_typeof(value) = 'null'::text), true);

ALTER FUNCTION logic.is_absent(value jsonb) OWNER TO bartender_owner;

--
-- Name: is_age(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.is_age(value jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN (jsonb_typeof(value) = 'number'::text) THEN ((((value #>> '{}'::text[]))::numeric >= (0)::numeric) AND (((value #>> '{}'::text[]))::numeric <= (1000000000)::numeric)) ELSE false END;

ALTER FUNCTION logic.is_age(value jsonb) OWNER TO bartender_owner;

--
-- Name: is_text(jsonb, integer, integer); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.is_text(value jsonb, lowest integer, highest integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN COALESCE(((jsonb_typeof(value) = 'string'::text) AND ((length((value #>> '{}'::text[])) >= lowest) AND (length((value #>> '{}'::text[])) <= highest))), false);

ALTER FUNCTION logic.is_text(value jsonb, lowest integer, highest integer) OWNER TO bartender_owner;

--
-- Name: is_uuid(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.is_uuid(value jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN COALESCE((((value #>> '{}'::text[]) ~~ '________-____-____-____-____________'::text) AND ((value #>> '{}'::text[]) ~ '^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$'::text)), false);

ALTER FUNCTION logic.is_uuid(value jsonb) OWNER TO bartender_owner;

--
-- Name: is_whole(jsonb, bigint, bigint); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.is_whole(value jsonb, lowest bigint, highest bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN ((jsonb_typeof(value) = 'number'::text) AND ((value #>> '{}'::text[]) ~ '^(0|[1-9][0-9]{0,14})$'::text)) THEN ((((value #>> '{}'::text[]))::bigint >= lowest) AND (((value #>> '{}'::text[]))::bigint <= highest)) ELSE false END;

ALTER FUNCTION logic.is_whole(value jsonb, lowest bigint, highest bigint) OWNER TO bartender_owner;

--
-- Name: bad_claim(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bad_claim(item jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN (NOT logic.is_text((item -> 'kind'::text), 1, 60)) THEN 'kind'::text WHEN (NOT logic.is_whole((item -> 'version'::text), (0)::bigint, (1000000)::bigint)) THEN 'version'::text WHEN (COALESCE((item ->> 'door'::text), ''::text) <> ALL (ARRAY['counter'::text, 'served'::text])) THEN 'door'::text WHEN (NOT (logic.is_absent((item -> 'by'::text)) OR logic.is_uuid((item -> 'by'::text)))) THEN 'by'::text WHEN (NOT (logic.is_absent((item -> 'session'::text)) OR logic.is_uuid((item -> 'session'::text)))) THEN 'session'::text WHEN (jsonb_typeof((item -> 'clock_unsure'::text)) IS DISTINCT FROM 'boolean'::text) THEN 'clock_unsure'::text WHEN (NOT (logic.is_absent((item -> 'age_s'::text)) OR logic.is_age((item -> 'age_s'::text)))) THEN 'age_s'::text ELSE NULL::text END;

ALTER FUNCTION logic.bad_claim(item jsonb) OWNER TO bartender_owner;

--
-- Name: is_hash(text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.is_hash(value text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN COALESCE(((length(value) = 64) AND (value ~ '^[0-9a-f]*$'::text)), false);

ALTER FUNCTION logic.is_hash(value text) OWNER TO bartender_owner;

--
-- Name: bad_envelope(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bad_envelope(item jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN (jsonb_typeof(item) IS DISTINCT FROM 'object'::text) THEN ''::text WHEN (NOT logic.is_whole((item -> 'no'::text), (1)::bigint, '999999999999999'::bigint)) THEN '.no'::text WHEN (NOT logic.is_uuid((item -> 'id'::text))) THEN '.id'::text WHEN (NOT logic.is_hash((item ->> 'sha256'::text))) THEN '.sha256'::text ELSE NULL::text END;

ALTER FUNCTION logic.bad_envelope(item jsonb) OWNER TO bartender_owner;

--
-- Name: bad_field(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bad_field(cmd logic.command) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return case when cmd.kind = 'record_sale' and cmd.version = 1 then logic.bad_sale_field(cmd.body) end;
end
$$;

ALTER FUNCTION logic.bad_field(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: bad_line(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bad_line(line jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN (jsonb_typeof(line) <> 'object'::text) THEN ''::text WHEN (NOT logic.is_uuid((line -> 'product'::text))) THEN '.product'::text WHEN (NOT logic.is_text((line -> 'name'::text), 1, 120)) THEN '.name'::text WHEN (NOT (logic.is_absent((line -> 'volume_ml'::text)) OR logic.is_whole((line -> 'volume_ml'::text), (1)::bigint, (1000000)::bigint))) THEN '.volume_ml'::text WHEN (NOT logic.is_whole((line -> 'price'::text), (0)::bigint, '1000000000000'::bigint)) THEN '.price'::text WHEN (NOT logic.is_whole((line -> 'qty'::text), (1)::bigint, (999)::bigint)) THEN '.qty'::text ELSE NULL::text END;

ALTER FUNCTION logic.bad_line(line jsonb) OWNER TO bartender_owner;

--
-- Name: bad_payment(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bad_payment(pay jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN (jsonb_typeof(pay) <> 'object'::text) THEN ''::text WHEN (COALESCE((pay ->> 'method'::text), ''::text) <> ALL (ARRAY['cash'::text, 'mobile_money'::text, 'card'::text])) THEN '.method'::text WHEN (NOT logic.is_whole((pay -> 'amount'::text), (0)::bigint, '1000000000000'::bigint)) THEN '.amount'::text WHEN ((pay ->> 'method'::text) = 'cash'::text) THEN CASE WHEN (NOT logic.is_whole((pay -> 'tendered'::text), (0)::bigint, '1000000000000'::bigint)) THEN '.tendered'::text WHEN (NOT logic.is_whole((pay -> 'change'::text), (0)::bigint, '1000000000000'::bigint)) THEN '.change'::text WHEN (NOT logic.is_whole((pay -> 'owed'::text), (0)::bigint, '1000000000000'::bigint)) THEN '.owed'::text WHEN (((pay ->> 'tendered'::text))::bigint <> ((((pay ->> 'amount'::text))::bigint + ((pay ->> 'change'::text))::bigint) + ((pay ->> 'owed'::text))::bigint)) THEN '.tendered'::text ELSE NULL::text END WHEN (((pay ->> 'method'::text) = 'mobile_money'::text) AND (NOT logic.is_text((pay -> 'operator'::text), 1, 40))) THEN '.operator'::text WHEN (NOT (logic.is_absent((pay -> 'reference'::text)) OR logic.is_text((pay -> 'reference'::text), 0, 80))) THEN '.reference'::text ELSE NULL::text END;

ALTER FUNCTION logic.bad_payment(pay jsonb) OWNER TO bartender_owner;

--
-- Name: bad_sale(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bad_sale(body jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    AS $$
declare
  v_bad text := case when logic.is_sound_sale(body) then null else logic.bad_sale_field(body) end;
  v_sold numeric := 0;
  v_paid numeric := 0;
begin
  if v_bad is not null then
    return v_bad;
  end if;
  for i in 0 .. jsonb_array_length(body -> 'lines') - 1 loop
    v_sold := v_sold + (body -> 'lines' -> i -> 'price')::numeric * (body -> 'lines' -> i -> 'qty')::numeric;
  end loop;
  for i in 0 .. jsonb_array_length(body -> 'payments') - 1 loop
    v_paid := v_paid + (body -> 'payments' -> i -> 'amount')::numeric;
  end loop;
  if v_sold = (body -> 'total')::numeric and v_paid = v_sold then
    return null;
  end if;
  return coalesce(
    logic.bad_sale_field(body), case when v_sold = (body -> 'total')::numeric then 'body.payments' else 'body.total' end
  );
end
$$;

ALTER FUNCTION logic.bad_sale(body jsonb) OWNER TO bartender_owner;

--
-- Name: bad_sale_field(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bad_sale_field(body jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    AS $_$
declare
  v_bad text := case
    when jsonb_typeof(body) is distinct from 'object' then 'body'
    when not logic.is_uuid(body -> 'sale') then 'body.sale'
    when not (logic.is_text(body -> 'ticket', 8, 24) and body ->> 'ticket' ~ '^[A-Z][A-Z0-9]*-[0-9]+$') then 'body.ticket'
    when not logic.is_uuid(body -> 'sold_by') then 'body.sold_by'
    when not logic.is_whole(body -> 'total', 0, 1000000000000) then 'body.total'
    when jsonb_typeof(body -> 'override') is distinct from 'boolean' then 'body.override'
    when not (logic.is_absent(body -> 'overrides') or logic.is_whole(body -> 'overrides', 1, 999999999999999)) then 'body.overrides'
    when not (logic.is_absent(body -> 'supersedes') or logic.is_whole(body -> 'supersedes', 1, 999999999999999)) then 'body.supersedes'
    when jsonb_typeof(body -> 'lines') is distinct from 'array' then 'body.lines'
    when jsonb_array_length(body -> 'lines') not between 1 and 100 then 'body.lines'
    when jsonb_typeof(body -> 'payments') is distinct from 'array' then 'body.payments'
    when jsonb_array_length(body -> 'payments') not between 1 and 20 then 'body.payments'
  end;
begin
  if v_bad is not null then
    return v_bad;
  end if;
  return (
    select x.path || x.bad
    from (
      select 1 as part, l.place, 'body.lines[' || l.place - 1 || ']' as path, logic.bad_line(l.line) as bad
      from jsonb_array_elements(body -> 'lines') with ordinality l (line, place)
      union all
      select 2, p.place, 'body.payments[' || p.place - 1 || ']', logic.bad_payment(p.pay)
      from jsonb_array_elements(body -> 'payments') with ordinality p (pay, place)
    ) x
    where x.bad is not null
    order by x.part, x.place
    limit 1
  );
end
$_$;

ALTER FUNCTION logic.bad_sale_field(body jsonb) OWNER TO bartender_owner;

--
-- Name: begin_epoch(data.bar_clocks, text, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.begin_epoch(clock data.bar_clocks, cause text, params jsonb) RETURNS data.bar_clocks
    LANGUAGE plpgsql
    AS $$
declare
  v_old uuid := clock.epoch;
begin
  clock.epoch := gen_random_uuid();
  clock.cluster := logic.cluster();
  insert into data.bar_epochs (bar_id, epoch) values (clock.bar_id, clock.epoch);
  clock := logic.touched(clock, array['notifications']);
  perform logic.save_clock(clock, (select s.feed from data.site s));
  perform logic.alert(clock.bar_id, 'new_epoch', clock.epoch::text,
    begin_epoch.params || jsonb_build_object('cause', begin_epoch.cause, 'before', v_old, 'rev', clock.rev));
  perform logic.tell(clock.bar_id, 'new_epoch', jsonb_build_object('cause', begin_epoch.cause));
  return clock;
end
$$;

ALTER FUNCTION logic.begin_epoch(clock data.bar_clocks, cause text, params jsonb) OWNER TO bartender_owner;

--
-- Name: bound(jsonb, integer, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bound(value jsonb, most integer, path text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  if pg_column_size(value) > most then
    perform logic.refuse('TLBIG', jsonb_build_object('path', path, 'bytes', pg_column_size(value)));
  end if;
end
$$;

ALTER FUNCTION logic.bound(value jsonb, most integer, path text) OWNER TO bartender_owner;

--
-- Name: bridges(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.bridges(cmd logic.command) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    AS $$
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

ALTER FUNCTION logic.bridges(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: business_date(timestamp with time zone, text, integer); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.business_date(moment timestamp with time zone, time_zone text, closing_hour integer) RETURNS date
    LANGUAGE sql IMMUTABLE
    RETURN (((moment AT TIME ZONE time_zone) - make_interval(hours => closing_hour)))::date;

ALTER FUNCTION logic.business_date(moment timestamp with time zone, time_zone text, closing_hour integer) OWNER TO bartender_owner;

--
-- Name: catalog_rows(uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.catalog_rows(bar uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return jsonb_build_object(
    'categories', coalesce((
      select jsonb_agg(
        jsonb_build_object('id', c.id, 'name', c.name, 'icon', c.icon, 'color', c.color, 'position', c.position)
        order by c.position, c.id
      )
      from data.categories c
      where c.bar_id = bar
    ), '[]'),
    'products', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', p.id, 'category', p.category_id, 'name', p.name, 'volume_ml', p.volume_ml, 'barcode', p.barcode,
          'alert_threshold', p.alert_threshold, 'position', p.position
        )
        order by p.position, p.id
      )
      from data.bar_products p
      where p.bar_id = bar
    ), '[]')
  );
end
$$;

ALTER FUNCTION logic.catalog_rows(bar uuid) OWNER TO bartender_owner;

--
-- Name: cluster(); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.cluster() RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return (pg_control_system()).system_identifier || ':' || left(pg_walfile_name(pg_current_wal_lsn()), 8);
end
$$;

ALTER FUNCTION logic.cluster() OWNER TO bartender_owner;

--
-- Name: corrected(logic.command, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.corrected(cmd logic.command, item jsonb) RETURNS logic.command
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_first timestamptz := cmd.now_at - interval '30 days';
begin
  cmd.moment := cmd.claimed_at;
  if (item -> 'clock_unsure')::boolean then
    if logic.is_absent(item -> 'age_s') then
      cmd.flags := '{clock_unsure}';
    else
      cmd.moment := cmd.now_at - make_interval(secs => (item -> 'age_s')::double precision);
    end if;
  end if;
  if cmd.moment > cmd.now_at + interval '1 minute' then
    cmd.flags := cmd.flags || 'moment_ahead'::text;
  elsif cmd.moment < v_first then
    cmd.flags := cmd.flags || 'moment_late'::text;
  end if;
  cmd.moment := greatest(v_first, least(cmd.moment, cmd.now_at));
  cmd.bad := logic.bad_body(cmd.kind, cmd.version, cmd.body);
  return cmd;
end
$$;

ALTER FUNCTION logic.corrected(cmd logic.command, item jsonb) OWNER TO bartender_owner;

--
-- Name: create_bar(uuid, text, text, text, integer, text, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.create_bar(bar uuid, name text, address text DEFAULT ''::text, time_zone text DEFAULT 'Africa/Porto-Novo'::text, closing_hour integer DEFAULT 6, currency text DEFAULT 'XOF'::text, operating_mode text DEFAULT 'simplified'::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.business_date(now(), create_bar.time_zone, create_bar.closing_hour); -- raises for an unknown zone
  insert into data.bars (id, name, address, time_zone, closing_hour, currency, operating_mode)
  values (
    create_bar.bar, create_bar.name, create_bar.address, create_bar.time_zone, create_bar.closing_hour, create_bar.currency,
    create_bar.operating_mode
  );
  insert into data.bar_clocks (bar_id, cluster) values (create_bar.bar, logic.cluster());
  insert into data.bar_epochs (bar_id, epoch)
  select c.bar_id, c.epoch from data.bar_clocks c where c.bar_id = create_bar.bar;
  insert into data.audit_log (bar_id, action) values (create_bar.bar, 'create_bar');
end
$$;

ALTER FUNCTION logic.create_bar(bar uuid, name text, address text, time_zone text, closing_hour integer, currency text, operating_mode text) OWNER TO bartender_owner;

--
-- Name: create_enrolment(uuid, uuid, text, timestamp with time zone); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.create_enrolment(bar uuid, till uuid, code_hash text, expires_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.lock_bar(create_enrolment.bar);
  insert into data.enrolments (bar_id, till_id, code_hash, expires_at)
  values (create_enrolment.bar, create_enrolment.till, decode(create_enrolment.code_hash, 'hex'), create_enrolment.expires_at);
  insert into data.audit_log (bar_id, action, subject) values (create_enrolment.bar, 'create_enrolment', create_enrolment.till);
end
$$;

ALTER FUNCTION logic.create_enrolment(bar uuid, till uuid, code_hash text, expires_at timestamp with time zone) OWNER TO bartender_owner;

--
-- Name: create_sale_with_stock_lock(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.create_sale_with_stock_lock(cmd logic.command) RETURNS logic.effect
    LANGUAGE plpgsql
    AS $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_twin uuid;
  v_standing logic.standing;
  v_wants logic.want[];
  v_want logic.want;
  v_is_plain boolean := true;
  v_flags text[] := '{}';
  v_missing jsonb := '[]';
  v_topics text[] := '{sales}';
begin
  select s.command_id into v_twin from data.sales s where s.bar_id = v_bar and s.id = (cmd.body ->> 'sale')::uuid;
  if found then
    return (null, false, '{}', v_twin)::logic.effect;
  end if;
  v_standing := logic.standing_of_sale(cmd);
  v_wants := logic.wants_of_sale(cmd);
  foreach v_want in array v_wants loop
    v_is_plain := v_is_plain and (v_want.is_active and v_want.taken = v_want.qty and v_want.wrong is null) is true;
  end loop;
  if not v_is_plain then
    v_flags := logic.flags_of(v_wants);
  end if;
  if cmd.door = 'counter' and (v_flags <> '{}' or v_standing.flags <> '{}') then
    perform logic.refuse_at_counter(v_standing, v_wants);
  end if;
  if 'product_unknown' = any (v_flags) then
    perform logic.adopt_products(cmd, v_wants);
    v_topics := v_topics || 'catalog'::text;
  end if;

  foreach v_want in array v_wants loop
    update data.bar_products p
    set stock = p.stock - v_want.taken, rev = cmd.rev
    where p.bar_id = v_bar and p.id = v_want.product and p.stock - p.reserved >= v_want.taken;
    if not found then
      raise exception using errcode = 'internal_error', message = 'stock moved beside the bar''s lock';
    end if;
  end loop;
  v_standing.flags := v_standing.flags || v_flags;
  perform logic.write_sale(cmd, v_standing, v_wants);
  if v_flags && '{price_differs,stock_missing}' then
    v_missing := logic.open_discrepancies(cmd, v_wants);
  end if;
  if v_standing.flags <> '{}' and v_standing.flags <> '{without_session}' then
    perform logic.tell(v_bar, 'sale_flagged', jsonb_build_object(
      'sale', cmd.body ->> 'sale', 'ticket', cmd.body ->> 'ticket', 'flags', to_jsonb(v_standing.flags), 'missing', v_missing
    ));
    v_topics := v_topics || 'notifications'::text;
  end if;
  return (
    jsonb_build_object(
      'sale', cmd.body ->> 'sale', 'status', v_standing.status, 'business_date', v_standing.business_date,
      'flags', to_jsonb(v_standing.flags), 'missing', v_missing
    ),
    true, v_topics, null
  )::logic.effect;
end
$$;

ALTER FUNCTION logic.create_sale_with_stock_lock(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: create_till(uuid, uuid, text, text, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.create_till(bar uuid, till uuid, code text, name text, token_hash text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.lock_bar(create_till.bar);
  insert into data.tills (bar_id, id, code, name, token_hash)
  values (create_till.bar, create_till.till, create_till.code, create_till.name, decode(create_till.token_hash, 'hex'));
  perform logic.open_ledger(create_till.bar, create_till.till, gen_random_uuid());
  insert into data.audit_log (bar_id, action, subject) values (create_till.bar, 'create_till', create_till.till);
end
$$;

ALTER FUNCTION logic.create_till(bar uuid, till uuid, code text, name text, token_hash text) OWNER TO bartender_owner;

--
-- Name: declare_gap(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.declare_gap(cmd logic.command) RETURNS logic.effect
    LANGUAGE plpgsql
    AS $$
begin
  if not logic.bridges(cmd) then
    perform logic.refuse('TLINP', '{"path": "body"}');
  end if;
  perform logic.tell((cmd.desk).bar, 'gap', jsonb_build_object('till', (cmd.desk).till) || cmd.body);
  perform logic.alert((cmd.desk).bar, 'gap', (cmd.desk).till::text, cmd.body);
  return ('{}', false, '{notifications}', null)::logic.effect;
end
$$;

ALTER FUNCTION logic.declare_gap(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: desk_of(uuid, uuid, uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.desk_of(bar uuid, till uuid, ledger uuid) RETURNS logic.desk
    LANGUAGE plpgsql
    AS $$
declare
  v_desk logic.desk;
begin
  select t.bar_id, t.id, t.code, l.id, l.last_no, l.last_ticket, t.revoked_at is not null or not b.is_active,
    s.work_limit_ms, s.feed
  into v_desk
  from data.site s
  cross join data.tills t
  join data.bars b on b.id = t.bar_id
  join data.ledgers l on l.bar_id = t.bar_id and l.till_id = t.id and l.id = desk_of.ledger
  where t.bar_id = desk_of.bar and t.id = desk_of.till;
  return v_desk;
end
$$;

ALTER FUNCTION logic.desk_of(bar uuid, till uuid, ledger uuid) OWNER TO bartender_owner;

--
-- Name: enrol(text, text, uuid, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.enrol(code text, token text, ledger uuid, device jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_code bytea := sha256(convert_to(code, 'UTF8'));
  v_token bytea := sha256(convert_to(token, 'UTF8'));
  v_enrolment data.enrolments;
  v_till data.tills;
  v_ticket bigint;
begin
  perform set_config('bartender.bar', '', true), set_config('bartender.key', encode(v_code, 'hex'), true);
  select * into v_enrolment from data.enrolments e where e.code_hash = v_code;
  if not found then
    perform logic.refuse('TLENR');
  end if;
  perform set_config('bartender.key', '', true), set_config('bartender.bar', v_enrolment.bar_id::text, true);
  perform logic.lock_bar(v_enrolment.bar_id);
  select * into v_enrolment from data.enrolments e where e.code_hash = v_code;
  select * into v_till from data.tills t where t.bar_id = v_enrolment.bar_id and t.id = v_enrolment.till_id;
  if v_enrolment.used_at is null and v_enrolment.expires_at > clock_timestamp() and v_till.revoked_at is null then
    update data.enrolments e
    set used_at = clock_timestamp(), token_hash = v_token
    where e.code_hash = v_code;
    update data.tills t
    set token_hash = v_token, device = enrol.device, enrolled_at = clock_timestamp()
    where t.bar_id = v_till.bar_id and t.id = v_till.id;
    insert into data.audit_log (bar_id, action, subject) values (v_till.bar_id, 'enrol', v_till.id);
  elsif (v_enrolment.token_hash = v_token and v_till.token_hash = v_token and v_till.revoked_at is null) is not true then
    perform logic.refuse('TLENR');
  end if;
  v_ticket := logic.open_ledger(v_till.bar_id, v_till.id, ledger);
  return jsonb_build_object(
    'bar', (select jsonb_build_object('id', b.id, 'name', b.name) from data.bars b where b.id = v_till.bar_id),
    'till', jsonb_build_object('id', v_till.id, 'code', v_till.code, 'name', v_till.name),
    'last_ticket', v_ticket
  );
end
$$;

ALTER FUNCTION logic.enrol(code text, token text, ledger uuid, device jsonb) OWNER TO bartender_owner;

--
-- Name: epoch_fault(data.bar_clocks, bigint, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.epoch_fault(clock data.bar_clocks, last_no bigint, seen jsonb) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
  if seen ->> 'epoch' <> clock.epoch::text then
    if not exists (select from data.bar_epochs e where e.bar_id = clock.bar_id and e.epoch::text = seen ->> 'epoch') then
      return 'restored';
    end if;
  end if;
  return case
    when (seen -> 'applied')::bigint > last_no and seen ->> 'epoch' = clock.epoch::text then 'restored'
    when (seen -> 'rev')::bigint > clock.rev and seen ->> 'epoch' = clock.epoch::text then 'restored'
    when clock.cluster <> (pg_control_system()).system_identifier || ':' || left(pg_walfile_name(pg_current_wal_lsn()), 8) then 'moved'
  end;
end
$$;

ALTER FUNCTION logic.epoch_fault(clock data.bar_clocks, last_no bigint, seen jsonb) OWNER TO bartender_owner;

--
-- Name: flags_of(logic.want[]); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.flags_of(wants logic.want[]) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return (
    select array_remove(array[
      case when bool_or(w.wrong is not null) then 'price_differs' end,
      case when bool_or(not w.is_active) then 'product_inactive' end,
      case when bool_or(w.is_active is null) then 'product_unknown' end,
      case when bool_or(w.taken < w.qty) then 'stock_missing' end
    ], null)
    from unnest(wants) w
  );
end
$$;

ALTER FUNCTION logic.flags_of(wants logic.want[]) OWNER TO bartender_owner;

--
-- Name: guard_feed(); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.guard_feed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if current_setting('bartender.locked', true) is distinct from new.bar_id::text
    or new.rev <= (case tg_op when 'UPDATE' then old.rev else 0 end)
    or (tg_op = 'INSERT' and (new.stock <> 0 or new.reserved <> 0))
  then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = 'stock, reserved, price and activity change only under the bar''s lock and with its next revision';
  end if;
  return new;
end
$$;

ALTER FUNCTION logic.guard_feed() OWNER TO bartender_owner;

--
-- Name: guard_past(); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.guard_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception using errcode = 'object_not_in_prerequisite_state', message = tg_table_name || ' is not rewritten';
end
$$;

ALTER FUNCTION logic.guard_past() OWNER TO bartender_owner;

--
-- Name: has_signed_in(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.has_signed_in(cmd logic.command) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return exists (
    select
    from data.sessions s
    where s.bar_id = (cmd.desk).bar and s.user_id = cmd.by_id and s.till_id = (cmd.desk).till
      and s.started_at >= cmd.moment - interval '14 days'
  );
end
$$;

ALTER FUNCTION logic.has_signed_in(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: is_sound_command(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.is_sound_command(item jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN COALESCE((item @@ 'strict (((((((((((($."no" >= 1 && $."no" <= 999999999999999) && $."id" like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$") && $."sha256" like_regex "^[0-9a-f]*$") && $."kind" like_regex "^[a-z_]+$") && $."version" >= 0) && $."version" <= 1000000) && ($."door" == "counter" || $."door" == "served")) && ($."by" == null || $."by" like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$")) && ($."session" == null || $."session" like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$")) && $."moment" like_regex "^[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9.]+(Z|[+]00:00)$") && ($."clock_unsure" == true || $."clock_unsure" == false)) && ($."age_s" == null || $."age_s" >= 0 && $."age_s" <= 1000000000))'::jsonpath), false);

ALTER FUNCTION logic.is_sound_command(item jsonb) OWNER TO bartender_owner;

--
-- Name: is_sound_sale(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.is_sound_sale(body jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN COALESCE((body @@ 'strict (((((((((((((($."sale" like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$" && $."ticket" like_regex "^[A-Z][A-Z0-9]*-[0-9]+$") && $."sold_by" like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$") && $."total" >= 0) && $."total" <= 1000000000000) && $."total" % 1 == 0) && ($."override" == true || $."override" == false)) && ($."overrides" == null || ($."overrides" >= 1 && $."overrides" <= 999999999999999) && $."overrides" % 1 == 0)) && ($."supersedes" == null || ($."supersedes" >= 1 && $."supersedes" <= 999999999999999) && $."supersedes" % 1 == 0)) && $."lines".type() == "array") && $."lines".size() >= 1) && $."lines".size() <= 100) && $."payments".type() == "array") && $."payments".size() >= 1) && $."payments".size() <= 20)'::jsonpath), false) THEN ((jsonb_array_length((body -> 'lines'::text)) = jsonb_array_length(jsonb_path_query_array(body, 'strict $."lines"[*]?((((((((@."product" like_regex "^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$" && @."name" like_regex ".") && (@."volume_ml" == null || (@."volume_ml" >= 1 && @."volume_ml" <= 1000000) && @."volume_ml" % 1 == 0)) && @."price" >= 0) && @."price" <= 1000000000000) && @."price" % 1 == 0) && @."qty" >= 1) && @."qty" <= 999) && @."qty" % 1 == 0)'::jsonpath))) AND (jsonb_array_length((body -> 'payments'::text)) = jsonb_array_length(jsonb_path_query_array(body, 'strict $."payments"[*]?((((((((((((@."method" == "cash" && @."amount" >= 0) && @."amount" <= 1000000000000) && @."amount" % 1 == 0) && @."tendered" <= 1000000000000) && @."tendered" % 1 == 0) && @."tendered" == (@."amount" + @."change") + @."owed") && @."change" >= 0) && @."change" <= 1000000000000) && @."change" % 1 == 0) && @."owed" >= 0) && @."owed" <= 1000000000000) && @."owed" % 1 == 0)'::jsonpath)))) ELSE false END;

ALTER FUNCTION logic.is_sound_sale(body jsonb) OWNER TO bartender_owner;

--
-- Name: judge(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.judge(cmd logic.command) RETURNS logic.verdict
    LANGUAGE plpgsql
    AS $$
declare
  v_effect logic.effect;
  v_state text;
  v_detail text;
  v_message text;
begin
  if cmd.kind = 'park' then
    return logic.refusal(cmd, 'TLPRK', '{}');
  elsif cmd.bad is not null then
    return logic.refusal(cmd, 'TLINP', jsonb_build_object('path', cmd.bad));
  elsif (cmd.desk).is_shut and cmd.kind not in ('void', 'gap') then
    return logic.refusal(cmd, 'TLREV', '{}');
  end if;
  begin
    v_effect := logic.perform(cmd);
    return (
      'done', cmd.door, null, '{}', coalesce(v_effect.result, '{}'), case when v_effect.moved then cmd.rev end, v_effect.moved,
      v_effect.topics, v_effect.twin
    )::logic.verdict;
  exception when others then
    get stacked diagnostics v_state = returned_sqlstate, v_detail = pg_exception_detail, v_message = message_text;
    if v_state ~ '^(40|53|57|58)' or v_state in ('55P03', '25006') then
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

ALTER FUNCTION logic.judge(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: keep(data.commands, data.commands); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.keep(kept data.commands, before data.commands) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if before.no is null then
    insert into data.commands values (kept.*);
  elsif (before.till_id, before.ledger_id, before.no) = (kept.till_id, kept.ledger_id, kept.no) then
    update data.commands k
    set door = kept.door, outcome = kept.outcome, code = kept.code, params = kept.params, result = kept.result, rev = kept.rev,
      earlier = kept.earlier, at = kept.at, body = kept.body
    where k.bar_id = kept.bar_id and k.till_id = kept.till_id and k.ledger_id = kept.ledger_id and k.no = kept.no;
  else
    update data.commands k
    set is_first = false
    where k.bar_id = before.bar_id and k.till_id = before.till_id and k.ledger_id = before.ledger_id and k.no = before.no;
    insert into data.commands values (kept.*);
  end if;
end
$$;

ALTER FUNCTION logic.keep(kept data.commands, before data.commands) OWNER TO bartender_owner;

--
-- Name: keep_mode(); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.keep_mode() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into data.bar_modes (bar_id, valid_from, operating_mode)
  values (new.id, clock_timestamp(), new.operating_mode)
  on conflict (bar_id, valid_from) do update set operating_mode = excluded.operating_mode;
  return null;
end
$$;

ALTER FUNCTION logic.keep_mode() OWNER TO bartender_owner;

--
-- Name: keep_price(); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.keep_price() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into data.product_prices (bar_id, product_id, valid_from, price_minor)
  values (new.bar_id, new.id, clock_timestamp(), new.price_minor)
  on conflict (bar_id, product_id, valid_from) do update set price_minor = excluded.price_minor;
  return null;
end
$$;

ALTER FUNCTION logic.keep_price() OWNER TO bartender_owner;

--
-- Name: keep_role(); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.keep_role() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into data.member_roles (bar_id, user_id, valid_from, role, is_active)
  values (new.bar_id, new.user_id, clock_timestamp(), new.role, new.is_active)
  on conflict (bar_id, user_id, valid_from) do update set role = excluded.role, is_active = excluded.is_active;
  return null;
end
$$;

ALTER FUNCTION logic.keep_role() OWNER TO bartender_owner;

--
-- Name: kept_by_id(uuid, uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.kept_by_id(bar uuid, id uuid) RETURNS data.commands
    LANGUAGE plpgsql
    AS $$
declare
  v_kept data.commands;
begin
  select * into v_kept
  from data.commands k
  where k.bar_id = kept_by_id.bar and k.id = kept_by_id.id and k.is_first;
  return v_kept;
end
$$;

ALTER FUNCTION logic.kept_by_id(bar uuid, id uuid) OWNER TO bartender_owner;

--
-- Name: kept_by_no(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.kept_by_no(cmd logic.command) RETURNS data.commands
    LANGUAGE plpgsql
    AS $$
declare
  v_kept data.commands;
begin
  select * into v_kept
  from data.commands k
  where k.bar_id = (cmd.desk).bar and k.till_id = (cmd.desk).till and k.ledger_id = (cmd.desk).ledger and k.no = cmd.no;
  return v_kept;
end
$$;

ALTER FUNCTION logic.kept_by_no(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: kept_of(logic.command, logic.verdict, data.commands, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.kept_of(cmd logic.command, verdict logic.verdict, twin data.commands, earlier jsonb) RETURNS data.commands
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return (
    (cmd.desk).bar, (cmd.desk).till, (cmd.desk).ledger, cmd.no, cmd.id, twin.id is distinct from cmd.id, cmd.kind, cmd.version,
    cmd.sha256, coalesce(twin.door, verdict.door), cmd.by_id, cmd.session_id, cmd.claimed_at, cmd.body,
    coalesce(twin.outcome, verdict.outcome), coalesce(twin.code, verdict.code), coalesce(twin.params, verdict.params),
    coalesce(twin.result, verdict.result), coalesce(twin.rev, verdict.rev), earlier, cmd.now_at
  )::data.commands;
end
$$;

ALTER FUNCTION logic.kept_of(cmd logic.command, verdict logic.verdict, twin data.commands, earlier jsonb) OWNER TO bartender_owner;

--
-- Name: lock_bar(uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.lock_bar(bar uuid) RETURNS data.bar_clocks
    LANGUAGE plpgsql
    AS $$
declare
  v_clock data.bar_clocks;
  v_locked text;
begin
  select * into v_clock
  from data.bar_clocks c
  where c.bar_id = lock_bar.bar
  for no key update;
  if not found then
    raise exception using errcode = 'no_data_found', message = 'unknown bar';
  end if;
  v_locked := set_config('bartender.locked', lock_bar.bar::text, true);
  return v_clock;
end
$$;

ALTER FUNCTION logic.lock_bar(bar uuid) OWNER TO bartender_owner;

--
-- Name: marks(logic.desk); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.marks(desk logic.desk) RETURNS logic.marked
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_clock data.bar_clocks;
  v_last bigint := coalesce((
    select l.last_no
    from data.ledgers l
    where l.bar_id = desk.bar and l.till_id = desk.till and l.id = desk.ledger
  ), 0);
begin
  select * into v_clock from data.bar_clocks c where c.bar_id = desk.bar;
  return (
    jsonb_build_object(
      'ledger', desk.ledger, 'epoch', v_clock.epoch, 'applied', v_last,
      'refused', logic.refused_of(desk.bar, desk.till, desk.ledger, v_last), 'rev', v_clock.rev
    ),
    v_clock
  )::logic.marked;
end
$$;

ALTER FUNCTION logic.marks(desk logic.desk) OWNER TO bartender_owner;

--
-- Name: may_come_again(data.commands, logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.may_come_again(kept data.commands, cmd logic.command) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return kept.outcome = 'refused' and kept.door = 'counter' and kept.kind = 'record_sale'
    and cmd.door = 'served' and cmd.kind = 'record_sale';
end
$$;

ALTER FUNCTION logic.may_come_again(kept data.commands, cmd logic.command) OWNER TO bartender_owner;

--
-- Name: mode_at(uuid, timestamp with time zone); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.mode_at(bar uuid, moment timestamp with time zone) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_mode text;
begin
  select m.operating_mode into v_mode
  from data.bar_modes m
  where m.bar_id = mode_at.bar and m.valid_from <= mode_at.moment
  order by m.valid_from desc
  limit 1;
  if not found then
    select m.operating_mode into v_mode
    from data.bar_modes m
    where m.bar_id = mode_at.bar
    order by m.valid_from
    limit 1;
  end if;
  return v_mode;
end
$$;

ALTER FUNCTION logic.mode_at(bar uuid, moment timestamp with time zone) OWNER TO bartender_owner;

--
-- Name: moment_of(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.moment_of(value jsonb) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    AS $_$
begin
  if jsonb_typeof(moment_of.value) is distinct from 'string'
    or moment_of.value #>> '{}' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|\+00:00)$'
  then
    return null;
  end if;
  return (moment_of.value #>> '{}')::timestamptz;
exception when data_exception then
  return null; -- a 31st of February
end
$_$;

ALTER FUNCTION logic.moment_of(value jsonb) OWNER TO bartender_owner;

--
-- Name: moved_on(logic.desk, logic.command, data.commands); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.moved_on(desk logic.desk, cmd logic.command, kept data.commands) RETURNS logic.desk
    LANGUAGE plpgsql IMMUTABLE
    AS $_$
begin
  desk.last_no := greatest(desk.last_no, cmd.no);
  if kept.kind = 'gap' and kept.outcome = 'done' then
    desk.last_no := greatest(desk.last_no, (cmd.body ->> 'to')::bigint);
  elsif kept.kind = 'record_sale' then
    desk.last_ticket := greatest(desk.last_ticket,
      substring(cmd.body ->> 'ticket' from '^[A-Z][A-Z0-9]*-([0-9]{6,12})$')::bigint);
  end if;
  return desk;
end
$_$;

ALTER FUNCTION logic.moved_on(desk logic.desk, cmd logic.command, kept data.commands) OWNER TO bartender_owner;

--
-- Name: new_epoch(uuid, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.new_epoch(bar uuid, cause text) RETURNS uuid
    LANGUAGE plpgsql
    AS $$
declare
  v_clock data.bar_clocks := logic.begin_epoch(logic.lock_bar(new_epoch.bar), new_epoch.cause, '{}');
begin
  return v_clock.epoch;
end
$$;

ALTER FUNCTION logic.new_epoch(bar uuid, cause text) OWNER TO bartender_owner;

--
-- Name: note_status(logic.desk, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.note_status(desk logic.desk, status jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_path text := case
    when jsonb_typeof(status) is distinct from 'object' then 'status'
    when not logic.is_text(status -> 'version', 0, 40) then 'status.version'
    when not logic.is_whole(status -> 'queue', 0, 2000000000) then 'status.queue'
    when jsonb_typeof(status -> 'oldest_s') is distinct from 'number' then 'status.oldest_s'
    when not logic.is_whole(status -> 'unsure', 0, 2000000000) then 'status.unsure'
  end;
begin
  if v_path is not null then
    perform logic.refuse('TLINP', jsonb_build_object('path', v_path));
  end if;
  insert into data.till_status (bar_id, till_id, seen_at, version, queue, oldest_s, unsure)
  values (
    desk.bar, desk.till, clock_timestamp(), status ->> 'version', (status ->> 'queue')::integer,
    greatest(0, least((status ->> 'oldest_s')::numeric, 2000000000))::integer, (status ->> 'unsure')::integer
  )
  on conflict (bar_id, till_id) do update
  set seen_at = excluded.seen_at, version = excluded.version, queue = excluded.queue, oldest_s = excluded.oldest_s,
    unsure = excluded.unsure;
  if (status ->> 'unsure')::integer > 0 then
    perform logic.alert(desk.bar, 'clock_unsure', desk.till::text, jsonb_build_object('till', desk.till, 'unsure', status -> 'unsure'));
  end if;
end
$$;

ALTER FUNCTION logic.note_status(desk logic.desk, status jsonb) OWNER TO bartender_owner;

--
-- Name: open_discrepancies(logic.command, logic.want[]); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.open_discrepancies(cmd logic.command, wants logic.want[]) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
begin
  insert into data.discrepancies (bar_id, kind, sale_id, product_id, qty, created_at)
  select (cmd.desk).bar, 'stock', (cmd.body ->> 'sale')::uuid, w.product, w.qty - w.taken, cmd.now_at
  from unnest(wants) w
  where w.taken < w.qty;
  insert into data.discrepancies (bar_id, kind, sale_id, product_id, qty, asked_minor, price_minor, created_at)
  select (cmd.desk).bar, 'price', (cmd.body ->> 'sale')::uuid, w.product, l.qty, l.price, w.in_force, cmd.now_at
  from unnest(wants) w
  join jsonb_to_recordset(cmd.body -> 'lines') as l (product uuid, price bigint, qty integer) on l.product = w.product
  where w.wrong @> to_jsonb(l.price);
  return coalesce((
    select jsonb_agg(jsonb_build_object('product', w.product, 'qty', w.qty - w.taken))
    from unnest(wants) w
    where w.taken < w.qty
  ), '[]');
end
$$;

ALTER FUNCTION logic.open_discrepancies(cmd logic.command, wants logic.want[]) OWNER TO bartender_owner;

--
-- Name: open_ledger(uuid, uuid, uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.open_ledger(bar uuid, till uuid, ledger uuid) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
begin
  insert into data.ledgers (bar_id, till_id, id)
  values (open_ledger.bar, open_ledger.till, open_ledger.ledger)
  on conflict (bar_id, till_id, id) do nothing;
  update data.tills t
  set ledger_id = open_ledger.ledger
  where t.bar_id = open_ledger.bar and t.id = open_ledger.till and t.ledger_id is distinct from open_ledger.ledger;
  return (
    select max(l.last_ticket)
    from data.ledgers l
    where l.bar_id = open_ledger.bar and l.till_id = open_ledger.till
  );
end
$$;

ALTER FUNCTION logic.open_ledger(bar uuid, till uuid, ledger uuid) OWNER TO bartender_owner;

--
-- Name: opened(jsonb, timestamp with time zone); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.opened(item jsonb, now_at timestamp with time zone) RETURNS logic.command
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_cmd logic.command;
begin
  if logic.is_sound_command(item) then
    v_cmd := (
      null, (item ->> 'no')::bigint, (item ->> 'id')::uuid, item ->> 'kind', (item ->> 'version')::integer,
      decode(item ->> 'sha256', 'hex'), item ->> 'door', (item ->> 'by')::uuid, (item ->> 'session')::uuid,
      (item ->> 'moment')::timestamptz, null, now_at, '{}', null, null, item -> 'body'
    )::logic.command;
    if length(v_cmd.sha256) = 32 and length(v_cmd.kind) <= 60 then
      return logic.corrected(v_cmd, item);
    end if;
  end if;
  return logic.opened_slowly(item, now_at);
exception when data_exception then
  return logic.opened_slowly(item, now_at);
end
$$;

ALTER FUNCTION logic.opened(item jsonb, now_at timestamp with time zone) OWNER TO bartender_owner;

--
-- Name: opened_all(jsonb, timestamp with time zone); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.opened_all(items jsonb, now_at timestamp with time zone) RETURNS logic.command[]
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_commands logic.command[] := '{}';
  v_cmd logic.command;
  v_previous bigint := 0;
begin
  for v_index in 0 .. jsonb_array_length(items) - 1 loop
    v_cmd := logic.opened(items -> v_index, now_at);
    if v_cmd.no is null or v_cmd.no <= v_previous then
      exit when v_index > 0;
      perform logic.refuse('TLINP', jsonb_build_object('path', 'commands[0]' || coalesce(logic.bad_envelope(items -> 0), '.no')));
    end if;
    v_commands := v_commands || v_cmd;
    v_previous := v_cmd.no;
  end loop;
  return v_commands;
end
$$;

ALTER FUNCTION logic.opened_all(items jsonb, now_at timestamp with time zone) OWNER TO bartender_owner;

--
-- Name: opened_slowly(jsonb, timestamp with time zone); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.opened_slowly(item jsonb, now_at timestamp with time zone) RETURNS logic.command
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_cmd logic.command;
  v_said timestamptz := logic.moment_of(item -> 'moment');
begin
  if logic.bad_envelope(item) is not null then
    return null;
  end if;
  v_cmd := (
    null, (item ->> 'no')::bigint, (item ->> 'id')::uuid,
    case when logic.is_text(item -> 'kind', 1, 60) then item ->> 'kind' else '' end,
    case when logic.is_whole(item -> 'version', 0, 1000000) then (item ->> 'version')::integer else 0 end,
    decode(item ->> 'sha256', 'hex'), case when item ->> 'door' = 'counter' then 'counter' else 'served' end,
    null, null, v_said, null, now_at, '{}', null, logic.bad_claim(item), item -> 'body'
  )::logic.command;
  if v_cmd.bad is not null or v_said is null then
    v_cmd.bad := coalesce(v_cmd.bad, 'moment');
    return v_cmd;
  end if;
  v_cmd.by_id := (item ->> 'by')::uuid;
  v_cmd.session_id := (item ->> 'session')::uuid;
  return logic.corrected(v_cmd, item);
end
$$;

ALTER FUNCTION logic.opened_slowly(item jsonb, now_at timestamp with time zone) OWNER TO bartender_owner;

--
-- Name: outcome_of(data.commands); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.outcome_of(kept data.commands) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return jsonb_build_object(
    'no', kept.no, 'outcome', kept.outcome, 'door', kept.door, 'code', kept.code, 'params', kept.params, 'result', kept.result,
    'rev', kept.rev
  );
end
$$;

ALTER FUNCTION logic.outcome_of(kept data.commands) OWNER TO bartender_owner;

--
-- Name: pass_gate(regclass, integer, integer); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.pass_gate(gate regclass, every_ms integer, burst integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_now bigint := floor(extract(epoch from clock_timestamp()) * 1000);
  v_paid bigint := greatest(coalesce(pg_sequence_last_value(gate), 0), v_now) + every_ms;
begin
  if v_paid - v_now > every_ms * burst then
    perform logic.refuse('TLLIM', jsonb_build_object('retry_s', ceil((v_paid - v_now - every_ms * burst) / 1000.0)::integer));
  end if;
  perform setval(gate, v_paid);
end
$$;

ALTER FUNCTION logic.pass_gate(gate regclass, every_ms integer, burst integer) OWNER TO bartender_owner;

--
-- Name: perform(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.perform(cmd logic.command) RETURNS logic.effect
    LANGUAGE plpgsql
    AS $$
begin
  case
    when cmd.kind = 'record_sale' and cmd.version = 1 then return logic.create_sale_with_stock_lock(cmd);
    when cmd.kind = 'void' then return logic.void_number(cmd);
    when cmd.kind = 'gap' then return logic.declare_gap(cmd);
    else perform logic.refuse('TLVER', jsonb_build_object('kind', cmd.kind, 'version', cmd.version));
  end case;
end
$$;

ALTER FUNCTION logic.perform(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: price_at(uuid, uuid, timestamp with time zone); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.price_at(bar uuid, product uuid, moment timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_price bigint;
begin
  select p.price_minor into v_price
  from data.product_prices p
  where p.bar_id = price_at.bar and p.product_id = price_at.product and p.valid_from <= price_at.moment
  order by p.valid_from desc
  limit 1;
  if not found then
    select p.price_minor into v_price
    from data.product_prices p
    where p.bar_id = price_at.bar and p.product_id = price_at.product
    order by p.valid_from
    limit 1;
  end if;
  return v_price;
end
$$;

ALTER FUNCTION logic.price_at(bar uuid, product uuid, moment timestamp with time zone) OWNER TO bartender_owner;

--
-- Name: pulse(logic.desk, jsonb, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.pulse(desk logic.desk, seen jsonb, status jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_clock data.bar_clocks;
  v_last_no bigint;
  v_now timestamptz := clock_timestamp();
begin
  select l.last_no into v_last_no
  from data.ledgers l
  where l.bar_id = desk.bar and l.till_id = desk.till and l.id = desk.ledger;
  if not found then
    perform logic.refuse('TLLED');
  end if;
  select * into v_clock from data.bar_clocks c where c.bar_id = desk.bar;
  if logic.epoch_fault(v_clock, v_last_no, seen) is not null then
    v_clock := logic.lock_bar(desk.bar);
    v_last_no := (logic.desk_of(desk.bar, desk.till, desk.ledger)).last_no;
    if logic.epoch_fault(v_clock, v_last_no, seen) is not null then
      perform logic.begin_epoch(v_clock, logic.epoch_fault(v_clock, v_last_no, seen),
        jsonb_build_object('till', desk.till, 'seen', seen));
    end if;
  end if;
  perform logic.note_status(desk, status);
  return (
    select m.marks || jsonb_build_object(
      'topics', logic.topics(m.clock), 'server_time', logic.utc_text(v_now),
      'sales_last_5min', logic.sales_since(desk.bar, v_now - interval '5 minutes'),
      'sales_last_hour', logic.sales_since(desk.bar, v_now - interval '1 hour'),
      'tills_online', (
        select count(*) from data.till_status t where t.bar_id = desk.bar and t.seen_at > v_now - interval '7 minutes'
      ),
      'flags', (
        select jsonb_build_object(
          'realtime', s.has_realtime and b.has_realtime, 'emergency_s', s.emergency_s, 'minimum_version', s.minimum_till
        )
        from data.site s, data.bars b
        where b.id = desk.bar
      )
    )
    from logic.marks(desk) m
  );
end
$$;

ALTER FUNCTION logic.pulse(desk logic.desk, seen jsonb, status jsonb) OWNER TO bartender_owner;

--
-- Name: refusal(logic.command, text, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.refusal(cmd logic.command, code text, params jsonb) RETURNS logic.verdict
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return ('refused', cmd.door, code, params, '{}', null, false, '{}', null)::logic.verdict;
end
$$;

ALTER FUNCTION logic.refusal(cmd logic.command, code text, params jsonb) OWNER TO bartender_owner;

--
-- Name: refuse(text, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.refuse(code text, params jsonb DEFAULT '{}'::jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  raise exception using errcode = refuse.code, message = refuse.code, detail = refuse.params::text;
end
$$;

ALTER FUNCTION logic.refuse(code text, params jsonb) OWNER TO bartender_owner;

--
-- Name: refuse_at_counter(logic.standing, logic.want[]); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.refuse_at_counter(standing logic.standing, wants logic.want[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_found jsonb;
begin
  if standing.unfit is not null then
    perform logic.refuse('TLSEL', jsonb_build_object('member', standing.unfit));
  elsif standing.flags && array['override', 'override_without_right'] and standing.session_id is null then
    perform logic.refuse('TLSES');
  elsif 'override_without_right' = any (standing.flags) then
    perform logic.refuse('TLRGT', '{"needs": "manager"}');
  end if;
  select jsonb_agg(w.product) into v_found
  from unnest(wants) w
  where w.is_active is not true;
  if v_found is not null then
    perform logic.refuse('TLPRD', jsonb_build_object('products', v_found));
  end if;
  select jsonb_agg(jsonb_build_object('product', w.product, 'name', w.name, 'wanted', w.qty, 'left', w.available)) into v_found
  from unnest(wants) w
  where w.taken < w.qty;
  if v_found is not null then
    perform logic.refuse('TLSTK', jsonb_build_object('short', v_found));
  end if;
  select jsonb_agg(jsonb_build_object('product', w.product, 'name', w.name, 'asked', a.asked, 'price', w.in_force)) into v_found
  from unnest(wants) w, jsonb_array_elements(w.wrong) a (asked);
  if v_found is not null then
    perform logic.refuse('TLPRC', jsonb_build_object('changed', v_found));
  end if;
end
$$;

ALTER FUNCTION logic.refuse_at_counter(standing logic.standing, wants logic.want[]) OWNER TO bartender_owner;

--
-- Name: refused_of(uuid, uuid, uuid, bigint); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.refused_of(bar uuid, till uuid, ledger uuid, last_no bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return coalesce((
    select jsonb_agg(k.no order by k.no)
    from data.commands k
    where k.bar_id = refused_of.bar and k.till_id = refused_of.till and k.ledger_id = refused_of.ledger
      and k.no > refused_of.last_no - 100 and k.outcome = 'refused'
  ), '[]');
end
$$;

ALTER FUNCTION logic.refused_of(bar uuid, till uuid, ledger uuid, last_no bigint) OWNER TO bartender_owner;

--
-- Name: report(logic.command, logic.verdict); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.report(cmd logic.command, verdict logic.verdict) RETURNS text[]
    LANGUAGE plpgsql
    AS $$
declare
  v_what jsonb := jsonb_build_object('till', (cmd.desk).till, 'ledger', (cmd.desk).ledger, 'no', cmd.no, 'kind', cmd.kind);
begin
  if verdict.outcome = 'stopped' then
    perform logic.alert((cmd.desk).bar, 'stopped', (cmd.desk).ledger || ':' || cmd.no,
      v_what || verdict.params || jsonb_build_object('sqlstate', verdict.code));
  elsif verdict.code = 'TLPRK' then
    perform logic.alert((cmd.desk).bar, 'parked', (cmd.desk).ledger || ':' || cmd.no, v_what);
    perform logic.tell((cmd.desk).bar, 'parked', v_what);
    return array['notifications'];
  elsif verdict.code = 'TLREV' then
    if logic.alert((cmd.desk).bar, 'till_shut', (cmd.desk).till::text, v_what) then
      perform logic.tell((cmd.desk).bar, 'till_shut', v_what);
      return array['notifications'];
    end if;
  end if;
  return '{}';
end
$$;

ALTER FUNCTION logic.report(cmd logic.command, verdict logic.verdict) OWNER TO bartender_owner;

--
-- Name: restore_till(uuid, uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.restore_till(bar uuid, till uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.lock_bar(restore_till.bar);
  update data.tills t set revoked_at = null where t.bar_id = restore_till.bar and t.id = restore_till.till;
  insert into data.audit_log (bar_id, action, subject) values (restore_till.bar, 'restore_till', restore_till.till);
end
$$;

ALTER FUNCTION logic.restore_till(bar uuid, till uuid) OWNER TO bartender_owner;

--
-- Name: revoke_till(uuid, uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.revoke_till(bar uuid, till uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.lock_bar(revoke_till.bar);
  update data.tills t
  set revoked_at = clock_timestamp()
  where t.bar_id = revoke_till.bar and t.id = revoke_till.till and t.revoked_at is null;
  update data.sessions s
  set ended_at = clock_timestamp()
  where s.bar_id = revoke_till.bar and s.till_id = revoke_till.till and s.ended_at is null;
  insert into data.audit_log (bar_id, action, subject) values (revoke_till.bar, 'revoke_till', revoke_till.till);
end
$$;

ALTER FUNCTION logic.revoke_till(bar uuid, till uuid) OWNER TO bartender_owner;

--
-- Name: role_at(uuid, uuid, timestamp with time zone); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.role_at(bar uuid, member uuid, moment timestamp with time zone) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_role text;
begin
  select case when r.is_active then r.role else '' end into v_role
  from data.member_roles r
  where r.bar_id = role_at.bar and r.user_id = role_at.member and r.valid_from <= role_at.moment
  order by r.valid_from desc
  limit 1;
  if not found then
    select case when r.is_active then r.role else '' end into v_role
    from data.member_roles r
    where r.bar_id = role_at.bar and r.user_id = role_at.member
    order by r.valid_from
    limit 1;
  end if;
  return v_role;
end
$$;

ALTER FUNCTION logic.role_at(bar uuid, member uuid, moment timestamp with time zone) OWNER TO bartender_owner;

--
-- Name: sales_since(uuid, timestamp with time zone); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.sales_since(bar uuid, moment timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return (select count(*) from data.sales s where s.bar_id = bar and s.created_at > moment);
end
$$;

ALTER FUNCTION logic.sales_since(bar uuid, moment timestamp with time zone) OWNER TO bartender_owner;

--
-- Name: save_clock(data.bar_clocks, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.save_clock(clock data.bar_clocks, feed text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
begin
  update data.bar_clocks c
  set rev = clock.rev, epoch = clock.epoch, cluster = clock.cluster, sales = clock.sales, returns = clock.returns,
    supplies = clock.supplies, consignments = clock.consignments, catalog = clock.catalog, team = clock.team,
    settings = clock.settings, notifications = clock.notifications
  where c.bar_id = clock.bar_id;
  if feed = 'notify' then
    perform pg_notify('bartender_feed', clock.bar_id || ':' || clock.rev);
  end if;
  return clock.rev;
end
$$;

ALTER FUNCTION logic.save_clock(clock data.bar_clocks, feed text) OWNER TO bartender_owner;

--
-- Name: seen_of(jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.seen_of(seen jsonb) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE
    AS $_$
declare
  v_path text;
begin
  if seen @@ 'strict $.epoch like_regex "^[0-9a-f-]*$" && $.applied >= 0 && $.applied <= 999999999999 && $.applied % 1 == 0
    && $.rev >= 0 && $.rev <= 999999999999 && $.rev % 1 == 0'
  then
    return seen;
  end if;
  v_path := case
    when jsonb_typeof(seen) is distinct from 'object' then 'seen'
    when not (logic.is_absent(seen -> 'epoch') or logic.is_uuid(seen -> 'epoch')) then 'seen.epoch'
    when not (logic.is_absent(seen -> 'applied') or logic.is_whole(seen -> 'applied', 0, 999999999999)) then 'seen.applied'
    when not (logic.is_absent(seen -> 'rev') or logic.is_whole(seen -> 'rev', 0, 999999999999)) then 'seen.rev'
  end;
  if v_path is not null then
    perform logic.refuse('TLINP', jsonb_build_object('path', v_path));
  end if;
  return seen;
end
$_$;

ALTER FUNCTION logic.seen_of(seen jsonb) OWNER TO bartender_owner;

--
-- Name: set_bar_active(uuid, boolean); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.set_bar_active(bar uuid, is_active boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.take_rev(set_bar_active.bar, array['settings'], false);
  update data.bars b set is_active = set_bar_active.is_active where b.id = set_bar_active.bar;
  insert into data.audit_log (bar_id, action, params)
  values (set_bar_active.bar, 'set_bar_active', jsonb_build_object('is_active', set_bar_active.is_active));
end
$$;

ALTER FUNCTION logic.set_bar_active(bar uuid, is_active boolean) OWNER TO bartender_owner;

--
-- Name: set_member(uuid, uuid, text, boolean); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.set_member(bar uuid, member uuid, role text, is_active boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.take_rev(set_member.bar, array['team'], false);
  update data.bar_members m
  set role = set_member.role, is_active = set_member.is_active
  where m.bar_id = set_member.bar and m.user_id = set_member.member;
  if not set_member.is_active then
    update data.sessions s
    set ended_at = clock_timestamp()
    where s.bar_id = set_member.bar and s.user_id = set_member.member and s.ended_at is null;
  end if;
  insert into data.audit_log (bar_id, action, subject, params) values (
    set_member.bar, 'set_member', set_member.member,
    jsonb_build_object('role', set_member.role, 'is_active', set_member.is_active)
  );
end
$$;

ALTER FUNCTION logic.set_member(bar uuid, member uuid, role text, is_active boolean) OWNER TO bartender_owner;

--
-- Name: set_operating_mode(uuid, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.set_operating_mode(bar uuid, mode text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.take_rev(set_operating_mode.bar, array['settings'], false);
  update data.bars b set operating_mode = set_operating_mode.mode where b.id = set_operating_mode.bar;
  insert into data.audit_log (bar_id, action, params)
  values (set_operating_mode.bar, 'set_operating_mode', jsonb_build_object('mode', set_operating_mode.mode));
end
$$;

ALTER FUNCTION logic.set_operating_mode(bar uuid, mode text) OWNER TO bartender_owner;

--
-- Name: set_pin(uuid, uuid, text, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.set_pin(bar uuid, member uuid, salt text, verifier text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform logic.take_rev(set_pin.bar, array['team'], false);
  update data.bar_members m
  set salt = decode(set_pin.salt, 'hex'), verifier = decode(set_pin.verifier, 'hex'), failures = 0, locked_until = null
  where m.bar_id = set_pin.bar and m.user_id = set_pin.member;
  insert into data.audit_log (bar_id, action, subject) values (set_pin.bar, 'set_pin', set_pin.member);
end
$$;

ALTER FUNCTION logic.set_pin(bar uuid, member uuid, salt text, verifier text) OWNER TO bartender_owner;

--
-- Name: set_price(uuid, uuid, bigint); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.set_price(bar uuid, product uuid, price bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
  v_rev bigint := logic.take_rev(set_price.bar, '{}', true);
begin
  update data.bar_products p
  set price_minor = set_price.price, rev = v_rev
  where p.bar_id = set_price.bar and p.id = set_price.product;
  insert into data.audit_log (bar_id, action, subject, params)
  values (set_price.bar, 'set_price', set_price.product, jsonb_build_object('price', set_price.price));
  return v_rev;
end
$$;

ALTER FUNCTION logic.set_price(bar uuid, product uuid, price bigint) OWNER TO bartender_owner;

--
-- Name: set_product_active(uuid, uuid, boolean); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.set_product_active(bar uuid, product uuid, is_active boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
  v_rev bigint := logic.take_rev(set_product_active.bar, array['catalog'], true);
begin
  update data.bar_products p
  set is_active = set_product_active.is_active, rev = v_rev
  where p.bar_id = set_product_active.bar and p.id = set_product_active.product;
  return v_rev;
end
$$;

ALTER FUNCTION logic.set_product_active(bar uuid, product uuid, is_active boolean) OWNER TO bartender_owner;

--
-- Name: settings_row(uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.settings_row(bar uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return (
    select jsonb_build_object(
      'id', b.id, 'name', b.name, 'address', b.address, 'time_zone', b.time_zone, 'closing_hour', b.closing_hour,
      'currency', b.currency, 'operating_mode', b.operating_mode, 'idle_lock_s', b.idle_lock_s,
      'counter_deadline_ms', b.counter_deadline_ms, 'operators', to_jsonb(b.operators)
    )
    from data.bars b
    where b.id = bar
  );
end
$$;

ALTER FUNCTION logic.settings_row(bar uuid) OWNER TO bartender_owner;

--
-- Name: settle(logic.command, data.commands); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.settle(cmd logic.command, before data.commands) RETURNS logic.settled
    LANGUAGE plpgsql
    AS $$
declare
  v_earlier data.commands := before;
  v_twin data.commands;
  v_verdict logic.verdict;
  v_kept data.commands;
begin
  if v_earlier.no is null then
    v_earlier := logic.kept_by_id((cmd.desk).bar, cmd.id);
  end if;
  if v_earlier.no is null or logic.may_come_again(v_earlier, cmd) then
    v_verdict := logic.judge(cmd);
    if v_verdict.code is not null then
      v_verdict.topics := v_verdict.topics || logic.report(cmd, v_verdict);
    end if;
    if v_verdict.outcome = 'stopped' then
      return (null, v_verdict)::logic.settled;
    elsif v_verdict.twin is not null then
      v_twin := logic.kept_by_id((cmd.desk).bar, v_verdict.twin);
    end if;
  else
    v_twin := v_earlier;
    v_earlier := null;
  end if;
  v_kept := logic.kept_of(cmd, v_verdict, v_twin,
    case when v_earlier.no is not null then logic.outcome_of(v_earlier) || jsonb_build_object('at', v_earlier.at) end);
  perform logic.keep(v_kept, v_earlier);
  return (v_kept, v_verdict)::logic.settled;
end
$$;

ALTER FUNCTION logic.settle(cmd logic.command, before data.commands) OWNER TO bartender_owner;

--
-- Name: sign_in(logic.desk, uuid, text); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.sign_in(desk logic.desk, member uuid, proof text) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_member data.bar_members;
  v_now timestamptz := clock_timestamp();
  v_session uuid;
  v_failures integer;
  v_locked_s integer;
begin
  select * into v_member
  from data.bar_members m
  where m.bar_id = desk.bar and m.user_id = sign_in.member and m.is_active;
  if not found then
    perform logic.refuse('TLSEL', jsonb_build_object('member', member));
  elsif v_member.locked_until > v_now then
    return jsonb_build_object('ok', false, 'code', 'TLLCK', 'params',
      jsonb_build_object('seconds', ceil(extract(epoch from v_member.locked_until - v_now))::integer));
  elsif v_member.verifier = sha256(decode(proof, 'hex')) then
    update data.bar_members m
    set failures = 0, locked_until = null
    where m.bar_id = desk.bar and m.user_id = sign_in.member and m.failures > 0;
    insert into data.sessions (bar_id, till_id, user_id, started_at, until_at)
    values (desk.bar, desk.till, member, v_now, v_now + interval '16 hours')
    returning id into v_session;
    return jsonb_build_object(
      'ok', true, 'session', v_session, 'role', v_member.role,
      'name', (select u.name from data.users u where u.id = sign_in.member),
      'until', logic.utc_text(v_now + interval '16 hours')
    );
  end if;

  v_failures := v_member.failures + 1;
  if v_failures >= 5 then
    v_locked_s := least(60 * 2 ^ least(v_failures - 5, 20), 86400);
  end if;
  update data.bar_members m
  set failures = v_failures, locked_until = v_now + make_interval(secs => v_locked_s)
  where m.bar_id = desk.bar and m.user_id = sign_in.member;
  if v_locked_s is null then
    return jsonb_build_object('ok', false, 'code', 'TLPIN', 'params', jsonb_build_object('tries_left', 5 - v_failures));
  end if;
  perform logic.tell(desk.bar, 'member_locked', jsonb_build_object('member', member, 'till', desk.till, 'seconds', v_locked_s));
  perform logic.take_rev(desk.bar, array['notifications'], false);
  return jsonb_build_object('ok', false, 'code', 'TLLCK', 'params', jsonb_build_object('seconds', v_locked_s));
end
$$;

ALTER FUNCTION logic.sign_in(desk logic.desk, member uuid, proof text) OWNER TO bartender_owner;

--
-- Name: standing_of_sale(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.standing_of_sale(cmd logic.command) RETURNS logic.standing
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_sold_by uuid := (cmd.body ->> 'sold_by')::uuid;
  v_standing logic.standing;
  v_by_role text;
  v_seller_role text;
  v_mode text;
  v_is_alive boolean;
  v_flags text[] := cmd.flags;
  v_is_known boolean := true;
  v_rights text := 'seller';
begin
  -- One statement: the roles and the mode of the moment, the bar's day and the session. `*_at` would ask one by one.
  select logic.business_date(cmd.moment, b.time_zone, b.closing_hour),
    (
      select m.operating_mode
      from data.bar_modes m
      where m.bar_id = v_bar and m.valid_from <= cmd.moment
      order by m.valid_from desc
      limit 1
    ),
    (
      select case when r.is_active then r.role else '' end
      from data.member_roles r
      where r.bar_id = v_bar and r.user_id = cmd.by_id and r.valid_from <= cmd.moment
      order by r.valid_from desc
      limit 1
    ),
    exists (
      select
      from data.sessions s
      where s.bar_id = v_bar and s.id = cmd.session_id and s.till_id = (cmd.desk).till and s.user_id = cmd.by_id
        and s.started_at <= cmd.moment + interval '2 minutes' and cmd.moment < least(s.until_at, s.ended_at)
    )
  into v_standing.business_date, v_mode, v_by_role, v_is_alive
  from data.bars b
  where b.id = v_bar;
  -- Before the first change that we know of, the first one holds.
  v_mode := coalesce(v_mode, logic.mode_at(v_bar, cmd.moment));
  v_by_role := coalesce(v_by_role, logic.role_at(v_bar, cmd.by_id, cmd.moment));
  v_seller_role := case when v_sold_by = cmd.by_id then v_by_role else logic.role_at(v_bar, v_sold_by, cmd.moment) end;

  if v_seller_role is null or v_seller_role = '' then
    v_flags := v_flags || case when v_seller_role = '' then 'seller_inactive' else 'seller_unknown' end;
    v_standing.unfit := v_sold_by;
  end if;
  if v_by_role is null or v_by_role = '' then
    v_flags := v_flags || case when v_by_role = '' then 'creator_inactive' else 'creator_unknown' end;
    v_standing.unfit := coalesce(cmd.by_id, v_standing.unfit);
    v_is_known := false;
  end if;
  if v_is_alive then
    v_rights := v_by_role;
    v_standing.session_id := cmd.session_id;
  else
    v_flags := v_flags || case when cmd.session_id is null then 'without_session' else 'session_ended' end;
    if v_is_known and not logic.has_signed_in(cmd) then
      v_flags := v_flags || 'never_signed_in'::text;
      v_is_known := false;
    end if;
  end if;
  if (cmd.body ->> 'override')::boolean then
    v_flags := v_flags || case when v_by_role in ('manager', 'owner') then 'override' else 'override_without_right' end;
  end if;
  v_standing.status := case
    when v_is_known and (v_rights in ('manager', 'owner') or v_mode = 'simplified') then 'validated'
    else 'pending'
  end;
  v_standing.sold_by := case when v_seller_role is not null then v_sold_by end;
  v_standing.created_by := case when v_by_role is not null then cmd.by_id end;
  v_standing.flags := v_flags;
  return v_standing;
end
$$;

ALTER FUNCTION logic.standing_of_sale(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: stock_rows(uuid, bigint); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.stock_rows(bar uuid, after bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'id', p.id, 'stock', p.stock, 'reserved', p.reserved, 'price', p.price_minor, 'active', p.is_active, 'rev', p.rev
      )
      order by p.id
    )
    from data.bar_products p
    where p.bar_id = bar and p.rev > after
  ), '[]');
end
$$;

ALTER FUNCTION logic.stock_rows(bar uuid, after bigint) OWNER TO bartender_owner;

--
-- Name: submit(uuid, uuid, uuid, jsonb, logic.command[]); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.submit(bar uuid, till uuid, ledger uuid, seen jsonb, commands logic.command[]) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_clock data.bar_clocks := logic.lock_bar(bar);
  v_before data.bar_clocks := v_clock;
  v_desk logic.desk := logic.desk_of(bar, till, ledger);
  v_until timestamptz := clock_timestamp() + make_interval(secs => v_desk.work_limit_ms / 1000.0);
  v_fault text;
  v_cmd logic.command;
  v_kept data.commands;
  v_settled logic.settled;
  v_outcomes jsonb[] := '{}';
  v_stopped jsonb;
begin
  if v_desk.ledger is null then
    perform logic.refuse('TLLED');
  end if;
  v_fault := logic.epoch_fault(v_clock, v_desk.last_no, seen);
  if v_fault is not null then
    v_clock := logic.begin_epoch(v_clock, v_fault, jsonb_build_object('till', till, 'seen', seen));
  end if;
  if v_fault is not null or seen ->> 'epoch' <> v_clock.epoch::text then
    return logic.submit_answer(v_clock, v_desk, v_outcomes, null);
  end if;

  foreach v_cmd in array commands loop
    v_cmd.desk := v_desk;
    v_cmd.rev := v_clock.rev + 1;
    v_kept := null;
    -- What cannot be answered fails the call when it comes first; later, the batch ends before it.
    if v_cmd.no <= v_desk.last_no then
      v_kept := logic.kept_by_no(v_cmd);
      if v_kept.sha256 is distinct from v_cmd.sha256 then
        exit when cardinality(v_outcomes) > 0;
        perform logic.refuse('TLHSH', jsonb_build_object('no', v_cmd.no));
      end if;
    elsif v_cmd.no > v_desk.last_no + 1 and not logic.bridges(v_cmd) then
      exit when cardinality(v_outcomes) > 0;
      perform logic.refuse('TLGAP', jsonb_build_object('no', v_cmd.no, 'expected', v_desk.last_no + 1));
    end if;

    if v_kept.no is null or (v_cmd.no = v_desk.last_no and logic.may_come_again(v_kept, v_cmd)) then
      v_settled := logic.settle(v_cmd, v_kept);
      v_clock := logic.touched(v_clock, (v_settled.verdict).topics);
      if (v_settled.verdict).outcome = 'stopped' then
        v_stopped := jsonb_build_object('no', v_cmd.no, 'sqlstate', (v_settled.verdict).code);
        exit;
      elsif (v_settled.verdict).moved then
        v_clock.rev := v_cmd.rev;
      end if;
      v_kept := v_settled.kept;
      v_desk := logic.moved_on(v_desk, v_cmd, v_kept);
    end if;
    v_outcomes := v_outcomes || logic.outcome_of(v_kept);
    -- A sale refused at the counter may still have to come again by the served door: nothing may pass it.
    exit when (v_kept.outcome = 'refused' and v_kept.door = 'counter' and v_kept.kind = 'record_sale') or clock_timestamp() >= v_until;
  end loop;

  update data.ledgers l
  set last_no = v_desk.last_no, last_ticket = v_desk.last_ticket
  where l.bar_id = v_desk.bar and l.till_id = v_desk.till and l.id = v_desk.ledger
    and (l.last_no, l.last_ticket) <> (v_desk.last_no, v_desk.last_ticket);
  if v_clock <> v_before then
    v_clock.rev := logic.save_clock(v_clock, v_desk.feed);
  end if;
  return logic.submit_answer(v_clock, v_desk, v_outcomes, v_stopped);
end
$$;

ALTER FUNCTION logic.submit(bar uuid, till uuid, ledger uuid, seen jsonb, commands logic.command[]) OWNER TO bartender_owner;

--
-- Name: submit_answer(data.bar_clocks, logic.desk, jsonb[], jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.submit_answer(clock data.bar_clocks, desk logic.desk, outcomes jsonb[], stopped jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
begin
  return jsonb_build_object(
    'ledger', desk.ledger, 'epoch', clock.epoch, 'applied', desk.last_no,
    'refused', logic.refused_of(desk.bar, desk.till, desk.ledger, desk.last_no),
    'rev', clock.rev, 'topics', logic.topics(clock), 'server_time', logic.utc_text(clock_timestamp()),
    'outcomes', to_jsonb(outcomes)
  ) || case when stopped is null then '{}' else jsonb_build_object('stopped', stopped) end;
end
$$;

ALTER FUNCTION logic.submit_answer(clock data.bar_clocks, desk logic.desk, outcomes jsonb[], stopped jsonb) OWNER TO bartender_owner;

--
-- Name: take_rev(uuid, text[], boolean); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.take_rev(bar uuid, topics text[], moves boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
  v_clock data.bar_clocks := logic.touched(logic.lock_bar(take_rev.bar), take_rev.topics);
begin
  if take_rev.moves then
    v_clock.rev := v_clock.rev + 1;
  end if;
  return logic.save_clock(v_clock, (select s.feed from data.site s));
end
$$;

ALTER FUNCTION logic.take_rev(bar uuid, topics text[], moves boolean) OWNER TO bartender_owner;

--
-- Name: team_rows(uuid); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.team_rows(bar uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return coalesce((
    select jsonb_agg(
      jsonb_build_object('id', m.user_id, 'name', u.name, 'role', m.role, 'salt', encode(m.salt, 'hex'), 'active', m.is_active)
      order by u.name, m.user_id
    )
    from data.bar_members m
    join data.users u on u.id = m.user_id
    where m.bar_id = bar
  ), '[]');
end
$$;

ALTER FUNCTION logic.team_rows(bar uuid) OWNER TO bartender_owner;

--
-- Name: tell(uuid, text, jsonb); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.tell(bar uuid, what text, details jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into data.notifications (bar_id, kind, params)
  values (tell.bar, tell.what, tell.details);
end
$$;

ALTER FUNCTION logic.tell(bar uuid, what text, details jsonb) OWNER TO bartender_owner;

--
-- Name: till_of(text, boolean); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.till_of(token text, must_be_open boolean) RETURNS logic.desk
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_desk logic.desk;
  v_hash bytea := sha256(convert_to(token, 'UTF8'));
  v_seen text := set_config('bartender.bar', '', true);
begin
  if not logic.is_hash(token) then
    perform logic.refuse('TLAUT');
  end if;
  v_seen := set_config('bartender.key', encode(v_hash, 'hex'), true);
  select t.bar_id, t.id, t.code, t.ledger_id, null, null, t.revoked_at is not null, null, null into v_desk
  from data.tills t
  where t.token_hash = v_hash;
  if not found then
    perform logic.refuse('TLAUT');
  end if;
  v_seen := set_config('bartender.key', '', true) || set_config('bartender.bar', v_desk.bar::text, true);
  -- Apart, since a condition with a query in it would lock the table even where it is not asked.
  if must_be_open then
    if v_desk.is_shut or not (select b.is_active from data.bars b where b.id = v_desk.bar) then
      perform logic.refuse('TLREV');
    end if;
  end if;
  return v_desk;
end
$$;

ALTER FUNCTION logic.till_of(token text, must_be_open boolean) OWNER TO bartender_owner;

--
-- Name: topics(data.bar_clocks); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.topics(clock data.bar_clocks) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return jsonb_build_object(
    'sales', clock.sales, 'returns', clock.returns, 'supplies', clock.supplies, 'consignments', clock.consignments,
    'catalog', clock.catalog, 'team', clock.team, 'settings', clock.settings, 'notifications', clock.notifications
  );
end
$$;

ALTER FUNCTION logic.topics(clock data.bar_clocks) OWNER TO bartender_owner;

--
-- Name: touched(data.bar_clocks, text[]); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.touched(clock data.bar_clocks, topics text[]) RETURNS data.bar_clocks
    LANGUAGE plpgsql IMMUTABLE
    AS $$
declare
  v_topic text;
begin
  foreach v_topic in array coalesce(touched.topics, '{}') loop
    case v_topic
      when 'sales' then clock.sales := clock.sales + 1;
      when 'returns' then clock.returns := clock.returns + 1;
      when 'supplies' then clock.supplies := clock.supplies + 1;
      when 'consignments' then clock.consignments := clock.consignments + 1;
      when 'catalog' then clock.catalog := clock.catalog + 1;
      when 'team' then clock.team := clock.team + 1;
      when 'settings' then clock.settings := clock.settings + 1;
      when 'notifications' then clock.notifications := clock.notifications + 1;
    end case;
  end loop;
  return clock;
end
$$;

ALTER FUNCTION logic.touched(clock data.bar_clocks, topics text[]) OWNER TO bartender_owner;

--
-- Name: utc_text(timestamp with time zone); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.utc_text(moment timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    RETURN to_char((moment AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text);

ALTER FUNCTION logic.utc_text(moment timestamp with time zone) OWNER TO bartender_owner;

--
-- Name: void_number(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.void_number(cmd logic.command) RETURNS logic.effect
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
  return ('{}', false, '{}', null)::logic.effect;
end
$$;

ALTER FUNCTION logic.void_number(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: wants_of_sale(logic.command); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.wants_of_sale(cmd logic.command) RETURNS logic.want[]
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return (
    select array_agg((
        w.product, coalesce(p.name, w.name), w.volume_ml, w.qty, w.high, coalesce(p.available, 0),
        least(w.qty, coalesce(p.available, 0)), p.is_active, p.price_minor,
        case when w.low <> p.price_minor or w.high <> p.price_minor then logic.wrong_prices(cmd, w.product, p.price_minor) end
      )::logic.want order by w.product)
    from (
      select l.product, min(l.name) as name, min(l.volume_ml) as volume_ml, sum(l.qty)::integer as qty,
        min(l.price) as low, max(l.price) as high
      from jsonb_to_recordset(cmd.body -> 'lines') as l (product uuid, name text, volume_ml integer, price bigint, qty integer)
      group by l.product
    ) w
    -- One look per product: a join would read the bar's whole list.
    left join lateral (
      select b.name, b.stock - b.reserved as available, b.is_active, b.price_minor
      from data.bar_products b
      where b.bar_id = (cmd.desk).bar and b.id = w.product
      limit 1
    ) p on true
  );
end
$$;

ALTER FUNCTION logic.wants_of_sale(cmd logic.command) OWNER TO bartender_owner;

--
-- Name: write_sale(logic.command, logic.standing, logic.want[]); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.write_sale(cmd logic.command, standing logic.standing, wants logic.want[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_sale uuid := (cmd.body ->> 'sale')::uuid;
begin
  insert into data.sales (
    bar_id, id, command_id, till_id, ticket, sold_by, created_by, session_id, status, door, business_date, total_minor, flags,
    overrides_no, supersedes_no, rev, created_at, claimed_at, booked_at
  ) values (
    v_bar, v_sale, cmd.id, (cmd.desk).till, cmd.body ->> 'ticket', standing.sold_by, standing.created_by, standing.session_id,
    standing.status, cmd.door, standing.business_date, (cmd.body ->> 'total')::bigint, standing.flags,
    (cmd.body ->> 'overrides')::bigint, (cmd.body ->> 'supersedes')::bigint, cmd.rev, cmd.moment, cmd.claimed_at, cmd.now_at
  );
  insert into data.sale_items (bar_id, sale_id, position, product_id, name, volume_ml, price_minor, qty)
  select v_bar, v_sale, l.place, l.product, l.name, l.volume_ml, l.price, l.qty
  from rows from (
    jsonb_to_recordset(cmd.body -> 'lines') as (product uuid, name text, volume_ml integer, price bigint, qty integer)
  ) with ordinality l (product, name, volume_ml, price, qty, place);
  insert into data.payments (
    bar_id, sale_id, position, method, amount_minor, tendered_minor, change_minor, owed_minor, operator, reference, state
  )
  select v_bar, v_sale, p.place, p.method, p.amount,
    case when p.method = 'cash' then p.tendered end, case when p.method = 'cash' then p.change end,
    case when p.method = 'cash' then p.owed end, case when p.method = 'mobile_money' then p.operator end,
    case when p.method <> 'cash' then p.reference end,
    case p.method when 'mobile_money' then 'to_confirm' else 'settled' end
  from rows from (
    jsonb_to_recordset(cmd.body -> 'payments')
      as (method text, amount bigint, tendered bigint, change bigint, owed bigint, operator text, reference text)
  ) with ordinality p (method, amount, tendered, change, owed, operator, reference, place);
  insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at)
  select v_bar, v_sale, m.kind, w.product, m.qty, cmd.rev, cmd.now_at
  from unnest(wants) w
  cross join lateral (values ('sale', - w.qty), ('discrepancy', w.qty - w.taken)) m (kind, qty)
  where m.qty <> 0;
end
$$;

ALTER FUNCTION logic.write_sale(cmd logic.command, standing logic.standing, wants logic.want[]) OWNER TO bartender_owner;

--
-- Name: wrong_prices(logic.command, uuid, bigint); Type: FUNCTION; Schema: logic; Owner: bartender_owner
--

CREATE FUNCTION logic.wrong_prices(cmd logic.command, product uuid, in_force bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return (
    select jsonb_agg(distinct l.price)
    from jsonb_to_recordset(cmd.body -> 'lines') as l (product uuid, price bigint)
    where l.product = wrong_prices.product and l.price <> in_force
      and l.price <> logic.price_at((cmd.desk).bar, wrong_prices.product, cmd.moment)
  );
end
$$;

ALTER FUNCTION logic.wrong_prices(cmd logic.command, product uuid, in_force bigint) OWNER TO bartender_owner;

--
-- Name: alerts; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.alerts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    bar_id uuid,
    kind text NOT NULL,
    subject text DEFAULT ''::text NOT NULL,
    params jsonb DEFAULT '{}'::jsonb NOT NULL,
    count integer DEFAULT 1 NOT NULL,
    raised_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT alerts_count_check CHECK ((count > 0)),
    CONSTRAINT alerts_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 60))),
    CONSTRAINT alerts_params_check CHECK ((jsonb_typeof(params) = 'object'::text)),
    CONSTRAINT alerts_subject_check CHECK ((length(subject) <= 200))
);

ALTER TABLE ONLY data.alerts FORCE ROW LEVEL SECURITY;

ALTER TABLE data.alerts OWNER TO bartender_owner;

--
-- Name: audit_log; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.audit_log (
    bar_id uuid NOT NULL,
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    actor text DEFAULT SESSION_USER NOT NULL,
    action text NOT NULL,
    subject uuid,
    params jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT audit_log_action_check CHECK (((length(action) >= 1) AND (length(action) <= 60))),
    CONSTRAINT audit_log_params_check CHECK ((jsonb_typeof(params) = 'object'::text))
);

ALTER TABLE ONLY data.audit_log FORCE ROW LEVEL SECURITY;

ALTER TABLE data.audit_log OWNER TO bartender_owner;

--
-- Name: audit_log_id_seq; Type: SEQUENCE; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME data.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: bar_epochs; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.bar_epochs (
    bar_id uuid NOT NULL,
    epoch uuid NOT NULL,
    begun_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY data.bar_epochs FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_epochs OWNER TO bartender_owner;

--
-- Name: bar_members; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.bar_members (
    bar_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    salt bytea NOT NULL,
    verifier bytea NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT bar_members_failures_check CHECK ((failures >= 0)),
    CONSTRAINT bar_members_role_check CHECK ((role = ANY (ARRAY['seller'::text, 'manager'::text, 'owner'::text]))),
    CONSTRAINT bar_members_salt_check CHECK (((length(salt) >= 8) AND (length(salt) <= 64))),
    CONSTRAINT bar_members_verifier_check CHECK ((length(verifier) = 32))
);

ALTER TABLE ONLY data.bar_members FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_members OWNER TO bartender_owner;

--
-- Name: bar_modes; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.bar_modes (
    bar_id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    operating_mode text NOT NULL,
    CONSTRAINT bar_modes_operating_mode_check CHECK ((operating_mode = ANY (ARRAY['simplified'::text, 'full'::text])))
);

ALTER TABLE ONLY data.bar_modes FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_modes OWNER TO bartender_owner;

--
-- Name: bar_products; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.bar_products (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    category_id uuid,
    name text NOT NULL,
    volume_ml integer,
    barcode text,
    alert_threshold integer DEFAULT 10 NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    price_minor bigint NOT NULL,
    stock integer DEFAULT 0 NOT NULL,
    reserved integer DEFAULT 0 NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    rev bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT bar_products_alert_threshold_check CHECK ((alert_threshold >= 0)),
    CONSTRAINT bar_products_barcode_check CHECK (((length(barcode) >= 1) AND (length(barcode) <= 64))),
    CONSTRAINT bar_products_check CHECK ((reserved <= stock)),
    CONSTRAINT bar_products_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT bar_products_price_minor_check CHECK (((price_minor >= 0) AND (price_minor <= '1000000000000'::bigint))),
    CONSTRAINT bar_products_reserved_check CHECK ((reserved >= 0)),
    CONSTRAINT bar_products_rev_check CHECK ((rev >= 0)),
    CONSTRAINT bar_products_stock_check CHECK ((stock >= 0)),
    CONSTRAINT bar_products_volume_ml_check CHECK (((volume_ml >= 1) AND (volume_ml <= 1000000)))
)
WITH (fillfactor='50');

ALTER TABLE ONLY data.bar_products FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_products OWNER TO bartender_owner;

--
-- Name: bars; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.bars (
    id uuid NOT NULL,
    name text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    time_zone text DEFAULT 'Africa/Porto-Novo'::text NOT NULL,
    closing_hour integer DEFAULT 6 NOT NULL,
    currency text DEFAULT 'XOF'::text NOT NULL,
    operating_mode text DEFAULT 'simplified'::text NOT NULL,
    idle_lock_s integer DEFAULT 60 NOT NULL,
    counter_deadline_ms integer DEFAULT 2500 NOT NULL,
    operators text[] DEFAULT '{"MTN MoMo","Moov Money"}'::text[] NOT NULL,
    has_realtime boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT bars_address_check CHECK ((length(address) <= 200)),
    CONSTRAINT bars_closing_hour_check CHECK (((closing_hour >= 0) AND (closing_hour <= 23))),
    CONSTRAINT bars_counter_deadline_ms_check CHECK (((counter_deadline_ms >= 500) AND (counter_deadline_ms <= 10000))),
    CONSTRAINT bars_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT bars_idle_lock_s_check CHECK (((idle_lock_s >= 10) AND (idle_lock_s <= 3600))),
    CONSTRAINT bars_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT bars_operating_mode_check CHECK ((operating_mode = ANY (ARRAY['simplified'::text, 'full'::text]))),
    CONSTRAINT bars_operators_check CHECK ((cardinality(operators) <= 20)),
    CONSTRAINT bars_phone_check CHECK ((length(phone) <= 40)),
    CONSTRAINT bars_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)))
);

ALTER TABLE ONLY data.bars FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bars OWNER TO bartender_owner;

--
-- Name: categories; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.categories (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    icon text DEFAULT ''::text NOT NULL,
    color text DEFAULT ''::text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    CONSTRAINT categories_color_check CHECK ((length(color) <= 40)),
    CONSTRAINT categories_icon_check CHECK ((length(icon) <= 40)),
    CONSTRAINT categories_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);

ALTER TABLE ONLY data.categories FORCE ROW LEVEL SECURITY;

ALTER TABLE data.categories OWNER TO bartender_owner;

--
-- Name: discrepancies; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.discrepancies (
    bar_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text NOT NULL,
    sale_id uuid NOT NULL,
    product_id uuid NOT NULL,
    qty integer NOT NULL,
    asked_minor bigint,
    price_minor bigint,
    state text DEFAULT 'open'::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT discrepancies_asked_minor_check CHECK ((asked_minor >= 0)),
    CONSTRAINT discrepancies_check CHECK (((kind = 'price'::text) = ((asked_minor IS NOT NULL) AND (price_minor IS NOT NULL)))),
    CONSTRAINT discrepancies_check1 CHECK (((state = 'settled'::text) = (settled_at IS NOT NULL))),
    CONSTRAINT discrepancies_kind_check CHECK ((kind = ANY (ARRAY['stock'::text, 'price'::text]))),
    CONSTRAINT discrepancies_price_minor_check CHECK ((price_minor >= 0)),
    CONSTRAINT discrepancies_qty_check CHECK ((qty > 0)),
    CONSTRAINT discrepancies_state_check CHECK ((state = ANY (ARRAY['open'::text, 'settled'::text])))
);

ALTER TABLE ONLY data.discrepancies FORCE ROW LEVEL SECURITY;

ALTER TABLE data.discrepancies OWNER TO bartender_owner;

--
-- Name: enrol_gate; Type: SEQUENCE; Schema: data; Owner: bartender_owner
--

CREATE SEQUENCE data.enrol_gate
    START WITH 0
    INCREMENT BY 1
    MINVALUE 0
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE data.enrol_gate OWNER TO bartender_owner;

--
-- Name: enrolments; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.enrolments (
    bar_id uuid NOT NULL,
    till_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    token_hash bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT enrolments_check CHECK (((used_at IS NULL) = (token_hash IS NULL))),
    CONSTRAINT enrolments_code_hash_check CHECK ((length(code_hash) = 32)),
    CONSTRAINT enrolments_token_hash_check CHECK ((length(token_hash) = 32))
);

ALTER TABLE ONLY data.enrolments FORCE ROW LEVEL SECURITY;

ALTER TABLE data.enrolments OWNER TO bartender_owner;

--
-- Name: ledgers; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.ledgers (
    bar_id uuid NOT NULL,
    till_id uuid NOT NULL,
    id uuid NOT NULL,
    last_no bigint DEFAULT 0 NOT NULL,
    last_ticket bigint DEFAULT 0 NOT NULL,
    opened_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ledgers_last_no_check CHECK ((last_no >= 0)),
    CONSTRAINT ledgers_last_ticket_check CHECK ((last_ticket >= 0))
)
WITH (fillfactor='50');

ALTER TABLE ONLY data.ledgers FORCE ROW LEVEL SECURITY;

ALTER TABLE data.ledgers OWNER TO bartender_owner;

--
-- Name: member_roles; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.member_roles (
    bar_id uuid NOT NULL,
    user_id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    role text NOT NULL,
    is_active boolean NOT NULL,
    CONSTRAINT member_roles_role_check CHECK ((role = ANY (ARRAY['seller'::text, 'manager'::text, 'owner'::text])))
);

ALTER TABLE ONLY data.member_roles FORCE ROW LEVEL SECURITY;

ALTER TABLE data.member_roles OWNER TO bartender_owner;

--
-- Name: migrations; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.migrations (
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY data.migrations FORCE ROW LEVEL SECURITY;

ALTER TABLE data.migrations OWNER TO bartender_owner;

--
-- Name: notifications; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.notifications (
    bar_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text NOT NULL,
    params jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT notifications_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 60))),
    CONSTRAINT notifications_params_check CHECK ((jsonb_typeof(params) = 'object'::text))
);

ALTER TABLE ONLY data.notifications FORCE ROW LEVEL SECURITY;

ALTER TABLE data.notifications OWNER TO bartender_owner;

--
-- Name: payments; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.payments (
    bar_id uuid NOT NULL,
    sale_id uuid NOT NULL,
    "position" integer NOT NULL,
    method text NOT NULL,
    amount_minor bigint NOT NULL,
    tendered_minor bigint,
    change_minor bigint,
    owed_minor bigint,
    operator text,
    reference text,
    state text NOT NULL,
    CONSTRAINT payments_amount_minor_check CHECK (((amount_minor >= 0) AND (amount_minor <= '1000000000000'::bigint))),
    CONSTRAINT payments_change_minor_check CHECK ((change_minor >= 0)),
    CONSTRAINT payments_check CHECK (((method = 'cash'::text) OR (NOT (((tendered_minor IS DISTINCT FROM NULL::bigint) OR (change_minor IS DISTINCT FROM NULL::bigint)) OR (owed_minor IS DISTINCT FROM NULL::bigint))))),
    CONSTRAINT payments_check1 CHECK (((method <> 'cash'::text) OR (tendered_minor = ((amount_minor + change_minor) + owed_minor)))),
    CONSTRAINT payments_check2 CHECK (((method = 'mobile_money'::text) = (operator IS NOT NULL))),
    CONSTRAINT payments_method_check CHECK ((method = ANY (ARRAY['cash'::text, 'mobile_money'::text, 'card'::text]))),
    CONSTRAINT payments_operator_check CHECK (((length(operator) >= 1) AND (length(operator) <= 40))),
    CONSTRAINT payments_owed_minor_check CHECK ((owed_minor >= 0)),
    CONSTRAINT payments_position_check CHECK ((("position" >= 1) AND ("position" <= 20))),
    CONSTRAINT payments_reference_check CHECK ((length(reference) <= 80)),
    CONSTRAINT payments_state_check CHECK ((state = ANY (ARRAY['settled'::text, 'to_confirm'::text]))),
    CONSTRAINT payments_tendered_minor_check CHECK ((tendered_minor >= 0))
);

ALTER TABLE ONLY data.payments FORCE ROW LEVEL SECURITY;

ALTER TABLE data.payments OWNER TO bartender_owner;

--
-- Name: product_prices; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.product_prices (
    bar_id uuid NOT NULL,
    product_id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    price_minor bigint NOT NULL,
    CONSTRAINT product_prices_price_minor_check CHECK (((price_minor >= 0) AND (price_minor <= '1000000000000'::bigint)))
);

ALTER TABLE ONLY data.product_prices FORCE ROW LEVEL SECURITY;

ALTER TABLE data.product_prices OWNER TO bartender_owner;

--
-- Name: sale_items; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.sale_items (
    bar_id uuid NOT NULL,
    sale_id uuid NOT NULL,
    "position" integer NOT NULL,
    product_id uuid NOT NULL,
    name text NOT NULL,
    volume_ml integer,
    price_minor bigint NOT NULL,
    qty integer NOT NULL,
    CONSTRAINT sale_items_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT sale_items_position_check CHECK ((("position" >= 1) AND ("position" <= 100))),
    CONSTRAINT sale_items_price_minor_check CHECK (((price_minor >= 0) AND (price_minor <= '1000000000000'::bigint))),
    CONSTRAINT sale_items_qty_check CHECK (((qty >= 1) AND (qty <= 999))),
    CONSTRAINT sale_items_volume_ml_check CHECK (((volume_ml >= 1) AND (volume_ml <= 1000000)))
);

ALTER TABLE ONLY data.sale_items FORCE ROW LEVEL SECURITY;

ALTER TABLE data.sale_items OWNER TO bartender_owner;

--
-- Name: sales; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.sales (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    command_id uuid NOT NULL,
    till_id uuid NOT NULL,
    ticket text NOT NULL,
    sold_by uuid,
    created_by uuid,
    session_id uuid,
    status text NOT NULL,
    door text NOT NULL,
    business_date date NOT NULL,
    total_minor bigint NOT NULL,
    flags text[] DEFAULT '{}'::text[] NOT NULL,
    overrides_no bigint,
    supersedes_no bigint,
    rev bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone NOT NULL,
    booked_at timestamp with time zone NOT NULL,
    CONSTRAINT sales_door_check CHECK ((door = ANY (ARRAY['counter'::text, 'served'::text]))),
    CONSTRAINT sales_overrides_no_check CHECK ((overrides_no > 0)),
    CONSTRAINT sales_rev_check CHECK ((rev > 0)),
    CONSTRAINT sales_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'validated'::text, 'rejected'::text, 'cancelled'::text]))),
    CONSTRAINT sales_supersedes_no_check CHECK ((supersedes_no > 0)),
    CONSTRAINT sales_ticket_check CHECK (((length(ticket) >= 1) AND (length(ticket) <= 24))),
    CONSTRAINT sales_total_minor_check CHECK (((total_minor >= 0) AND (total_minor <= '1000000000000'::bigint)))
);

ALTER TABLE ONLY data.sales FORCE ROW LEVEL SECURITY;

ALTER TABLE data.sales OWNER TO bartender_owner;

--
-- Name: sessions; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.sessions (
    bar_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    till_id uuid NOT NULL,
    user_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT sessions_check CHECK ((until_at > started_at))
);

ALTER TABLE ONLY data.sessions FORCE ROW LEVEL SECURITY;

ALTER TABLE data.sessions OWNER TO bartender_owner;

--
-- Name: sign_in_gate; Type: SEQUENCE; Schema: data; Owner: bartender_owner
--

CREATE SEQUENCE data.sign_in_gate
    START WITH 0
    INCREMENT BY 1
    MINVALUE 0
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE data.sign_in_gate OWNER TO bartender_owner;

--
-- Name: site; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.site (
    is_only boolean DEFAULT true NOT NULL,
    feed text DEFAULT 'notify'::text NOT NULL,
    work_limit_ms integer DEFAULT 500 NOT NULL,
    minimum_till text DEFAULT '0.1.0'::text NOT NULL,
    has_realtime boolean DEFAULT true NOT NULL,
    emergency_s integer,
    CONSTRAINT site_emergency_s_check CHECK (((emergency_s >= 5) AND (emergency_s <= 3600))),
    CONSTRAINT site_feed_check CHECK ((feed = ANY (ARRAY['notify'::text, 'none'::text]))),
    CONSTRAINT site_is_only_check CHECK (is_only),
    CONSTRAINT site_minimum_till_check CHECK ((minimum_till ~ '^\d+\.\d+\.\d+$'::text)),
    CONSTRAINT site_work_limit_ms_check CHECK (((work_limit_ms >= 0) AND (work_limit_ms <= 2000)))
);

ALTER TABLE ONLY data.site FORCE ROW LEVEL SECURITY;

ALTER TABLE data.site OWNER TO bartender_owner;

--
-- Name: stock_movements; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.stock_movements (
    bar_id uuid NOT NULL,
    source_id uuid NOT NULL,
    kind text NOT NULL,
    product_id uuid NOT NULL,
    qty integer NOT NULL,
    rev bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    reason text,
    CONSTRAINT stock_movements_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'sale_undo'::text, 'return'::text, 'supply'::text, 'supply_reversal'::text, 'adjustment'::text, 'consign_in'::text, 'consign_out'::text, 'discrepancy'::text]))),
    CONSTRAINT stock_movements_qty_check CHECK ((qty <> 0)),
    CONSTRAINT stock_movements_reason_check CHECK ((length(reason) <= 200)),
    CONSTRAINT stock_movements_rev_check CHECK ((rev > 0))
);

ALTER TABLE ONLY data.stock_movements FORCE ROW LEVEL SECURITY;

ALTER TABLE data.stock_movements OWNER TO bartender_owner;

--
-- Name: till_status; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.till_status (
    bar_id uuid NOT NULL,
    till_id uuid NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    version text DEFAULT ''::text NOT NULL,
    queue integer DEFAULT 0 NOT NULL,
    oldest_s integer DEFAULT 0 NOT NULL,
    unsure integer DEFAULT 0 NOT NULL,
    CONSTRAINT till_status_oldest_s_check CHECK ((oldest_s >= 0)),
    CONSTRAINT till_status_queue_check CHECK ((queue >= 0)),
    CONSTRAINT till_status_unsure_check CHECK ((unsure >= 0)),
    CONSTRAINT till_status_version_check CHECK ((length(version) <= 40))
)
WITH (fillfactor='50');

ALTER TABLE ONLY data.till_status FORCE ROW LEVEL SECURITY;

ALTER TABLE data.till_status OWNER TO bartender_owner;

--
-- Name: tills; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.tills (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    token_hash bytea,
    ledger_id uuid,
    device jsonb DEFAULT '{}'::jsonb NOT NULL,
    enrolled_at timestamp with time zone,
    revoked_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT tills_code_check CHECK ((code ~ '^[A-Z][A-Z0-9]{0,7}$'::text)),
    CONSTRAINT tills_device_check CHECK ((jsonb_typeof(device) = 'object'::text)),
    CONSTRAINT tills_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT tills_token_hash_check CHECK ((length(token_hash) = 32))
);

ALTER TABLE ONLY data.tills FORCE ROW LEVEL SECURITY;

ALTER TABLE data.tills OWNER TO bartender_owner;

--
-- Name: users; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.users (
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);

ALTER TABLE ONLY data.users FORCE ROW LEVEL SECURITY;

ALTER TABLE data.users OWNER TO bartender_owner;

--
-- Name: alerts alerts_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (id);

--
-- Name: audit_log audit_log_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (bar_id, id);

--
-- Name: bar_clocks bar_clocks_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_clocks
    ADD CONSTRAINT bar_clocks_pkey PRIMARY KEY (bar_id);

--
-- Name: bar_epochs bar_epochs_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_epochs
    ADD CONSTRAINT bar_epochs_pkey PRIMARY KEY (bar_id, epoch);

--
-- Name: bar_members bar_members_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_members
    ADD CONSTRAINT bar_members_pkey PRIMARY KEY (bar_id, user_id);

--
-- Name: bar_modes bar_modes_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_modes
    ADD CONSTRAINT bar_modes_pkey PRIMARY KEY (bar_id, valid_from);

--
-- Name: bar_products bar_products_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_products
    ADD CONSTRAINT bar_products_pkey PRIMARY KEY (bar_id, id);

--
-- Name: bars bars_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bars
    ADD CONSTRAINT bars_pkey PRIMARY KEY (id);

--
-- Name: categories categories_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.categories
    ADD CONSTRAINT categories_pkey PRIMARY KEY (bar_id, id);

--
-- Name: commands commands_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.commands
    ADD CONSTRAINT commands_pkey PRIMARY KEY (bar_id, till_id, ledger_id, no);

--
-- Name: discrepancies discrepancies_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.discrepancies
    ADD CONSTRAINT discrepancies_pkey PRIMARY KEY (bar_id, id);

--
-- Name: enrolments enrolments_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.enrolments
    ADD CONSTRAINT enrolments_pkey PRIMARY KEY (code_hash);

--
-- Name: ledgers ledgers_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.ledgers
    ADD CONSTRAINT ledgers_pkey PRIMARY KEY (bar_id, till_id, id);

--
-- Name: member_roles member_roles_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.member_roles
    ADD CONSTRAINT member_roles_pkey PRIMARY KEY (bar_id, user_id, valid_from);

--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (name);

--
-- Name: notifications notifications_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (bar_id, id);

--
-- Name: payments payments_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (bar_id, sale_id, "position");

--
-- Name: product_prices product_prices_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.product_prices
    ADD CONSTRAINT product_prices_pkey PRIMARY KEY (bar_id, product_id, valid_from);

--
-- Name: sale_items sale_items_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sale_items
    ADD CONSTRAINT sale_items_pkey PRIMARY KEY (bar_id, sale_id, "position");

--
-- Name: sales sales_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_pkey PRIMARY KEY (bar_id, id);

--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (bar_id, id);

--
-- Name: site site_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (is_only);

--
-- Name: stock_movements stock_movements_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_movements
    ADD CONSTRAINT stock_movements_pkey PRIMARY KEY (bar_id, source_id, kind, product_id);

--
-- Name: till_status till_status_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.till_status
    ADD CONSTRAINT till_status_pkey PRIMARY KEY (bar_id, till_id);

--
-- Name: tills tills_bar_id_code_key; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.tills
    ADD CONSTRAINT tills_bar_id_code_key UNIQUE (bar_id, code);

--
-- Name: tills tills_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.tills
    ADD CONSTRAINT tills_pkey PRIMARY KEY (bar_id, id);

--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

--
-- Name: idx_alerts_bar; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_alerts_bar ON data.alerts USING btree (bar_id);

--
-- Name: idx_alerts_open; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE UNIQUE INDEX idx_alerts_open ON data.alerts USING btree (bar_id, kind, subject) WHERE (settled_at IS NULL);

--
-- Name: idx_bar_members_user_active; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_bar_members_user_active ON data.bar_members USING btree (user_id, is_active);

--
-- Name: idx_bar_products_bar_stock; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_bar_products_bar_stock ON data.bar_products USING btree (bar_id) WHERE is_active;

--
-- Name: idx_bar_products_category; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_bar_products_category ON data.bar_products USING btree (category_id, bar_id);

--
-- Name: idx_commands_id; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE UNIQUE INDEX idx_commands_id ON data.commands USING btree (bar_id, id) WHERE is_first;

--
-- Name: idx_commands_refused; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_commands_refused ON data.commands USING btree (bar_id, till_id, ledger_id, no) WHERE (outcome = 'refused'::text);

--
-- Name: idx_commands_rev; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_commands_rev ON data.commands USING btree (bar_id, rev) WHERE (rev IS NOT NULL);

--
-- Name: idx_discrepancies_open; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_discrepancies_open ON data.discrepancies USING btree (bar_id, created_at) WHERE (state = 'open'::text);

--
-- Name: idx_discrepancies_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_discrepancies_product ON data.discrepancies USING btree (bar_id, product_id);

--
-- Name: idx_discrepancies_sale; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_discrepancies_sale ON data.discrepancies USING btree (bar_id, sale_id);

--
-- Name: idx_enrolments_till; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_enrolments_till ON data.enrolments USING btree (bar_id, till_id);

--
-- Name: idx_notifications_bar_created; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_notifications_bar_created ON data.notifications USING btree (bar_id, created_at);

--
-- Name: idx_sale_items_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sale_items_product ON data.sale_items USING btree (bar_id, product_id);

--
-- Name: idx_sales_bar_business_date; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_bar_business_date ON data.sales USING btree (bar_id, business_date DESC) WHERE (status = 'validated'::text);

--
-- Name: idx_sales_bar_created; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_bar_created ON data.sales USING btree (bar_id, created_at);

--
-- Name: idx_sales_created_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_created_by ON data.sales USING btree (bar_id, created_by);

--
-- Name: idx_sales_sold_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_sold_by ON data.sales USING btree (bar_id, sold_by);

--
-- Name: idx_sales_till; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_till ON data.sales USING btree (bar_id, till_id);

--
-- Name: idx_sessions_till; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sessions_till ON data.sessions USING btree (bar_id, till_id);

--
-- Name: idx_sessions_user; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sessions_user ON data.sessions USING btree (bar_id, user_id, till_id, started_at);

--
-- Name: idx_stock_movements_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_stock_movements_product ON data.stock_movements USING btree (bar_id, product_id);

--
-- Name: idx_tills_token; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE UNIQUE INDEX idx_tills_token ON data.tills USING btree (token_hash);

--
-- Name: bar_products _100_guard_feed_insert; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_feed_insert BEFORE INSERT ON data.bar_products FOR EACH ROW EXECUTE FUNCTION logic.guard_feed();

--
-- Name: bar_products _100_guard_feed_update; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_feed_update BEFORE UPDATE ON data.bar_products FOR EACH ROW WHEN (((old.stock <> new.stock) OR (old.reserved <> new.reserved) OR (old.price_minor <> new.price_minor) OR (old.is_active <> new.is_active) OR (old.rev <> new.rev) OR (old.id <> new.id) OR (old.bar_id <> new.bar_id))) EXECUTE FUNCTION logic.guard_feed();

--
-- Name: audit_log _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE OR UPDATE ON data.audit_log FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: bar_products _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE ON data.bar_products FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: commands _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE ON data.commands FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: sale_items _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE OR UPDATE ON data.sale_items FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: stock_movements _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE OR UPDATE ON data.stock_movements FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: bars _200_keep_mode; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _200_keep_mode AFTER INSERT OR UPDATE OF operating_mode ON data.bars FOR EACH ROW EXECUTE FUNCTION logic.keep_mode();

--
-- Name: bar_products _200_keep_price_insert; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _200_keep_price_insert AFTER INSERT ON data.bar_products FOR EACH ROW EXECUTE FUNCTION logic.keep_price();

--
-- Name: bar_products _200_keep_price_update; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _200_keep_price_update AFTER UPDATE OF price_minor ON data.bar_products FOR EACH ROW WHEN ((old.price_minor <> new.price_minor)) EXECUTE FUNCTION logic.keep_price();

--
-- Name: bar_members _200_keep_role; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _200_keep_role AFTER INSERT OR UPDATE OF role, is_active ON data.bar_members FOR EACH ROW EXECUTE FUNCTION logic.keep_role();

--
-- Name: alerts alerts_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.alerts
    ADD CONSTRAINT alerts_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: audit_log audit_log_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.audit_log
    ADD CONSTRAINT audit_log_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: bar_clocks bar_clocks_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_clocks
    ADD CONSTRAINT bar_clocks_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: bar_epochs bar_epochs_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_epochs
    ADD CONSTRAINT bar_epochs_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: bar_members bar_members_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_members
    ADD CONSTRAINT bar_members_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: bar_members bar_members_user_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_members
    ADD CONSTRAINT bar_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES data.users(id) ON DELETE RESTRICT;

--
-- Name: bar_modes bar_modes_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_modes
    ADD CONSTRAINT bar_modes_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: bar_products bar_products_bar_id_category_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_products
    ADD CONSTRAINT bar_products_bar_id_category_id_fkey FOREIGN KEY (bar_id, category_id) REFERENCES data.categories(bar_id, id) ON DELETE RESTRICT;

--
-- Name: bar_products bar_products_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_products
    ADD CONSTRAINT bar_products_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: categories categories_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.categories
    ADD CONSTRAINT categories_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: commands commands_bar_id_till_id_ledger_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.commands
    ADD CONSTRAINT commands_bar_id_till_id_ledger_id_fkey FOREIGN KEY (bar_id, till_id, ledger_id) REFERENCES data.ledgers(bar_id, till_id, id) ON DELETE RESTRICT;

--
-- Name: discrepancies discrepancies_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.discrepancies
    ADD CONSTRAINT discrepancies_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: discrepancies discrepancies_bar_id_sale_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.discrepancies
    ADD CONSTRAINT discrepancies_bar_id_sale_id_fkey FOREIGN KEY (bar_id, sale_id) REFERENCES data.sales(bar_id, id) ON DELETE RESTRICT;

--
-- Name: enrolments enrolments_bar_id_till_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.enrolments
    ADD CONSTRAINT enrolments_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;

--
-- Name: ledgers ledgers_bar_id_till_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.ledgers
    ADD CONSTRAINT ledgers_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;

--
-- Name: member_roles member_roles_bar_id_user_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.member_roles
    ADD CONSTRAINT member_roles_bar_id_user_id_fkey FOREIGN KEY (bar_id, user_id) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: notifications notifications_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.notifications
    ADD CONSTRAINT notifications_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: payments payments_bar_id_sale_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.payments
    ADD CONSTRAINT payments_bar_id_sale_id_fkey FOREIGN KEY (bar_id, sale_id) REFERENCES data.sales(bar_id, id) ON DELETE RESTRICT;

--
-- Name: product_prices product_prices_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.product_prices
    ADD CONSTRAINT product_prices_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: sale_items sale_items_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sale_items
    ADD CONSTRAINT sale_items_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: sale_items sale_items_bar_id_sale_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sale_items
    ADD CONSTRAINT sale_items_bar_id_sale_id_fkey FOREIGN KEY (bar_id, sale_id) REFERENCES data.sales(bar_id, id) ON DELETE RESTRICT;

--
-- Name: sales sales_bar_id_created_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_bar_id_created_by_fkey FOREIGN KEY (bar_id, created_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: sales sales_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: sales sales_bar_id_sold_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_bar_id_sold_by_fkey FOREIGN KEY (bar_id, sold_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: sales sales_bar_id_till_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;

--
-- Name: sessions sessions_bar_id_till_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sessions
    ADD CONSTRAINT sessions_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;

--
-- Name: sessions sessions_bar_id_user_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sessions
    ADD CONSTRAINT sessions_bar_id_user_id_fkey FOREIGN KEY (bar_id, user_id) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: stock_movements stock_movements_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_movements
    ADD CONSTRAINT stock_movements_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: till_status till_status_bar_id_till_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.till_status
    ADD CONSTRAINT till_status_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;

--
-- Name: tills tills_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.tills
    ADD CONSTRAINT tills_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: tills tills_bar_id_id_ledger_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.tills
    ADD CONSTRAINT tills_bar_id_id_ledger_id_fkey FOREIGN KEY (bar_id, id, ledger_id) REFERENCES data.ledgers(bar_id, till_id, id) ON DELETE RESTRICT;

--
-- Name: alerts; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.alerts ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_log; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.audit_log ENABLE ROW LEVEL SECURITY;

--
-- Name: alerts bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.alerts TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: audit_log bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.audit_log TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: bar_clocks bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.bar_clocks TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: bar_epochs bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.bar_epochs TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: bar_members bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.bar_members TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: bar_modes bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.bar_modes TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: bar_products bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.bar_products TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: bars bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.bars FOR SELECT TO bartender_api USING (((id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: categories bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.categories TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: commands bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.commands TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: discrepancies bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.discrepancies TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: enrolments bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.enrolments TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: ledgers bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.ledgers TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: member_roles bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.member_roles TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: notifications bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.notifications TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: payments bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.payments TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: product_prices bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.product_prices TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: sale_items bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.sale_items TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: sales bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.sales TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: sessions bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.sessions TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: stock_movements bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.stock_movements TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: till_status bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.till_status TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: tills bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.tills TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: users bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.users FOR SELECT TO bartender_api USING ((EXISTS ( SELECT
   FROM data.bar_members m
  WHERE ((m.user_id = users.id) AND ((m.bar_id)::text = current_setting('bartender.bar'::text, true))))));

--
-- Name: bar_clocks; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.bar_clocks ENABLE ROW LEVEL SECURITY;

--
-- Name: bar_epochs; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.bar_epochs ENABLE ROW LEVEL SECURITY;

--
-- Name: bar_members; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.bar_members ENABLE ROW LEVEL SECURITY;

--
-- Name: bar_modes; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.bar_modes ENABLE ROW LEVEL SECURITY;

--
-- Name: bar_products; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.bar_products ENABLE ROW LEVEL SECURITY;

--
-- Name: bars; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.bars ENABLE ROW LEVEL SECURITY;

--
-- Name: categories; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.categories ENABLE ROW LEVEL SECURITY;

--
-- Name: commands; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.commands ENABLE ROW LEVEL SECURITY;

--
-- Name: discrepancies; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.discrepancies ENABLE ROW LEVEL SECURITY;

--
-- Name: enrolments; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.enrolments ENABLE ROW LEVEL SECURITY;

--
-- Name: migrations everybody; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY everybody ON data.migrations FOR SELECT TO bartender_api USING (true);

--
-- Name: site everybody; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY everybody ON data.site FOR SELECT TO bartender_api USING (true);

--
-- Name: enrolments key; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY key ON data.enrolments FOR SELECT TO bartender_api USING ((encode(code_hash, 'hex'::text) = current_setting('bartender.key'::text, true)));

--
-- Name: tills key; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY key ON data.tills FOR SELECT TO bartender_api USING ((encode(token_hash, 'hex'::text) = current_setting('bartender.key'::text, true)));

--
-- Name: ledgers; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.ledgers ENABLE ROW LEVEL SECURITY;

--
-- Name: member_roles; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.member_roles ENABLE ROW LEVEL SECURITY;

--
-- Name: migrations; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.migrations ENABLE ROW LEVEL SECURITY;

--
-- Name: notifications; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.notifications ENABLE ROW LEVEL SECURITY;

--
-- Name: alerts owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.alerts TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: audit_log owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.audit_log TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: bar_clocks owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.bar_clocks TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: bar_epochs owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.bar_epochs TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: bar_members owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.bar_members TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: bar_modes owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.bar_modes TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: bar_products owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.bar_products TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: bars owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.bars TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: categories owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.categories TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: commands owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.commands TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: discrepancies owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.discrepancies TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: enrolments owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.enrolments TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: ledgers owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.ledgers TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: member_roles owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.member_roles TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: migrations owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.migrations TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: notifications owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.notifications TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: payments owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.payments TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: product_prices owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.product_prices TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: sale_items owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.sale_items TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: sales owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.sales TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: sessions owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.sessions TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: site owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.site TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: stock_movements owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.stock_movements TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: till_status owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.till_status TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: tills owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.tills TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: users owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.users TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: payments; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.payments ENABLE ROW LEVEL SECURITY;

--
-- Name: product_prices; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.product_prices ENABLE ROW LEVEL SECURITY;

--
-- Name: sale_items; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.sale_items ENABLE ROW LEVEL SECURITY;

--
-- Name: sales; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.sales ENABLE ROW LEVEL SECURITY;

--
-- Name: sessions; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.sessions ENABLE ROW LEVEL SECURITY;

--
-- Name: site; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.site ENABLE ROW LEVEL SECURITY;

--
-- Name: stock_movements; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.stock_movements ENABLE ROW LEVEL SECURITY;

--
-- Name: till_status; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.till_status ENABLE ROW LEVEL SECURITY;

--
-- Name: tills; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.tills ENABLE ROW LEVEL SECURITY;

--
-- Name: users; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.users ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA api; Type: ACL; Schema: -; Owner: bartender_owner
--

GRANT USAGE ON SCHEMA api TO bartender_till;

--
-- Name: SCHEMA data; Type: ACL; Schema: -; Owner: bartender_owner
--

GRANT USAGE ON SCHEMA data TO bartender_api;

--
-- Name: SCHEMA logic; Type: ACL; Schema: -; Owner: bartender_owner
--

GRANT USAGE ON SCHEMA logic TO bartender_api;

--
-- Name: LANGUAGE plpgsql; Type: ACL; Schema: -; Owner: postgres
--

REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC;
GRANT ALL ON LANGUAGE plpgsql TO bartender_owner;

--
-- Name: TYPE desk; Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON TYPE logic.desk FROM PUBLIC;

--
-- Name: TYPE command; Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON TYPE logic.command FROM PUBLIC;

--
-- Name: TYPE effect; Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON TYPE logic.effect FROM PUBLIC;

--
-- Name: TABLE bar_clocks; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,UPDATE ON TABLE data.bar_clocks TO bartender_api;

--
-- Name: TYPE marked; Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON TYPE logic.marked FROM PUBLIC;

--
-- Name: TYPE verdict; Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON TYPE logic.verdict FROM PUBLIC;

--
-- Name: TABLE commands; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.commands TO bartender_api;

--
-- Name: TYPE settled; Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON TYPE logic.settled FROM PUBLIC;

--
-- Name: TYPE standing; Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON TYPE logic.standing FROM PUBLIC;

--
-- Name: TYPE want; Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON TYPE logic.want FROM PUBLIC;

--
-- Name: FUNCTION bootstrap(till_token text); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.bootstrap(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.bootstrap(till_token text) TO bartender_till;

--
-- Name: FUNCTION catalog(till_token text); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.catalog(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.catalog(till_token text) TO bartender_till;

--
-- Name: FUNCTION enrol(code text, token text, ledger uuid, device jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.enrol(code text, token text, ledger uuid, device jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.enrol(code text, token text, ledger uuid, device jsonb) TO bartender_till;

--
-- Name: FUNCTION open_ledger(till_token text, ledger uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.open_ledger(till_token text, ledger uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.open_ledger(till_token text, ledger uuid) TO bartender_till;

--
-- Name: FUNCTION pulse(till_token text, ledger uuid, seen jsonb, status jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.pulse(till_token text, ledger uuid, seen jsonb, status jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.pulse(till_token text, ledger uuid, seen jsonb, status jsonb) TO bartender_till;

--
-- Name: FUNCTION settings(till_token text); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.settings(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.settings(till_token text) TO bartender_till;

--
-- Name: FUNCTION sign_in(till_token text, member uuid, proof text); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.sign_in(till_token text, member uuid, proof text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.sign_in(till_token text, member uuid, proof text) TO bartender_till;

--
-- Name: FUNCTION sign_out(till_token text, session uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.sign_out(till_token text, session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.sign_out(till_token text, session uuid) TO bartender_till;

--
-- Name: FUNCTION stock_since(till_token text, rev bigint, epoch uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.stock_since(till_token text, rev bigint, epoch uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.stock_since(till_token text, rev bigint, epoch uuid) TO bartender_till;

--
-- Name: FUNCTION submit(till_token text, ledger uuid, seen jsonb, commands jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.submit(till_token text, ledger uuid, seen jsonb, commands jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.submit(till_token text, ledger uuid, seen jsonb, commands jsonb) TO bartender_till;

--
-- Name: FUNCTION team(till_token text); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.team(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.team(till_token text) TO bartender_till;

--
-- Name: FUNCTION version(); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.version() FROM PUBLIC;
GRANT ALL ON FUNCTION api.version() TO bartender_till;

--
-- Name: FUNCTION check_stock(); Type: ACL; Schema: jobs; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION jobs.check_stock() FROM PUBLIC;

--
-- Name: FUNCTION check_sums(); Type: ACL; Schema: jobs; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION jobs.check_sums() FROM PUBLIC;

--
-- Name: FUNCTION add_category(bar uuid, category uuid, name text, icon text, color text, place integer); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.add_category(bar uuid, category uuid, name text, icon text, color text, place integer) FROM PUBLIC;

--
-- Name: FUNCTION add_member(bar uuid, member uuid, name text, role text, salt text, verifier text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.add_member(bar uuid, member uuid, name text, role text, salt text, verifier text) FROM PUBLIC;

--
-- Name: FUNCTION add_product(bar uuid, product uuid, category uuid, name text, volume_ml integer, price bigint, stock integer, alert_threshold integer, place integer, barcode text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.add_product(bar uuid, product uuid, category uuid, name text, volume_ml integer, price bigint, stock integer, alert_threshold integer, place integer, barcode text) FROM PUBLIC;

--
-- Name: FUNCTION adjust_stock(bar uuid, product uuid, delta integer, kind text, reason text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.adjust_stock(bar uuid, product uuid, delta integer, kind text, reason text) FROM PUBLIC;

--
-- Name: FUNCTION adopt_products(cmd logic.command, wants logic.want[]); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.adopt_products(cmd logic.command, wants logic.want[]) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.adopt_products(cmd logic.command, wants logic.want[]) TO bartender_api;

--
-- Name: FUNCTION alert(bar uuid, what text, about text, details jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.alert(bar uuid, what text, about text, details jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.alert(bar uuid, what text, about text, details jsonb) TO bartender_api;

--
-- Name: FUNCTION answer_bootstrap(till_token text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_bootstrap(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_bootstrap(till_token text) TO bartender_api;

--
-- Name: FUNCTION answer_catalog(till_token text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_catalog(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_catalog(till_token text) TO bartender_api;

--
-- Name: FUNCTION answer_enrol(code text, token text, ledger uuid, device jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_enrol(code text, token text, ledger uuid, device jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_enrol(code text, token text, ledger uuid, device jsonb) TO bartender_api;

--
-- Name: FUNCTION answer_open_ledger(till_token text, ledger uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_open_ledger(till_token text, ledger uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_open_ledger(till_token text, ledger uuid) TO bartender_api;

--
-- Name: FUNCTION answer_pulse(till_token text, ledger uuid, seen jsonb, status jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_pulse(till_token text, ledger uuid, seen jsonb, status jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_pulse(till_token text, ledger uuid, seen jsonb, status jsonb) TO bartender_api;

--
-- Name: FUNCTION answer_settings(till_token text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_settings(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_settings(till_token text) TO bartender_api;

--
-- Name: FUNCTION answer_sign_in(till_token text, member uuid, proof text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_sign_in(till_token text, member uuid, proof text) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_sign_in(till_token text, member uuid, proof text) TO bartender_api;

--
-- Name: FUNCTION answer_sign_out(till_token text, session uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_sign_out(till_token text, session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_sign_out(till_token text, session uuid) TO bartender_api;

--
-- Name: FUNCTION answer_stock_since(till_token text, rev bigint, epoch uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_stock_since(till_token text, rev bigint, epoch uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_stock_since(till_token text, rev bigint, epoch uuid) TO bartender_api;

--
-- Name: FUNCTION answer_submit(till_token text, ledger uuid, seen jsonb, commands jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_submit(till_token text, ledger uuid, seen jsonb, commands jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_submit(till_token text, ledger uuid, seen jsonb, commands jsonb) TO bartender_api;

--
-- Name: FUNCTION answer_team(till_token text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_team(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_team(till_token text) TO bartender_api;

--
-- Name: FUNCTION answer_version(); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.answer_version() FROM PUBLIC;
GRANT ALL ON FUNCTION logic.answer_version() TO bartender_api;

--
-- Name: FUNCTION bad_body(kind text, version integer, body jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bad_body(kind text, version integer, body jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bad_body(kind text, version integer, body jsonb) TO bartender_api;

--
-- Name: FUNCTION is_absent(value jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.is_absent(value jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.is_absent(value jsonb) TO bartender_api;

--
-- Name: FUNCTION is_age(value jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.is_age(value jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.is_age(value jsonb) TO bartender_api;

--
-- Name: FUNCTION is_text(value jsonb, lowest integer, highest integer); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.is_text(value jsonb, lowest integer, highest integer) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.is_text(value jsonb, lowest integer, highest integer) TO bartender_api;

--
-- Name: FUNCTION is_uuid(value jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.is_uuid(value jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.is_uuid(value jsonb) TO bartender_api;

--
-- Name: FUNCTION is_whole(value jsonb, lowest bigint, highest bigint); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.is_whole(value jsonb, lowest bigint, highest bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.is_whole(value jsonb, lowest bigint, highest bigint) TO bartender_api;

--
-- Name: FUNCTION bad_claim(item jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bad_claim(item jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bad_claim(item jsonb) TO bartender_api;

--
-- Name: FUNCTION is_hash(value text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.is_hash(value text) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.is_hash(value text) TO bartender_api;

--
-- Name: FUNCTION bad_envelope(item jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bad_envelope(item jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bad_envelope(item jsonb) TO bartender_api;

--
-- Name: FUNCTION bad_field(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bad_field(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bad_field(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION bad_line(line jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bad_line(line jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bad_line(line jsonb) TO bartender_api;

--
-- Name: FUNCTION bad_payment(pay jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bad_payment(pay jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bad_payment(pay jsonb) TO bartender_api;

--
-- Name: FUNCTION bad_sale(body jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bad_sale(body jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bad_sale(body jsonb) TO bartender_api;

--
-- Name: FUNCTION bad_sale_field(body jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bad_sale_field(body jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bad_sale_field(body jsonb) TO bartender_api;

--
-- Name: FUNCTION begin_epoch(clock data.bar_clocks, cause text, params jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.begin_epoch(clock data.bar_clocks, cause text, params jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.begin_epoch(clock data.bar_clocks, cause text, params jsonb) TO bartender_api;

--
-- Name: FUNCTION bound(value jsonb, most integer, path text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bound(value jsonb, most integer, path text) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bound(value jsonb, most integer, path text) TO bartender_api;

--
-- Name: FUNCTION bridges(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.bridges(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.bridges(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION business_date(moment timestamp with time zone, time_zone text, closing_hour integer); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.business_date(moment timestamp with time zone, time_zone text, closing_hour integer) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.business_date(moment timestamp with time zone, time_zone text, closing_hour integer) TO bartender_api;

--
-- Name: FUNCTION catalog_rows(bar uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.catalog_rows(bar uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.catalog_rows(bar uuid) TO bartender_api;

--
-- Name: FUNCTION cluster(); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.cluster() FROM PUBLIC;
GRANT ALL ON FUNCTION logic.cluster() TO bartender_api;

--
-- Name: FUNCTION corrected(cmd logic.command, item jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.corrected(cmd logic.command, item jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.corrected(cmd logic.command, item jsonb) TO bartender_api;

--
-- Name: FUNCTION create_bar(bar uuid, name text, address text, time_zone text, closing_hour integer, currency text, operating_mode text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.create_bar(bar uuid, name text, address text, time_zone text, closing_hour integer, currency text, operating_mode text) FROM PUBLIC;

--
-- Name: FUNCTION create_enrolment(bar uuid, till uuid, code_hash text, expires_at timestamp with time zone); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.create_enrolment(bar uuid, till uuid, code_hash text, expires_at timestamp with time zone) FROM PUBLIC;

--
-- Name: FUNCTION create_sale_with_stock_lock(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.create_sale_with_stock_lock(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.create_sale_with_stock_lock(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION create_till(bar uuid, till uuid, code text, name text, token_hash text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.create_till(bar uuid, till uuid, code text, name text, token_hash text) FROM PUBLIC;

--
-- Name: FUNCTION declare_gap(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.declare_gap(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.declare_gap(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION desk_of(bar uuid, till uuid, ledger uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.desk_of(bar uuid, till uuid, ledger uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.desk_of(bar uuid, till uuid, ledger uuid) TO bartender_api;

--
-- Name: FUNCTION enrol(code text, token text, ledger uuid, device jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.enrol(code text, token text, ledger uuid, device jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.enrol(code text, token text, ledger uuid, device jsonb) TO bartender_api;

--
-- Name: FUNCTION epoch_fault(clock data.bar_clocks, last_no bigint, seen jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.epoch_fault(clock data.bar_clocks, last_no bigint, seen jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.epoch_fault(clock data.bar_clocks, last_no bigint, seen jsonb) TO bartender_api;

--
-- Name: FUNCTION flags_of(wants logic.want[]); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.flags_of(wants logic.want[]) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.flags_of(wants logic.want[]) TO bartender_api;

--
-- Name: FUNCTION guard_feed(); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.guard_feed() FROM PUBLIC;

--
-- Name: FUNCTION guard_past(); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.guard_past() FROM PUBLIC;

--
-- Name: FUNCTION has_signed_in(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.has_signed_in(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.has_signed_in(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION is_sound_command(item jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.is_sound_command(item jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.is_sound_command(item jsonb) TO bartender_api;

--
-- Name: FUNCTION is_sound_sale(body jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.is_sound_sale(body jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.is_sound_sale(body jsonb) TO bartender_api;

--
-- Name: FUNCTION judge(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.judge(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.judge(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION keep(kept data.commands, before data.commands); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.keep(kept data.commands, before data.commands) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.keep(kept data.commands, before data.commands) TO bartender_api;

--
-- Name: FUNCTION keep_mode(); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.keep_mode() FROM PUBLIC;

--
-- Name: FUNCTION keep_price(); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.keep_price() FROM PUBLIC;

--
-- Name: FUNCTION keep_role(); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.keep_role() FROM PUBLIC;

--
-- Name: FUNCTION kept_by_id(bar uuid, id uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.kept_by_id(bar uuid, id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.kept_by_id(bar uuid, id uuid) TO bartender_api;

--
-- Name: FUNCTION kept_by_no(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.kept_by_no(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.kept_by_no(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION kept_of(cmd logic.command, verdict logic.verdict, twin data.commands, earlier jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.kept_of(cmd logic.command, verdict logic.verdict, twin data.commands, earlier jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.kept_of(cmd logic.command, verdict logic.verdict, twin data.commands, earlier jsonb) TO bartender_api;

--
-- Name: FUNCTION lock_bar(bar uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.lock_bar(bar uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.lock_bar(bar uuid) TO bartender_api;

--
-- Name: FUNCTION marks(desk logic.desk); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.marks(desk logic.desk) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.marks(desk logic.desk) TO bartender_api;

--
-- Name: FUNCTION may_come_again(kept data.commands, cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.may_come_again(kept data.commands, cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.may_come_again(kept data.commands, cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION mode_at(bar uuid, moment timestamp with time zone); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.mode_at(bar uuid, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.mode_at(bar uuid, moment timestamp with time zone) TO bartender_api;

--
-- Name: FUNCTION moment_of(value jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.moment_of(value jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.moment_of(value jsonb) TO bartender_api;

--
-- Name: FUNCTION moved_on(desk logic.desk, cmd logic.command, kept data.commands); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.moved_on(desk logic.desk, cmd logic.command, kept data.commands) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.moved_on(desk logic.desk, cmd logic.command, kept data.commands) TO bartender_api;

--
-- Name: FUNCTION new_epoch(bar uuid, cause text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.new_epoch(bar uuid, cause text) FROM PUBLIC;

--
-- Name: FUNCTION note_status(desk logic.desk, status jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.note_status(desk logic.desk, status jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.note_status(desk logic.desk, status jsonb) TO bartender_api;

--
-- Name: FUNCTION open_discrepancies(cmd logic.command, wants logic.want[]); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.open_discrepancies(cmd logic.command, wants logic.want[]) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.open_discrepancies(cmd logic.command, wants logic.want[]) TO bartender_api;

--
-- Name: FUNCTION open_ledger(bar uuid, till uuid, ledger uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.open_ledger(bar uuid, till uuid, ledger uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.open_ledger(bar uuid, till uuid, ledger uuid) TO bartender_api;

--
-- Name: FUNCTION opened(item jsonb, now_at timestamp with time zone); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.opened(item jsonb, now_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.opened(item jsonb, now_at timestamp with time zone) TO bartender_api;

--
-- Name: FUNCTION opened_all(items jsonb, now_at timestamp with time zone); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.opened_all(items jsonb, now_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.opened_all(items jsonb, now_at timestamp with time zone) TO bartender_api;

--
-- Name: FUNCTION opened_slowly(item jsonb, now_at timestamp with time zone); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.opened_slowly(item jsonb, now_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.opened_slowly(item jsonb, now_at timestamp with time zone) TO bartender_api;

--
-- Name: FUNCTION outcome_of(kept data.commands); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.outcome_of(kept data.commands) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.outcome_of(kept data.commands) TO bartender_api;

--
-- Name: FUNCTION pass_gate(gate regclass, every_ms integer, burst integer); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.pass_gate(gate regclass, every_ms integer, burst integer) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.pass_gate(gate regclass, every_ms integer, burst integer) TO bartender_api;

--
-- Name: FUNCTION perform(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.perform(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.perform(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION price_at(bar uuid, product uuid, moment timestamp with time zone); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.price_at(bar uuid, product uuid, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.price_at(bar uuid, product uuid, moment timestamp with time zone) TO bartender_api;

--
-- Name: FUNCTION pulse(desk logic.desk, seen jsonb, status jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.pulse(desk logic.desk, seen jsonb, status jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.pulse(desk logic.desk, seen jsonb, status jsonb) TO bartender_api;

--
-- Name: FUNCTION refusal(cmd logic.command, code text, params jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.refusal(cmd logic.command, code text, params jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.refusal(cmd logic.command, code text, params jsonb) TO bartender_api;

--
-- Name: FUNCTION refuse(code text, params jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.refuse(code text, params jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.refuse(code text, params jsonb) TO bartender_api;

--
-- Name: FUNCTION refuse_at_counter(standing logic.standing, wants logic.want[]); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.refuse_at_counter(standing logic.standing, wants logic.want[]) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.refuse_at_counter(standing logic.standing, wants logic.want[]) TO bartender_api;

--
-- Name: FUNCTION refused_of(bar uuid, till uuid, ledger uuid, last_no bigint); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.refused_of(bar uuid, till uuid, ledger uuid, last_no bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.refused_of(bar uuid, till uuid, ledger uuid, last_no bigint) TO bartender_api;

--
-- Name: FUNCTION report(cmd logic.command, verdict logic.verdict); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.report(cmd logic.command, verdict logic.verdict) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.report(cmd logic.command, verdict logic.verdict) TO bartender_api;

--
-- Name: FUNCTION restore_till(bar uuid, till uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.restore_till(bar uuid, till uuid) FROM PUBLIC;

--
-- Name: FUNCTION revoke_till(bar uuid, till uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.revoke_till(bar uuid, till uuid) FROM PUBLIC;

--
-- Name: FUNCTION role_at(bar uuid, member uuid, moment timestamp with time zone); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.role_at(bar uuid, member uuid, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.role_at(bar uuid, member uuid, moment timestamp with time zone) TO bartender_api;

--
-- Name: FUNCTION sales_since(bar uuid, moment timestamp with time zone); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.sales_since(bar uuid, moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.sales_since(bar uuid, moment timestamp with time zone) TO bartender_api;

--
-- Name: FUNCTION save_clock(clock data.bar_clocks, feed text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.save_clock(clock data.bar_clocks, feed text) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.save_clock(clock data.bar_clocks, feed text) TO bartender_api;

--
-- Name: FUNCTION seen_of(seen jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.seen_of(seen jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.seen_of(seen jsonb) TO bartender_api;

--
-- Name: FUNCTION set_bar_active(bar uuid, is_active boolean); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.set_bar_active(bar uuid, is_active boolean) FROM PUBLIC;

--
-- Name: FUNCTION set_member(bar uuid, member uuid, role text, is_active boolean); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.set_member(bar uuid, member uuid, role text, is_active boolean) FROM PUBLIC;

--
-- Name: FUNCTION set_operating_mode(bar uuid, mode text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.set_operating_mode(bar uuid, mode text) FROM PUBLIC;

--
-- Name: FUNCTION set_pin(bar uuid, member uuid, salt text, verifier text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.set_pin(bar uuid, member uuid, salt text, verifier text) FROM PUBLIC;

--
-- Name: FUNCTION set_price(bar uuid, product uuid, price bigint); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.set_price(bar uuid, product uuid, price bigint) FROM PUBLIC;

--
-- Name: FUNCTION set_product_active(bar uuid, product uuid, is_active boolean); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.set_product_active(bar uuid, product uuid, is_active boolean) FROM PUBLIC;

--
-- Name: FUNCTION settings_row(bar uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.settings_row(bar uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.settings_row(bar uuid) TO bartender_api;

--
-- Name: FUNCTION settle(cmd logic.command, before data.commands); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.settle(cmd logic.command, before data.commands) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.settle(cmd logic.command, before data.commands) TO bartender_api;

--
-- Name: FUNCTION sign_in(desk logic.desk, member uuid, proof text); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.sign_in(desk logic.desk, member uuid, proof text) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.sign_in(desk logic.desk, member uuid, proof text) TO bartender_api;

--
-- Name: FUNCTION standing_of_sale(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.standing_of_sale(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.standing_of_sale(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION stock_rows(bar uuid, after bigint); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.stock_rows(bar uuid, after bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.stock_rows(bar uuid, after bigint) TO bartender_api;

--
-- Name: FUNCTION submit(bar uuid, till uuid, ledger uuid, seen jsonb, commands logic.command[]); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.submit(bar uuid, till uuid, ledger uuid, seen jsonb, commands logic.command[]) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.submit(bar uuid, till uuid, ledger uuid, seen jsonb, commands logic.command[]) TO bartender_api;

--
-- Name: FUNCTION submit_answer(clock data.bar_clocks, desk logic.desk, outcomes jsonb[], stopped jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.submit_answer(clock data.bar_clocks, desk logic.desk, outcomes jsonb[], stopped jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.submit_answer(clock data.bar_clocks, desk logic.desk, outcomes jsonb[], stopped jsonb) TO bartender_api;

--
-- Name: FUNCTION take_rev(bar uuid, topics text[], moves boolean); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.take_rev(bar uuid, topics text[], moves boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.take_rev(bar uuid, topics text[], moves boolean) TO bartender_api;

--
-- Name: FUNCTION team_rows(bar uuid); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.team_rows(bar uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.team_rows(bar uuid) TO bartender_api;

--
-- Name: FUNCTION tell(bar uuid, what text, details jsonb); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.tell(bar uuid, what text, details jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.tell(bar uuid, what text, details jsonb) TO bartender_api;

--
-- Name: FUNCTION till_of(token text, must_be_open boolean); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.till_of(token text, must_be_open boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.till_of(token text, must_be_open boolean) TO bartender_api;

--
-- Name: FUNCTION topics(clock data.bar_clocks); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.topics(clock data.bar_clocks) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.topics(clock data.bar_clocks) TO bartender_api;

--
-- Name: FUNCTION touched(clock data.bar_clocks, topics text[]); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.touched(clock data.bar_clocks, topics text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.touched(clock data.bar_clocks, topics text[]) TO bartender_api;

--
-- Name: FUNCTION utc_text(moment timestamp with time zone); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.utc_text(moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.utc_text(moment timestamp with time zone) TO bartender_api;

--
-- Name: FUNCTION void_number(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.void_number(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.void_number(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION wants_of_sale(cmd logic.command); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.wants_of_sale(cmd logic.command) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.wants_of_sale(cmd logic.command) TO bartender_api;

--
-- Name: FUNCTION write_sale(cmd logic.command, standing logic.standing, wants logic.want[]); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.write_sale(cmd logic.command, standing logic.standing, wants logic.want[]) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.write_sale(cmd logic.command, standing logic.standing, wants logic.want[]) TO bartender_api;

--
-- Name: FUNCTION wrong_prices(cmd logic.command, product uuid, in_force bigint); Type: ACL; Schema: logic; Owner: bartender_owner
--

REVOKE ALL ON FUNCTION logic.wrong_prices(cmd logic.command, product uuid, in_force bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION logic.wrong_prices(cmd logic.command, product uuid, in_force bigint) TO bartender_api;

--
-- Name: TABLE alerts; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.alerts TO bartender_api;

--
-- Name: TABLE audit_log; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.audit_log TO bartender_api;

--
-- Name: TABLE bar_epochs; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.bar_epochs TO bartender_api;

--
-- Name: TABLE bar_members; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,UPDATE ON TABLE data.bar_members TO bartender_api;

--
-- Name: TABLE bar_modes; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.bar_modes TO bartender_api;

--
-- Name: TABLE bar_products; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.bar_products TO bartender_api;

--
-- Name: TABLE bars; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.bars TO bartender_api;

--
-- Name: TABLE categories; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.categories TO bartender_api;

--
-- Name: TABLE discrepancies; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.discrepancies TO bartender_api;

--
-- Name: SEQUENCE enrol_gate; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT ALL ON SEQUENCE data.enrol_gate TO bartender_api;

--
-- Name: TABLE enrolments; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,UPDATE ON TABLE data.enrolments TO bartender_api;

--
-- Name: TABLE ledgers; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.ledgers TO bartender_api;

--
-- Name: TABLE member_roles; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.member_roles TO bartender_api;

--
-- Name: TABLE migrations; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.migrations TO bartender_api;

--
-- Name: TABLE notifications; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.notifications TO bartender_api;

--
-- Name: TABLE payments; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.payments TO bartender_api;

--
-- Name: TABLE product_prices; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.product_prices TO bartender_api;

--
-- Name: TABLE sale_items; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.sale_items TO bartender_api;

--
-- Name: TABLE sales; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.sales TO bartender_api;

--
-- Name: TABLE sessions; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.sessions TO bartender_api;

--
-- Name: SEQUENCE sign_in_gate; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT ALL ON SEQUENCE data.sign_in_gate TO bartender_api;

--
-- Name: TABLE site; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.site TO bartender_api;

--
-- Name: TABLE stock_movements; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.stock_movements TO bartender_api;

--
-- Name: TABLE till_status; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.till_status TO bartender_api;

--
-- Name: TABLE tills; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,UPDATE ON TABLE data.tills TO bartender_api;

--
-- Name: TABLE users; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.users TO bartender_api;

--
-- PostgreSQL database dump complete
--
