"""Is this database sound? Questions in SQL, each of which must return no row. It changes nothing.

=============  ====================================================================
``stock``      a product's stock is not the sum of its movements
``reserved``   a product's reserve is not the sum of the bottles kept for guests
``sums``       a sale's lines, payments and total do not agree
``products``   a bar's sales added up by product are not its sales added up by sale
``movements``  what a sale's lines say was sold is not what its movements took
``commands``   a sale whose command is not recorded as done
``numbers``    a ledger whose commands do not add up to its last number
``indexes``    an index or constraint that PostgreSQL does not vouch for
``overloads``  a function of ours with the name of another: nobody knows which one is called
``jobs``       a job that failed three times in a row, or that has not run for more than a day
``grants``     a right that a till or everybody must not have, a table without row security
=============  ====================================================================
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.server.provision import Connection

# Each returns (bar, params jsonb).
CHECKS: Mapping[str, str] = {
    "stock": """
        select c.bar, jsonb_build_object(
          'product', p.name, 'volume_ml', p.volume_ml, 'id', c.product, 'stock', c.stock, 'moved', c.moved)
        from jobs.check_stock() c
        join data.bar_products p on p.bar_id = c.bar and p.id = c.product
    """,
    "reserved": """
        select c.bar, jsonb_build_object(
          'product', p.name, 'volume_ml', p.volume_ml, 'id', c.product, 'reserved', c.reserved, 'kept', c.kept)
        from jobs.check_reserved() c
        join data.bar_products p on p.bar_id = c.bar and p.id = c.product
    """,
    "sums": """
        select c.bar, jsonb_build_object(
          'sale', c.sale, 'ticket', s.ticket, 'total', c.total, 'lines', c.lines, 'paid', c.paid)
        from jobs.check_sums() c
        join data.sales s on s.bar_id = c.bar and s.id = c.sale
    """,
    "products": """
        select b.id, jsonb_build_object('by_product', i.total, 'by_sale', s.total)
        from data.bars b
        cross join lateral (
          select coalesce(sum(p.total), 0)::bigint as total
          from (
            select x.product_id, sum(x.price_minor * x.qty) as total
            from data.sale_items x
            where x.bar_id = b.id
            group by x.product_id
          ) p
        ) i
        cross join lateral (
          select coalesce(sum(x.total_minor), 0)::bigint as total from data.sales x where x.bar_id = b.id
        ) s
        where i.total <> s.total
    """,
    "movements": """
        select coalesce(i.bar_id, m.bar_id), jsonb_build_object(
          'sale', coalesce(i.sale_id, m.source_id), 'product', coalesce(i.product_id, m.product_id),
          'sold', i.qty, 'taken', m.qty)
        from (
          select bar_id, sale_id, product_id, sum(qty)::bigint as qty
          from data.sale_items
          group by bar_id, sale_id, product_id
        ) i
        full join (
          select bar_id, source_id, product_id, - qty::bigint as qty
          from data.stock_movements
          where kind = 'sale'
        ) m
          on m.bar_id = i.bar_id and m.source_id = i.sale_id and m.product_id = i.product_id
        where i.qty is distinct from m.qty
    """,
    "commands": """
        select s.bar_id, jsonb_build_object('sale', s.id, 'ticket', s.ticket, 'command', s.command_id)
        from data.sales s
        left join data.commands c on c.bar_id = s.bar_id and c.id = s.command_id and c.is_first
        where c.outcome is distinct from 'done'
    """,
    "numbers": """
        select l.bar_id, jsonb_build_object('till', t.code, 'ledger', l.id, 'last_no', l.last_no, 'found', c.found)
        from data.ledgers l
        join data.tills t on t.bar_id = l.bar_id and t.id = l.till_id
        cross join lateral (
          select coalesce(sum(case
            when k.kind = 'gap' and k.outcome = 'done' then (k.body ->> 'to')::bigint - (k.body ->> 'from')::bigint + 1
            else 1
          end), 0)::bigint as found, coalesce(max(k.no), 0) as highest
          from data.commands k
          where k.bar_id = l.bar_id and k.till_id = l.till_id and k.ledger_id = l.id
        ) c
        where l.last_no <> c.found or l.last_no < c.highest
    """,
    "indexes": """
        select null::uuid, jsonb_build_object('name', i.indexrelid::regclass::text)
        from pg_index i
        join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = 'data'::regnamespace and not (i.indisvalid and i.indisready)
        union all
        select null::uuid, jsonb_build_object('name', c.conname)
        from pg_constraint c
        where c.connamespace = 'data'::regnamespace and not c.convalidated
    """,
    "overloads": """
        select null::uuid, jsonb_build_object('name', n.nspname || '.' || p.proname, 'count', count(*))
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('api', 'logic', 'jobs')
        group by n.nspname, p.proname
        having count(*) > 1
    """,
    "jobs": """
        select null::uuid, jsonb_build_object(
          'job', m.job, 'failures', m.failures_in_row, 'last_done_at', m.last_done_at)
        from jobs.materialized_view_metrics m
        where m.is_enabled and (m.failures_in_row >= 3
          or coalesce(m.last_done_at, (select min(x.applied_at) from data.migrations x)) < now() - interval '26 hours')
    """,
    "grants": """
        select null::uuid, jsonb_build_object('right', 'table', 'name', c.oid::regclass::text)
        from pg_class c
        where c.relnamespace in ('data'::regnamespace, 'api'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
          and has_table_privilege('bartender_till', c.oid, 'select, insert, update, delete, truncate')
        union all
        select null::uuid, jsonb_build_object('right', 'function', 'name', p.oid::regprocedure::text)
        from pg_proc p
        where p.pronamespace in ('logic'::regnamespace, 'jobs'::regnamespace)
          and has_function_privilege('bartender_till', p.oid, 'execute')
        union all
        select null::uuid, jsonb_build_object('right', 'public', 'name', p.oid::regprocedure::text)
        from pg_proc p
        cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        where p.pronamespace in ('api'::regnamespace, 'logic'::regnamespace, 'jobs'::regnamespace) and a.grantee = 0
        union all
        select null::uuid, jsonb_build_object('right', 'rows', 'name', c.oid::regclass::text)
        from pg_class c
        where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p')
          and not (c.relrowsecurity and c.relforcerowsecurity)
    """,
}

OF_THE_MOMENT = frozenset({"jobs"})
"""What says nothing of the books: a backup of last week is sound although nothing has run in it since."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``bar``: the bar's name, None for what concerns the whole site."""

    check: str
    bar: str | None
    params: Mapping[str, Any]


async def check_database(connection: Connection) -> list[Finding]:
    """Return everything that is wrong, in the order of CHECKS: an empty list is good news.

    All questions see one snapshot. ``connection`` is a superuser's or the owner's.
    """
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        return await find_faults(connection)


async def find_faults(connection: Connection) -> list[Finding]:
    """Return the same within the transaction that ``connection`` is in."""
    findings: list[Finding] = []
    names = {row["id"]: row["name"] for row in await connection.fetch("select id, name from data.bars")}
    for check, question in CHECKS.items():
        findings += [
            Finding(check, names.get(bar), json.loads(params))
            for bar, params in await connection.fetch(question)
        ]
    return findings
