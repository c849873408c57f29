"""``bartender admin``: look after a site's database. Answers are words, or with ``--json`` one JSON object.

Exit code 0: done and well; 1: something is wrong, or it could not be done; 2: the command was not understood.
"""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from app import logs
from app.cli.admin_move import MOVE_COMMANDS
from app.cli.admin_place import Answer, Place, at_a_place, run_at
from app.cli.admin_realtime import realtime
from app.cli.admin_rotate import rotate_password
from app.cli.admin_settings import settings
from app.cli.admin_site import SITE_COMMANDS
from app.cli.sentences import finding_sentence, parked_sentences, unpark_sentence
from app.domain.enrolment import Enrolment, long_code
from app.domain.roles import Role
from app.server import parked, provision
from app.server.access import Access, connected
from app.server.backup import backup as write_backup
from app.server.backup import restore as read_backup
from app.server.check import CHECKS, check_database
from app.server.jobs import put_into_pg_cron
from app.server.migrate import migrate as bring_up_to_date
from app.server.product_sheet import add_products as write_products
from app.server.product_sheet import read_sheet
from app.settings import log_folder

TILL_CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}")
"""As the table of tills has it."""


@click.group()
def admin() -> None:
    """Look after a server: bring it up to date, make bars, enrol tills, check, back up, restore."""
    logs.set_up("admin", log_folder())


@admin.command()
@at_a_place
def migrate(place: Place) -> None:
    """Bring the database up to date. Tills go on working meanwhile."""

    async def work(access: Access) -> Answer:
        report = await bring_up_to_date(access.url, till_password=access.till_password)
        async with connected(access) as connection:
            await put_into_pg_cron(connection)
        words = f"The database is at {report.schema}; " + (
            f"{len(report.applied)} migrations applied." if report.is_rebuilt else "nothing had to be done."
        )
        return asdict(report), words

    run_at(place, work)


@admin.command()
@at_a_place
def bars(place: Place) -> None:
    """List the bars of the site, and which of them is frozen (it moves to another server) or closed down."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            found = await provision.list_bars(connection)
            states = await provision.bar_states(connection)
        words = "\n".join(f"{bar.id}  {states[bar.id]:<6}  {bar.name}" for bar in found)
        rows = [{**asdict(bar), "state": states[bar.id]} for bar in found]
        return {"bars": rows}, words or "There is no bar yet."

    run_at(place, work)


@admin.command("create-bar")
@click.argument("name")
@click.option("--owner", required=True, help="The owner's first and last name.")
@click.option(
    "--owner-pin",
    prompt="The owner's PIN (6 digits)",
    hide_input=True,
    confirmation_prompt=True,
    envvar="BARTENDER_PIN",
    help="Asked for when not given; BARTENDER_PIN is looked at first.",
)
@click.option("--address", default="", help="As it is printed on tickets.")
@click.option("--time-zone", default=provision.TIME_ZONE, show_default=True, help="IANA name.")
@click.option(
    "--closing-hour",
    type=click.IntRange(0, 23),
    default=provision.CLOSING_HOUR,
    show_default=True,
    help="Local hour at which a business day ends.",
)
@click.option(
    "--mode",
    type=click.Choice(["simplified", "full"]),
    default="simplified",
    show_default=True,
    help="simplified: one till sells for every server, whose names stand above the order.",
)
@at_a_place
def create_bar(
    place: Place,
    *,
    name: str,
    owner: str,
    owner_pin: str,
    address: str,
    time_zone: str,
    closing_hour: int,
    mode: str,
) -> None:
    """Make the bar NAME and its owner."""
    new = provision.NewBar(name, address, time_zone, closing_hour, operating_mode=mode)

    async def work(access: Access) -> Answer:
        async with connected(access) as connection, connection.transaction():
            bar = await provision.create_bar_once(connection, new)
            member = await provision.add_member(connection, bar, owner, Role.OWNER, owner_pin)
        words = f"Bar “{name}” is made: {bar}\nNext: bartender admin add-member, add-products, enrol"
        return {"bar": bar, "owner": member}, words

    run_at(place, work)


@admin.command("add-member")
@click.argument("name")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.SELLER.value, show_default=True
)
@click.option(
    "--pin",
    prompt="PIN (4 digits; managers and owners 6)",
    hide_input=True,
    confirmation_prompt=True,
    envvar="BARTENDER_PIN",
    help="Asked for when not given; BARTENDER_PIN is looked at first.",
)
@click.option("--bar", help="Id or name. Default: the only one.")
@at_a_place
def add_member(place: Place, *, name: str, role: str, pin: str, bar: str | None) -> None:
    """Add the person NAME to a bar."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection, connection.transaction():
            found = await provision.find_bar(connection, bar)
            member = await provision.add_member_once(connection, found.id, name, Role(role), pin)
        return {"bar": found.id, "member": member}, f"{name} ({role}) belongs to “{found.name}”."

    run_at(place, work)


