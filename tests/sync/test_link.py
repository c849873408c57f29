"""The link: what real round trips prove, and for how long."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.errors import DeviceFailed, Incompatible, Rejected, SignedOut, TillError, Unreachable
from app.sync.link import FRESH_S, GONE_S, SHUT_OUT, Link, LinkedGateway, LinkState
from app.sync.ports import Answer, Seen
from tests.conftest import ErrorLog
from tests.fakes import Fail, FakeClock, ScriptedGateway, let_tasks_run

SEEN = Seen("epoch-1", 0, 0)


def new_link() -> tuple[Link, FakeClock]:
    clock = FakeClock()
    return Link(clock), clock


def state_of(link: Link) -> LinkState:
    return link.state


def test_before_anything_was_asked_the_link_is_unsure() -> None:
    link, _ = new_link()

    assert state_of(link) is LinkState.UNSURE
    assert link.heard_s_ago is None


def test_an_answer_makes_it_online_for_30_seconds() -> None:
    link, clock = new_link()
    link.heard()
    clock.pass_time(FRESH_S - 0.001)
    link.check()
    assert state_of(link) is LinkState.ONLINE
    assert link.heard_s_ago == pytest.approx(FRESH_S - 0.001)

    clock.pass_time(0.001)
    link.check()
    assert state_of(link) is LinkState.UNSURE, "nothing proves it, nothing speaks against it"


def test_a_failure_makes_it_unsure_and_without_a_fresh_answer_offline() -> None:
    link, clock = new_link()
    link.heard()
    clock.pass_time(10)
    link.failed(Unreachable("TLNET"))
    assert state_of(link) is LinkState.UNSURE
    clock.pass_time(20)
    link.check()
    assert state_of(link) is LinkState.OFFLINE

    link.heard()
    assert state_of(link) is LinkState.ONLINE


def test_a_till_that_never_heard_the_server_is_offline_at_its_first_failure() -> None:
    link, _ = new_link()
    link.failed(Unreachable("TLNET"))

    assert state_of(link) is LinkState.OFFLINE


REFUSED = Unreachable("TLNET", {"reason": "ConnectionRefusedError"})
LATE = Unreachable("TLNET", {"timed_out": True})


def test_a_server_that_no_call_reaches_is_offline_within_seconds_however_fresh_its_last_answer() -> None:
    link, clock = new_link()
    link.heard()
    link.failed(REFUSED)
    assert state_of(link) is LinkState.UNSURE, "once is no outage"
    clock.pass_time(GONE_S - 0.1)
    link.failed(REFUSED)
    assert state_of(link) is LinkState.UNSURE
    clock.pass_time(0.1)
    link.check()
    assert state_of(link) is LinkState.UNSURE, "time alone is no proof"
    link.failed(REFUSED)
    assert state_of(link) is LinkState.OFFLINE

    link.heard()
    link.failed(REFUSED)
    assert state_of(link) is LinkState.UNSURE, "an answer came in between"


@pytest.mark.parametrize(
    "error", [LATE, Unreachable("TLNET", {"sqlstate": "57014", "known": True}), Unreachable("TLNET")]
)
def test_answers_that_come_late_or_badly_are_a_slow_line_and_no_outage(error: Unreachable) -> None:
    link, clock = new_link()
    link.heard()
    link.failed(REFUSED)
    for _ in range(5):
        clock.pass_time(GONE_S)
        link.failed(error)
        assert state_of(link) is LinkState.UNSURE
    link.failed(REFUSED)
    assert state_of(link) is LinkState.UNSURE, "the count of what did not reach it begins anew"


@pytest.mark.parametrize("error", [LATE, Unreachable("TLNET")])
def test_a_call_that_comes_back_without_a_word_says_nothing_of_a_server_that_is_gone(
    error: Unreachable,
) -> None:
    link, clock = new_link()
    link.heard()
    link.failed(REFUSED)
    clock.pass_time(GONE_S)
    link.failed(REFUSED)
    link.failed(error)
    assert state_of(link) is LinkState.OFFLINE
    link.failed(REFUSED)
    assert state_of(link) is LinkState.OFFLINE

    link.heard()
    assert state_of(link) is LinkState.ONLINE


@pytest.mark.parametrize(
    "error",
    [Unreachable("TLNET", {"sqlstate": "57P03", "known": True}), SignedOut("TLAUT"), Incompatible("TLVER")],
)
def test_a_server_that_answers_badly_is_there_again(error: TillError) -> None:
    link, clock = new_link()
    link.heard()
    link.failed(REFUSED)
    clock.pass_time(GONE_S)
    link.failed(REFUSED)
    link.failed(error)

    assert state_of(link) is LinkState.UNSURE


@pytest.mark.parametrize("error", [SignedOut("TLAUT"), Incompatible("TLVER"), DeviceFailed("TLDSK")])
def test_an_answer_that_grants_nothing_proves_nothing(error: TillError) -> None:
    link, _ = new_link()
    link.failed(error)

    assert state_of(link) is LinkState.OFFLINE


def test_a_refusal_is_an_answer() -> None:
    link, _ = new_link()
    link.failed(Rejected("TLSTK"))

    assert state_of(link) is LinkState.ONLINE


def test_a_till_that_is_shut_out_is_not_online_until_it_is_let_in_again() -> None:
    link, clock = new_link()
    link.heard()
    link.failed(Rejected(SHUT_OUT))
    assert state_of(link) is LinkState.SHUT
    assert link.is_shut
    clock.pass_time(3_600)
    link.check()
    assert state_of(link) is LinkState.SHUT, "time alone opens nothing"

    link.heard()
    assert state_of(link) is LinkState.ONLINE
    assert not link.is_shut


def test_what_a_shut_out_till_may_still_call_does_not_let_it_in() -> None:
    link, _ = new_link()
    link.failed(Rejected(SHUT_OUT))
    link.heard(even_if_shut=True)
    link.failed(Rejected("TLHSH"), even_if_shut=True)
    assert state_of(link) is LinkState.SHUT

    link.failed(Rejected("TLLED"))
    assert state_of(link) is LinkState.ONLINE, "another refusal, of a call that only open tills may make"


def test_a_line_that_fails_shows_as_such_and_does_not_let_a_shut_out_till_in() -> None:
    link, clock = new_link()
    link.failed(Rejected(SHUT_OUT))
    clock.pass_time(31)
    link.failed(Unreachable("TLNET"))
    assert state_of(link) is LinkState.OFFLINE
    assert link.is_shut

    link.heard(even_if_shut=True)
    assert state_of(link) is LinkState.SHUT


def test_pulses_that_are_far_apart_by_order_do_not_look_like_a_bad_line() -> None:
    link, clock = new_link()
    link.silence_s = 150.0
    link.heard()
    clock.pass_time(149)
    link.check()
    assert state_of(link) is LinkState.ONLINE
    link.failed(Unreachable("TLNET"))
    assert state_of(link) is LinkState.OFFLINE


def test_a_feed_that_is_seldom_heard_does_not_look_like_a_bad_line() -> None:
    link, clock = new_link()
    link.feed_silence_s = 60.0
    link.heard()
    clock.pass_time(59)
    link.check()
    assert state_of(link) is LinkState.ONLINE
    link.failed(Unreachable("TLNET"))
    assert state_of(link) is LinkState.UNSURE
    link.feed_silence_s = 0.0
    link.check()
    assert state_of(link) is LinkState.OFFLINE, "the feed has found out that the line is dead"


def test_since_tells_when_the_state_became_what_it_is_whatever_the_wall_clock_does() -> None:
    link, clock = new_link()
    link.heard()
    clock.pass_time(10)
    link.failed(Unreachable("TLNET"))
    clock.pass_time(7)
    clock.set_wall(5_000.0)
    link.failed(Unreachable("TLNET"))

    assert clock.wall() - link.since == pytest.approx(7)


def test_listeners_hear_each_change_once_until_they_leave() -> None:
    link, clock = new_link()
    states: list[LinkState] = []
    leave = link.listen(lambda: states.append(link.state))
    link.heard()
    link.heard()
    clock.pass_time(31)
    link.check()
    leave()
    link.failed(Unreachable("TLNET"))

    assert states == [LinkState.ONLINE, LinkState.UNSURE]


async def test_time_alone_changes_the_state_while_it_is_watched() -> None:
    link, clock = new_link()
    link.heard()
    watching = asyncio.get_running_loop().create_task(link.watch())
    await clock.advance(31)
    assert state_of(link) is LinkState.UNSURE
    watching.cancel()
    await let_tasks_run(3)


async def test_every_call_of_the_gateway_is_told_to_the_link() -> None:
    clock = FakeClock()
    inner = ScriptedGateway(clock)
    inner.reads["team"] = lambda params: Answer(inner.server.marks("ledger-1"), [])

    async def submit(gateway: LinkedGateway) -> object:
        return await gateway.submit("ledger-1", SEEN, [], timeout_s=1)

    async def pulse(gateway: LinkedGateway) -> object:
        return await gateway.pulse("ledger-1", SEEN, {}, timeout_s=1)

    async def read(gateway: LinkedGateway) -> object:
        return await gateway.read("team", {}, timeout_s=1)

    async def open_ledger(gateway: LinkedGateway) -> object:
        return await gateway.open_ledger("ledger-1", timeout_s=1)

    async def leave(gateway: LinkedGateway) -> object:
        await gateway.leave(timeout_s=1)
        return ""

    calls = {"submit": submit, "pulse": pulse, "team": read, "open_ledger": open_ledger, "leave": leave}
    for name, call in calls.items():
        link = Link(clock)
        gateway = LinkedGateway(inner, link)
        assert await call(gateway) is not None
        assert state_of(link) is LinkState.ONLINE
        inner.script(name, Fail())
        with pytest.raises(Unreachable):
            await call(gateway)
        assert state_of(link) is LinkState.UNSURE


async def test_commands_and_their_ledger_are_taken_from_a_shut_out_till_and_reads_are_not() -> None:
    clock = FakeClock()
    inner = ScriptedGateway(clock)
    link = Link(clock)
    gateway = LinkedGateway(inner, link)
    inner.script("pulse", Fail(Rejected(SHUT_OUT)))
    with pytest.raises(Rejected):
        await gateway.pulse("ledger-1", SEEN, {}, timeout_s=1)

    await gateway.open_ledger("ledger-1", timeout_s=1)
    await gateway.submit("ledger-1", SEEN, [], timeout_s=1)
    assert state_of(link) is LinkState.SHUT
    inner.script("submit", Fail(Rejected("TLGAP")))
    with pytest.raises(Rejected):
        await gateway.submit("ledger-1", SEEN, [], timeout_s=1)
    assert state_of(link) is LinkState.SHUT

    await gateway.pulse("ledger-1", SEEN, {}, timeout_s=1)
    assert state_of(link) is LinkState.ONLINE


async def test_a_bug_in_a_call_says_nothing_about_the_line() -> None:
    link, clock = new_link()
    inner = ScriptedGateway(clock)
    inner.script("pulse", Fail(ZeroDivisionError()))

    with pytest.raises(ZeroDivisionError):
        await LinkedGateway(inner, link).pulse("ledger-1", SEEN, {}, timeout_s=1)
    assert state_of(link) is LinkState.UNSURE


def fails() -> None:
    raise RuntimeError("a bug")


def test_a_listener_that_fails_keeps_nothing_from_the_others(expects_error_logs: ErrorLog) -> None:
    link, _ = new_link()
    told: list[LinkState] = []
    link.listen(fails)
    link.listen(lambda: told.append(link.state))

    link.heard()

    assert told == [LinkState.ONLINE]
    assert [record.getMessage() for record in expects_error_logs.records] == ["a listener of the link failed"]
