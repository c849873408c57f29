-- The tables of the first release (migrations 0001 to 0006), with a bar that has sold: what a till left on a server that was never updated.
-- Dumped without the code, which a deploy replaces first. Never changed.

CREATE SCHEMA data;
ALTER SCHEMA data OWNER TO bartender_owner;
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
ALTER TABLE data.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME data.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
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
CREATE TABLE data.bar_epochs (
    bar_id uuid NOT NULL,
    epoch uuid NOT NULL,
    begun_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY data.bar_epochs FORCE ROW LEVEL SECURITY;
ALTER TABLE data.bar_epochs OWNER TO bartender_owner;
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
CREATE TABLE data.bar_modes (
    bar_id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    operating_mode text NOT NULL,
    CONSTRAINT bar_modes_operating_mode_check CHECK ((operating_mode = ANY (ARRAY['simplified'::text, 'full'::text])))
);
ALTER TABLE ONLY data.bar_modes FORCE ROW LEVEL SECURITY;
ALTER TABLE data.bar_modes OWNER TO bartender_owner;
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
CREATE SEQUENCE data.enrol_gate
    START WITH 0
    INCREMENT BY 1
    MINVALUE 0
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE data.enrol_gate OWNER TO bartender_owner;
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
CREATE TABLE data.migrations (
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY data.migrations FORCE ROW LEVEL SECURITY;
ALTER TABLE data.migrations OWNER TO bartender_owner;
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
CREATE TABLE data.product_prices (
    bar_id uuid NOT NULL,
    product_id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    price_minor bigint NOT NULL,
    CONSTRAINT product_prices_price_minor_check CHECK (((price_minor >= 0) AND (price_minor <= '1000000000000'::bigint)))
);
ALTER TABLE ONLY data.product_prices FORCE ROW LEVEL SECURITY;
ALTER TABLE data.product_prices OWNER TO bartender_owner;
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
CREATE SEQUENCE data.sign_in_gate
    START WITH 0
    INCREMENT BY 1
    MINVALUE 0
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE data.sign_in_gate OWNER TO bartender_owner;
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
CREATE TABLE data.users (
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);
ALTER TABLE ONLY data.users FORCE ROW LEVEL SECURITY;
ALTER TABLE data.users OWNER TO bartender_owner;
INSERT INTO data.audit_log OVERRIDING SYSTEM VALUE VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', 1, '2026-11-23 01:38:59.258811+00', 'postgres', 'create_bar', NULL, '{}');
INSERT INTO data.audit_log OVERRIDING SYSTEM VALUE VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', 2, '2026-11-23 01:38:59.339949+00', 'postgres', 'add_member', '01a2060e-703b-762d-8a18-b2687e5dfc2d', '{"role": "seller"}');
INSERT INTO data.audit_log OVERRIDING SYSTEM VALUE VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', 3, '2026-11-23 01:38:59.342232+00', 'postgres', 'create_till', '01a2060e-708c-7b83-bdf1-5a06c084bf18', '{}');
INSERT INTO data.bar_clocks VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', 6, '8997fb95-d495-4f18-8c4f-4c066d42e0b9', '7711175425527761970:00000001', 4, 0, 0, 0, 1, 1, 0, 4);
INSERT INTO data.bar_epochs VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '8997fb95-d495-4f18-8c4f-4c066d42e0b9', '2026-11-23 01:38:59.253749+00');
INSERT INTO data.bar_members VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-703b-762d-8a18-b2687e5dfc2d', 'seller', true, '\xc51b47292ab2d4296b2b0040926480a5', '\x6c8f68733bbd002e7a4b04f071e16e44fb4dffeefd7aa311a228df343609508e', 0, NULL, '2026-11-23 01:38:59.337+00');
INSERT INTO data.bar_modes VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '2026-11-23 01:38:59.256622+00', 'simplified');
INSERT INTO data.bar_products VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-708e-7a2b-abb8-5f985afd00c8', NULL, 'Flag', 330, NULL, 10, 0, 600, 17, 0, true, 6, '2026-11-23 01:38:59.342511+00');
INSERT INTO data.bars VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', 'Chez Aïcha', '', '', true, 'Africa/Porto-Novo', 6, 'XOF', 'simplified', 60, 2500, '{"MTN MoMo","Moov Money"}', true, '2026-11-23 01:38:59.253749+00');
INSERT INTO data.commands VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-708c-7b83-bdf1-5a06c084bf18', '01a2060e-708e-7080-b6e2-61666af3f108', 1, '01a2060e-7094-72e8-9882-5d8a75e71ca9', true, 'record_sale', 1, '\x84abc7c61df126951a1f0df8c1ee32a512b6daff8a6bdd1c847b0f54540930a9', 'counter', '01a2060e-703b-762d-8a18-b2687e5dfc2d', NULL, '2026-11-23 01:38:59.348188+00', '{"sale": "01a2060e-7094-7f8d-afee-75cdf1b42dd7", "lines": [{"qty": 1, "name": "Flag", "price": 600, "product": "01a2060e-708e-7a2b-abb8-5f985afd00c8", "volume_ml": 330}], "total": 600, "ticket": "C1-000001", "sold_by": "01a2060e-703b-762d-8a18-b2687e5dfc2d", "override": false, "payments": [{"owed": 0, "amount": 600, "change": 0, "method": "cash", "tendered": 600}], "overrides": null, "supersedes": null}', 'done', NULL, '{}', '{"sale": "01a2060e-7094-7f8d-afee-75cdf1b42dd7", "flags": ["without_session", "never_signed_in"], "status": "pending", "missing": [], "business_date": "2026-11-22"}', 3, NULL, '2026-11-23 01:38:59.349211+00');
INSERT INTO data.commands VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-708c-7b83-bdf1-5a06c084bf18', '01a2060e-708e-7080-b6e2-61666af3f108', 2, '01a2060e-70a1-711b-9f58-4548ebb32137', true, 'record_sale', 1, '\xcec158760fc429f9c6a4d91caf4956cba5eb2f4556094c304e76bc053f456d7a', 'counter', '01a2060e-703b-762d-8a18-b2687e5dfc2d', NULL, '2026-11-23 01:38:59.361629+00', '{"sale": "01a2060e-70a1-7014-9d41-ef1328195c74", "lines": [{"qty": 2, "name": "Flag", "price": 600, "product": "01a2060e-708e-7a2b-abb8-5f985afd00c8", "volume_ml": 330}], "total": 1200, "ticket": "C1-000002", "sold_by": "01a2060e-703b-762d-8a18-b2687e5dfc2d", "override": false, "payments": [{"owed": 0, "amount": 1200, "change": 0, "method": "cash", "tendered": 1200}], "overrides": null, "supersedes": null}', 'done', NULL, '{}', '{"sale": "01a2060e-70a1-7014-9d41-ef1328195c74", "flags": ["without_session", "never_signed_in"], "status": "pending", "missing": [], "business_date": "2026-11-22"}', 4, NULL, '2026-11-23 01:38:59.362045+00');
INSERT INTO data.commands VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-708c-7b83-bdf1-5a06c084bf18', '01a2060e-708e-7080-b6e2-61666af3f108', 3, '01a2060e-70a3-7f6d-9f44-740368a33887', true, 'record_sale', 1, '\x463aa2a15d7695bfbf546f40691a785590654176e7603a59d7379bbbc141eb13', 'counter', '01a2060e-703b-762d-8a18-b2687e5dfc2d', NULL, '2026-11-23 01:38:59.363627+00', '{"sale": "01a2060e-70a3-7aac-823a-a38b2fa823c3", "lines": [{"qty": 1, "name": "Flag", "price": 600, "product": "01a2060e-708e-7a2b-abb8-5f985afd00c8", "volume_ml": 330}], "total": 600, "ticket": "C1-000003", "sold_by": "01a2060e-703b-762d-8a18-b2687e5dfc2d", "override": false, "payments": [{"owed": 0, "amount": 600, "change": 0, "method": "cash", "tendered": 600}], "overrides": null, "supersedes": null}', 'done', NULL, '{}', '{"sale": "01a2060e-70a3-7aac-823a-a38b2fa823c3", "flags": ["without_session", "never_signed_in"], "status": "pending", "missing": [], "business_date": "2026-11-22"}', 5, NULL, '2026-11-23 01:38:59.363838+00');
INSERT INTO data.commands VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-708c-7b83-bdf1-5a06c084bf18', '01a2060e-708e-7080-b6e2-61666af3f108', 4, '01a2060e-70a4-7095-85c8-10818771d945', true, 'record_sale', 1, '\x015c2cf848a0fa5b58c559f3e48ab45ce021edf1b71fda3bfae54d4a126fadfb', 'counter', '01a2060e-703b-762d-8a18-b2687e5dfc2d', NULL, '2026-11-23 01:38:59.364927+00', '{"sale": "01a2060e-70a4-7b09-8bda-2e26822962c4", "lines": [{"qty": 3, "name": "Flag", "price": 600, "product": "01a2060e-708e-7a2b-abb8-5f985afd00c8", "volume_ml": 330}], "total": 1800, "ticket": "C1-000004", "sold_by": "01a2060e-703b-762d-8a18-b2687e5dfc2d", "override": false, "payments": [{"owed": 0, "amount": 1800, "change": 0, "method": "cash", "tendered": 1800}], "overrides": null, "supersedes": null}', 'done', NULL, '{}', '{"sale": "01a2060e-70a4-7b09-8bda-2e26822962c4", "flags": ["without_session", "never_signed_in"], "status": "pending", "missing": [], "business_date": "2026-11-22"}', 6, NULL, '2026-11-23 01:38:59.365109+00');
INSERT INTO data.ledgers VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-708c-7b83-bdf1-5a06c084bf18', '057c267d-62ec-48cd-9b0b-ab1c164adcf1', 0, 0, '2026-11-23 01:38:59.341385+00');
INSERT INTO data.ledgers VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-708c-7b83-bdf1-5a06c084bf18', '01a2060e-708e-7080-b6e2-61666af3f108', 4, 4, '2026-11-23 01:38:59.346527+00');
INSERT INTO data.member_roles VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-703b-762d-8a18-b2687e5dfc2d', '2026-11-23 01:38:59.339659+00', 'seller', true);
INSERT INTO data.migrations VALUES ('0001_bars_and_people', 'b8a6b6f4c8b51948e2451baaa1518e7ca11a6d20ea6d3a6587cc313da4c6ce55', '2026-11-23 01:38:59.016022+00');
INSERT INTO data.migrations VALUES ('0002_tills_and_sessions', '02cc7179d40631a6c6c87aa1777ad6fb2c2c3a242fe2a5e33843d96d6231f685', '2026-11-23 01:38:59.016022+00');
INSERT INTO data.migrations VALUES ('0003_catalog_and_stock', '81388078e6ed0738e495efad39284c9c7adadb2e8c2ed986ff20d458c526f3a8', '2026-11-23 01:38:59.016022+00');
INSERT INTO data.migrations VALUES ('0004_sales', '029e53cbabd49016e44d298869bccda0deae565ca5200f15fd33870541948ba7', '2026-11-23 01:38:59.016022+00');
INSERT INTO data.migrations VALUES ('0005_commands', '06f3aeb2268f3fd2fcf8b1a2c029d2aa3ac3752130edc3000ed7923f4e801a0b', '2026-11-23 01:38:59.016022+00');
INSERT INTO data.migrations VALUES ('0006_epochs', 'bba454ec0047ad5676e0f7879cbd88bbbeafea59e50e1f207bf982a160faa92e', '2026-11-23 01:38:59.016022+00');
INSERT INTO data.notifications VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', 'e4c99983-d796-4225-b661-458bb862927b', 'sale_flagged', '{"sale": "01a2060e-7094-7f8d-afee-75cdf1b42dd7", "flags": ["without_session", "never_signed_in"], "ticket": "C1-000001", "missing": []}', '2026-11-23 01:38:59.358665+00', NULL);
INSERT INTO data.notifications VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '4c75e5c4-9766-4b3b-a58a-9c182ed4b889', 'sale_flagged', '{"sale": "01a2060e-70a1-7014-9d41-ef1328195c74", "flags": ["without_session", "never_signed_in"], "ticket": "C1-000002", "missing": []}', '2026-11-23 01:38:59.363086+00', NULL);
INSERT INTO data.notifications VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '913f85b9-dabd-4f45-8330-942f8e50b16d', 'sale_flagged', '{"sale": "01a2060e-70a3-7aac-823a-a38b2fa823c3", "flags": ["without_session", "never_signed_in"], "ticket": "C1-000003", "missing": []}', '2026-11-23 01:38:59.364535+00', NULL);
INSERT INTO data.notifications VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '8d6bbb27-cba0-4621-a9aa-92bbd2b8a3a4', 'sale_flagged', '{"sale": "01a2060e-70a4-7b09-8bda-2e26822962c4", "flags": ["without_session", "never_signed_in"], "ticket": "C1-000004", "missing": []}', '2026-11-23 01:38:59.36584+00', NULL);
INSERT INTO data.payments VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-7094-7f8d-afee-75cdf1b42dd7', 1, 'cash', 600, 600, 0, 0, NULL, NULL, 'settled');
INSERT INTO data.payments VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a1-7014-9d41-ef1328195c74', 1, 'cash', 1200, 1200, 0, 0, NULL, NULL, 'settled');
INSERT INTO data.payments VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a3-7aac-823a-a38b2fa823c3', 1, 'cash', 600, 600, 0, 0, NULL, NULL, 'settled');
INSERT INTO data.payments VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a4-7b09-8bda-2e26822962c4', 1, 'cash', 1800, 1800, 0, 0, NULL, NULL, 'settled');
INSERT INTO data.product_prices VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-708e-7a2b-abb8-5f985afd00c8', '2026-11-23 01:38:59.343761+00', 600);
INSERT INTO data.sale_items VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-7094-7f8d-afee-75cdf1b42dd7', 1, '01a2060e-708e-7a2b-abb8-5f985afd00c8', 'Flag', 330, 600, 1);
INSERT INTO data.sale_items VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a1-7014-9d41-ef1328195c74', 1, '01a2060e-708e-7a2b-abb8-5f985afd00c8', 'Flag', 330, 600, 2);
INSERT INTO data.sale_items VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a3-7aac-823a-a38b2fa823c3', 1, '01a2060e-708e-7a2b-abb8-5f985afd00c8', 'Flag', 330, 600, 1);
INSERT INTO data.sale_items VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a4-7b09-8bda-2e26822962c4', 1, '01a2060e-708e-7a2b-abb8-5f985afd00c8', 'Flag', 330, 600, 3);
INSERT INTO data.sales VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-7094-7f8d-afee-75cdf1b42dd7', '01a2060e-7094-72e8-9882-5d8a75e71ca9', '01a2060e-708c-7b83-bdf1-5a06c084bf18', 'C1-000001', '01a2060e-703b-762d-8a18-b2687e5dfc2d', '01a2060e-703b-762d-8a18-b2687e5dfc2d', NULL, 'pending', 'counter', '2026-11-22', 600, '{without_session,never_signed_in}', NULL, NULL, 3, '2026-11-23 01:38:59.348188+00', '2026-11-23 01:38:59.348188+00', '2026-11-23 01:38:59.349211+00');
INSERT INTO data.sales VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a1-7014-9d41-ef1328195c74', '01a2060e-70a1-711b-9f58-4548ebb32137', '01a2060e-708c-7b83-bdf1-5a06c084bf18', 'C1-000002', '01a2060e-703b-762d-8a18-b2687e5dfc2d', '01a2060e-703b-762d-8a18-b2687e5dfc2d', NULL, 'pending', 'counter', '2026-11-22', 1200, '{without_session,never_signed_in}', NULL, NULL, 4, '2026-11-23 01:38:59.361629+00', '2026-11-23 01:38:59.361629+00', '2026-11-23 01:38:59.362045+00');
INSERT INTO data.sales VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a3-7aac-823a-a38b2fa823c3', '01a2060e-70a3-7f6d-9f44-740368a33887', '01a2060e-708c-7b83-bdf1-5a06c084bf18', 'C1-000003', '01a2060e-703b-762d-8a18-b2687e5dfc2d', '01a2060e-703b-762d-8a18-b2687e5dfc2d', NULL, 'pending', 'counter', '2026-11-22', 600, '{without_session,never_signed_in}', NULL, NULL, 5, '2026-11-23 01:38:59.363627+00', '2026-11-23 01:38:59.363627+00', '2026-11-23 01:38:59.363838+00');
INSERT INTO data.sales VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a4-7b09-8bda-2e26822962c4', '01a2060e-70a4-7095-85c8-10818771d945', '01a2060e-708c-7b83-bdf1-5a06c084bf18', 'C1-000004', '01a2060e-703b-762d-8a18-b2687e5dfc2d', '01a2060e-703b-762d-8a18-b2687e5dfc2d', NULL, 'pending', 'counter', '2026-11-22', 1800, '{without_session,never_signed_in}', NULL, NULL, 6, '2026-11-23 01:38:59.364927+00', '2026-11-23 01:38:59.364927+00', '2026-11-23 01:38:59.365109+00');
INSERT INTO data.site VALUES (true, 'notify', 500, '0.1.0', true, NULL);
INSERT INTO data.stock_movements VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '05547f91-813a-4309-b609-03c3ac9f5113', 'adjustment', '01a2060e-708e-7a2b-abb8-5f985afd00c8', 24, 2, '2026-11-23 01:38:59.344771+00', 'opening');
INSERT INTO data.stock_movements VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-7094-7f8d-afee-75cdf1b42dd7', 'sale', '01a2060e-708e-7a2b-abb8-5f985afd00c8', -1, 3, '2026-11-23 01:38:59.349211+00', NULL);
INSERT INTO data.stock_movements VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a1-7014-9d41-ef1328195c74', 'sale', '01a2060e-708e-7a2b-abb8-5f985afd00c8', -2, 4, '2026-11-23 01:38:59.362045+00', NULL);
INSERT INTO data.stock_movements VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a3-7aac-823a-a38b2fa823c3', 'sale', '01a2060e-708e-7a2b-abb8-5f985afd00c8', -1, 5, '2026-11-23 01:38:59.363838+00', NULL);
INSERT INTO data.stock_movements VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-70a4-7b09-8bda-2e26822962c4', 'sale', '01a2060e-708e-7a2b-abb8-5f985afd00c8', -3, 6, '2026-11-23 01:38:59.365109+00', NULL);
INSERT INTO data.tills VALUES ('01a2060e-7035-7aa5-b69d-94f589e0eba2', '01a2060e-708c-7b83-bdf1-5a06c084bf18', 'C1', 'Comptoir', '\x0d38c1234d4c51e7bb28aab329eee5882979a8ba08f97f8d046c59784588e033', '01a2060e-708e-7080-b6e2-61666af3f108', '{}', NULL, NULL, '2026-11-23 01:38:59.340311+00');
INSERT INTO data.users VALUES ('01a2060e-703b-762d-8a18-b2687e5dfc2d', 'Aïcha Bio', '2026-11-23 01:38:59.337+00');
SELECT pg_catalog.setval('data.audit_log_id_seq', 3, true);
SELECT pg_catalog.setval('data.enrol_gate', 0, false);
SELECT pg_catalog.setval('data.sign_in_gate', 0, false);
ALTER TABLE ONLY data.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY data.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (bar_id, id);
ALTER TABLE ONLY data.bar_clocks
    ADD CONSTRAINT bar_clocks_pkey PRIMARY KEY (bar_id);