@admin.command("reset-pin")
@click.argument("name")
@click.option("--bar", help="Id or name. Default: the only one.")
@at_a_place
def reset_pin(place: Place, *, name: str, bar: str | None) -> None:
    """Give the person NAME (or id) another PIN, shown once here, and sign them out: an owner has forgotten theirs."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            found = await provision.find_bar(connection, bar)
            member, pin = await provision.reset_pin(connection, found.id, name)
        words = f"The PIN of {name} in “{found.name}” is now {pin}. Have it changed at a till."
        return {"bar": found.id, "member": member, "pin": pin}, words

    run_at(place, work)


@admin.command("add-products")
@click.argument("sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--bar", help="Id or name. Default: the only one.")
@at_a_place
def add_products(place: Place, *, sheet: Path, bar: str | None) -> None:
    """Add the products of SHEET to a bar: CSV with category, name, volume_cl, price, stock, threshold, barcode."""

    async def work(access: Access) -> Answer:
        try:
            rows = read_sheet(sheet)
        except UnicodeDecodeError:
            raise ValueError(f"{sheet} is not text in UTF-8: save it anew as “CSV UTF-8”.") from None
        async with connected(access) as connection:
            found = await provision.find_bar(connection, bar)
            added = await write_products(connection, found.id, rows)
        return {"bar": found.id, "added": added}, f"Products added to “{found.name}”: {added}."

    run_at(place, work)


def _till_code(_context: click.Context, _parameter: click.Parameter, code: str) -> str:
    if not TILL_CODE.fullmatch(code):
        raise click.BadParameter("a till's code is a capital letter, then up to 7 of them or digits: C1.")
    return code


@admin.command()
@click.argument("till", callback=_till_code)
@click.argument("name", required=False)
@click.option("--bar", help="Id or name. Default: the only one.")
@click.option(
    "--hours", type=click.IntRange(1, 24 * 30), default=24 * 7, show_default=True, help="The code's life."
)
@click.option("--till-url", help="The address that tills connect to, when it is not the folder's own.")
@at_a_place
def enrol(
    place: Place, *, till: str, name: str | None, bar: str | None, hours: int, till_url: str | None
) -> None:
    """Make a code that enrols the till TILL (such as C1), once. NAME is needed for a new till."""
    life = timedelta(hours=hours)

    async def work(access: Access) -> Answer:
        async with connected(access) as connection, connection.transaction():
            found = await provision.find_bar(connection, bar)
            till_id = await provision.ensure_till(connection, found.id, till, name)
            code = await provision.create_enrolment(connection, found.id, till_id, life)
        url = till_url or access.till_url
        long = long_code(Enrolment(url, code)) if url else None
        expires_at = (datetime.now(UTC) + life).isoformat(timespec="minutes")
        words = f"Code for till {till} of “{found.name}”, once, until {expires_at}: {code}"
        words += f"\nWith the server's address: {long}" if long else ""
        return {
            "bar": found.id,
            "till": till_id,
            "code": code,
            "long_code": long,
            "expires_at": expires_at,
        }, words

    run_at(place, work)


@admin.command("revoke-till")
@click.argument("till")
@click.option("--bar", help="Id or name. Default: the only one.")
@at_a_place
def revoke_till(place: Place, *, till: str, bar: str | None) -> None:
    """Shut the till TILL (such as C1) out at once: it was lost or stolen."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            found = await provision.find_bar(connection, bar)
            till_id = await provision.revoke_till(connection, found.id, till)
        return {"bar": found.id, "till": till_id}, f"Till {till} of “{found.name}” is shut out."

    run_at(place, work)


