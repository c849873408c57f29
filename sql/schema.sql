-- What a deploy makes of data and api. Written by `python -m app.server.schema_dump`, never edited.

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
    frozen_at timestamp with time zone,
    claims jsonb,
    CONSTRAINT bar_clocks_rev_check CHECK ((rev >= 0))
)
WITH (fillfactor='50');

ALTER TABLE ONLY data.bar_clocks FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_clocks OWNER TO bartender_owner;

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
-- Name: adjustments_page(text, uuid, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.adjustments_page(till_token text, session uuid, filters jsonb, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_adjustments_page(till_token, session, filters, at);
end
$$;

ALTER FUNCTION api.adjustments_page(till_token text, session uuid, filters jsonb, at jsonb) OWNER TO bartender_api;

--
-- Name: audit_page(text, uuid, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.audit_page(till_token text, session uuid, filters jsonb, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_audit_page(till_token, session, filters, at);
end
$$;

ALTER FUNCTION api.audit_page(till_token text, session uuid, filters jsonb, at jsonb) OWNER TO bartender_api;

--
-- Name: bar(text, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.bar(till_token text, session uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_bar(till_token, session);
end
$$;

ALTER FUNCTION api.bar(till_token text, session uuid) OWNER TO bartender_api;

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
-- Name: change_page(text, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.change_page(till_token text, filters jsonb, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_change_page(till_token, filters, at);
end
$$;

ALTER FUNCTION api.change_page(till_token text, filters jsonb, at jsonb) OWNER TO bartender_api;

--
-- Name: consignments_page(text, uuid, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.consignments_page(till_token text, session uuid, filters jsonb, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_consignments_page(till_token, session, filters, at);
end
$$;

ALTER FUNCTION api.consignments_page(till_token text, session uuid, filters jsonb, at jsonb) OWNER TO bartender_api;

--
-- Name: dashboard(text, uuid, date, date); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.dashboard(till_token text, session uuid, first date, last date) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_dashboard(till_token, session, first, last);
end
$$;

ALTER FUNCTION api.dashboard(till_token text, session uuid, first date, last date) OWNER TO bartender_api;

--
-- Name: discrepancies_page(text, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.discrepancies_page(till_token text, filters jsonb, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_discrepancies_page(till_token, filters, at);
end
$$;

ALTER FUNCTION api.discrepancies_page(till_token text, filters jsonb, at jsonb) OWNER TO bartender_api;

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
-- Name: feed(uuid, uuid, bigint); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.feed(bar uuid, epoch uuid, rev bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_feed(bar, epoch, rev);
end
$$;

ALTER FUNCTION api.feed(bar uuid, epoch uuid, rev bigint) OWNER TO bartender_api;

--
-- Name: feed_marks(uuid[]); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.feed_marks(bars uuid[]) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_feed_marks(bars);
end
$$;

ALTER FUNCTION api.feed_marks(bars uuid[]) OWNER TO bartender_api;

--
-- Name: feed_settings(); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.feed_settings() RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_feed_settings();
end
$$;

ALTER FUNCTION api.feed_settings() OWNER TO bartender_api;

--
-- Name: leave(text); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.leave(till_token text) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '2s'
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_leave(till_token);
end
$$;

ALTER FUNCTION api.leave(till_token text) OWNER TO bartender_api;

--
-- Name: members(text, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.members(till_token text, session uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_members(till_token, session);
end
$$;

ALTER FUNCTION api.members(till_token text, session uuid) OWNER TO bartender_api;

--
-- Name: movements_page(text, uuid, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.movements_page(till_token text, product uuid, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_movements_page(till_token, product, at);
end
$$;

ALTER FUNCTION api.movements_page(till_token text, product uuid, at jsonb) OWNER TO bartender_api;

--
-- Name: my_bars(text, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.my_bars(till_token text, session uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_my_bars(till_token, session);
end
$$;

ALTER FUNCTION api.my_bars(till_token text, session uuid) OWNER TO bartender_api;

--
-- Name: notifications_page(text, uuid, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.notifications_page(till_token text, session uuid, filters jsonb, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_notifications_page(till_token, session, filters, at);
end
$$;

ALTER FUNCTION api.notifications_page(till_token text, session uuid, filters jsonb, at jsonb) OWNER TO bartender_api;

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
-- Name: product_stats(text, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.product_stats(till_token text, session uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_product_stats(till_token, session);
end
$$;

ALTER FUNCTION api.product_stats(till_token text, session uuid) OWNER TO bartender_api;

--
-- Name: products(text, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.products(till_token text, session uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_products(till_token, session);
end
$$;

ALTER FUNCTION api.products(till_token text, session uuid) OWNER TO bartender_api;

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
-- Name: realtime_token(text); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.realtime_token(till_token text) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '2s'
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_realtime_token(till_token);
end
$$;

ALTER FUNCTION api.realtime_token(till_token text) OWNER TO bartender_api;

--
-- Name: returns_page(text, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.returns_page(till_token text, filters jsonb, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_returns_page(till_token, filters, at);
end
$$;

ALTER FUNCTION api.returns_page(till_token text, filters jsonb, at jsonb) OWNER TO bartender_api;

--
-- Name: sale(text, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.sale(till_token text, sale uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sale(till_token, sale);
end
$$;

ALTER FUNCTION api.sale(till_token text, sale uuid) OWNER TO bartender_api;

--
-- Name: sale_by_ticket(text, text); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.sale_by_ticket(till_token text, ticket text) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sale_by_ticket(till_token, ticket);
end
$$;

ALTER FUNCTION api.sale_by_ticket(till_token text, ticket text) OWNER TO bartender_api;

--
-- Name: sales_page(text, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.sales_page(till_token text, filters jsonb, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_sales_page(till_token, filters, at);
end
$$;

ALTER FUNCTION api.sales_page(till_token text, filters jsonb, at jsonb) OWNER TO bartender_api;

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
-- Name: supplies_page(text, uuid, jsonb, jsonb); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.supplies_page(till_token text, session uuid, filters jsonb, at jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_supplies_page(till_token, session, filters, at);
end
$$;

ALTER FUNCTION api.supplies_page(till_token text, session uuid, filters jsonb, at jsonb) OWNER TO bartender_api;

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
-- Name: tills(text, uuid); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.tills(till_token text, session uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_tills(till_token, session);
end
$$;

ALTER FUNCTION api.tills(till_token text, session uuid) OWNER TO bartender_api;

--
-- Name: top_products(text, uuid, text, date); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.top_products(till_token text, session uuid, period text, day date) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_top_products(till_token, session, period, day);
end
$$;

ALTER FUNCTION api.top_products(till_token text, session uuid, period text, day date) OWNER TO bartender_api;

--
-- Name: trend(text, uuid, date, date); Type: FUNCTION; Schema: api; Owner: bartender_api
--

CREATE FUNCTION api.trend(till_token text, session uuid, first date, last date) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform from data.site; -- the gate of deploys
  return logic.answer_trend(till_token, session, first, last);
end
$$;

ALTER FUNCTION api.trend(till_token text, session uuid, first date, last date) OWNER TO bartender_api;

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
-- Name: supplies; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.supplies (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    command_id uuid NOT NULL,
    product_id uuid NOT NULL,
    lots integer NOT NULL,
    lot_size integer NOT NULL,
    qty integer NOT NULL,
    lot_price_minor bigint NOT NULL,
    unit_cost numeric(18,4) NOT NULL,
    average_before numeric(18,4) NOT NULL,
    supplier text DEFAULT ''::text NOT NULL,
    notes text DEFAULT ''::text NOT NULL,
    business_date date NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    reversed_by uuid,
    reversed_at timestamp with time zone,
    reversal_reason text,
    rev bigint NOT NULL,
    CONSTRAINT supplies_average_before_check CHECK ((average_before >= (0)::numeric)),
    CONSTRAINT supplies_check CHECK (((qty = (lots * lot_size)) AND (qty <= 100000))),
    CONSTRAINT supplies_check1 CHECK (((reversed_at IS NULL) = (reversal_reason IS NULL))),
    CONSTRAINT supplies_lot_price_minor_check CHECK (((lot_price_minor >= 0) AND (lot_price_minor <= '1000000000000'::bigint))),
    CONSTRAINT supplies_lot_size_check CHECK (((lot_size >= 1) AND (lot_size <= 1000))),
    CONSTRAINT supplies_lots_check CHECK (((lots >= 1) AND (lots <= 10000))),
    CONSTRAINT supplies_notes_check CHECK ((length(notes) <= 500)),
    CONSTRAINT supplies_rev_check CHECK ((rev > 0)),
    CONSTRAINT supplies_reversal_reason_check CHECK (((length(reversal_reason) >= 1) AND (length(reversal_reason) <= 200))),
    CONSTRAINT supplies_supplier_check CHECK ((length(supplier) <= 120)),
    CONSTRAINT supplies_unit_cost_check CHECK ((unit_cost >= (0)::numeric))
);

ALTER TABLE ONLY data.supplies FORCE ROW LEVEL SECURITY;

ALTER TABLE data.supplies OWNER TO bartender_owner;

--
-- Name: consignments; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.consignments (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    command_id uuid NOT NULL,
    sale_id uuid NOT NULL,
    "position" integer NOT NULL,
    product_id uuid NOT NULL,
    qty integer NOT NULL,
    guest text,
    phone text,
    notes text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'active'::text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    ended_by uuid,
    ended_at timestamp with time zone,
    reason text,
    rev bigint NOT NULL,
    part_of uuid,
    CONSTRAINT consignments_check CHECK (((state = 'active'::text) = (ended_at IS NULL))),
    CONSTRAINT consignments_check1 CHECK ((expires_at > created_at)),
    CONSTRAINT consignments_guest_check CHECK (((length(guest) >= 1) AND (length(guest) <= 80))),
    CONSTRAINT consignments_notes_check CHECK ((length(notes) <= 500)),
    CONSTRAINT consignments_part_is_claimed CHECK (((part_of IS NULL) OR (state = 'claimed'::text))),
    CONSTRAINT consignments_phone_check CHECK (((length(phone) >= 1) AND (length(phone) <= 40))),
    CONSTRAINT consignments_qty_check CHECK (((qty >= 1) AND (qty <= 999))),
    CONSTRAINT consignments_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 200))),
    CONSTRAINT consignments_rev_check CHECK ((rev > 0)),
    CONSTRAINT consignments_state_check CHECK ((state = ANY (ARRAY['active'::text, 'claimed'::text, 'forfeited'::text, 'expired'::text])))
);

ALTER TABLE ONLY data.consignments FORCE ROW LEVEL SECURITY;

ALTER TABLE data.consignments OWNER TO bartender_owner;

--
-- Name: change_credits; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.change_credits (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    sale_id uuid NOT NULL,
    code text NOT NULL,
    amount_minor bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    redeemed_by uuid,
    redeemed_at timestamp with time zone,
    CONSTRAINT change_credits_amount_minor_check CHECK ((amount_minor > 0)),
    CONSTRAINT change_credits_check CHECK (((redeemed_by IS NULL) OR (redeemed_at IS NOT NULL))),
    CONSTRAINT change_credits_code_check CHECK (((length(code) >= 1) AND (length(code) <= 24)))
);

ALTER TABLE ONLY data.change_credits FORCE ROW LEVEL SECURITY;

ALTER TABLE data.change_credits OWNER TO bartender_owner;

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
    settled_by uuid,
    resolution text,
    notes text DEFAULT ''::text NOT NULL,
    CONSTRAINT discrepancies_asked_minor_check CHECK ((asked_minor >= 0)),
    CONSTRAINT discrepancies_check CHECK (((kind = 'price'::text) = ((asked_minor IS NOT NULL) AND (price_minor IS NOT NULL)))),
    CONSTRAINT discrepancies_check1 CHECK (((state = 'settled'::text) = (settled_at IS NOT NULL))),
    CONSTRAINT discrepancies_kind_check CHECK ((kind = ANY (ARRAY['stock'::text, 'price'::text]))),
    CONSTRAINT discrepancies_notes_check CHECK ((length(notes) <= 500)),
    CONSTRAINT discrepancies_price_minor_check CHECK ((price_minor >= 0)),
    CONSTRAINT discrepancies_qty_check CHECK ((qty > 0)),
    CONSTRAINT discrepancies_resolution_check CHECK ((resolution = ANY (ARRAY['late_supply'::text, 'loss'::text, 'count'::text, 'price_accepted'::text, 'price_error'::text, 'sale_undone'::text, 'other'::text]))),
    CONSTRAINT discrepancies_resolution_of_settled CHECK (((state = 'settled'::text) = (resolution IS NOT NULL))),
    CONSTRAINT discrepancies_state_check CHECK ((state = ANY (ARRAY['open'::text, 'settled'::text])))
);

ALTER TABLE ONLY data.discrepancies FORCE ROW LEVEL SECURITY;

ALTER TABLE data.discrepancies OWNER TO bartender_owner;

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
    decided_by uuid,
    decided_at timestamp with time zone,
    decision_id uuid,
    reason text,
    methods smallint,
    CONSTRAINT sales_door_check CHECK ((door = ANY (ARRAY['counter'::text, 'served'::text]))),
    CONSTRAINT sales_methods_check CHECK (((methods >= 0) AND (methods <= 15))),
    CONSTRAINT sales_overrides_no_check CHECK ((overrides_no > 0)),
    CONSTRAINT sales_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 200))),
    CONSTRAINT sales_rev_check CHECK ((rev > 0)),
    CONSTRAINT sales_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'validated'::text, 'rejected'::text, 'cancelled'::text]))),
    CONSTRAINT sales_supersedes_no_check CHECK ((supersedes_no > 0)),
    CONSTRAINT sales_ticket_check CHECK (((length(ticket) >= 1) AND (length(ticket) <= 24))),
    CONSTRAINT sales_total_minor_check CHECK (((total_minor >= 0) AND (total_minor <= '1000000000000'::bigint)))
);

ALTER TABLE ONLY data.sales FORCE ROW LEVEL SECURITY;

ALTER TABLE data.sales OWNER TO bartender_owner;

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
    business_date date NOT NULL,
    methods smallint,
    CONSTRAINT sale_items_methods_check CHECK (((methods >= 0) AND (methods <= 15))),
    CONSTRAINT sale_items_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT sale_items_position_check CHECK ((("position" >= 1) AND ("position" <= 100))),
    CONSTRAINT sale_items_price_minor_check CHECK (((price_minor >= 0) AND (price_minor <= '1000000000000'::bigint))),
    CONSTRAINT sale_items_qty_check CHECK (((qty >= 1) AND (qty <= 999))),
    CONSTRAINT sale_items_volume_ml_check CHECK (((volume_ml >= 1) AND (volume_ml <= 1000000)))
);

ALTER TABLE ONLY data.sale_items FORCE ROW LEVEL SECURITY;

ALTER TABLE data.sale_items OWNER TO bartender_owner;

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
    versions jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT bar_members_failures_check CHECK ((failures >= 0)),
    CONSTRAINT bar_members_role_check CHECK ((role = ANY (ARRAY['seller'::text, 'manager'::text, 'owner'::text]))),
    CONSTRAINT bar_members_salt_check CHECK (((length(salt) >= 8) AND (length(salt) <= 64))),
    CONSTRAINT bar_members_verifier_check CHECK ((length(verifier) = 32)),
    CONSTRAINT bar_members_versions_check CHECK ((jsonb_typeof(versions) = 'object'::text))
);

ALTER TABLE ONLY data.bar_members FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_members OWNER TO bartender_owner;

--
-- Name: returns; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.returns (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    command_id uuid NOT NULL,
    sale_id uuid NOT NULL,
    "position" integer NOT NULL,
    product_id uuid NOT NULL,
    qty integer NOT NULL,
    amount_minor bigint NOT NULL,
    reason text NOT NULL,
    is_refunded boolean,
    restocks boolean,
    exchange_sale_id uuid,
    notes text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    business_date date NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    restocked_by uuid,
    restocked_at timestamp with time zone,
    refusal text,
    rev bigint,
    CONSTRAINT returns_amount_minor_check CHECK ((amount_minor >= 0)),
    CONSTRAINT returns_check CHECK (((reason = 'exchange'::text) = (exchange_sale_id IS NOT NULL))),
    CONSTRAINT returns_check1 CHECK (((state <> ALL (ARRAY['approved'::text, 'restocked'::text])) OR ((is_refunded IS NOT NULL) AND (restocks IS NOT NULL)))),
    CONSTRAINT returns_check2 CHECK (((state = 'restocked'::text) = (restocked_at IS NOT NULL))),
    CONSTRAINT returns_check3 CHECK (((state = 'rejected'::text) = (refusal IS NOT NULL))),
    CONSTRAINT returns_notes_check CHECK ((length(notes) <= 500)),
    CONSTRAINT returns_qty_check CHECK (((qty >= 1) AND (qty <= 999))),
    CONSTRAINT returns_reason_check CHECK ((reason = ANY (ARRAY['wrong_item'::text, 'exchange'::text, 'customer_change'::text, 'defective'::text, 'expired'::text, 'other'::text]))),
    CONSTRAINT returns_refusal_check CHECK (((length(refusal) >= 1) AND (length(refusal) <= 200))),
    CONSTRAINT returns_rev_check CHECK ((rev > 0)),
    CONSTRAINT returns_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'restocked'::text, 'rejected'::text])))
);

ALTER TABLE ONLY data.returns FORCE ROW LEVEL SECURITY;

ALTER TABLE data.returns OWNER TO bartender_owner;

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
    versions jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT tills_code_check CHECK ((code ~ '^[A-Z][A-Z0-9]{0,7}$'::text)),
    CONSTRAINT tills_device_check CHECK ((jsonb_typeof(device) = 'object'::text)),
    CONSTRAINT tills_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT tills_token_hash_check CHECK ((length(token_hash) = 32)),
    CONSTRAINT tills_versions_check CHECK ((jsonb_typeof(versions) = 'object'::text))
);

ALTER TABLE ONLY data.tills FORCE ROW LEVEL SECURITY;

ALTER TABLE data.tills OWNER TO bartender_owner;

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
    begun_at timestamp with time zone DEFAULT now() NOT NULL,
    claimed_by uuid
);

ALTER TABLE ONLY data.bar_epochs FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_epochs OWNER TO bartender_owner;

--
-- Name: bar_gates; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.bar_gates (
    bar_id uuid NOT NULL,
    gate text NOT NULL,
    paid_ms bigint NOT NULL,
    CONSTRAINT bar_gates_gate_check CHECK ((gate = ANY (ARRAY['enrol'::text, 'sign_in'::text]))),
    CONSTRAINT bar_gates_paid_ms_check CHECK ((paid_ms >= 0))
)
WITH (fillfactor='50');

ALTER TABLE ONLY data.bar_gates FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_gates OWNER TO bartender_owner;

--
-- Name: bar_hours; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.bar_hours (
    bar_id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    closing_hour integer NOT NULL,
    time_zone text NOT NULL,
    CONSTRAINT bar_hours_closing_hour_check CHECK (((closing_hour >= 0) AND (closing_hour <= 23))),
    CONSTRAINT bar_hours_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)))
);

ALTER TABLE ONLY data.bar_hours FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bar_hours OWNER TO bartender_owner;

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
    average_cost numeric(18,4) DEFAULT 0 NOT NULL,
    versions jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT bar_products_alert_threshold_check CHECK ((alert_threshold >= 0)),
    CONSTRAINT bar_products_average_cost_check CHECK ((average_cost >= (0)::numeric)),
    CONSTRAINT bar_products_barcode_check CHECK (((length(barcode) >= 1) AND (length(barcode) <= 64))),
    CONSTRAINT bar_products_check CHECK ((reserved <= stock)),
    CONSTRAINT bar_products_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT bar_products_price_minor_check CHECK (((price_minor >= 0) AND (price_minor <= '1000000000000'::bigint))),
    CONSTRAINT bar_products_reserved_check CHECK ((reserved >= 0)),
    CONSTRAINT bar_products_rev_check CHECK ((rev >= 0)),
    CONSTRAINT bar_products_stock_check CHECK ((stock >= 0)),
    CONSTRAINT bar_products_versions_check CHECK ((jsonb_typeof(versions) = 'object'::text)),
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
    consignment_days integer DEFAULT 7 NOT NULL,
    versions jsonb DEFAULT '{}'::jsonb NOT NULL,
    guest_retention_days integer DEFAULT 90 NOT NULL,
    pending_alert_minutes integer DEFAULT 60 NOT NULL,
    till_missing_minutes integer DEFAULT 60 NOT NULL,
    is_pilot boolean DEFAULT false NOT NULL,
    rank integer NOT NULL,
    realtime_cap integer DEFAULT 30 NOT NULL,
    hours_since timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT bars_address_check CHECK ((length(address) <= 200)),
    CONSTRAINT bars_closing_hour_check CHECK (((closing_hour >= 0) AND (closing_hour <= 23))),
    CONSTRAINT bars_consignment_days_check CHECK (((consignment_days >= 1) AND (consignment_days <= 30))),
    CONSTRAINT bars_counter_deadline_ms_check CHECK (((counter_deadline_ms >= 500) AND (counter_deadline_ms <= 10000))),
    CONSTRAINT bars_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT bars_guest_retention_days_check CHECK (((guest_retention_days >= 1) AND (guest_retention_days <= 3650))),
    CONSTRAINT bars_idle_lock_s_check CHECK (((idle_lock_s >= 10) AND (idle_lock_s <= 3600))),
    CONSTRAINT bars_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT bars_operating_mode_check CHECK ((operating_mode = ANY (ARRAY['simplified'::text, 'full'::text]))),
    CONSTRAINT bars_operators_check CHECK ((cardinality(operators) <= 20)),
    CONSTRAINT bars_pending_alert_minutes_check CHECK (((pending_alert_minutes >= 5) AND (pending_alert_minutes <= 1440))),
    CONSTRAINT bars_phone_check CHECK ((length(phone) <= 40)),
    CONSTRAINT bars_realtime_cap_check CHECK (((realtime_cap >= 0) AND (realtime_cap <= 1000))),
    CONSTRAINT bars_till_missing_minutes_check CHECK (((till_missing_minutes >= 10) AND (till_missing_minutes <= 10080))),
    CONSTRAINT bars_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64))),
    CONSTRAINT bars_versions_check CHECK ((jsonb_typeof(versions) = 'object'::text))
);

ALTER TABLE ONLY data.bars FORCE ROW LEVEL SECURITY;

ALTER TABLE data.bars OWNER TO bartender_owner;

--
-- Name: bars_rank_seq; Type: SEQUENCE; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.bars ALTER COLUMN rank ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME data.bars_rank_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: bars_with_stats; Type: MATERIALIZED VIEW; Schema: data; Owner: bartender_owner
--

CREATE MATERIALIZED VIEW data.bars_with_stats AS
 SELECT b.id AS bar_id,
    b.name,
    b.is_active,
    b.operating_mode,
    b.is_pilot,
    ( SELECT count(*) AS count
           FROM data.bar_members m
          WHERE ((m.bar_id = b.id) AND m.is_active)) AS people,
    ( SELECT count(*) AS count
           FROM data.tills t
          WHERE ((t.bar_id = b.id) AND (t.enrolled_at IS NOT NULL) AND (t.revoked_at IS NULL))) AS tills,
    ( SELECT count(*) AS count
           FROM data.bar_products p
          WHERE ((p.bar_id = b.id) AND p.is_active)) AS products,
    ( SELECT count(*) AS count
           FROM data.bar_products p
          WHERE ((p.bar_id = b.id) AND p.is_active AND ((p.stock - p.reserved) <= p.alert_threshold))) AS short_products,
    COALESCE(s.sales, (0)::bigint) AS sales,
    (COALESCE(s.gross, (0)::numeric))::bigint AS gross_minor,
    (COALESCE(r.returned, (0)::numeric))::bigint AS returned_minor,
    ((COALESCE(s.gross, (0)::numeric) - COALESCE(r.returned, (0)::numeric)))::bigint AS net_minor,
    ((COALESCE(s.gross_30, (0)::numeric) - COALESCE(r.returned_30, (0)::numeric)))::bigint AS net_minor_30,
    s.last_business_date
   FROM ((data.bars b
     LEFT JOIN ( SELECT x.bar_id,
            count(*) AS sales,
            sum(x.total_minor) AS gross,
            max(x.business_date) AS last_business_date,
            sum(x.total_minor) FILTER (WHERE (x.business_date > (CURRENT_DATE - 30))) AS gross_30
           FROM data.sales x
          WHERE (x.status = 'validated'::text)
          GROUP BY x.bar_id) s ON ((s.bar_id = b.id)))
     LEFT JOIN ( SELECT x.bar_id,
            sum(x.amount_minor) AS returned,
            sum(x.amount_minor) FILTER (WHERE (x.business_date > (CURRENT_DATE - 30))) AS returned_30
           FROM data.returns x
          WHERE ((x.state = ANY (ARRAY['approved'::text, 'restocked'::text])) AND (x.is_refunded OR (x.reason = 'exchange'::text)))
          GROUP BY x.bar_id) r ON ((r.bar_id = b.id)))
  WITH NO DATA;

ALTER MATERIALIZED VIEW data.bars_with_stats OWNER TO bartender_owner;

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
    versions jsonb DEFAULT '{}'::jsonb NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    CONSTRAINT categories_color_check CHECK ((length(color) <= 40)),
    CONSTRAINT categories_icon_check CHECK ((length(icon) <= 40)),
    CONSTRAINT categories_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT categories_versions_check CHECK ((jsonb_typeof(versions) = 'object'::text))
);

ALTER TABLE ONLY data.categories FORCE ROW LEVEL SECURITY;

ALTER TABLE data.categories OWNER TO bartender_owner;

--
-- Name: changed_days; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.changed_days (
    bar_id uuid NOT NULL,
    business_date date NOT NULL,
    changed_at timestamp with time zone NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE ONLY data.changed_days FORCE ROW LEVEL SECURITY;

ALTER TABLE data.changed_days OWNER TO bartender_owner;

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
    settled_by uuid,
    settled_at timestamp with time zone,
    business_date date NOT NULL,
    CONSTRAINT payments_amount_minor_check CHECK (((amount_minor >= 0) AND (amount_minor <= '1000000000000'::bigint))),
    CONSTRAINT payments_change_minor_check CHECK ((change_minor >= 0)),
    CONSTRAINT payments_check CHECK (((method = 'cash'::text) OR (NOT (((tendered_minor IS DISTINCT FROM NULL::bigint) OR (change_minor IS DISTINCT FROM NULL::bigint)) OR (owed_minor IS DISTINCT FROM NULL::bigint))))),
    CONSTRAINT payments_check1 CHECK (((method <> 'cash'::text) OR (tendered_minor = ((amount_minor + change_minor) + owed_minor)))),
    CONSTRAINT payments_check2 CHECK (((method = 'mobile_money'::text) = (operator IS NOT NULL))),
    CONSTRAINT payments_method_check CHECK ((method = ANY (ARRAY['cash'::text, 'mobile_money'::text, 'card'::text, 'exchange'::text]))),
    CONSTRAINT payments_operator_check CHECK (((length(operator) >= 1) AND (length(operator) <= 40))),
    CONSTRAINT payments_owed_minor_check CHECK ((owed_minor >= 0)),
    CONSTRAINT payments_position_check CHECK ((("position" >= 1) AND ("position" <= 20))),
    CONSTRAINT payments_reference_check CHECK ((length(reference) <= 80)),
    CONSTRAINT payments_state_check CHECK ((state = ANY (ARRAY['settled'::text, 'to_confirm'::text, 'confirmed'::text, 'failed'::text]))),
    CONSTRAINT payments_tendered_minor_check CHECK ((tendered_minor >= 0))
);

ALTER TABLE ONLY data.payments FORCE ROW LEVEL SECURITY;

ALTER TABLE data.payments OWNER TO bartender_owner;

--
-- Name: daily_sales_summary; Type: MATERIALIZED VIEW; Schema: data; Owner: bartender_owner
--

CREATE MATERIALIZED VIEW data.daily_sales_summary AS
 SELECT bar_id,
    business_date,
    (sum(sales))::bigint AS sales,
    (sum(bottles))::bigint AS bottles,
    (sum(gross))::bigint AS gross_minor,
    (sum(returns))::bigint AS returns,
    (sum(returned))::bigint AS returned_minor,
    ((sum(gross) - sum(returned)))::bigint AS net_minor,
    (sum(cash))::bigint AS cash_minor,
    (sum(mobile))::bigint AS mobile_money_minor,
    (sum(card))::bigint AS card_minor,
    (sum(exchanged))::bigint AS exchange_minor
   FROM ( SELECT s.bar_id,
            s.business_date,
            count(*) AS sales,
            0 AS bottles,
            sum(s.total_minor) AS gross,
            0 AS returns,
            0 AS returned,
            0 AS cash,
            0 AS mobile,
            0 AS card,
            0 AS exchanged
           FROM data.sales s
          WHERE (s.status = 'validated'::text)
          GROUP BY s.bar_id, s.business_date
        UNION ALL
         SELECT s.bar_id,
            s.business_date,
            0,
            sum(i.qty) AS sum,
            0,
            0,
            0,
            0,
            0,
            0,
            0
           FROM (data.sales s
             JOIN data.sale_items i ON (((i.bar_id = s.bar_id) AND (i.sale_id = s.id))))
          WHERE (s.status = 'validated'::text)
          GROUP BY s.bar_id, s.business_date
        UNION ALL
         SELECT r.bar_id,
            r.business_date,
            0,
            0,
            0,
            count(*) AS count,
            sum(r.amount_minor) AS sum,
            0,
            0,
            0,
            0
           FROM data.returns r
          WHERE ((r.state = ANY (ARRAY['approved'::text, 'restocked'::text])) AND (r.is_refunded OR (r.reason = 'exchange'::text)))
          GROUP BY r.bar_id, r.business_date
        UNION ALL
         SELECT s.bar_id,
            s.business_date,
            0,
            0,
            0,
            0,
            0,
            COALESCE(sum(p.amount_minor) FILTER (WHERE (p.method = 'cash'::text)), (0)::numeric) AS "coalesce",
            COALESCE(sum(p.amount_minor) FILTER (WHERE ((p.method = 'mobile_money'::text) AND (p.state <> 'failed'::text))), (0)::numeric) AS "coalesce",
            COALESCE(sum(p.amount_minor) FILTER (WHERE (p.method = 'card'::text)), (0)::numeric) AS "coalesce",
            COALESCE(sum(p.amount_minor) FILTER (WHERE (p.method = 'exchange'::text)), (0)::numeric) AS "coalesce"
           FROM (data.sales s
             JOIN data.payments p ON (((p.bar_id = s.bar_id) AND (p.sale_id = s.id))))
          WHERE (s.status = 'validated'::text)
          GROUP BY s.bar_id, s.business_date) d
  GROUP BY bar_id, business_date
  WITH NO DATA;

ALTER MATERIALIZED VIEW data.daily_sales_summary OWNER TO bartender_owner;

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
-- Name: gates; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.gates (
    gate text NOT NULL
);

ALTER TABLE ONLY data.gates FORCE ROW LEVEL SECURITY;

ALTER TABLE data.gates OWNER TO bartender_owner;

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
    subject text DEFAULT ''::text NOT NULL,
    read_by uuid,
    CONSTRAINT notifications_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 60))),
    CONSTRAINT notifications_params_check CHECK ((jsonb_typeof(params) = 'object'::text)),
    CONSTRAINT notifications_subject_check CHECK ((length(subject) <= 200))
);

ALTER TABLE ONLY data.notifications FORCE ROW LEVEL SECURITY;

ALTER TABLE data.notifications OWNER TO bartender_owner;

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
-- Name: product_sales_stats; Type: MATERIALIZED VIEW; Schema: data; Owner: bartender_owner
--

CREATE MATERIALIZED VIEW data.product_sales_stats AS
 SELECT bar_id,
    product_id,
    (sum(sales))::bigint AS sales,
    (sum(sold))::bigint AS sold,
    (sum(came_back))::bigint AS returned,
    (sum(gross))::bigint AS gross_minor,
    (sum(less))::bigint AS returned_minor,
    ((sum(gross) - sum(less)))::bigint AS net_minor,
    (COALESCE(sum((sold - came_back)) FILTER (WHERE is_recent), (0)::numeric))::bigint AS net_qty_30,
    (COALESCE(sum((gross - less)) FILTER (WHERE is_recent), (0)::numeric))::bigint AS net_minor_30,
    min(business_date) FILTER (WHERE (sold > 0)) AS first_sold_on,
    max(business_date) FILTER (WHERE (sold > 0)) AS last_sold_on
   FROM ( SELECT s.bar_id,
            i.product_id,
            s.business_date,
            (s.business_date > (CURRENT_DATE - 30)) AS is_recent,
            count(DISTINCT s.id) AS sales,
            sum(i.qty) AS sold,
            0 AS came_back,
            sum((i.price_minor * i.qty)) AS gross,
            0 AS less
           FROM (data.sales s
             JOIN data.sale_items i ON (((i.bar_id = s.bar_id) AND (i.sale_id = s.id))))
          WHERE (s.status = 'validated'::text)
          GROUP BY s.bar_id, i.product_id, s.business_date
        UNION ALL
         SELECT r.bar_id,
            r.product_id,
            r.business_date,
            (r.business_date > (CURRENT_DATE - 30)),
            0,
            0,
            sum(r.qty) AS sum,
            0,
            sum(r.amount_minor) AS sum
           FROM data.returns r
          WHERE ((r.state = ANY (ARRAY['approved'::text, 'restocked'::text])) AND (r.is_refunded OR (r.reason = 'exchange'::text)))
          GROUP BY r.bar_id, r.product_id, r.business_date) d
  GROUP BY bar_id, product_id
  WITH NO DATA;

ALTER MATERIALIZED VIEW data.product_sales_stats OWNER TO bartender_owner;

--
-- Name: realtime_leases; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.realtime_leases (
    bar_id uuid NOT NULL,
    till_id uuid NOT NULL,
    until_at timestamp with time zone,
    refused_at timestamp with time zone,
    CONSTRAINT realtime_leases_check CHECK ((num_nulls(until_at, refused_at) = 1))
)
WITH (fillfactor='50');

ALTER TABLE ONLY data.realtime_leases FORCE ROW LEVEL SECURITY;

ALTER TABLE data.realtime_leases OWNER TO bartender_owner;

--
-- Name: rollouts; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.rollouts (
    feature text NOT NULL,
    stage text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT rollouts_feature_check CHECK ((feature ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
    CONSTRAINT rollouts_stage_check CHECK ((stage = ANY (ARRAY['off'::text, 'pilot'::text, 'ten'::text, 'all'::text])))
);

ALTER TABLE ONLY data.rollouts FORCE ROW LEVEL SECURITY;

ALTER TABLE data.rollouts OWNER TO bartender_owner;

--
-- Name: schedule; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.schedule (
    name text NOT NULL,
    cron text NOT NULL,
    runs text NOT NULL,
    weight text NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    CONSTRAINT schedule_cron_check CHECK ((cron ~ '^[0-9*/,-]+ [0-9*/,-]+ \* \* \*$'::text)),
    CONSTRAINT schedule_name_check CHECK ((name ~ '^[a-z][a-z0-9_]{0,59}$'::text)),
    CONSTRAINT schedule_runs_check CHECK ((runs ~ '^jobs\.[a-z_]+\((''[a-z_]+'')?\)$'::text)),
    CONSTRAINT schedule_weight_check CHECK ((weight = ANY (ARRAY['instant'::text, 'light'::text, 'heavy'::text])))
);

ALTER TABLE ONLY data.schedule FORCE ROW LEVEL SECURITY;

ALTER TABLE data.schedule OWNER TO bartender_owner;

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
    time_zone text DEFAULT 'Africa/Porto-Novo'::text NOT NULL,
    quiet_from integer DEFAULT 18 NOT NULL,
    quiet_until integer DEFAULT 2 NOT NULL,
    realtime_url text,
    realtime_kind text DEFAULT 'relay'::text NOT NULL,
    realtime_key text,
    realtime_secret text DEFAULT encode(sha256(convert_to(((gen_random_uuid())::text || gen_random_uuid()), 'UTF8'::name)), 'hex'::text) NOT NULL,
    CONSTRAINT site_emergency_s_check CHECK (((emergency_s >= 5) AND (emergency_s <= 3600))),
    CONSTRAINT site_feed_check CHECK ((feed = ANY (ARRAY['notify'::text, 'supabase'::text, 'none'::text]))),
    CONSTRAINT site_is_only_check CHECK (is_only),
    CONSTRAINT site_minimum_till_check CHECK ((minimum_till ~ '^\d+\.\d+\.\d+$'::text)),
    CONSTRAINT site_quiet_from_check CHECK (((quiet_from >= 0) AND (quiet_from <= 23))),
    CONSTRAINT site_quiet_until_check CHECK (((quiet_until >= 0) AND (quiet_until <= 23))),
    CONSTRAINT site_realtime_key_check CHECK (((length(realtime_key) >= 1) AND (length(realtime_key) <= 2000))),
    CONSTRAINT site_realtime_kind_check CHECK ((realtime_kind = ANY (ARRAY['relay'::text, 'broadcast'::text, 'postgres_changes'::text]))),
    CONSTRAINT site_realtime_secret_check CHECK (((length(realtime_secret) >= 32) AND (length(realtime_secret) <= 500))),
    CONSTRAINT site_realtime_url_check CHECK (((realtime_url ~ '^wss?://[^ ]+$'::text) AND (length(realtime_url) <= 300))),
    CONSTRAINT site_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64))),
    CONSTRAINT site_work_limit_ms_check CHECK (((work_limit_ms >= 0) AND (work_limit_ms <= 2000)))
);

