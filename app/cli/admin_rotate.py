"""``bartender admin rotate-password``: another password for the tills' login, without shutting a till out."""

from __future__ import annotations

from dataclasses import replace

import click

from app.cli.admin_place import Answer, Place, at_a_place, run_at
from app.server.access import Access, connected
from app.server.rotation import new_password, retire, rotate, with_login
from app.server.site_record import read_record, write_record


@click.command("rotate-password")
@click.option(
    "--retire", "is_end", is_flag=True, help="End the old password now: a till that has it must enrol again."
)
@at_a_place
def rotate_password(place: Place, *, is_end: bool) -> None:
    """Give the tills' login another password. Tills that have the old one go on for 30 days; enrol them again."""

    async def end(access: Access) -> Answer:
        async with connected(access) as connection:
            was_there = await retire(connection)
        words = "The old password is ended." if was_there else "There was no old password any more."
        return {"retired": was_there}, words

    async def begin(access: Access) -> Answer:
        async with connected(access) as connection:
            done = await rotate(connection, new_password())
        record = None if place.url else read_record(place.folder)
        if record is not None:
            # Cut off before this, the next start gives the new role the old password: no till is shut out either way.
            write_record(place.folder, replace(record, till_password=done.password))
        until = done.old_until.date().isoformat()
        words = f"Codes of “enrol” carry the new password from now on; the old one is let in until {until}."
        found: dict[str, object] = {"role": done.role, "old_role": done.old_role, "old_until": until}
        if record is None:
            found["till_url"] = with_login(access.url, done.role, done.password)
            words += f"\nThe address for “enrol --till-url”, shown once: {found['till_url']}"
        return found, words

    run_at(place, end if is_end else begin)
