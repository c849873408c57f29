"""Where measures work: a folder on the disk of the build, and a real server with one bar in it."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from app import build
from app.domain.ids import new_id
from app.domain.roles import Role
from app.server import provision
from app.server.embedded import EmbeddedPostgres
from app.server.migrate import migrate
from app.server.site_postgres import DATABASE, TILL_ROLE, ensure_database
from app.till.place import Place
from app.till.till import Till
from app.till.verifier import note_of

TILL_PASSWORD = "the password of the tills"
SELLER, PIN = "Aïcha", "2580"
CATEGORIES = ("beer", "soda", "water", "wine", "spirits", "cocktail", "food", "snack", "other")
SECOND = 1.0
PATIENCE_S = 60.0
STEP_S = 0.05


def build_folder() -> Path:
    """Return the folder of what measures keep: on a real disk, unlike the system's own for temporary files."""
    folder = Path(os.environ.get("BARTENDER_TEST_BUILD", "build")).absolute() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def workspace() -> Iterator[Path]:
    """Make a folder that goes with what is in it."""
    folder = Path(tempfile.mkdtemp(prefix="work-", dir=build_folder()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on a server that runs: one till, one person, so many products with plenty of each."""

    postgres: EmbeddedPostgres
    place: Place
    member: str

    @property
    def superuser_url(self) -> str:
        return self.postgres.superuser_url(DATABASE)

    @property
    def port(self) -> int:
        return self.postgres.port


@contextmanager
def served_bar(folder: Path, products: int) -> Iterator[Bar]:
    """Start a server as a bar has it, durable, with one bar; stop it in the end."""
    with EmbeddedPostgres(folder / "postgres") as postgres:
        yield asyncio.run(make_bar(postgres, products))


async def make_bar(postgres: EmbeddedPostgres, products: int) -> Bar:
    """Make the bar's database and fill its shelf."""
    await ensure_database(postgres.superuser_url())
    await migrate(postgres.superuser_url(DATABASE), till_password=TILL_PASSWORD)
    connection = await asyncpg.connect(postgres.superuser_url(DATABASE))
    try:
        async with connection.transaction():
            bar = await provision.create_bar(connection, provision.NewBar("Chez nous"))
            await connection.execute("update data.bars set idle_lock_s = 3600 where id = $1", bar)
            member = await provision.add_member(connection, bar, SELLER, Role.SELLER, PIN)
            await _fill_shelf(connection, bar, products)
            token = provision.new_token()
            await provision.create_till(connection, bar, "C1", "Comptoir", token=token)
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()
    url = postgres.url(DATABASE, TILL_ROLE, TILL_PASSWORD)
    return Bar(postgres, Place(url, token, "C1", "Comptoir", bar), member)


async def _fill_shelf(connection: provision.Connection, bar: str, products: int) -> None:
    categories = [new_id(SECOND) for _ in CATEGORIES]
    await connection.executemany(
        "select logic.add_category($1, $2, $3, $3, 'amber', $4)",
        [(bar, category, CATEGORIES[n], n) for n, category in enumerate(categories)],
    )
    await connection.executemany(
        "select logic.add_product($1, $2, $3, $4, 330, $5, 100000, 10, $6)",
        [
            (bar, new_id(SECOND), categories[n % len(CATEGORIES)], f"Produit {n:04d}", 300 + n % 20 * 100, n)
            for n in range(products)
        ],
    )


def on_line(place: Place, port: int) -> Place:
    """Return the place as it is reached through another port of this machine."""
    parts = urlsplit(place.url)
    address = f"{parts.netloc.rpartition(':')[0]}:{port}"
    return replace(place, url=urlunsplit(parts._replace(netloc=address)))


@asynccontextmanager
async def opened_till(profile: Path, place: Place) -> AsyncIterator[Till]:
    """Open the whole till without a window, as ``bartender till --headless`` does, and wait until it knows the bar."""
    background = build.Background()
    till = await build.open_till(profile, place, background.spawn)
    try:
        await till.start()
        await until_ready(till)
        yield till
    finally:
        await background.close()
        await till.close()


async def sign_in_for_later(till: Till, bar: Bar) -> None:
    """Sign the seller in, and wait until what proves the PIN without the server is kept, in the background."""
    person = await till.session.sign_in(bar.member, PIN)
    for _ in range(round(PATIENCE_S / STEP_S)):
        if await till.outbox.get_note(note_of(person)) is not None:
            return
        await asyncio.sleep(STEP_S)
    raise TimeoutError("the sign-in was not kept")


async def until_ready(till: Till) -> None:
    """Return when the till knows the bar, its stock and its ledger's place on the server."""
    changed = asyncio.Event()
    stops = [till.bar.listen(lambda _topic: changed.set()), till.outbox.listen(changed.set)]
    async with asyncio.timeout(PATIENCE_S):
        while not (till.bar.is_ready and till.bar.revision and till.outbox.is_registered):
            changed.clear()
            await changed.wait()
    for stop in stops:
        stop()