ALTER TABLE ONLY data.site FORCE ROW LEVEL SECURITY;

ALTER TABLE data.site OWNER TO bartender_owner;

--
-- Name: stock_adjustments; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.stock_adjustments (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    command_id uuid NOT NULL,
    product_id uuid NOT NULL,
    delta integer NOT NULL,
    reason text NOT NULL,
    notes text DEFAULT ''::text NOT NULL,
    count_id uuid,
    expected integer,
    counted integer,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    rev bigint NOT NULL,
    CONSTRAINT stock_adjustments_check CHECK (((reason <> ALL (ARRAY['theft_report'::text, 'other'::text])) OR (length(notes) > 0))),
    CONSTRAINT stock_adjustments_check1 CHECK (((count_id IS NULL) = ((expected IS NULL) AND (counted IS NULL)))),
    CONSTRAINT stock_adjustments_counted_check CHECK ((counted >= 0)),
    CONSTRAINT stock_adjustments_delta_check CHECK ((delta <> 0)),
    CONSTRAINT stock_adjustments_expected_check CHECK ((expected >= 0)),
    CONSTRAINT stock_adjustments_notes_check CHECK ((length(notes) <= 500)),
    CONSTRAINT stock_adjustments_reason_check CHECK ((reason = ANY (ARRAY['inventory_count'::text, 'loss_damage'::text, 'donation_sample'::text, 'expiration'::text, 'theft_report'::text, 'other'::text]))),
    CONSTRAINT stock_adjustments_rev_check CHECK ((rev > 0))
);