ALTER TABLE ONLY data.bar_epochs
    ADD CONSTRAINT bar_epochs_pkey PRIMARY KEY (bar_id, epoch);
ALTER TABLE ONLY data.bar_members
    ADD CONSTRAINT bar_members_pkey PRIMARY KEY (bar_id, user_id);
ALTER TABLE ONLY data.bar_modes
    ADD CONSTRAINT bar_modes_pkey PRIMARY KEY (bar_id, valid_from);
ALTER TABLE ONLY data.bar_products
    ADD CONSTRAINT bar_products_pkey PRIMARY KEY (bar_id, id);
ALTER TABLE ONLY data.bars
    ADD CONSTRAINT bars_pkey PRIMARY KEY (id);
ALTER TABLE ONLY data.categories
    ADD CONSTRAINT categories_pkey PRIMARY KEY (bar_id, id);
ALTER TABLE ONLY data.commands
    ADD CONSTRAINT commands_pkey PRIMARY KEY (bar_id, till_id, ledger_id, no);
ALTER TABLE ONLY data.discrepancies
    ADD CONSTRAINT discrepancies_pkey PRIMARY KEY (bar_id, id);
ALTER TABLE ONLY data.enrolments
    ADD CONSTRAINT enrolments_pkey PRIMARY KEY (code_hash);
