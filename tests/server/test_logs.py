"""Logs say what happened and never a secret."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import logs
from app.domain.enrolment import Enrolment, long_code


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    logs.take_down()
    root.setLevel(level)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


SECRETS = [
    "postgresql://bartender_till:s3cret-pw@127.0.0.1:5432/bartender",
    long_code(Enrolment("postgresql://a:s3cret-pw@b/c", "K7PQ-2M9X")),
    "code K7PQ-2M9X",
    "0123456789abcdef" * 4,
    "{'pin': '290160'}",
    '{"proof": "77aa"}',
    "password=s3cret-pw",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_struck_out(text: str) -> None:
    clean = logs.without_secrets(f"x {text} y")

    for secret in ("s3cret-pw", "K7PQ", "eyJ1", "0123456789abcdef", "290160", "77aa"):
        assert secret not in clean
    assert clean.startswith("x ")


def test_what_support_needs_is_kept() -> None:
    text = "till 0191f7c2-8a4e-7cc3-98c4-dc0c0c07398f of bar C1-004217 at 2026-11-22T20:49:17Z, TLSTK, 127.0.0.1:5432"

    assert logs.without_secrets(text) == text


def test_the_file_has_the_line_and_the_traceback_without_secrets(tmp_path: Path) -> None:
    file = logs.set_up("server", tmp_path / "logs")
    try:
        int(SECRETS[0])
    except ValueError:
        logging.getLogger("app.x").warning("it failed", exc_info=True)

    assert file is not None
    text = file.read_text("utf-8")
    assert "it failed" in text
    assert "ValueError" in text
    assert "s3cret-pw" not in text


def test_setting_up_twice_writes_a_line_once(tmp_path: Path) -> None:
    logs.set_up("server", tmp_path)
    file = logs.set_up("server", tmp_path)
    logging.getLogger("app.x").warning("once")

    assert file is not None
    assert file.read_text("utf-8").count("once") == 1


def test_a_folder_that_cannot_be_written_does_not_stop_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file")

    assert logs.set_up("server", tmp_path / "taken") is None
    assert "no log file" in capsys.readouterr().err


@pytest.mark.usefixtures("expects_error_logs")
def test_uncaught_exceptions_are_logged(tmp_path: Path) -> None:
    file = logs.set_up("server", tmp_path)

    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail, name="printer")
    thread.start()
    thread.join()
    problem = ValueError("in the program")
    sys.excepthook(ValueError, problem, None)

    assert file is not None
    text = file.read_text("utf-8")
    assert "thread printer" in text
    assert "in a thread" in text
    assert "in the program" in text


@pytest.mark.usefixtures("expects_error_logs")
async def test_what_the_event_loop_could_not_deliver_is_logged(tmp_path: Path) -> None:
    file = logs.set_up("server", tmp_path)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.log_loop_problem)
    loop.call_exception_handler({"message": "lost", "exception": ValueError("nobody awaited")})
    loop.call_exception_handler({"message": "a mere word"})

    assert file is not None
    text = file.read_text("utf-8")
    assert "lost" in text
    assert "nobody awaited" in text
    assert "a mere word" in text