ALTER TABLE ONLY data.stock_adjustments FORCE ROW LEVEL SECURITY;

ALTER TABLE data.stock_adjustments OWNER TO bartender_owner;

--
-- Name: stock_counts; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.stock_counts (
    bar_id uuid NOT NULL,
    id uuid NOT NULL,
    command_id uuid NOT NULL,
    products integer NOT NULL,
    differences integer NOT NULL,
    notes text DEFAULT ''::text NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    rev bigint,
    CONSTRAINT stock_counts_differences_check CHECK ((differences >= 0)),
    CONSTRAINT stock_counts_notes_check CHECK ((length(notes) <= 500)),
    CONSTRAINT stock_counts_products_check CHECK (((products >= 1) AND (products <= 1000))),
    CONSTRAINT stock_counts_rev_check CHECK ((rev > 0))
);

ALTER TABLE ONLY data.stock_counts FORCE ROW LEVEL SECURITY;

ALTER TABLE data.stock_counts OWNER TO bartender_owner;

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
-- Name: top_products_by_period; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.top_products_by_period (
    bar_id uuid NOT NULL,
    period text NOT NULL,
    starts_on date NOT NULL,
    product_id uuid NOT NULL,
    net_qty bigint NOT NULL,
    net_minor bigint NOT NULL,
    CONSTRAINT top_products_by_period_period_check CHECK ((period = ANY (ARRAY['day'::text, 'month'::text])))
);

