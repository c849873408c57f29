"""The line between a till and its server in a history: each call waits until the history says what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.errors import TillError, Unreachable
from app.sync.ports import (
    Answer,
    JsonObject,
    PulseAnswer,
    Seen,
    SubmitAnswer,
)
from tests.sync.bar_model import BarModel


@dataclass(eq=False)
class Request:
    """A call under way. ``answer`` is what the server said, once it was reached."""

    ask: Callable[[], object]
    reply: asyncio.Future[object]
    epoch: Callable[[], str]
    """The server's epoch now."""
    answer: object = None
    served_in: str | None = None

    @property
    def is_served(self) -> bool:
        return self.served_in is not None

    def serve(self) -> None:
        if not self.is_served:
            try:
                self.answer = self.ask()
            except TillError as error:
                self.answer = error
            self.served_in = self.epoch()

    def deliver(self) -> None:
        self.serve()
        if not self.reply.done():
            if isinstance(self.answer, TillError):
                self.reply.set_exception(self.answer)
            else:
                self.reply.set_result(self.answer)

    def fail(self) -> None:
        if not self.reply.done():
            self.reply.set_exception(Unreachable("TLNET"))


class Network:
    """A ``Gateway`` whose every call waits until the history says what becomes of it."""

    def __init__(self, server: BarModel) -> None:
        self._server = server
        self.requests: list[Request] = []
        self.orphans: list[Request] = []
        """Calls that the till has given up and that may still reach the server."""

    async def submit(
        self, ledger: str, seen: Seen, commands: Sequence[JsonObject], *, timeout_s: float
    ) -> SubmitAnswer:
        answer = await self._call(lambda: self._server.submit(ledger, seen, commands))
        assert isinstance(answer, SubmitAnswer)
        return answer

    async def pulse(self, ledger: str, seen: Seen, status: JsonObject, *, timeout_s: float) -> PulseAnswer:
        answer = await self._call(lambda: self._server.pulse(ledger, seen))
        assert isinstance(answer, PulseAnswer)
        return answer

    async def read(self, name: str, params: JsonObject, *, timeout_s: float) -> Answer:
        answer = await self._call(lambda: self._server.stock_since(params))
        assert isinstance(answer, Answer)
        return answer

    async def leave(self, *, timeout_s: float) -> None:
        await self._call(lambda: None)

    async def open_ledger(self, ledger: str, *, timeout_s: float) -> JsonObject:
        answer = await self._call(lambda: self._server.open_ledger(ledger))
        assert isinstance(answer, dict)
        return answer

    async def _call(self, ask: Callable[[], object]) -> object:
        reply: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        request = Request(ask, reply, lambda: self._server.state.epoch)
        self.requests.append(request)
        try:
            return await request.reply
        finally:
            if request in self.requests:
                self.requests.remove(request)
