"""What an error means whose SQLSTATE says too little: its words decide."""

from __future__ import annotations

import asyncpg
import pytest

from app.domain.errors import Unreachable
from app.drivers.postgres import till_error


@pytest.mark.parametrize(
    ("message", "is_known"),
    [
        ("cache lookup failed for function 16412", True),
        ("cache lookup failed for type 16500", True),
        ("no cache lookup failed", False),
    ],
)
def test_functions_that_a_deploy_replaced_under_a_call_are_asked_again(message: str, is_known: bool) -> None:
    error = till_error(asyncpg.InternalServerError(message))

    assert isinstance(error, Unreachable)
    assert error.params == {"sqlstate": "XX000", "known": is_known}
