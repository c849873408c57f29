"""A sale from a headless till to PostgreSQL and back, on the real programs."""

from __future__ import annotations

from tests.e2e.site import Site


async def test_a_sale_reaches_the_database_once_and_the_shown_stock_follows(site: Site) -> None:
    till = await site.till()
    before = await till.stock(site.product)

    sold = await till.sell(site.product, 2)
    shown_at_once = await till.stock(site.product)
    await till.wait_idle()
    after = await till.stock(site.product)

    assert sold["event"] == "sold"
    assert sold["ticket"].startswith("C1-")
    assert before["shown"] - 2 == shown_at_once["shown"] == after["shown"] == after["stock"]
    assert await site.sales() == {sold["sale"]: 1}
    assert await site.is_sound()


async def test_a_bad_line_is_answered_and_ends_nothing(site: Site) -> None:
    till = await site.till()
    answers = []
    for line in (
        "nonsense",
        "[]",
        '{"op":"fly"}',
        '{"op":"sell","lines":[{"product":"Flag 33 cl","qty":-1}]}',
    ):
        assert till.process.stdin
        till.process.stdin.write(line.encode() + b"\n")
        answers.append((await till.answer("sold"))["code"])

    assert answers == ["TLINP"] * 4
    assert (await till.sell(site.product))["event"] == "sold"
