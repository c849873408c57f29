"""What the tests of the invariants look with: a disk that waits, a random evening, and a reader of our own sources."""

from __future__ import annotations

import ast
import random
import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.sync.ports import Row, State
from tests.fakes import Fail, LoseReply
from tests.till.world import World

APP = Path(__file__).resolve().parents[1] / "app"
OUR_ERRORS = {"TillError", "Unreachable", "Rejected", "SignedOut", "Incompatible", "DeviceFailed"}
EVENTS = ("sell", "sell", "foreign", "read", "lose", "fail", "restart", "time", "refuse", "outage")


class HeldCommits:
    """SQLite connections whose commits of sales wait until ``go``; ``synchronous``: the setting at each of them."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.synchronous: list[int] = []
        self._is_sale = False

    def connect(self, address: str) -> sqlite3.Connection:
        held = self

        class Connection(sqlite3.Connection):
            def execute(self, statement: str, *parameters: object) -> sqlite3.Cursor:
                held._is_sale |= statement.startswith("insert into outbox")
                if statement == "commit" and held._is_sale:
                    held.synchronous += super().execute("pragma synchronous").fetchone()
                    assert held.go.wait(60)
                    held._is_sale = False
                return super().execute(statement, *parameters)  # type: ignore[arg-type]  # as sqlite3's

        return sqlite3.connect(address, uri=True, isolation_level=None, factory=Connection)


async def let_something_happen(world: World, draw: random.Random) -> None:
    """One random event in the life of a till: a sale, somebody else's, a lost reply, a crash, an outage …"""
    match draw.choice(EVENTS):
        case "sell":
            await world.sell(*["flag"] * draw.randint(1, 3))
        case "foreign":
            world.put("flag", stock=world.shelf["flag"].stock - draw.randint(1, 3))
        case "read":
            await world.refresh()
        case "lose":
            world.gateway.script("submit", LoseReply())
        case "fail":
            world.gateway.script(draw.choice(("submit", "stock_since", "pulse")), Fail())
        case "restart":
            await world.restart()
            await world.sign_in()
        case "time":
            await world.clock.advance(draw.uniform(0, 40))
        case "refuse":
            await world.refuse("flag")
        case "outage":
            world.gateway.is_down = not world.gateway.is_down
    await world.settle()


def unseen_pieces(world: World, rev: int) -> int:
    """Return how many pieces own sales take that the server had not booked at ``rev``, by the server's own book."""

    def is_in(row: Row) -> bool:
        outcome = world.server.state.by_id.get(row.id)
        return outcome is not None and outcome.rev is not None and outcome.rev <= rev

    rows = [row for row in world.outbox.rows() if row.state in (State.WAITING, State.DONE) and not is_in(row)]
    return sum(_pieces(row) for row in rows)


def _pieces(row: Row) -> int:
    lines = row.body["lines"]
    assert isinstance(lines, list)
    return sum(line["qty"] for line in lines if isinstance(line, Mapping))


def nodes(*layers: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield every node of the sources of some layers of ``app``, docstrings left out, with its file."""
    for layer in layers:
        for path in sorted((APP / layer).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            yield from (
                (path.relative_to(APP).as_posix(), node) for node in ast.walk(tree) if id(node) not in docs
            )


def is_for_people(node: ast.AST) -> bool:
    """Tell whether a constant is a text to be shown: French has accents, « » and the sign of its money."""
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and len(text) > 2 and bool(re.search("[àâçéèêëîïôùûœ«»\u202f]|FCFA", text))


def error_code(node: ast.AST) -> object | None:
    """Return the code of one of our errors that is raised or returned here with a fixed one."""
    is_ours = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OUR_ERRORS
    first = node.args[0] if isinstance(node, ast.Call) and is_ours and node.args else None
    return first.value if isinstance(first, ast.Constant) else None


def is_inexact(node: ast.AST) -> bool:
    """Tell whether this makes or is a number that is not whole."""
    return isinstance(node, ast.Div) or (isinstance(node, ast.Constant) and isinstance(node.value, float))
