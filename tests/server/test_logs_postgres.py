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
    gateway = PostgresGateway(database.till_url, token)
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
    stranger = PostgresGateway(database.till_url, provision.new_token())
    with contextlib.suppress(TillError):
        await stranger.sign_in(bar.seller, proof, timeout_s=10)
    await gateway.close()
    await stranger.close()
    await provision.set_pin(connection, bar.bar, bar.seller, Role.SELLER, "8642")
    await migrate(database.superuser_url, till_password=PASSWORD)
    kept = await connection.fetchrow(
        "select encode(verifier, 'hex') as v, encode(salt, 'hex') as s from data.bar_members"
    )
    await connection.close()
    assert kept is not None
    assert signed_in["ok"]
    session = str(signed_in["session"])
    root = urlsplit(database.superuser_url).password or ""
    return [
        PIN,
        "8642",
        code,
        token,
        proof,
        salt,
        kept["v"],
        kept["s"],
        session,
        GUEST,
        PASSWORD,
        TILL_PASSWORD,
        root,
    ]


def test_no_secret_and_no_guest_is_in_it(made_folder: Path, postgres_binaries: Binaries) -> None:
    settings = {"log_min_duration_statement": "0", "log_connections": "on"}
    with EmbeddedPostgres(made_folder, postgres_binaries, settings=settings) as server:
        secrets = asyncio.run(_live(Database("bartender", server.url("bartender"))))
    text = "".join(path.read_text("utf-8", "replace") for path in (made_folder / "log").glob("*.log"))

    assert text.count("select api.submit($1::text") >= 2
    assert "select logic.set_pin($1, $2, $3, $4)" in text
    assert "ERROR" in text
    # A PIN is four digits: a process number or a duration may be the same by chance.
    found = [secret for secret in secrets if len(secret) > 4 and secret in text]
    assert found == []
    assert not [line for line in text.splitlines() if f"'{PIN}'" in line or "'8642'" in line]
