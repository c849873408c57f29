"""A till's machine is lost with everything on it: the copy on the stick brings its sales to the one in its place.

The real programs do it; the stick is a folder. What the copy has and the server knows already is not booked again.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.books import check_all_booked_once, fill_shelf, sold_by
from tests.e2e.harness import Till, running
from tests.e2e.site import Site


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that every till of the test takes for its second disk."""
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setenv("BARTENDER_COPIES", str(folder))
    return folder


def copy_on(stick: Path) -> Path:
    (found,) = (stick / "BarTender").glob("*.ledger")
    return found


async def new_machine(site: Site, copy: Path) -> Till:
    """Let the machine of C1 be gone; enrol another one as C1, which takes over ``copy`` before it opens."""
    profile = site.folder / "C1"
    shutil.rmtree(profile)
    profile.mkdir()
    code = json.loads(await site.admin("enrol", "C1", "--json"))["long_code"]
    words = ("till", "--headless", "--profile", str(profile), "--enrol", code, "--adopt", str(copy))
    till: Till = await Till.start(*words, stderr=profile / "stderr.log")
    return till


async def test_what_was_sold_offline_comes_back_from_the_stick_once(site: Site, stick: Path) -> None:
    await fill_shelf(site)
    line = await site.line()
    till = await site.till(line=line)
    await till.sell(site.product)
    await till.wait_idle()
    line.cut()
    for _ in range(4):
        await till.sell(site.product)
    await till.quit()  # which copies what is new
    assert len(await site.sales()) == 1

    copy = copy_on(stick)
    name = copy.name
    bytes_of_copy = copy.read_bytes()
    second = await new_machine(site, copy)
    async with running(second):
        adopted = await second.expect("adopted")
        await second.expect("started")
        await second.sign_in(site.seller["name"], site.seller["pin"])
        await second.sell(site.product)
        await second.wait_idle()
        await second.quit()

    sold = sold_by(till, second)
    assert (adopted["brought"], adopted["unreadable"]) == (5, 0)
    assert await check_all_booked_once(site, sold) == {"acknowledged": 6, "booked": 6}
    assert len({event["ticket"] for event in sold}) == 6
    assert name == f"Le Baobab – C1 – {till.all('started')[0]['ledger'][-8:]}.ledger"
    assert b"verifier:" not in bytes_of_copy


async def test_another_till_takes_it_over_and_the_dead_one_comes_back_alive(site: Site, stick: Path) -> None:
    """The machine was only believed to be dead: both tills send the same sales, and each is booked once."""
    await fill_shelf(site)
    line = await site.line()
    first, other = await site.till(line=line), await site.till("C2")
    await other.sell(site.product)
    line.cut()
    for _ in range(3):
        await first.sell(site.product)
    await first.quit()
    copy = next(path for path in (stick / "BarTender").glob("*.ledger") if "– C1 –" in path.name)
    await other.quit()
    words = ("till", "--headless", "--profile", str(site.folder / "C2"), "--adopt", str(copy))
    again: Till = await Till.start(*words, stderr=site.folder / "C2" / "stderr.log")
    async with running(again):
        adopted = await again.expect("adopted")
        await again.expect("started")
        await again.sign_in(site.seller["name"], site.seller["pin"])
        await again.sell(site.product)
        await again.wait_idle()
        line.mend()
        alive = await site.till(is_new=False)
        await alive.sell(site.product)
        await alive.wait_idle()

    sold = sold_by(first, other, again, alive)
    assert adopted["brought"] == 3
    assert await check_all_booked_once(site, sold) == {"acknowledged": 6, "booked": 6}
    assert len({event["ticket"] for event in sold}) == 6


async def test_a_copy_of_yesterday_beside_newer_sales_books_nothing_twice(site: Site, stick: Path) -> None:
    await fill_shelf(site)
    line = await site.line()
    till = await site.till(line=line)
    line.cut()
    for _ in range(3):
        await till.sell(site.product)
    await till.quit()
    yesterday = site.folder / "yesterday.ledger"
    shutil.copyfile(copy_on(stick), yesterday)

    line.mend()
    again = await site.till(is_new=False)
    for _ in range(4):
        await again.sell(site.product)
    await again.wait_idle()
    await again.kill()
    assert len(await site.sales()) == 7

    second = await new_machine(site, yesterday)
    async with running(second):
        adopted = await second.expect("adopted")
        await second.expect("started")
        await second.sign_in(site.seller["name"], site.seller["pin"])
        await second.sell(site.product)
        await second.wait_idle()

    sold = sold_by(till, again, second)
    assert adopted["brought"] == 3
    assert await check_all_booked_once(site, sold) == {"acknowledged": 8, "booked": 8}
    assert len({event["ticket"] for event in sold}) == 8
