"""``bartender admin realtime``: where tills listen to what changes, and how many of a bar may."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import click

from app.cli.admin_place import Answer, Place, placed_by, run_at
from app.server import provision
from app.server.access import Access, connected
from app.server.provision import Connection
from app.server.realtime import (
    Kind,
    Realtime,
    read_listeners,
    read_realtime,
    set_cap,
    set_realtime,
)

ADDRESS = re.compile(r"wss?://[^\s/?#]+[^\s]*")
SHORTEST_SECRET, LONGEST_SECRET = 32, 500


def _address(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (ADDRESS.fullmatch(value) and len(value) <= 300):
        raise click.BadParameter("an address like wss://realtime.example is wanted, of 300 letters at most.")
    return value


def _secret(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Read the secret from its file: on a command line everybody would see it."""
    if value is None:
        return None
    if not value.startswith("@"):
        raise click.BadParameter("@FILE is wanted: others see what stands on a command line.")
    try:
        secret = Path(value[1:]).read_text("utf-8").strip()
    except (OSError, ValueError) as problem:
        raise click.BadParameter(f"{value[1:]} cannot be read: {problem}") from None
    if not SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET:
        raise click.BadParameter(f"a secret has {SHORTEST_SECRET} to {LONGEST_SECRET} letters.")
    return secret


@click.command()
@click.option(
    "--url", "address", metavar="ADDRESS", callback=_address, help="Let tills listen there: ws:// or wss://."
)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="What is there. Default: a relay of ours.",
)
@click.option("--key", help="The public key that a gateway wants (Supabase: anon or publishable).")
@click.option("--secret", metavar="@FILE", callback=_secret, help="What tokens are signed with there.")
@click.option("--off", is_flag=True, help="Let tills listen nowhere: they ask every 15 s.")
@click.option("--bar", help="Id or name, for --cap. Default: the only one.")
@click.option("--cap", type=click.IntRange(0, 1000), help="How many tills of the bar may listen at a time.")
@placed_by("--database-url")
def realtime(
    place: Place,
    *,
    address: str | None,
    kind: str | None,
    key: str | None,
    secret: str | None,
    off: bool,
    bar: str | None,
    cap: int | None,
) -> None:
    """Say where tills listen to what changes, and how many of a bar may; or change it. Tills hear of it at their pulse.

    A bar server names its own relay by itself, and leaves alone what is set here. To give it back: --url with the
    address that “bartender server --json” says as “realtime”.
    """
    if off and (address or kind or key or secret):
        raise click.UsageError("--off goes with nothing that says where.")
    if bar is not None and cap is None:
        raise click.UsageError("--bar goes with --cap.")

    async def work(access: Access) -> Answer:
        async with connected(access) as connection:
            async with connection.transaction():
                before = await read_realtime(connection)
                wanted = Realtime(None) if off else _changed(before, address, kind, key)
                if wanted != before or secret is not None:
                    await set_realtime(connection, wanted, secret)
                if cap is not None:
                    await set_cap(connection, (await provision.find_bar(connection, bar)).id, cap)
            return await _answer(connection)

    run_at(place, work)


def _changed(before: Realtime, address: str | None, kind: str | None, key: str | None) -> Realtime:
    """Return what is wanted: another address begins anew, else the rest stays."""
    start = before if address is None else Realtime(address)
    if start.url is None and (kind or key):
        raise click.UsageError("--kind and --key go with --url: tills listen nowhere now.")
    start = start if kind is None else replace(start, kind=Kind(kind))
    return start if key is None else replace(start, key=key or None)


async def _answer(connection: Connection) -> Answer:
    now, bars = await read_realtime(connection), await read_listeners(connection)
    found: dict[str, object] = {
        "url": now.url,
        "kind": now.kind.value,
        "has_key": now.key is not None,
        "bars": [{"bar": one.bar, "cap": one.cap, "leases": one.leases} for one in bars],
    }
    where = (
        "Tills listen nowhere; they ask."
        if now.url is None
        else f"Tills listen at {now.url} ({now.kind.value})."
    )
    lines = [f"  {one.bar}: {one.leases} of {one.cap} tills that may listen do." for one in bars]
    return found, "\n".join([where, *lines])