ALTER TABLE ONLY data.top_products_by_period FORCE ROW LEVEL SECURITY;

ALTER TABLE data.top_products_by_period OWNER TO bartender_owner;

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
-- Name: view_refreshes; Type: TABLE; Schema: data; Owner: bartender_owner
--

CREATE TABLE data.view_refreshes (
    id bigint NOT NULL,
    job text NOT NULL,
    run_by text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    duration_ms bigint NOT NULL,
    is_done boolean NOT NULL,
    changed bigint,
    error text,
    CONSTRAINT view_refreshes_check CHECK ((is_done = (error IS NULL))),
    CONSTRAINT view_refreshes_duration_ms_check CHECK ((duration_ms >= 0)),
    CONSTRAINT view_refreshes_job_check CHECK (((length(job) >= 1) AND (length(job) <= 60))),
    CONSTRAINT view_refreshes_run_by_check CHECK (((length(run_by) >= 1) AND (length(run_by) <= 120)))
);

ALTER TABLE ONLY data.view_refreshes FORCE ROW LEVEL SECURITY;

ALTER TABLE data.view_refreshes OWNER TO bartender_owner;

--
-- Name: view_refreshes_id_seq; Type: SEQUENCE; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.view_refreshes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME data.view_refreshes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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
-- Name: bar_gates bar_gates_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_gates
    ADD CONSTRAINT bar_gates_pkey PRIMARY KEY (bar_id, gate);

