"""Random lives of a till: whatever network, server, disk and people do, each sale is booked once and none is lost.

Every step is followed by what must hold at any time; the end heals everything and checks what must hold then.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.domain.errors import DeviceFailed, Incompatible, Rejected, SignedOut, Unreachable
from app.sync.outbox import Outbox
from app.sync.ports import Door, JsonObject, State
from tests.fake_server import ServerState
from tests.fakes import Bug, Fail, LoseReply, Refusal, Slow, let_tasks_run
from tests.ledgers import sale
from tests.sync.outbox_world import World

LIVES = int(os.environ.get("BARTENDER_PROOF_LIVES", "60"))
FAULTS: dict[str, Callable[[], Fail | LoseReply | Slow]] = {
    "cut": Fail,
    "reply lost": LoseReply,
    "slow": lambda: Slow(3.0),
    "too slow": lambda: Slow(40.0),
    "server time-out": lambda: Fail(Unreachable("TLNET", {"sqlstate": "57014"})),
    "signed out": lambda: Fail(SignedOut("TLAUT")),
    "incompatible": lambda: Fail(Incompatible("TLVER")),
}


class LifeOfATill(RuleBasedStateMachine):
    """``acknowledged``: the ids whose append returned; only they may be counted on."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.world = World()
        self.world.server.judge = self._judge
        self.acknowledged: list[str] = []
        self.attempted = 0
        self.backups: list[ServerState] = []
        self.is_out_of_stock = False
        self.has_bug = False

    def _judge(self, command: JsonObject) -> Refusal | Bug | None:
        number = int(str(command["id"]).split("-")[1]) if str(command["id"]).startswith("sale-") else 1
        if self.has_bug and number % 7 == 3:
            return Bug()
        if self.is_out_of_stock and number % 3 == 0 and command["door"] == "counter":
            return Refusal("TLSTK")
        return None

    def run(self, story: Coroutine[object, object, None]) -> None:
        async def whole() -> None:
            await story
            await let_tasks_run()

        self.runner.run(whole())

    @initialize(seed=st.integers(0, 1_000))
    def begin(self, seed: int) -> None:
        self.world.seed = seed
        self.run(self.world.start())

    @rule(is_served=st.booleans())
    def tap(self, is_served: bool) -> None:
        self.run(self._tap(Door.SERVED if is_served else Door.COUNTER))

    async def _tap(self, door: Door) -> None:
        self.attempted += 1
        identity = f"sale-{self.attempted}"
        try:
            await self.world.outbox.append(sale(identity, door=door))
        except DeviceFailed:
            return
        self.acknowledged.append(identity)

    @rule(is_on_disk=st.booleans())
    def the_disk_fails_once(self, is_on_disk: bool) -> None:
        if is_on_disk:
            self.world.store.fail_after = DeviceFailed("TLDSK", {"unknown": True})
        else:
            self.world.store.fail_next = [DeviceFailed("TLDSK")]

    @rule(fault=st.sampled_from(sorted(FAULTS)), times=st.integers(1, 3))
    def the_network_misbehaves(self, fault: str, times: int) -> None:
        self.world.gateway.script("submit", *(FAULTS[fault]() for _ in range(times)))

    @rule(is_down=st.booleans())
    def the_network_goes_or_comes(self, is_down: bool) -> None:
        self.world.gateway.is_down = is_down

    @rule(is_out_of_stock=st.booleans(), has_bug=st.booleans())
    def the_server_changes_its_mind(self, is_out_of_stock: bool, has_bug: bool) -> None:
        self.is_out_of_stock, self.has_bug = is_out_of_stock, has_bug

    @rule(seconds=st.sampled_from([0.2, 1.0, 2.6, 5.0, 30.0, 700.0]))
    def time_passes(self, seconds: float) -> None:
        self.run(self.world.clock.advance(seconds))

    @rule(hours=st.sampled_from([-24, -1, 1, 24]))
    def somebody_sets_the_clock(self, hours: int) -> None:
        self.world.clock.set_wall(self.world.clock.wall() + 3_600 * hours)

    @rule(is_power_cut=st.booleans())
    def the_till_restarts(self, is_power_cut: bool) -> None:
        self.world.store.fail_next, self.world.store.fail_after = [], None
        self.run(self.world.restart(reboot=is_power_cut))

    @rule()
    def the_server_is_backed_up(self) -> None:
        self.backups.append(self.world.server.backup())

    @precondition(lambda self: self.backups)
    @rule(draw=st.data(), is_told=st.booleans())
    def the_server_is_restored(self, draw: st.DataObject, is_told: bool) -> None:
        backup = draw.draw(st.sampled_from(range(len(self.backups))))
        self.world.server.restore(self.backups[backup], new_epoch=is_told)

    @rule(trouble=st.sampled_from(["salvaged", "lost", "copied"]))
    def the_ledger_has_an_accident(self, trouble: str) -> None:
        self.world.store.fail_next, self.world.store.fail_after = [], None
        self.world.store.trouble = trouble
        self.run(self.world.restart())

    @rule(is_retried=st.booleans())
    def a_person_deals_with_a_refusal(self, is_retried: bool) -> None:
        refused = [row for row in self.world.outbox.rows() if row.state is State.REFUSED]
        if refused:
            self.run(self._deal_with(refused[0].no, is_retried))

    async def _deal_with(self, no: int, is_retried: bool) -> None:
        try:
            if is_retried:
                self.acknowledged.append((await self.world.outbox.retry(no)).id)
            else:
                await self.world.outbox.settle(no, "forgotten")
        except DeviceFailed:
            return

    @rule()
    def the_snapshots_contain_everything(self) -> None:
        async def purge() -> None:
            try:
                await self.world.outbox.purge(lambda row: True)
            except DeviceFailed:
                return

        self.run(purge())

    @invariant()
    def numbers_have_no_holes_and_memory_is_as_the_disk(self) -> None:
        if not hasattr(self.world, "outbox"):
            return
        store, outbox = self.world.store, self.world.outbox
        assert sorted(store.rows) == list(range(1, store.meta.next_no))
        if not outbox._journal._is_stale:
            assert outbox.next_no == store.meta.next_no
            assert all(store.rows[row.no] == row for row in outbox.rows())

    @invariant()
    def nothing_acknowledged_is_lost_and_nothing_is_booked_twice(self) -> None:
        store = self.world.store
        kept = {row.id for row in (*store.rows.values(), *store.past)}
        assert set(self.acknowledged) <= kept
        booked = self.world.booked
        assert len(set(booked)) == len(booked)

    def teardown(self) -> None:
        try:
            if hasattr(self.world, "outbox"):
                self.run(self._heal())
                self._check_the_end(self.world.outbox)
        finally:
            self.run(self.world.stop())
            self.runner.close()

    async def _heal(self) -> None:
        world = self.world
        world.store.fail_next, world.store.fail_after = [], None
        world.gateway.is_down = self.is_out_of_stock = self.has_bug = False
        world.gateway._script.clear()
        await world.restart()
        for _ in range(100):
            is_ours = await self._pulse()
            await world.clock.advance(31)
            if is_ours and not world.outbox.unsent():
                break

    async def _pulse(self) -> bool:
        """Ask as the polling does: it is how a till that has nothing to send learns of a restore."""
        outbox = self.world.outbox
        try:
            answer = await self.world.gateway.pulse(outbox.ledger, outbox.seen(), {}, timeout_s=10)
        except Rejected:
            outbox.unregister()
            return False
        return await self.world.reconciler.reconcile(answer.envelope)

    def _check_the_end(self, outbox: Outbox) -> None:
        rows = {row.id: row for row in (*self.world.store.past, *self.world.store.rows.values())}
        assert outbox.unsent() == ()
        for identity in self.acknowledged:
            state = rows[identity].state
            is_booked = identity in self.world.booked
            assert is_booked == (state is State.DONE), (identity, state)
        assert self.world.gateway.most_in_flight == 1


LifeOfATill.TestCase.settings = settings(
    max_examples=LIVES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
test_whatever_happens_each_sale_is_booked_once = LifeOfATill.TestCase
