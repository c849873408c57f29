"""Random histories of a bar: all kinds of commands, by several tills and people, both doors, stale and sent again.

After each batch the truths of ``trade_truths`` must hold, the same batch sent again must change nothing, and nothing
may have been a bug of the server.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.sql.support import PEOPLE, Answer, Scene, Till, ago, command, new_uuid, utc
from tests.sql.support import now as this_moment
from tests.sql.trade_bodies import KINDS, Bodies
from tests.sql.trade_truths import books_of, check, fingerprint

ROLES = dict(PEOPLE)
OWNERS = (
    *("adjust_stock", "count_stock", "reverse_supply", "cancel_sale"),
    *("create_till", "edit_till", "restore_till", "edit_settings"),
)
"""What only an owner may do."""


@dataclass(slots=True)
class Counts:
    """What happened: outcomes by kind (``done``, or the code of the refusal)."""

    histories: int = 0
    batches: int = 0
    again: int = 0
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)

    def note(self, kind: str, outcome: Answer) -> None:
        self.outcomes.setdefault(kind, Counter())[outcome["code"] or outcome["outcome"]] += 1

    def done(self, kind: str) -> int:
        return self.outcomes.get(kind, Counter())["done"]


class History:
    """One bar and those who work there."""

    def __init__(self, scene: Scene, draw: Random, counts: Counts) -> None:
        self.scene = scene
        self.draw = draw
        self.counts = counts
        self.bodies = Bodies(scene, draw)
        self.sessions: dict[tuple[str, str], str] = {}
        self.next_no = {till.id: 1 for till in scene.bar.tills}
        self.sent: list[Answer] = []

    async def open(self) -> None:
        """Sign everybody in everywhere, forty days ago, so that a command may be of any day since."""
        rows = await self.scene.owner.fetch(
            """
            insert into data.sessions (bar_id, till_id, user_id, started_at, until_at)
            select t.bar_id, t.id, m.user_id, now() - interval '40 days', now() + interval '1 day'
            from data.tills t
            join data.bar_members m on m.bar_id = t.bar_id
            where t.bar_id = $1
            returning till_id::text, user_id::text, id::text
            """,
            self.scene.bar.id,
        )
        self.sessions = {(till, member): session for till, member, session in rows}
        for table in ("member_roles", "bar_modes"):
            await self.scene.owner.execute(
                f"update data.{table} set valid_from = valid_from - interval '40 days' where bar_id = $1",
                self.scene.bar.id,
            )

    async def live(self, batches: int) -> None:
        for _ in range(batches):
            till = self.draw.choice(self.scene.bar.tills)
            if self.draw.random() < 0.03:
                await self.scene.owner.fetchval("select jobs.tidy_consignments()")
            elif self.sent and self.draw.random() < 0.05:
                await self.send_from_elsewhere(till)
            else:
                made = [await self.command(till, place) for place in range(self.draw.randint(1, 4))]
                await self.send(till, made)
            self.counts.batches += 1
            check(await books_of(self.scene.owner, self.scene.bar.id))
        self.counts.histories += 1

    async def command(self, till: Till, place: int) -> Answer:
        kind, body = await self.body()
        by = self.scene.bar.people[self.draw.choice(self.able(kind))]
        session: str | None = self.sessions[till.id, by]
        if self.draw.random() < 0.1:
            elsewhere = self.sessions[self.scene.bar.tills[0].id, by]
            session = self.draw.choice((None, new_uuid(), elsewhere))
        door = "served" if kind in ("record_sale", "exchange") and self.draw.random() < 0.5 else "counter"
        moment = utc(this_moment()) if self.draw.random() < 0.8 else ago(hours=self.draw.randint(0, 70))
        changes = {"door": door, "by": by, "session": session, "moment": moment}
        return command(self.next_no[till.id] + place, kind, body, **changes)

    def able(self, kind: str) -> list[str]:
        """Return who is likely to do such a thing; sometimes it is somebody else."""
        names = sorted(self.scene.bar.people)
        if kind in ("record_sale", "withdraw_sale", "create_return") or self.draw.random() < 0.1:
            return names
        roles = ("owner",) if kind in OWNERS and self.draw.random() < 0.8 else ("manager", "owner")
        return [name for name in names if ROLES[name] in roles]

    async def body(self) -> tuple[str, Answer]:
        """Return a kind and a body for it; now and then one that is stale, or damaged."""
        while True:
            unseen = [kind for kind in KINDS if kind not in self.counts.outcomes]
            kind = self.draw.choice(unseen if unseen and self.draw.random() < 0.5 else KINDS)
            body = await getattr(self.bodies, kind)()
            if body is not None:
                break
        lucky = self.draw.random()
        if lucky < 0.03:
            name = self.draw.choice(sorted(body))
            body = body | {name: self.draw.choice((None, "x", -1, [], new_uuid()))}
        elif lucky < 0.06 and self.sent:
            same = [made["body"] for made in self.sent if made["kind"] == kind]
            body = self.draw.choice(same) if same else body
        return kind, body

    async def send(self, till: Till, made: list[Answer]) -> None:
        """Submit a batch, and once more what was answered: nothing changes. Then serve what the counter refused."""
        answer = await self.submit(till, made)
        outcomes = answer["outcomes"]
        for one, outcome in zip(made, outcomes, strict=False):
            self.counts.note(one["kind"], outcome)
        self.next_no[till.id] += len(outcomes)
        known = made[: len(outcomes)]
        self.sent = [*self.sent, *known][-60:]

        before = await fingerprint(self.scene.owner, self.scene.bar.id)
        again = await self.submit(till, known)
        after = await fingerprint(self.scene.owner, self.scene.bar.id)
        assert again["outcomes"] == outcomes
        assert after == before, [name for name in before if after[name] != before[name]]
        self.counts.again += len(known)

        last, said = known[-1], outcomes[-1]
        is_refused = (last["kind"], said["outcome"], said["door"]) == ("record_sale", "refused", "counter")
        if is_refused and said["code"] != "TLINP" and self.draw.random() < 0.5:
            served = (await self.submit(till, [last | {"door": "served"}]))["outcomes"][0]
            assert said["code"] == "TLREV" or served["code"] in (None, "TLREV"), served

    async def send_from_elsewhere(self, till: Till) -> None:
        """A command that was sent before comes under a new number, from a ledger that was lost: it is done once."""
        made = self.draw.choice(self.sent)
        before = await fingerprint(self.scene.owner, self.scene.bar.id)
        kept = await self.scene.owner.fetchval(
            "select to_jsonb(k) from data.commands k where k.bar_id = $1 and k.id = $2 and k.is_first",
            *(self.scene.bar.id, made["id"]),
        )
        answer = await self.submit(till, [made | {"no": self.next_no[till.id]}])
        self.next_no[till.id] += 1
        after = await fingerprint(self.scene.owner, self.scene.bar.id)
        if '"outcome": "done"' in kept:
            changed = {name for name in before if after[name] != before[name]}
            assert changed <= {"commands", "ledgers"}, changed
            assert answer["outcomes"][0]["outcome"] == "done"

    async def submit(self, till: Till, made: list[Answer]) -> Any:
        answer = await self.scene.submit(*made, till=till)
        if "stopped" in answer:
            alerts = await self.scene.owner.fetch(
                "select params from data.alerts where bar_id = $1", self.scene.bar.id
            )
            raise AssertionError((answer["stopped"], made, alerts))
        return answer


async def run_histories(
    scenes: Any, count: int, seed: int, *, batches: int = 30, counts: Counts | None = None
) -> Counts:
    """Live through ``count`` histories, each of a new bar that ``scenes()`` makes; returns what happened in them.

    Raises AssertionError at the first untruth; the history's number is in the error's notes.
    """
    counts = counts or Counts()
    for number in range(count):
        history = History(await scenes(), Random(f"{seed}:{number}"), counts)
        try:
            await history.open()
            await history.live(batches)
        except BaseException as error:
            error.add_note(f"history {seed}:{number}, batch {counts.batches}")
            raise
    return counts
