"""What the server's commands say about errors, in plain English. The till's sentences are in ``app/ui/messages.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.errors import TillError
from app.server.check import Finding
from app.server.parked import Parked
from app.sync.ports import JsonObject

NO_BAR = "TLNOB of a site without bars"

ERRORS: Mapping[str, str] = {
    "TLSRV": "Another bar server already runs over {folder}. Stop it first, or give another folder with --data.",
    "TLPRT": "Port {port} is used by another program, and the tills know this port. Stop that program, or give --port.",
    "TLSIT": "The site's record {path} cannot be read ({problem}). Put a copy back: it holds the tills' password.",
    "TLNOS": "There is no bar server in {folder}. Start one (bartender server), or say where with --data or --url.",
    "TLNOB": "There is no bar {bar} here. “bartender admin bars” lists them.",
    NO_BAR: "There is no bar here yet. “bartender admin create-bar” makes one.",
    "TLBRS": "There are several bars here: say which with --bar, by id if need be: {listed}.",
    "TLNTL": "There is no till {code}. “bartender admin enrol {code} NAME” makes it.",
    "TLNPK": "Till {code} has nothing parked under number {no}. “bartender admin unpark” lists what is.",
    "TLLDG": "Till {code} parked number {no} in several ledgers: say which with --ledger ({ledgers}).",
    "TLBAK": "This is no sound BarTender backup. Nothing was changed.",
    "TLMVF": "{path} is no whole export of BarTender: {problem}. Nothing was changed.",
    "TLMVS": "The export is of version {file}, this server is at {here}. Bring both to one. Nothing was changed.",
    "TLMVB": "Already here: {bar}. A bar is imported only where it is not, a site only where no bar is.",
    "TLMVD": "What is here is not what the export says: {tables}. An import that finds this changes nothing.",
    "TLSWP": "Programs kept the database {database} busy. Nothing was changed; try again.",
    "TLDSK": "{path} cannot be written: {problem}",
    "TLHLD": "Another program is starting or stopping this PostgreSQL. Try again in a minute.",
    "TLPGN": "No PostgreSQL {minimum} or newer was found on this machine.",
    "TLPGV": "The data here belongs to PostgreSQL {data}; the programs found are of version {programs}.",
    "TLPGF": "The folder {folder} cannot be used: {output}",
    "TLPGI": "PostgreSQL could not make its data folder in {folder}: {output}",
    "TLPGR": "PostgreSQL refuses to run as root, and no other way was found. Run this as an ordinary user.",
    "TLPGS": "PostgreSQL does not start ({reason}). The end of its log: {log}",
    "TLPGT": "{tool} failed: {output}",
}

FINDINGS: Mapping[str, str] = {
    "stock": "{product} ({volume_ml} ml): stock {stock}, but its movements add up to {moved}.",
    "reserved": "{product} ({volume_ml} ml): {reserved} reserved, but {kept} are kept for guests.",
    "products": "Sales by product add up to {by_product}, sales by sale to {by_sale}.",
    "overloads": "{count} functions are called {name}.",
    "jobs": "Job {job}: {failures} failures since it was last done ({last_done_at}).",
    "sums": "Sale {ticket}: total {total}, lines {lines}, payments {paid}.",
    "movements": "Sale {sale}: {sold} of product {product} sold, {taken} taken from stock.",
    "commands": "Sale {ticket} has no command that is recorded as done.",
    "numbers": "Till {till}: last number {last_no}, but {found} commands.",
    "indexes": "PostgreSQL does not vouch for {name}.",
    "grants": "Too many rights ({right}): {name}.",
}


def sentence(error: TillError) -> str:
    """Return what an expected error means; an unknown code is named."""
    is_empty = error.code == "TLNOB" and not error.params.get("bar")
    words = ERRORS.get(NO_BAR if is_empty else error.code, "Failed: {code}")
    return words.format_map(_Gaps({"code": error.code, **error.params}))


def finding_sentence(finding: Finding) -> str:
    """Return what a finding of the check means."""
    where = f"{finding.bar}: " if finding.bar else ""
    return where + FINDINGS[finding.check].format_map(_Gaps(finding.params))


def parked_sentences(rows: Sequence[Parked]) -> str:
    """Return one line for each command that is parked."""
    lines = [
        f"{row.till}  {row.no}  {row.kind or '?'}  {row.ticket or '-'}  {row.at}  (ledger {row.ledger})"
        for row in rows
    ]
    return "\n".join(lines) or "Nothing is parked."


def unpark_sentence(till: str, outcome: JsonObject) -> str:
    """Return what came of booking a parked command."""
    what = f"Number {outcome['no']} of till {till}"
    match outcome["outcome"]:
        case "done":
            return f"{what} is booked."
        case "stopped":
            return f"{what} stays parked: the server still fails on it ({outcome['sqlstate']}: {outcome['message']})."
        case _:
            return f"{what} stays parked: it is refused ({outcome['code']} {outcome['params']})."


class _Gaps(dict[str, object]):
    """A parameter that is missing is shown as …, since a sentence with a gap is better than none."""

    def __missing__(self, key: str) -> str:
        return "…"
