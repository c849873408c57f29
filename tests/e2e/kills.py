"""Stories of kill -9, in any length: of tills, of PostgreSQL, of the bar server.

Each returns what it counted, after having asserted that no sale was lost or doubled and that the ledger is exact.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum

from tests.e2e.books import check_all_booked_once, fill_shelf, sold_by
from tests.e2e.harness import Event, Till
from tests.e2e.line import Step
from tests.e2e.site import Site

PIPELINE = 40
"""Sales asked of a till in one go, so that a kill meets it at work."""
START_S = 1.0
SIGN_IN_S = 0.3


class Aim(StrEnum):
    """What a kill waits for; then it strikes within a moment that is drawn."""

    START = "start"
    SIGN_IN = "sign_in"
    APPEND = "append"
    SEND = "send"
    REPLY = "reply"


@dataclass(slots=True)
class Killing:
    """One profile whose program is killed again and again, and what the kills met."""

    site: Site
    code: str
    draw: random.Random
    sold: list[Event] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    is_new: bool = True
    """Killed before it knew where it belongs, a till must be told again."""

    async def kill_once(self, aim: Aim) -> None:
        till = await self.site.begin_till(self.code, is_new=self.is_new)
        working = asyncio.ensure_future(self._work(till))
        await self._await_moment(till, aim)
        asked = self._asked_of(till)
        await till.kill()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        self.is_new = self.is_new and not till.all("started")
        self.sold += till.all("sold")
        self.met.update(await self._met_by_kill(till, asked))

    async def _work(self, till: Till) -> None:
        await till.sign_in(self.site.seller["name"], self.site.seller["pin"])
        while True:
            for _ in range(PIPELINE):
                await till.say(op="sell", lines=[{"product": self.site.product, "qty": 1}])
            for _ in range(PIPELINE):
                await till.answer("sold")

    async def _await_moment(self, till: Till, aim: Aim) -> None:
        draw = self.draw
        match aim:
            case Aim.START:
                await asyncio.sleep(draw.uniform(0.0, START_S))
            case Aim.SIGN_IN:
                await till.until(lambda: bool(till.all("ready")))
                await asyncio.sleep(draw.uniform(0.0, SIGN_IN_S))
            case Aim.APPEND:
                await till.until(lambda: bool(till.all("signed_in")))
                await asyncio.sleep(draw.uniform(0.0, 0.1))
            case Aim.SEND:
                await till.until(lambda: bool(till.all("sold")))
                await asyncio.sleep(draw.uniform(0.0, 0.1))
            case Aim.REPLY:
                wanted = draw.randrange(1, PIPELINE)
                await till.until(lambda: len(till.all("outcome")) >= wanted)
                await asyncio.sleep(draw.uniform(0.0, 0.05))

    @staticmethod
    def _asked_of(till: Till) -> int:
        return sum(said["op"] == "sell" for said in till.said)

    async def _met_by_kill(self, till: Till, asked: int) -> set[str]:
        """Return where the kill met the till, by what it had said and what the server has: it may be at several."""
        if not till.all("ready"):
            return {Aim.START}
        if not till.all("signed_in"):
            return {Aim.SIGN_IN}
        sold = {event["no"] for event in till.all("sold")}
        unanswered = sold - {event["no"] for event in till.all("outcome")}
        arrived = await self.site.numbers_of(till.all("started")[0]["ledger"]) if unanswered else set()
        met: set[str] = set()
        if asked > len(sold):
            met.add(Aim.APPEND)
        if unanswered - arrived:
            met.add(Aim.SEND)
        if unanswered & arrived:
            met.add(Aim.REPLY)
        return met or {"idle"}


async def kill_tills(site: Site, kills: int, seed: int) -> dict[str, int]:
    """Kill -9 two selling tills at moments of every kind; each time a new process takes over the profile.

    ``met_…``: how many kills met a till starting, signing in, with a sale asked for and not acknowledged (append),
    with sales acknowledged that the server does not have (send), that it has and the till did not say so (reply).
    """
    await fill_shelf(site)
    codes = ("C1", "C2")
    stories = [Killing(site, code, random.Random(seed + place)) for place, code in enumerate(codes)]
    aims = [tuple(Aim)[number % len(Aim)] for number in range(kills)]
    await asyncio.gather(*(_kill_in_turn(story, aims[place::2]) for place, story in enumerate(stories)))
    sold = [event for story in stories for event in story.sold]
    for code in codes:
        last = await site.till(code, is_new=False)
        sold.append(await last.sell(site.product))
        await last.wait_idle()
        assert await numbers_without_holes(site, last)
    met = sum((story.met for story in stories), Counter[str]())
    return {
        "kills": kills,
        **{f"met_{aim}": met[aim] for aim in Aim},
        **await check_all_booked_once(site, sold),
    }


async def _kill_in_turn(story: Killing, aims: list[Aim]) -> None:
    for aim in aims:
        await story.kill_once(aim)


async def numbers_without_holes(site: Site, till: Till) -> bool:
    """Tell whether the server has the till's numbers 1, 2, 3 … without a hole."""
    numbers = await site.numbers_of(till.all("started")[0]["ledger"])
    return numbers == set(range(1, len(numbers) + 1))


