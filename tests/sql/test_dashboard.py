"""The figures: by whatever route revenue is added up, it is the same; and who may see them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.sql.history import FIRST_DAY, walk, write_sales
from tests.sql.support import Answer, Scene, make_bar, new_uuid, refusal_of, selling
from tests.sql.trade import desk

FIRST, LAST = date(2026, 1, 2), date(2026, 1, 6)


async def figures(scene: Scene, first: date = FIRST, last: date = LAST) -> Answer:
    session = await scene.sign_in("Koffi")
    rows: Answer = (await scene.call("dashboard", scene.bar.till.token, session, first, last))["rows"]
    return rows


@pytest.fixture
async def past(own_scene: Scene) -> Scene:
    """A week of sales, and of every state and reason of a return one for every tenth of them."""
    await write_sales(own_scene, 900, 8)
    await own_scene.owner.execute(
        """
        set session_replication_role = replica;
        insert into data.returns (bar_id, id, command_id, sale_id, position, product_id, qty, amount_minor, reason,
          is_refunded, restocks, state, business_date, created_at, restocked_at, refusal, exchange_sale_id)
        select s.bar_id, gen_random_uuid(), gen_random_uuid(), s.id, 1, i.product_id, 1, i.price_minor, r.reason,
          r.refunds, true, r.state, s.business_date, s.created_at, case when r.state = 'restocked' then now() end,
          case when r.state = 'rejected' then 'x' end, case when r.reason = 'exchange' then s.id end
        from (select *, row_number() over (order by id) as n from data.sales where status = 'validated') s
        join data.sale_items i on i.bar_id = s.bar_id and i.sale_id = s.id and i.position = 1
        join (values (1, 'defective', true, 'approved'), (2, 'exchange', false, 'restocked'),
          (3, 'customer_change', false, 'approved'), (4, 'wrong_item', true, 'pending'),
          (5, 'expired', true, 'rejected'), (6, 'other', true, 'restocked')) r (n, reason, refunds, state)
          on r.n = s.n % 10;
        set session_replication_role = origin; analyze
        """
    )
    return own_scene


SUMS = """
select sum(sales)::bigint as sales, sum(gross_minor)::bigint as gross, sum(returned_minor)::bigint as returned,
  sum(net_minor)::bigint as net