--
-- Name: bar_hours bar_hours_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_hours
    ADD CONSTRAINT bar_hours_pkey PRIMARY KEY (bar_id, valid_from);

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
-- Name: change_credits change_credits_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.change_credits
    ADD CONSTRAINT change_credits_pkey PRIMARY KEY (bar_id, id);

--
-- Name: changed_days changed_days_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.changed_days
    ADD CONSTRAINT changed_days_pkey PRIMARY KEY (bar_id, business_date);

--
-- Name: commands commands_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.commands
    ADD CONSTRAINT commands_pkey PRIMARY KEY (bar_id, till_id, ledger_id, no);

--
-- Name: consignments consignments_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.consignments
    ADD CONSTRAINT consignments_pkey PRIMARY KEY (bar_id, id);

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
-- Name: gates gates_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.gates
    ADD CONSTRAINT gates_pkey PRIMARY KEY (gate);

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
-- Name: realtime_leases realtime_leases_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.realtime_leases
    ADD CONSTRAINT realtime_leases_pkey PRIMARY KEY (bar_id, till_id);

--
-- Name: returns returns_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.returns
    ADD CONSTRAINT returns_pkey PRIMARY KEY (bar_id, id);

--
-- Name: rollouts rollouts_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.rollouts
    ADD CONSTRAINT rollouts_pkey PRIMARY KEY (feature);

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
-- Name: schedule schedule_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (name);

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
-- Name: stock_adjustments stock_adjustments_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_adjustments
    ADD CONSTRAINT stock_adjustments_pkey PRIMARY KEY (bar_id, id);

--
-- Name: stock_counts stock_counts_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_counts
    ADD CONSTRAINT stock_counts_pkey PRIMARY KEY (bar_id, id);

--
-- Name: stock_movements stock_movements_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_movements
    ADD CONSTRAINT stock_movements_pkey PRIMARY KEY (bar_id, source_id, kind, product_id);

--
-- Name: supplies supplies_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.supplies
    ADD CONSTRAINT supplies_pkey PRIMARY KEY (bar_id, id);

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
-- Name: top_products_by_period top_products_by_period_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.top_products_by_period
    ADD CONSTRAINT top_products_by_period_pkey PRIMARY KEY (bar_id, period, starts_on, product_id);

--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

--
-- Name: view_refreshes view_refreshes_pkey; Type: CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.view_refreshes
    ADD CONSTRAINT view_refreshes_pkey PRIMARY KEY (id);

--
-- Name: idx_alerts_bar; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_alerts_bar ON data.alerts USING btree (bar_id);

--
-- Name: idx_alerts_open; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE UNIQUE INDEX idx_alerts_open ON data.alerts USING btree (bar_id, kind, subject) NULLS NOT DISTINCT WHERE (settled_at IS NULL);

--
-- Name: idx_audit_log_bar_at; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_audit_log_bar_at ON data.audit_log USING btree (bar_id, at DESC, id DESC);

--
-- Name: idx_audit_log_subject; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_audit_log_subject ON data.audit_log USING btree (subject, bar_id) WHERE (subject IS NOT NULL);

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
-- Name: idx_bars_with_stats; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE UNIQUE INDEX idx_bars_with_stats ON data.bars_with_stats USING btree (bar_id);

--
-- Name: idx_change_credits_code; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_change_credits_code ON data.change_credits USING btree (bar_id, code);

--
-- Name: idx_change_credits_open; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_change_credits_open ON data.change_credits USING btree (bar_id) WHERE (redeemed_at IS NULL);

--
-- Name: idx_change_credits_redeemed_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_change_credits_redeemed_by ON data.change_credits USING btree (redeemed_by, bar_id) WHERE (redeemed_by IS NOT NULL);

--
-- Name: idx_change_credits_sale; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_change_credits_sale ON data.change_credits USING btree (sale_id, bar_id);

--
-- Name: idx_commands_at; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_commands_at ON data.commands USING brin (at) WITH (pages_per_range='16', autosummarize='on');

--
-- Name: idx_commands_bodies; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_commands_bodies ON data.commands USING btree (bar_id, at) WHERE ((body IS NOT NULL) AND (kind <> 'gap'::text) AND (code IS DISTINCT FROM 'TLPRK'::text) AND (code IS DISTINCT FROM 'TLREV'::text) AND ((earlier ->> 'code'::text) IS DISTINCT FROM 'TLPRK'::text));

--
-- Name: idx_commands_guests; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_commands_guests ON data.commands USING btree (bar_id, at) WHERE (kind = ANY (ARRAY['create_consignment'::text, 'park'::text]));

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
-- Name: idx_consignments_active; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_consignments_active ON data.consignments USING btree (bar_id, product_id, expires_at) WHERE (state = 'active'::text);

--
-- Name: idx_consignments_bar_created; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_consignments_bar_created ON data.consignments USING btree (bar_id, created_at DESC, id);

--
-- Name: idx_consignments_created_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_consignments_created_by ON data.consignments USING btree (created_by, bar_id);

--
-- Name: idx_consignments_ended_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_consignments_ended_by ON data.consignments USING btree (ended_by, bar_id) WHERE (ended_by IS NOT NULL);

--
-- Name: idx_consignments_part_of; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_consignments_part_of ON data.consignments USING btree (part_of, bar_id) WHERE (part_of IS NOT NULL);

--
-- Name: idx_consignments_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_consignments_product ON data.consignments USING btree (product_id, bar_id);

--
-- Name: idx_consignments_sale; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_consignments_sale ON data.consignments USING btree (sale_id, "position", bar_id);

--
-- Name: idx_daily_sales_summary; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE UNIQUE INDEX idx_daily_sales_summary ON data.daily_sales_summary USING btree (bar_id, business_date);

--
-- Name: idx_discrepancies_bar_created; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_discrepancies_bar_created ON data.discrepancies USING btree (bar_id, created_at DESC, id DESC);

--
-- Name: idx_discrepancies_open; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_discrepancies_open ON data.discrepancies USING btree (bar_id, created_at) WHERE (state = 'open'::text);

--
-- Name: idx_discrepancies_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_discrepancies_product ON data.discrepancies USING btree (product_id, bar_id);

--
-- Name: idx_discrepancies_sale; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_discrepancies_sale ON data.discrepancies USING btree (sale_id, bar_id);

--
-- Name: idx_discrepancies_settled_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_discrepancies_settled_by ON data.discrepancies USING btree (settled_by, bar_id) WHERE (settled_by IS NOT NULL);

--
-- Name: idx_enrolments_till; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_enrolments_till ON data.enrolments USING btree (till_id, bar_id);

--
-- Name: idx_notifications_bar_created; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_notifications_bar_created ON data.notifications USING btree (bar_id, created_at);

--
-- Name: idx_notifications_open; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE UNIQUE INDEX idx_notifications_open ON data.notifications USING btree (bar_id, kind, subject) WHERE ((read_at IS NULL) AND (subject <> ''::text));

--
-- Name: idx_notifications_read_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_notifications_read_by ON data.notifications USING btree (read_by, bar_id) WHERE (read_by IS NOT NULL);

--
-- Name: idx_notifications_subject; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_notifications_subject ON data.notifications USING btree (bar_id, kind, subject, created_at DESC);

--
-- Name: idx_notifications_unread; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_notifications_unread ON data.notifications USING btree (bar_id, created_at DESC, id) WHERE (read_at IS NULL);

--
-- Name: idx_payments_method; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_payments_method ON data.payments USING btree (bar_id, method, business_date DESC, sale_id DESC) WHERE (method <> 'cash'::text);

--
-- Name: idx_payments_settled_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_payments_settled_by ON data.payments USING btree (settled_by, bar_id) WHERE (settled_by IS NOT NULL);

--
-- Name: idx_payments_to_confirm; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_payments_to_confirm ON data.payments USING btree (bar_id, sale_id) WHERE (state = 'to_confirm'::text);

--
-- Name: idx_product_sales_stats; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE UNIQUE INDEX idx_product_sales_stats ON data.product_sales_stats USING btree (bar_id, product_id);

--
-- Name: idx_returns_bar_business_date; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_returns_bar_business_date ON data.returns USING btree (bar_id, business_date DESC, id);

--
-- Name: idx_returns_created_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_returns_created_by ON data.returns USING btree (created_by, bar_id);

--
-- Name: idx_returns_decided; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_returns_decided ON data.returns USING btree (decided_at) WHERE (decided_at IS NOT NULL);

--
-- Name: idx_returns_decided_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_returns_decided_by ON data.returns USING btree (decided_by, bar_id) WHERE (decided_by IS NOT NULL);

--
-- Name: idx_returns_exchange; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_returns_exchange ON data.returns USING btree (exchange_sale_id, bar_id) WHERE (exchange_sale_id IS NOT NULL);

--
-- Name: idx_returns_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_returns_product ON data.returns USING btree (product_id, bar_id);

--
-- Name: idx_returns_restocked_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_returns_restocked_by ON data.returns USING btree (restocked_by, bar_id) WHERE (restocked_by IS NOT NULL);

--
-- Name: idx_returns_sale; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_returns_sale ON data.returns USING btree (sale_id, "position", bar_id);

--
-- Name: idx_returns_sale_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_returns_sale_product ON data.returns USING btree (sale_id, product_id) WHERE (state = ANY (ARRAY['approved'::text, 'restocked'::text]));