@admin.command("restore-till")
@click.argument("till")
@click.option("--bar", help="Id or name. Default: the only one.")
@at_a_place
def restore_till(place: Place, *, till: str, bar: str | None) -> None:
    """Let the till TILL (such as C1) in again that was shut out: it was found."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            found = await provision.find_bar(connection, bar)
            till_id = await provision.restore_till(connection, found.id, till)
        return {"bar": found.id, "till": till_id}, f"Till {till} of “{found.name}” may call again."

    run_at(place, work)


@admin.command()
@click.argument("till", required=False)
@click.argument("no", type=click.IntRange(1), required=False)
@click.option("--ledger", help="Id. Needed only when a till has parked the number in several.")
@click.option("--bar", help="Id or name. Default: the only one.")
@at_a_place
def unpark(place: Place, *, till: str | None, no: int | None, ledger: str | None, bar: str | None) -> None:
    """Book what the till TILL (such as C1) parked under number NO; without them, list what is parked.

    A till parks a command that the server failed on five times. Mend the server first; the same again changes nothing.
    """
    if (till is None) is not (no is None):
        raise click.UsageError("Give the till and the number, or neither.")

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            found = await provision.find_bar(connection, bar)
            if till is None or no is None:
                rows = await parked.list_parked(connection, found.id)
                return {"parked": [asdict(row) for row in rows]}, parked_sentences(rows)
            outcome = await parked.unpark(connection, found.id, till, no, ledger)
        return outcome, unpark_sentence(till, outcome)

    if run_at(place, work).get("outcome", "done") != "done":
        sys.exit(1)


@admin.command()
@at_a_place
def check(place: Place) -> None:
    """Prove the books: stock, sums, commands, indexes, rights. Exit code 1 when something is wrong."""

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            findings = await check_database(connection)
        rows = [asdict(finding) for finding in findings]
        words = "\n".join(finding_sentence(finding) for finding in findings) or "All is well."
        return {"checks": list(CHECKS), "findings": rows}, words

    if run_at(place, work)["findings"]:
        sys.exit(1)


@admin.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@at_a_place
def backup(place: Place, *, file: Path) -> None:
    """Write the database to FILE. Tills go on working meanwhile."""

    async def work(access: Access) -> Answer:
        size = await write_backup(access.binaries, access.url, file)
        return {"file": str(file), "bytes": size}, f"{file}: {size:,} bytes."

    run_at(place, work)


@admin.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--in-spite", is_flag=True, help="Even when the books in the backup do not balance.")
@at_a_place
def restore(place: Place, *, file: Path, in_spite: bool) -> None:
    """Make FILE the database. Tills then send again by themselves what it lacks; the old database is kept."""

    async def work(access: Access) -> Answer:
        done = await read_backup(
            access.binaries, access.url, file, till_password=access.till_password, in_spite=in_spite
        )
        words = (
            f"Restored: {', '.join(done.bars) or 'no bar'}. The database that was there is now {done.before}."
        )
        return asdict(done), "\n".join([words, *map(finding_sentence, done.findings)])

    run_at(place, work)


for _command in (*SITE_COMMANDS, *MOVE_COMMANDS, rotate_password, realtime, settings):
    admin.add_command(_command)
