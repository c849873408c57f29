"""PostgreSQL's own log, with every statement's duration in it: what was done, never with what secret or for whom."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from app.domain.errors import TillError
from app.domain.pin import stretched
from app.domain.roles import Role
from app.drivers.postgres import PostgresGateway, enrol
from app.server import provision
from app.server.binaries import Binaries
from app.server.embedded import EmbeddedPostgres
from app.server.migrate import migrate
from app.sync.ports import JsonObject, Seen
from tests.fixtures_postgres import TILL_PASSWORD, Database
from tests.server.small_bar import PIN, SmallBar, fresh_id

GUEST = "Monsieur Hounkpatin"
PASSWORD = "another-password-of-the-tills"


def a_kept_bottle(bar: SmallBar) -> JsonObject:
    """A command that names a guest."""
    return {
        "no": 1,
        "id": fresh_id(),
        "kind": "create_consignment",
        "version": 1,
        "sha256": hashlib.sha256(GUEST.encode()).hexdigest(),
        "door": "served",
        "by": bar.seller,
        "session": None,
        "moment": "2026-01-01T00:00:00.000000Z",
        "clock_unsure": False,
        "age_s": None,
        "body": {"guest": GUEST, "phone": "+229 97 00 00 00"},
    }


async def _live(database: Database) -> list[str]:
    """Do all that has a secret in it, calls that fail too, and return the secrets."""
    connection = await asyncpg.connect(database.superuser_url)
    bar = await SmallBar.make(connection)
    till = await provision.create_till(connection, bar.bar, "C7", "Terrasse")
    code = await provision.create_enrolment(connection, bar.bar, till)
    salt = await connection.fetchval("select encode(salt, 'hex') from data.bar_members")
    proof = stretched(PIN, salt).hex()
    token, ledger = provision.new_token(), fresh_id()
    await enrol(database.till_url, code, token, ledger, {"version": "0.1.0"})
    session = await _call(bar, database.till_url, token, ledger, proof)
    await provision.set_pin(connection, bar.bar, bar.seller, Role.SELLER, "8642")
    await migrate(database.superuser_url, till_password=PASSWORD)
    kept = await connection.fetchrow(
        "select encode(verifier, 'hex') as v, encode(salt, 'hex') as s from data.bar_members"
    )
    await connection.close()
    assert kept is not None
    root = urlsplit(database.superuser_url).password or ""
    secrets = [PIN, "8642", code, token, proof, salt, kept["v"], kept["s"], session]
    return [*secrets, GUEST, PASSWORD, TILL_PASSWORD, root]


async def _call(bar: SmallBar, url: str, token: str, ledger: str, proof: str) -> str:
    """Make a till's calls, some of which fail; returns the session."""
    gateway = PostgresGateway(url, token)
    marks = await gateway.open_ledger(ledger, timeout_s=10)
    signed_in = await gateway.sign_in(bar.seller, proof, timeout_s=10)
    seen = Seen(str(marks["epoch"]), 0, 0)
    await gateway.submit(ledger, seen, [a_kept_bottle(bar)], timeout_s=10)
    with contextlib.suppress(TillError):
        await gateway.submit(
            ledger, seen, [{"no": "none", "body": {"guest": GUEST, "pin": proof}}], timeout_s=10
        )
    with contextlib.suppress(TillError):
        await gateway.call("stock_since", (token, "uuid"), (GUEST, "bigint"), timeout_s=10)
    stranger = PostgresGateway(url, provision.new_token())
    with contextlib.suppress(TillError):
        await stranger.sign_in(bar.seller, proof, timeout_s=10)
    await gateway.close()
    await stranger.close()
    assert signed_in["ok"]
    return str(signed_in["session"])


def _logged(folder: Path, binaries: Binaries, **settings: str) -> tuple[str, list[str]]:
    """Return the log of a server that lived with these settings, and which secrets are in it."""
    settings |= {"log_min_duration_statement": "0", "log_connections": "on"}
    with EmbeddedPostgres(folder, binaries, settings=settings) as server:
        secrets = asyncio.run(_live(Database("bartender", server.url("bartender"))))
    text = "".join(path.read_text("utf-8", "replace") for path in (folder / "log").glob("*.log"))
    # A PIN is four digits: a process number or a duration may be the same by chance.
    return text, [secret for secret in secrets if (secret if len(secret) > 4 else f"'{secret}'") in text]


def test_no_secret_and_no_guest_is_in_it(made_folder: Path, postgres_binaries: Binaries) -> None:
    text, found = _logged(made_folder, postgres_binaries)

    assert text.count("select api.submit($1::text") >= 2
    assert "select logic.set_pin($1, $2, $3, $4)" in text
    assert "ERROR" in text
    assert found == []


def test_it_is_our_settings_that_keep_them_out(made_folder: Path, postgres_binaries: Binaries) -> None:
    _, found = _logged(
        made_folder, postgres_binaries, log_parameter_max_length="-1", log_error_verbosity="default"
    )

    assert len(found) > 5
    assert not {PASSWORD, TILL_PASSWORD} & set(found)  # these never reach the server