--
-- Name: idx_sale_items_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sale_items_product ON data.sale_items USING btree (product_id, bar_id, business_date DESC, sale_id DESC) INCLUDE (methods);

--
-- Name: idx_sales_bar_business_date; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_bar_business_date ON data.sales USING btree (bar_id, business_date DESC, id DESC) INCLUDE (methods) WHERE (status = 'validated'::text);

--
-- Name: idx_sales_bar_created; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_bar_created ON data.sales USING btree (bar_id, created_at);

--
-- Name: idx_sales_bar_pending; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_bar_pending ON data.sales USING btree (bar_id, created_at) WHERE (status = 'pending'::text);

--
-- Name: idx_sales_bar_status; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_bar_status ON data.sales USING btree (bar_id, status, business_date DESC, id DESC) INCLUDE (methods) WHERE (status <> 'validated'::text);

--
-- Name: idx_sales_booked; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_booked ON data.sales USING brin (booked_at) WITH (pages_per_range='16', autosummarize='on');

--
-- Name: idx_sales_created_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_created_by ON data.sales USING btree (created_by, bar_id);

--
-- Name: idx_sales_decided; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_decided ON data.sales USING btree (decided_at) WHERE (decided_at IS NOT NULL);

--
-- Name: idx_sales_decided_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_decided_by ON data.sales USING btree (decided_by, bar_id) WHERE (decided_by IS NOT NULL);

--
-- Name: idx_sales_sold_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_sold_by ON data.sales USING btree (sold_by, bar_id, business_date DESC, id DESC) INCLUDE (methods, status);

--
-- Name: idx_sales_till; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sales_till ON data.sales USING btree (till_id, bar_id, ticket);

--
-- Name: idx_sessions_till; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sessions_till ON data.sessions USING btree (till_id, bar_id);

--
-- Name: idx_sessions_user; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_sessions_user ON data.sessions USING btree (bar_id, user_id, till_id, started_at);

--
-- Name: idx_stock_adjustments_bar_created; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_stock_adjustments_bar_created ON data.stock_adjustments USING btree (bar_id, created_at DESC, id);

--
-- Name: idx_stock_adjustments_count; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_stock_adjustments_count ON data.stock_adjustments USING btree (count_id, bar_id) WHERE (count_id IS NOT NULL);

--
-- Name: idx_stock_adjustments_created_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_stock_adjustments_created_by ON data.stock_adjustments USING btree (created_by, bar_id);

--
-- Name: idx_stock_adjustments_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_stock_adjustments_product ON data.stock_adjustments USING btree (product_id, bar_id);

--
-- Name: idx_stock_counts_created_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_stock_counts_created_by ON data.stock_counts USING btree (created_by, bar_id);

--
-- Name: idx_stock_movements_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_stock_movements_product ON data.stock_movements USING btree (product_id, bar_id, rev DESC);

--
-- Name: idx_supplies_bar_created; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_supplies_bar_created ON data.supplies USING btree (bar_id, created_at DESC, id);

--
-- Name: idx_supplies_created_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_supplies_created_by ON data.supplies USING btree (created_by, bar_id);

--
-- Name: idx_supplies_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_supplies_product ON data.supplies USING btree (product_id, bar_id);

--
-- Name: idx_supplies_reversed_by; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_supplies_reversed_by ON data.supplies USING btree (reversed_by, bar_id) WHERE (reversed_by IS NOT NULL);

--
-- Name: idx_tills_token; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE UNIQUE INDEX idx_tills_token ON data.tills USING btree (token_hash);

--
-- Name: idx_top_products_product; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_top_products_product ON data.top_products_by_period USING btree (product_id, bar_id);

--
-- Name: idx_view_refreshes_job; Type: INDEX; Schema: data; Owner: bartender_owner
--

CREATE INDEX idx_view_refreshes_job ON data.view_refreshes USING btree (job, id DESC);

--
-- Name: consignments _100_guard_consignment; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_consignment BEFORE UPDATE ON data.consignments FOR EACH ROW EXECUTE FUNCTION logic.guard_consignment();

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
-- Name: consignments _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE ON data.consignments FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: payments _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE ON data.payments FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: returns _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE ON data.returns FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: sale_items _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE OR UPDATE ON data.sale_items FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: sales _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE ON data.sales FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: stock_movements _100_guard_past; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_past BEFORE DELETE OR UPDATE ON data.stock_movements FOR EACH STATEMENT EXECUTE FUNCTION logic.guard_past();

--
-- Name: payments _100_guard_payment; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_payment BEFORE UPDATE ON data.payments FOR EACH ROW EXECUTE FUNCTION logic.guard_payment();

--
-- Name: returns _100_guard_return; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_return BEFORE UPDATE ON data.returns FOR EACH ROW EXECUTE FUNCTION logic.guard_return();

--
-- Name: sales _100_guard_sale; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_guard_sale BEFORE UPDATE ON data.sales FOR EACH ROW EXECUTE FUNCTION logic.guard_sale();

--
-- Name: bars _100_stamp_hours; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _100_stamp_hours BEFORE UPDATE OF closing_hour, time_zone ON data.bars FOR EACH ROW WHEN (((old.closing_hour <> new.closing_hour) OR (old.time_zone <> new.time_zone))) EXECUTE FUNCTION logic.stamp_hours();

--
-- Name: bars _200_keep_hours_insert; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _200_keep_hours_insert AFTER INSERT ON data.bars FOR EACH ROW EXECUTE FUNCTION logic.keep_hours();

--
-- Name: bars _200_keep_hours_update; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _200_keep_hours_update AFTER UPDATE OF closing_hour, time_zone ON data.bars FOR EACH ROW WHEN ((old.hours_since <> new.hours_since)) EXECUTE FUNCTION logic.keep_hours();

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
-- Name: payments _300_keep_changed_day; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _300_keep_changed_day AFTER UPDATE ON data.payments FOR EACH ROW EXECUTE FUNCTION logic.keep_changed_day();

--
-- Name: returns _300_keep_changed_day; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _300_keep_changed_day AFTER INSERT OR UPDATE ON data.returns FOR EACH ROW EXECUTE FUNCTION logic.keep_changed_day();

--
-- Name: sales _300_keep_changed_day; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _300_keep_changed_day AFTER UPDATE ON data.sales FOR EACH ROW EXECUTE FUNCTION logic.keep_changed_day();

--
-- Name: sales _300_keep_changed_day_late; Type: TRIGGER; Schema: data; Owner: bartender_owner
--