ALTER TABLE ONLY data.ledgers
    ADD CONSTRAINT ledgers_pkey PRIMARY KEY (bar_id, till_id, id);
ALTER TABLE ONLY data.member_roles
    ADD CONSTRAINT member_roles_pkey PRIMARY KEY (bar_id, user_id, valid_from);
ALTER TABLE ONLY data.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (name);
ALTER TABLE ONLY data.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (bar_id, id);
ALTER TABLE ONLY data.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (bar_id, sale_id, "position");
ALTER TABLE ONLY data.product_prices
    ADD CONSTRAINT product_prices_pkey PRIMARY KEY (bar_id, product_id, valid_from);
ALTER TABLE ONLY data.sale_items
    ADD CONSTRAINT sale_items_pkey PRIMARY KEY (bar_id, sale_id, "position");
ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_pkey PRIMARY KEY (bar_id, id);
ALTER TABLE ONLY data.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (bar_id, id);
ALTER TABLE ONLY data.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (is_only);
ALTER TABLE ONLY data.stock_movements
    ADD CONSTRAINT stock_movements_pkey PRIMARY KEY (bar_id, source_id, kind, product_id);
ALTER TABLE ONLY data.till_status
    ADD CONSTRAINT till_status_pkey PRIMARY KEY (bar_id, till_id);