"""


async def sold_of(scene: Scene) -> list[int]:
    """Return the totals of the validated sales of the days, page by page."""
    filters = {"from": str(FIRST), "to": str(LAST), "status": "validated"}

    async def page(at: Answer) -> Answer:
        return await scene.call("sales_page", scene.bar.till.token, filters, at)

    return [sale["total"] for items in await walk(page, "next") for sale in items]


async def returned_of(scene: Scene) -> int:
    """Return what came back on the days and counts against revenue, page by page."""

    async def page(at: Answer) -> Answer:
        return await scene.call("returns_page", scene.bar.till.token, {}, at)

    return sum(
        back["amount"]
        for items in await walk(page, "next")
        for back in items
        if back["state"] in ("approved", "restocked")
        and (back["refund"] or back["reason"] == "exchange")
        and str(FIRST) <= back["business_date"] <= str(LAST)
    )


async def test_revenue_is_the_same_by_every_route(past: Scene) -> None:
    revenue = (await figures(past))["revenue"]
    asked = (past.bar.id, FIRST, LAST)
    by_rule = await past.owner.fetchrow(f"{SUMS} from logic.net_revenue($1, $2, $3)", *asked)
    await past.owner.execute("refresh materialized view data.daily_sales_summary")
    by_day = await past.owner.fetchrow(
        f"{SUMS} from data.daily_sales_summary where bar_id = $1 and business_date between $2 and $3", *asked
    )
    sold, returned = await sold_of(past), await returned_of(past)

    assert by_rule is not None
    assert by_day is not None
    assert {name: revenue[name] for name in ("sales", "gross", "returned", "net")} == dict(by_rule)
    assert dict(by_day) == dict(by_rule)
    assert (len(sold), sum(sold), returned) == (revenue["sales"], revenue["gross"], revenue["returned"])
    assert revenue["net"] == sum(sold) - returned
    assert returned > 0


async def test_every_part_adds_up_to_the_whole(past: Scene) -> None:
    rows = await figures(past)
    revenue = rows["revenue"]
    for part in (revenue["days"], rows["sellers"], rows["products"]["rows"]):
        assert sum(one["net"] for one in part) == revenue["net"]
        assert sum(one["gross"] for one in part) == revenue["gross"]
        assert sum(one["returned"] for one in part) == revenue["returned"]
    assert sum(one["gross"] for one in rows["hours"]) == revenue["gross"]
    assert sum(one["amount"] for one in rows["methods"]) == revenue["gross"]
    assert sum(one["sales"] for one in rows["sellers"]) == revenue["sales"]
    assert rows["products"]["rows"] == sorted(rows["products"]["rows"], key=lambda one: -one["net"])
    assert revenue["average"] == round(revenue["gross"] / revenue["sales"])
    assert [day["day"] for day in revenue["days"]] == [f"2026-01-0{n}" for n in range(2, 7)]


async def test_what_waits_now_is_told_whatever_the_days(own_scene: Scene) -> None:
    at = await desk(own_scene)
    await at.sell("Afi", (3, 1))
    rows = await figures(own_scene)
    now = rows["now"]

    nothing: Answer = {"sales": 0, "gross": 0, "returned": 0, "net": 0, "average": None, "days": []}
    assert rows["revenue"] == nothing
    assert (rows["hours"], rows["methods"], rows["sellers"]) == ([], [], [])
    assert now["pending"] == {"sales": 1, "amount": 300}
    low = {one["product"]: one["stock"] for one in now["low_stock"]["rows"]}
    assert low == {
        product.id: stock for product, stock in zip(own_scene.bar.products, (10, 10, 3, 0), strict=True)
    }
    assert now["low_stock"]["products"] == 4
    assert Counter(now["change_owed"].values()) == Counter([0, 0])


async def test_today_counts_at_once(own_scene: Scene) -> None:
    at = await desk(own_scene, mode="simplified")
    sold = await at.sell("Koffi", (0, 2))
    today = date.fromisoformat(sold["business_date"])
    rows = await figures(own_scene, today, today)

    assert (rows["revenue"]["sales"], rows["revenue"]["net"]) == (1, 1_000)
    assert rows["sellers"][0]["seller"] == own_scene.bar.people["Koffi"]
    assert len(rows["hours"]) == 1


async def test_figures_are_for_managers_signed_in_on_this_till(own_scene: Scene) -> None:
    token, other = own_scene.bar.till.token, own_scene.bar.tills[1]
    seller, manager = await own_scene.sign_in("Afi"), await own_scene.sign_in("Koffi")
    ended = await own_scene.sign_in("Ayaba")
    await own_scene.call("sign_out", token, ended)

    async def refused(asker: str, session: str | None, first: object = FIRST, last: object = LAST) -> object:
        return await refusal_of(own_scene.call("dashboard", asker, session, first, last))

    assert await refused(token, None) == ("TLSES", {})
    assert await refused(token, new_uuid()) == ("TLSES", {})
    assert await refused(token, ended) == ("TLSES", {})
    assert await refused(other.token, manager) == ("TLSES", {})
    assert await refused(token, seller) == ("TLRGT", {"needs": "manager"})
    assert await refused(token, manager, None) == ("TLINP", {"path": "first"})
    assert await refused(token, manager, LAST, FIRST) == ("TLINP", {"path": "last"})
    assert await refused(token, manager, date(2020, 1, 1)) == ("TLINP", {"path": "last"})


async def test_another_bar_s_figures_are_its_own(past: Scene) -> None:
    other = await make_bar(past.owner)
    theirs = Scene(past.database, past.owner, past.till_connection, other)
    rows = await figures(theirs, FIRST_DAY, LAST)

    assert rows["revenue"]["sales"] == 0
    assert {one["product"] for one in rows["now"]["low_stock"]["rows"]} <= {x.id for x in other.products}
    await past.submit(selling(past.bar, 1, (0, 1)))
    assert (await figures(theirs, FIRST_DAY, LAST))["now"]["pending"] == {"sales": 0, "amount": 0}
