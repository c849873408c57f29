"""How this till is in one plain sentence per matter, for whoever sells: whether it is well, and else what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.frozen import frozen
from app.sync.link import LinkState
from app.sync.live import FeedState
from app.till.diagnostics import Report
from app.till.till import Till


@frozen
class Finding:
    """A sentence about one matter. ``ink``: ``ok``, ``warn``, or ``muted`` for what this till does not have."""

    text: str
    ink: str


def findings(till: Till, report: Report) -> list[Finding]:
    """Return the sentences: the server, the live stock, the printer, the disk, the sales that wait."""
    inks = {True: "ok", False: "warn", None: "muted"}
    parts = (_server(report), _stock(report), _printer(till), _disk(till, report), _sales(till))
    return [Finding(text, inks[is_well]) for text, is_well in parts]


def _server(report: Report) -> tuple[str, bool]:
    match report.link:
        case LinkState.ONLINE:
            return QCoreApplication.translate("Diagnosis", "The server answers."), True
        case LinkState.UNSURE:
            text = QCoreApplication.translate("Diagnosis", "The server answers late. Keep selling.")
        case LinkState.OFFLINE:
            text = QCoreApplication.translate(
                "Diagnosis", "The server does not answer. Keep selling; look at the cable or the box."
            )
        case _:
            text = QCoreApplication.translate("Diagnosis", "This till was shut out. Call the manager.")
    return text, False


def _stock(report: Report) -> tuple[str, bool]:
    if report.feed.state is FeedState.LIVE:
        return QCoreApplication.translate("Diagnosis", "The stock of the other tills shows at once."), True
    if report.link is LinkState.OFFLINE:
        text = QCoreApplication.translate("Diagnosis", "The stock is that of before the line went.")
        return text, False
    text = QCoreApplication.translate("Diagnosis", "The stock of the other tills shows a few seconds late.")
    return text, report.feed.state in (FeedState.OFF, FeedState.SUSPENDED)


def _printer(till: Till) -> tuple[str, bool | None]:
    if till.printing.unprinted:
        return QCoreApplication.translate(
            "Diagnosis", "Receipts are not printed: look at the paper, then at “Receipts not printed”."
        ), False
    if not till.printing.can_print:
        return QCoreApplication.translate("Diagnosis", "There is no printer here."), None
    return QCoreApplication.translate("Diagnosis", "The printer has printed all that was asked."), True


def _disk(till: Till, report: Report) -> tuple[str, bool]:
    if till.outbox.is_read_only:
        return QCoreApplication.translate(
            "Diagnosis", "Another program holds the sales of this till: close it, or call for help."
        ), False
    if report.not_copied is not None:
        text = QCoreApplication.translate(
            "Diagnosis", "The disk is well, but the copy is not made: tell the manager."
        )
        return text, False
    return QCoreApplication.translate("Diagnosis", "Every sale is safe on the disk."), True


def _sales(till: Till) -> tuple[str, bool]:
    summary = till.outbox.summary()
    if summary.refused_count:
        return QCoreApplication.translate(
            "Diagnosis", "Sales were refused: put them right in “Not sent or refused”."
        ), False
    if summary.waiting_count:
        text = QCoreApplication.translate("Diagnosis", "Sales wait; they are sent by themselves, do nothing.")
        return text, False
    return QCoreApplication.translate("Diagnosis", "Every sale is sent."), True