ALTER TABLE ONLY data.tills
    ADD CONSTRAINT tills_bar_id_code_key UNIQUE (bar_id, code);
ALTER TABLE ONLY data.tills
    ADD CONSTRAINT tills_pkey PRIMARY KEY (bar_id, id);
ALTER TABLE ONLY data.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE INDEX idx_alerts_bar ON data.alerts USING btree (bar_id);
CREATE UNIQUE INDEX idx_alerts_open ON data.alerts USING btree (bar_id, kind, subject) WHERE (settled_at IS NULL);
CREATE INDEX idx_bar_members_user_active ON data.bar_members USING btree (user_id, is_active);
CREATE INDEX idx_bar_products_bar_stock ON data.bar_products USING btree (bar_id) WHERE is_active;
CREATE INDEX idx_bar_products_category ON data.bar_products USING btree (category_id, bar_id);
CREATE UNIQUE INDEX idx_commands_id ON data.commands USING btree (bar_id, id) WHERE is_first;
CREATE INDEX idx_commands_refused ON data.commands USING btree (bar_id, till_id, ledger_id, no) WHERE (outcome = 'refused'::text);
CREATE INDEX idx_commands_rev ON data.commands USING btree (bar_id, rev) WHERE (rev IS NOT NULL);
CREATE INDEX idx_discrepancies_open ON data.discrepancies USING btree (bar_id, created_at) WHERE (state = 'open'::text);
CREATE INDEX idx_discrepancies_product ON data.discrepancies USING btree (product_id, bar_id);
CREATE INDEX idx_discrepancies_sale ON data.discrepancies USING btree (sale_id, bar_id);
CREATE INDEX idx_enrolments_till ON data.enrolments USING btree (till_id, bar_id);
CREATE INDEX idx_notifications_bar_created ON data.notifications USING btree (bar_id, created_at);
CREATE INDEX idx_sale_items_product ON data.sale_items USING btree (product_id, bar_id);
CREATE INDEX idx_sales_bar_business_date ON data.sales USING btree (bar_id, business_date DESC) WHERE (status = 'validated'::text);
CREATE INDEX idx_sales_bar_created ON data.sales USING btree (bar_id, created_at);
CREATE INDEX idx_sales_created_by ON data.sales USING btree (created_by, bar_id);
CREATE INDEX idx_sales_sold_by ON data.sales USING btree (sold_by, bar_id);
CREATE INDEX idx_sales_till ON data.sales USING btree (till_id, bar_id);
CREATE INDEX idx_sessions_till ON data.sessions USING btree (till_id, bar_id);
CREATE INDEX idx_sessions_user ON data.sessions USING btree (bar_id, user_id, till_id, started_at);
CREATE INDEX idx_stock_movements_product ON data.stock_movements USING btree (product_id, bar_id);
CREATE UNIQUE INDEX idx_tills_token ON data.tills USING btree (token_hash);
ALTER TABLE ONLY data.alerts
    ADD CONSTRAINT alerts_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.audit_log
    ADD CONSTRAINT audit_log_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.bar_clocks
    ADD CONSTRAINT bar_clocks_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.bar_epochs
    ADD CONSTRAINT bar_epochs_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.bar_members
    ADD CONSTRAINT bar_members_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.bar_members
    ADD CONSTRAINT bar_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES data.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.bar_modes
    ADD CONSTRAINT bar_modes_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.bar_products
    ADD CONSTRAINT bar_products_bar_id_category_id_fkey FOREIGN KEY (bar_id, category_id) REFERENCES data.categories(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.bar_products
    ADD CONSTRAINT bar_products_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.categories
    ADD CONSTRAINT categories_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.commands
    ADD CONSTRAINT commands_bar_id_till_id_ledger_id_fkey FOREIGN KEY (bar_id, till_id, ledger_id) REFERENCES data.ledgers(bar_id, till_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.discrepancies
    ADD CONSTRAINT discrepancies_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.discrepancies
    ADD CONSTRAINT discrepancies_bar_id_sale_id_fkey FOREIGN KEY (bar_id, sale_id) REFERENCES data.sales(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.enrolments
    ADD CONSTRAINT enrolments_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.ledgers
    ADD CONSTRAINT ledgers_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.member_roles
    ADD CONSTRAINT member_roles_bar_id_user_id_fkey FOREIGN KEY (bar_id, user_id) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.notifications
    ADD CONSTRAINT notifications_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.payments
    ADD CONSTRAINT payments_bar_id_sale_id_fkey FOREIGN KEY (bar_id, sale_id) REFERENCES data.sales(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.product_prices
    ADD CONSTRAINT product_prices_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.sale_items
    ADD CONSTRAINT sale_items_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.sale_items
    ADD CONSTRAINT sale_items_bar_id_sale_id_fkey FOREIGN KEY (bar_id, sale_id) REFERENCES data.sales(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_bar_id_created_by_fkey FOREIGN KEY (bar_id, created_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_bar_id_sold_by_fkey FOREIGN KEY (bar_id, sold_by) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.sales
    ADD CONSTRAINT sales_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.sessions
    ADD CONSTRAINT sessions_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.sessions
    ADD CONSTRAINT sessions_bar_id_user_id_fkey FOREIGN KEY (bar_id, user_id) REFERENCES data.bar_members(bar_id, user_id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.stock_movements
    ADD CONSTRAINT stock_movements_bar_id_product_id_fkey FOREIGN KEY (bar_id, product_id) REFERENCES data.bar_products(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.till_status
    ADD CONSTRAINT till_status_bar_id_till_id_fkey FOREIGN KEY (bar_id, till_id) REFERENCES data.tills(bar_id, id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.tills
    ADD CONSTRAINT tills_bar_id_fkey FOREIGN KEY (bar_id) REFERENCES data.bars(id) ON DELETE RESTRICT;
ALTER TABLE ONLY data.tills
    ADD CONSTRAINT tills_bar_id_id_ledger_id_fkey FOREIGN KEY (bar_id, id, ledger_id) REFERENCES data.ledgers(bar_id, till_id, id) ON DELETE RESTRICT;
ALTER TABLE data.alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY bar ON data.alerts TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.audit_log TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.bar_clocks TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.bar_epochs TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.bar_members TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.bar_modes TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.bar_products TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.bars FOR SELECT TO bartender_api USING (((id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.categories TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.commands TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.discrepancies TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.enrolments TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.ledgers TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.member_roles TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.notifications TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.payments TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.product_prices TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.sale_items TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.sales TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.sessions TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.stock_movements TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.till_status TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.tills TO bartender_api USING (((bar_id)::text = current_setting('bartender.bar'::text, true)));
CREATE POLICY bar ON data.users FOR SELECT TO bartender_api USING ((EXISTS ( SELECT
   FROM data.bar_members m
  WHERE ((m.user_id = users.id) AND ((m.bar_id)::text = current_setting('bartender.bar'::text, true))))));
ALTER TABLE data.bar_clocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.bar_epochs ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.bar_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.bar_modes ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.bar_products ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.bars ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.commands ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.discrepancies ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.enrolments ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON data.migrations FOR SELECT TO bartender_api USING (true);
CREATE POLICY everybody ON data.site FOR SELECT TO bartender_api USING (true);
CREATE POLICY key ON data.enrolments FOR SELECT TO bartender_api USING ((encode(code_hash, 'hex'::text) = current_setting('bartender.key'::text, true)));
CREATE POLICY key ON data.tills FOR SELECT TO bartender_api USING ((encode(token_hash, 'hex'::text) = current_setting('bartender.key'::text, true)));
ALTER TABLE data.ledgers ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.member_roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.migrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.notifications ENABLE ROW LEVEL SECURITY;
CREATE POLICY owner ON data.alerts TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.audit_log TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.bar_clocks TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.bar_epochs TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.bar_members TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.bar_modes TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.bar_products TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.bars TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.categories TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.commands TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.discrepancies TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.enrolments TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.ledgers TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.member_roles TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.migrations TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.notifications TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.payments TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.product_prices TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.sale_items TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.sales TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.sessions TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.site TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.stock_movements TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.till_status TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.tills TO bartender_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON data.users TO bartender_owner USING (true) WITH CHECK (true);
ALTER TABLE data.payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.product_prices ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.sale_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.sales ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.site ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.stock_movements ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.till_status ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.tills ENABLE ROW LEVEL SECURITY;
ALTER TABLE data.users ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA data TO bartender_api;
REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC;
GRANT ALL ON LANGUAGE plpgsql TO bartender_owner;
GRANT SELECT,INSERT,UPDATE ON TABLE data.alerts TO bartender_api;
GRANT SELECT,INSERT ON TABLE data.audit_log TO bartender_api;
GRANT SELECT,UPDATE ON TABLE data.bar_clocks TO bartender_api;
GRANT SELECT,INSERT ON TABLE data.bar_epochs TO bartender_api;
GRANT SELECT,UPDATE ON TABLE data.bar_members TO bartender_api;
GRANT SELECT ON TABLE data.bar_modes TO bartender_api;
GRANT SELECT,INSERT,UPDATE ON TABLE data.bar_products TO bartender_api;
GRANT SELECT ON TABLE data.bars TO bartender_api;
GRANT SELECT ON TABLE data.categories TO bartender_api;
GRANT SELECT,INSERT,UPDATE ON TABLE data.commands TO bartender_api;
GRANT SELECT,INSERT ON TABLE data.discrepancies TO bartender_api;
GRANT ALL ON SEQUENCE data.enrol_gate TO bartender_api;
GRANT SELECT,UPDATE ON TABLE data.enrolments TO bartender_api;
GRANT SELECT,INSERT,UPDATE ON TABLE data.ledgers TO bartender_api;
GRANT SELECT ON TABLE data.member_roles TO bartender_api;
GRANT SELECT ON TABLE data.migrations TO bartender_api;
GRANT SELECT,INSERT ON TABLE data.notifications TO bartender_api;
GRANT SELECT,INSERT ON TABLE data.payments TO bartender_api;
GRANT SELECT,INSERT,UPDATE ON TABLE data.product_prices TO bartender_api;
GRANT SELECT,INSERT ON TABLE data.sale_items TO bartender_api;
GRANT SELECT,INSERT ON TABLE data.sales TO bartender_api;
GRANT SELECT,INSERT,UPDATE ON TABLE data.sessions TO bartender_api;
GRANT ALL ON SEQUENCE data.sign_in_gate TO bartender_api;
GRANT SELECT ON TABLE data.site TO bartender_api;
GRANT SELECT,INSERT ON TABLE data.stock_movements TO bartender_api;
GRANT SELECT,INSERT,UPDATE ON TABLE data.till_status TO bartender_api;
GRANT SELECT,UPDATE ON TABLE data.tills TO bartender_api;
GRANT SELECT ON TABLE data.users TO bartender_api;