CREATE TRIGGER _300_keep_changed_day_late AFTER INSERT ON data.sales FOR EACH ROW WHEN ((new.created_at < (new.booked_at - '00:05:00'::interval))) EXECUTE FUNCTION logic.keep_changed_day();

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
-- Name: bar_gates bar_gates_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_gates
    ADD CONSTRAINT bar_gates_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: bar_hours bar_hours_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.bar_hours
    ADD CONSTRAINT bar_hours_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

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
-- Name: change_credits change_credits_bar_id_redeemed_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.change_credits
    ADD CONSTRAINT change_credits_bar_id_redeemed_by_fkey FOREIGN KEY (bar_id, redeemed_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: change_credits change_credits_bar_id_sale_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.change_credits
    ADD CONSTRAINT change_credits_bar_id_sale_id_fkey FOREIGN KEY (bar_id, sale_id) REFERENCES data.sales(bar_id, id) ON DELETE RESTRICT;

--
-- Name: changed_days changed_days_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.changed_days
    ADD CONSTRAINT changed_days_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: commands commands_bar_id_till_id_ledger_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.commands
    ADD CONSTRAINT commands_bar_id_till_id_ledger_id_fkey FOREIGN KEY (bar_id, till_id, ledger_id) REFERENCES data.ledgers(bar_id, till_id, id) ON DELETE RESTRICT;

--
-- Name: consignments consignments_bar_id_created_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.consignments
    ADD CONSTRAINT consignments_bar_id_created_by_fkey FOREIGN KEY (bar_id, created_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: consignments consignments_bar_id_ended_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.consignments
    ADD CONSTRAINT consignments_bar_id_ended_by_fkey FOREIGN KEY (bar_id, ended_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: consignments consignments_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.consignments
    ADD CONSTRAINT consignments_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: consignments consignments_bar_id_sale_id_position_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.consignments
    ADD CONSTRAINT consignments_bar_id_sale_id_position_fkey FOREIGN KEY (bar_id, sale_id, "position") REFERENCES data.sale_items(bar_id, sale_id, "position") ON DELETE RESTRICT;

--
-- Name: consignments consignments_part_of_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.consignments
    ADD CONSTRAINT consignments_part_of_fkey FOREIGN KEY (bar_id, part_of) REFERENCES data.consignments(bar_id, id) ON DELETE RESTRICT;

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
-- Name: discrepancies discrepancies_settled_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.discrepancies
    ADD CONSTRAINT discrepancies_settled_by_fkey FOREIGN KEY (bar_id, settled_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

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
-- Name: notifications notifications_bar_id_read_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.notifications
    ADD CONSTRAINT notifications_bar_id_read_by_fkey FOREIGN KEY (bar_id, read_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: payments payments_bar_id_sale_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.payments
    ADD CONSTRAINT payments_bar_id_sale_id_fkey FOREIGN KEY (bar_id, sale_id) REFERENCES data.sales(bar_id, id) ON DELETE RESTRICT;

--
-- Name: payments payments_settled_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.payments
    ADD CONSTRAINT payments_settled_by_fkey FOREIGN KEY (bar_id, settled_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: product_prices product_prices_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.product_prices
    ADD CONSTRAINT product_prices_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: realtime_leases realtime_leases_bar_id_till_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.realtime_leases
    ADD CONSTRAINT realtime_leases_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;

--
-- Name: returns returns_bar_id_created_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.returns
    ADD CONSTRAINT returns_bar_id_created_by_fkey FOREIGN KEY (bar_id, created_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: returns returns_bar_id_decided_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.returns
    ADD CONSTRAINT returns_bar_id_decided_by_fkey FOREIGN KEY (bar_id, decided_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: returns returns_bar_id_exchange_sale_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.returns
    ADD CONSTRAINT returns_bar_id_exchange_sale_id_fkey FOREIGN KEY (bar_id, exchange_sale_id) REFERENCES data.sales(bar_id, id) ON DELETE RESTRICT;

--
-- Name: returns returns_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.returns
    ADD CONSTRAINT returns_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: returns returns_bar_id_restocked_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.returns
    ADD CONSTRAINT returns_bar_id_restocked_by_fkey FOREIGN KEY (bar_id, restocked_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: returns returns_bar_id_sale_id_position_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.returns
    ADD CONSTRAINT returns_bar_id_sale_id_position_fkey FOREIGN KEY (bar_id, sale_id, "position") REFERENCES data.sale_items(bar_id, sale_id, "position") ON DELETE RESTRICT;

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
-- Name: sales sales_decided_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_decided_by_fkey FOREIGN KEY (bar_id, decided_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

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
-- Name: stock_adjustments stock_adjustments_bar_id_count_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_adjustments
    ADD CONSTRAINT stock_adjustments_bar_id_count_id_fkey FOREIGN KEY (bar_id, count_id) REFERENCES data.stock_counts(bar_id, id) ON DELETE RESTRICT;

--
-- Name: stock_adjustments stock_adjustments_bar_id_created_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_adjustments
    ADD CONSTRAINT stock_adjustments_bar_id_created_by_fkey FOREIGN KEY (bar_id, created_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: stock_adjustments stock_adjustments_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_adjustments
    ADD CONSTRAINT stock_adjustments_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: stock_counts stock_counts_bar_id_created_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_counts
    ADD CONSTRAINT stock_counts_bar_id_created_by_fkey FOREIGN KEY (bar_id, created_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: stock_counts stock_counts_bar_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_counts
    ADD CONSTRAINT stock_counts_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;

--
-- Name: stock_movements stock_movements_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.stock_movements
    ADD CONSTRAINT stock_movements_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: supplies supplies_bar_id_created_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.supplies
    ADD CONSTRAINT supplies_bar_id_created_by_fkey FOREIGN KEY (bar_id, created_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

--
-- Name: supplies supplies_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.supplies
    ADD CONSTRAINT supplies_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

--
-- Name: supplies supplies_bar_id_reversed_by_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.supplies
    ADD CONSTRAINT supplies_bar_id_reversed_by_fkey FOREIGN KEY (bar_id, reversed_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;

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
-- Name: top_products_by_period top_products_by_period_bar_id_product_id_fkey; Type: FK CONSTRAINT; Schema: data; Owner: bartender_owner
--

ALTER TABLE ONLY data.top_products_by_period
    ADD CONSTRAINT top_products_by_period_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;

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
-- Name: bar_gates bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.bar_gates TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: bar_hours bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.bar_hours TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

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
-- Name: change_credits bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.change_credits TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: changed_days bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.changed_days TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: commands bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.commands TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: consignments bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.consignments TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

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
-- Name: realtime_leases bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.realtime_leases TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: returns bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.returns TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

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
-- Name: stock_adjustments bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.stock_adjustments TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: stock_counts bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.stock_counts TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: stock_movements bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.stock_movements TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: supplies bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.supplies TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: till_status bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.till_status TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: tills bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.tills TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

--
-- Name: top_products_by_period bar; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY bar ON data.top_products_by_period FOR SELECT TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));

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
-- Name: bar_gates; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.bar_gates ENABLE ROW LEVEL SECURITY;

--
-- Name: bar_hours; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.bar_hours ENABLE ROW LEVEL SECURITY;

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
-- Name: change_credits; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.change_credits ENABLE ROW LEVEL SECURITY;

--
-- Name: changed_days; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.changed_days ENABLE ROW LEVEL SECURITY;

--
-- Name: commands; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.commands ENABLE ROW LEVEL SECURITY;

--
-- Name: consignments; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.consignments ENABLE ROW LEVEL SECURITY;

--
-- Name: discrepancies; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.discrepancies ENABLE ROW LEVEL SECURITY;

--
-- Name: enrolments; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.enrolments ENABLE ROW LEVEL SECURITY;

--
-- Name: gates everybody; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY everybody ON data.gates TO bartender_api USING (true) WITH CHECK (false);

--
-- Name: migrations everybody; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY everybody ON data.migrations FOR SELECT TO bartender_api USING (true);

--
-- Name: rollouts everybody; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY everybody ON data.rollouts FOR SELECT TO bartender_api USING (true);

--
-- Name: site everybody; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY everybody ON data.site FOR SELECT TO bartender_api USING (true);

--
-- Name: gates; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.gates ENABLE ROW LEVEL SECURITY;

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
-- Name: users member; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY member ON data.users FOR INSERT TO bartender_api WITH CHECK (true);

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
-- Name: bars own; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY own ON data.bars FOR UPDATE TO bartender_api USING (((id)::text = current_setting('bartender.bar'::text, true)));

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
-- Name: bar_gates owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.bar_gates TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: bar_hours owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.bar_hours TO bartender_owner USING (true) WITH CHECK (true);

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
-- Name: change_credits owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.change_credits TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: changed_days owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.changed_days TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: commands owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.commands TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: consignments owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.consignments TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: discrepancies owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.discrepancies TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: enrolments owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.enrolments TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: gates owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.gates TO bartender_owner USING (true) WITH CHECK (true);

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
-- Name: realtime_leases owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.realtime_leases TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: returns owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.returns TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: rollouts owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.rollouts TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: sale_items owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.sale_items TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: sales owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.sales TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: schedule owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.schedule TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: sessions owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.sessions TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: site owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.site TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: stock_adjustments owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.stock_adjustments TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: stock_counts owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.stock_counts TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: stock_movements owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.stock_movements TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: supplies owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.supplies TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: till_status owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.till_status TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: tills owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.tills TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: top_products_by_period owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.top_products_by_period TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: users owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.users TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: view_refreshes owner; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY owner ON data.view_refreshes TO bartender_owner USING (true) WITH CHECK (true);

--
-- Name: payments; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.payments ENABLE ROW LEVEL SECURITY;

--
-- Name: product_prices; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.product_prices ENABLE ROW LEVEL SECURITY;

--
-- Name: realtime_leases; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.realtime_leases ENABLE ROW LEVEL SECURITY;

--
-- Name: users renamed; Type: POLICY; Schema: data; Owner: bartender_owner
--

CREATE POLICY renamed ON data.users FOR UPDATE TO bartender_api USING ((EXISTS ( SELECT
   FROM data.bar_members m
  WHERE ((m.user_id = users.id) AND ((m.bar_id)::text = current_setting('bartender.bar'::text, true))))));

--
-- Name: returns; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.returns ENABLE ROW LEVEL SECURITY;

--
-- Name: rollouts; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.rollouts ENABLE ROW LEVEL SECURITY;

--
-- Name: sale_items; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.sale_items ENABLE ROW LEVEL SECURITY;

--
-- Name: sales; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.sales ENABLE ROW LEVEL SECURITY;

--
-- Name: schedule; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.schedule ENABLE ROW LEVEL SECURITY;

--
-- Name: sessions; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.sessions ENABLE ROW LEVEL SECURITY;

--
-- Name: site; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.site ENABLE ROW LEVEL SECURITY;

--
-- Name: stock_adjustments; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.stock_adjustments ENABLE ROW LEVEL SECURITY;

--
-- Name: stock_counts; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.stock_counts ENABLE ROW LEVEL SECURITY;

--
-- Name: stock_movements; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.stock_movements ENABLE ROW LEVEL SECURITY;

--
-- Name: supplies; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.supplies ENABLE ROW LEVEL SECURITY;

--
-- Name: till_status; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.till_status ENABLE ROW LEVEL SECURITY;

--
-- Name: tills; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.tills ENABLE ROW LEVEL SECURITY;

--
-- Name: top_products_by_period; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.top_products_by_period ENABLE ROW LEVEL SECURITY;

--
-- Name: users; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.users ENABLE ROW LEVEL SECURITY;

--
-- Name: view_refreshes; Type: ROW SECURITY; Schema: data; Owner: bartender_owner
--

ALTER TABLE data.view_refreshes ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA api; Type: ACL; Schema: -; Owner: bartender_owner
--

GRANT USAGE ON SCHEMA api TO bartender_till;
GRANT USAGE ON SCHEMA api TO bartender_relay;

--
-- Name: SCHEMA data; Type: ACL; Schema: -; Owner: bartender_owner
--

GRANT USAGE ON SCHEMA data TO bartender_api;

--
-- Name: LANGUAGE plpgsql; Type: ACL; Schema: -; Owner: postgres
--

REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC;
GRANT ALL ON LANGUAGE plpgsql TO bartender_owner;

--
-- Name: TABLE bar_clocks; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,UPDATE ON TABLE data.bar_clocks TO bartender_api;

--
-- Name: TABLE commands; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.commands TO bartender_api;

--
-- Name: FUNCTION adjustments_page(till_token text, session uuid, filters jsonb, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.adjustments_page(till_token text, session uuid, filters jsonb, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.adjustments_page(till_token text, session uuid, filters jsonb, at jsonb) TO bartender_till;

--
-- Name: FUNCTION audit_page(till_token text, session uuid, filters jsonb, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.audit_page(till_token text, session uuid, filters jsonb, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.audit_page(till_token text, session uuid, filters jsonb, at jsonb) TO bartender_till;

--
-- Name: FUNCTION bar(till_token text, session uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.bar(till_token text, session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.bar(till_token text, session uuid) TO bartender_till;

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
-- Name: FUNCTION change_page(till_token text, filters jsonb, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.change_page(till_token text, filters jsonb, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.change_page(till_token text, filters jsonb, at jsonb) TO bartender_till;

--
-- Name: FUNCTION consignments_page(till_token text, session uuid, filters jsonb, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.consignments_page(till_token text, session uuid, filters jsonb, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.consignments_page(till_token text, session uuid, filters jsonb, at jsonb) TO bartender_till;

--
-- Name: FUNCTION dashboard(till_token text, session uuid, first date, last date); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.dashboard(till_token text, session uuid, first date, last date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.dashboard(till_token text, session uuid, first date, last date) TO bartender_till;

--
-- Name: FUNCTION discrepancies_page(till_token text, filters jsonb, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.discrepancies_page(till_token text, filters jsonb, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.discrepancies_page(till_token text, filters jsonb, at jsonb) TO bartender_till;

--
-- Name: FUNCTION enrol(code text, token text, ledger uuid, device jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.enrol(code text, token text, ledger uuid, device jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.enrol(code text, token text, ledger uuid, device jsonb) TO bartender_till;

--
-- Name: FUNCTION feed(bar uuid, epoch uuid, rev bigint); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.feed(bar uuid, epoch uuid, rev bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.feed(bar uuid, epoch uuid, rev bigint) TO bartender_relay;

--
-- Name: FUNCTION feed_marks(bars uuid[]); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.feed_marks(bars uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.feed_marks(bars uuid[]) TO bartender_relay;

--
-- Name: FUNCTION feed_settings(); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.feed_settings() FROM PUBLIC;
GRANT ALL ON FUNCTION api.feed_settings() TO bartender_relay;

--
-- Name: FUNCTION leave(till_token text); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.leave(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.leave(till_token text) TO bartender_till;

--
-- Name: FUNCTION members(till_token text, session uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.members(till_token text, session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.members(till_token text, session uuid) TO bartender_till;

--
-- Name: FUNCTION movements_page(till_token text, product uuid, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.movements_page(till_token text, product uuid, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.movements_page(till_token text, product uuid, at jsonb) TO bartender_till;

--
-- Name: FUNCTION my_bars(till_token text, session uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.my_bars(till_token text, session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.my_bars(till_token text, session uuid) TO bartender_till;

--
-- Name: FUNCTION notifications_page(till_token text, session uuid, filters jsonb, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.notifications_page(till_token text, session uuid, filters jsonb, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.notifications_page(till_token text, session uuid, filters jsonb, at jsonb) TO bartender_till;

--
-- Name: FUNCTION open_ledger(till_token text, ledger uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.open_ledger(till_token text, ledger uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.open_ledger(till_token text, ledger uuid) TO bartender_till;

--
-- Name: FUNCTION product_stats(till_token text, session uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.product_stats(till_token text, session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.product_stats(till_token text, session uuid) TO bartender_till;

--
-- Name: FUNCTION products(till_token text, session uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.products(till_token text, session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.products(till_token text, session uuid) TO bartender_till;

--
-- Name: FUNCTION pulse(till_token text, ledger uuid, seen jsonb, status jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.pulse(till_token text, ledger uuid, seen jsonb, status jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.pulse(till_token text, ledger uuid, seen jsonb, status jsonb) TO bartender_till;

--
-- Name: FUNCTION realtime_token(till_token text); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.realtime_token(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.realtime_token(till_token text) TO bartender_till;

--
-- Name: FUNCTION returns_page(till_token text, filters jsonb, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.returns_page(till_token text, filters jsonb, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.returns_page(till_token text, filters jsonb, at jsonb) TO bartender_till;

--
-- Name: FUNCTION sale(till_token text, sale uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.sale(till_token text, sale uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.sale(till_token text, sale uuid) TO bartender_till;

--
-- Name: FUNCTION sale_by_ticket(till_token text, ticket text); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.sale_by_ticket(till_token text, ticket text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.sale_by_ticket(till_token text, ticket text) TO bartender_till;

--
-- Name: FUNCTION sales_page(till_token text, filters jsonb, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.sales_page(till_token text, filters jsonb, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.sales_page(till_token text, filters jsonb, at jsonb) TO bartender_till;

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
-- Name: FUNCTION supplies_page(till_token text, session uuid, filters jsonb, at jsonb); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.supplies_page(till_token text, session uuid, filters jsonb, at jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.supplies_page(till_token text, session uuid, filters jsonb, at jsonb) TO bartender_till;

--
-- Name: FUNCTION team(till_token text); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.team(till_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.team(till_token text) TO bartender_till;

--
-- Name: FUNCTION tills(till_token text, session uuid); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.tills(till_token text, session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.tills(till_token text, session uuid) TO bartender_till;

--
-- Name: FUNCTION top_products(till_token text, session uuid, period text, day date); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.top_products(till_token text, session uuid, period text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.top_products(till_token text, session uuid, period text, day date) TO bartender_till;

--
-- Name: FUNCTION trend(till_token text, session uuid, first date, last date); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.trend(till_token text, session uuid, first date, last date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.trend(till_token text, session uuid, first date, last date) TO bartender_till;

--
-- Name: FUNCTION version(); Type: ACL; Schema: api; Owner: bartender_api
--

REVOKE ALL ON FUNCTION api.version() FROM PUBLIC;
GRANT ALL ON FUNCTION api.version() TO bartender_till;

--
-- Name: TABLE supplies; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.supplies TO bartender_api;

--
-- Name: TABLE consignments; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.consignments TO bartender_api;

--
-- Name: TABLE change_credits; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.change_credits TO bartender_api;

--
-- Name: TABLE discrepancies; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.discrepancies TO bartender_api;

--
-- Name: COLUMN discrepancies.state; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(state) ON TABLE data.discrepancies TO bartender_api;

--
-- Name: COLUMN discrepancies.settled_at; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(settled_at) ON TABLE data.discrepancies TO bartender_api;

--
-- Name: COLUMN discrepancies.settled_by; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(settled_by) ON TABLE data.discrepancies TO bartender_api;

--
-- Name: COLUMN discrepancies.resolution; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(resolution) ON TABLE data.discrepancies TO bartender_api;

--
-- Name: COLUMN discrepancies.notes; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(notes) ON TABLE data.discrepancies TO bartender_api;

--
-- Name: TABLE sales; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.sales TO bartender_api;

--
-- Name: COLUMN sales.status; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(status) ON TABLE data.sales TO bartender_api;

--
-- Name: COLUMN sales.rev; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(rev) ON TABLE data.sales TO bartender_api;

--
-- Name: COLUMN sales.decided_by; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(decided_by) ON TABLE data.sales TO bartender_api;

--
-- Name: COLUMN sales.decided_at; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(decided_at) ON TABLE data.sales TO bartender_api;

--
-- Name: COLUMN sales.decision_id; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(decision_id) ON TABLE data.sales TO bartender_api;

--
-- Name: COLUMN sales.reason; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(reason) ON TABLE data.sales TO bartender_api;

--
-- Name: TABLE sale_items; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.sale_items TO bartender_api;

--
-- Name: TABLE bar_members; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.bar_members TO bartender_api;

--
-- Name: TABLE returns; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.returns TO bartender_api;

--
-- Name: TABLE tills; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.tills TO bartender_api;

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
-- Name: TABLE bar_gates; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.bar_gates TO bartender_api;

--
-- Name: TABLE bar_hours; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.bar_hours TO bartender_api;

--
-- Name: COLUMN bar_hours.closing_hour; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(closing_hour) ON TABLE data.bar_hours TO bartender_api;

--
-- Name: COLUMN bar_hours.time_zone; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(time_zone) ON TABLE data.bar_hours TO bartender_api;

--
-- Name: TABLE bar_modes; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.bar_modes TO bartender_api;

--
-- Name: COLUMN bar_modes.operating_mode; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(operating_mode) ON TABLE data.bar_modes TO bartender_api;

--
-- Name: TABLE bar_products; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.bar_products TO bartender_api;

--
-- Name: TABLE bars; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.name; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(name) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.address; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(address) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.phone; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(phone) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.time_zone; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(time_zone) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.closing_hour; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(closing_hour) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.operating_mode; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(operating_mode) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.idle_lock_s; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(idle_lock_s) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.counter_deadline_ms; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(counter_deadline_ms) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.operators; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(operators) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.consignment_days; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(consignment_days) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.versions; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(versions) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.guest_retention_days; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(guest_retention_days) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.pending_alert_minutes; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(pending_alert_minutes) ON TABLE data.bars TO bartender_api;

--
-- Name: COLUMN bars.till_missing_minutes; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(till_missing_minutes) ON TABLE data.bars TO bartender_api;

--
-- Name: TABLE categories; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.categories TO bartender_api;

--
-- Name: TABLE changed_days; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.changed_days TO bartender_api;

--
-- Name: COLUMN changed_days.changed_at; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(changed_at) ON TABLE data.changed_days TO bartender_api;

--
-- Name: TABLE payments; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.payments TO bartender_api;

--
-- Name: COLUMN payments.reference; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(reference) ON TABLE data.payments TO bartender_api;

--
-- Name: COLUMN payments.state; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(state) ON TABLE data.payments TO bartender_api;

--
-- Name: COLUMN payments.settled_by; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(settled_by) ON TABLE data.payments TO bartender_api;

--
-- Name: COLUMN payments.settled_at; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(settled_at) ON TABLE data.payments TO bartender_api;

--
-- Name: SEQUENCE enrol_gate; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT ALL ON SEQUENCE data.enrol_gate TO bartender_api;

--
-- Name: TABLE enrolments; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.enrolments TO bartender_api;

--
-- Name: TABLE gates; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.gates TO bartender_api;

--
-- Name: COLUMN gates.gate; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(gate) ON TABLE data.gates TO bartender_api;

--
-- Name: TABLE ledgers; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.ledgers TO bartender_api;

--
-- Name: TABLE member_roles; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.member_roles TO bartender_api;

--
-- Name: COLUMN member_roles.role; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(role) ON TABLE data.member_roles TO bartender_api;

--
-- Name: COLUMN member_roles.is_active; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(is_active) ON TABLE data.member_roles TO bartender_api;

--
-- Name: TABLE migrations; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.migrations TO bartender_api;

--
-- Name: TABLE notifications; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.notifications TO bartender_api;

--
-- Name: COLUMN notifications.read_at; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(read_at) ON TABLE data.notifications TO bartender_api;

--
-- Name: COLUMN notifications.read_by; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(read_by) ON TABLE data.notifications TO bartender_api;

--
-- Name: TABLE product_prices; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.product_prices TO bartender_api;

--
-- Name: TABLE realtime_leases; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.realtime_leases TO bartender_api;

--
-- Name: TABLE rollouts; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.rollouts TO bartender_api;

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
-- Name: TABLE stock_adjustments; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.stock_adjustments TO bartender_api;

--
-- Name: TABLE stock_counts; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.stock_counts TO bartender_api;

--
-- Name: TABLE stock_movements; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.stock_movements TO bartender_api;

--
-- Name: TABLE till_status; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE data.till_status TO bartender_api;

--
-- Name: TABLE top_products_by_period; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT ON TABLE data.top_products_by_period TO bartender_api;

--
-- Name: TABLE users; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT SELECT,INSERT ON TABLE data.users TO bartender_api;

--
-- Name: COLUMN users.name; Type: ACL; Schema: data; Owner: bartender_owner
--

GRANT UPDATE(name) ON TABLE data.users TO bartender_api;

--
-- PostgreSQL database dump complete
--
