"""Logging: to standard error and to a rotating file of this user. Every line is written without secrets.

Uncaught exceptions of the program, of threads, of finalizers and of the event loop are logged as errors.
"""

from __future__ import annotations

import asyncio
import logging
import logging.handlers
import re
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

MAX_BYTES = 1_000_000
KEPT_FILES = 5

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_SECRETS = (
    (re.compile(r"(\w+://[^\s:/@]+:)[^\s@]+@"), r"\1***@"),
    (re.compile(r"\bBT1\.[\w=-]+"), "BT1.***"),
    (re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b(?!-)"), "****-****"),
    (re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])"), "[64 hex digits]"),
    (
        re.compile(r"""(?i)(['"]?\b(?:pin|proof|password|token|verifier)['"]?\s*[=:]\s*['"]?)[^\s'",)}]+"""),
        r"\1***",
    ),
)
_log = logging.getLogger("bartender")


def without_secrets(text: str) -> str:
    """Return ``text`` with passwords of addresses, tokens, enrolment codes and PINs struck out."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class Discreet(logging.Formatter):
    """A formatter that strikes secrets out of the finished line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def set_up(name: str, folder: Path | None, *, verbose: bool = False) -> Path | None:
    """Send the program's log to standard error (warnings, or everything if ``verbose``) and to ``folder/name.log``.

    Returns the file, or None when there is no folder or it cannot be written: a full disk must not stop a till.
    Calling it again replaces what it set up before. Sets the hooks for uncaught exceptions.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    take_down()
    console = logging.StreamHandler(sys.stderr)
    console.setLevel(logging.DEBUG if verbose else logging.WARNING)
    _add(root, console)
    file = None
    if folder is not None:
        file = folder / f"{name}.log"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            rotating = logging.handlers.RotatingFileHandler(
                file, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=False
            )
        except OSError as problem:
            _log.warning("no log file: %s", problem)
            file = None
        else:
            _add(root, rotating)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable
    return file


def take_down() -> None:
    """Undo ``set_up``: close its handlers and give the hooks back."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h.formatter, Discreet)]:
        root.removeHandler(handler)
        handler.close()
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    sys.unraisablehook = sys.__unraisablehook__


def log_loop_problem(loop: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
    """Log what the event loop could not hand to anybody: give it to ``loop.set_exception_handler``."""
    del loop
    problem = context.get("exception")
    exc_info = problem if isinstance(problem, BaseException) else None
    _log.error("event loop: %s", context.get("message", "unknown"), exc_info=exc_info)


def _add(root: logging.Logger, handler: logging.Handler) -> None:
    handler.setFormatter(Discreet(_FORMAT))
    root.addHandler(handler)


def _uncaught(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, problem, trace)
        return
    _log.critical("uncaught exception", exc_info=(kind, problem, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is SystemExit or args.exc_value is None:
        return
    name = args.thread.name if args.thread else "?"
    _log.critical(
        "uncaught exception in thread %s", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
    )


def _unraisable(args: sys.UnraisableHookArgs) -> None:
    problem = args.exc_value
    exc_info = (type(problem), problem, args.exc_traceback) if problem is not None else None
    _log.error("exception ignored in %r", args.object, exc_info=exc_info)