async def kill_between_send_and_reply(site: Site) -> dict[str, int]:
    """The server has booked a sale, its answer is lost, and the till dies; the next process sends it again."""
    await fill_shelf(site)
    line = await site.line()
    till = await site.till(line=line)
    fault = line.break_next("submit", Step.ANSWERED, is_silent=True)
    sold = [await till.sell(site.product)]
    await fault.met.wait()
    assert set(await site.sales()) == {sold[0]["sale"]}
    await till.kill()
    assert till.all("outcome") == []

    again = await site.till(is_new=False)
    await again.until(lambda: bool(again.all("outcome")))
    assert again.all("outcome")[0]["no"] == sold[0]["no"]
    sold.append(await again.sell(site.product))
    await again.wait_idle()
    return await check_all_booked_once(site, sold)


async def kill_postgres(site: Site, kills: int, seed: int) -> dict[str, int]:
    """Kill -9 every process of PostgreSQL at random moments while a till sells; its server starts it again."""

    async def kill() -> None:
        await asyncio.to_thread(lambda: site.postgres().kill())
        await site.server.expect("postgres_restarted")

    return await _kill_under_a_selling_till(site, kills, seed, kill)


async def kill_servers(site: Site, kills: int, seed: int) -> dict[str, int]:
    """Kill -9 the bar server while a till sells, every other time with its PostgreSQL, and start it again."""
    with_postgres = 0

    async def kill() -> None:
        nonlocal with_postgres
        postgres = await asyncio.to_thread(site.postgres)
        await site.server.kill()
        with_postgres += 1
        if with_postgres % 2:
            await asyncio.to_thread(postgres.kill)
        await asyncio.to_thread(postgres.close)
        await site.start_server()

    return await _kill_under_a_selling_till(site, kills, seed, kill)


async def _kill_under_a_selling_till(
    site: Site, kills: int, seed: int, kill: Callable[[], Awaitable[None]]
) -> dict[str, int]:
    draw = random.Random(seed)
    await fill_shelf(site)
    till = await site.till("C1")
    selling = asyncio.ensure_future(_sell_slowly(site, till, draw))
    in_flight = 0
    for _ in range(kills):
        await asyncio.sleep(draw.uniform(0.2, 1.0))  # the moment of the kill is what is drawn here
        before = len(till.all("sold")) - len(till.all("outcome"))
        await kill()
        in_flight += before > 0
    selling.cancel()
    await asyncio.gather(selling, return_exceptions=True)
    await till.say(op="outbox")
    await till.expect("outbox")
    await till.wait_idle()
    served = sum(event["door"] == "served" for event in till.all("outcome"))
    counted = await check_all_booked_once(site, sold_by(till))
    return {"kills": kills, "kills_with_unanswered_sales": in_flight, "served": served, **counted}


async def _sell_slowly(site: Site, till: Till, draw: random.Random) -> None:
    while True:
        await till.sell(site.product)
        await asyncio.sleep(draw.uniform(0.0, 0.05))
