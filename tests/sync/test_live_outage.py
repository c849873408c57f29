"""How soon a till that was live says that its server is away."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from app.domain.errors import Unreachable
from app.sync.link import LinkState
from tests.sync.live_world import LiveTill


@pytest_asyncio.fixture
async def till() -> AsyncIterator[LiveTill]:
    till = LiveTill()
    await till.start()
    yield till
    await till.close()
    assert till.bugs == []


async def test_a_server_that_stops_is_offline_within_seconds(till: LiveTill) -> None:
    await till.go_live()
    till.gateway.is_down = True
    till.feed.lose()
    await till.clock.advance(3)
    assert till.gateway.called("pulse")
    await till.clock.advance(6)

    assert till.link_state() is LinkState.OFFLINE


async def test_a_call_that_fails_once_is_checked_by_a_pulse_at_once(till: LiveTill) -> None:
    await till.go_live()
    pulses = len(till.gateway.called("pulse"))
    till.link.failed(Unreachable("TLNET", {"reason": "ConnectionResetError"}))
    assert till.link_state() is LinkState.UNSURE
    await till.clock.advance(1.1)

    assert len(till.gateway.called("pulse")) == pulses + 1
    assert till.link_state() is LinkState.ONLINE
