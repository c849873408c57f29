"""The server's functions over one long-lived PostgreSQL connection (asyncpg, imported with the first connection).

No pool: its reset would cost the sale a round trip. No session state, no start-up settings, so that pgbouncer and
Supavisor in transaction mode work; statements are kept on the server only where nothing stands between, which the first
call finds out (``_Line``). After a time-out the connection is dropped, never awaited: a polite cancel needs the network
that just failed.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import ssl
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from app.domain.address import stays_on_this_machine
from app.domain.errors import DeviceFailed, Incompatible, Rejected, SignedOut, TillError, Unreachable
from app.sync.marks import answer_from_json, envelope_from_json, pulse_from_json, submit_from_json
from app.sync.ports import Answer, Json, JsonObject, PulseAnswer, Seen, SubmitAnswer
from app.sync.short_pulse import Known, Words, asking_for_a_tag, submit_in_full
from app.sync.traffic import Meter

if TYPE_CHECKING:
    import asyncpg
    from asyncpg.prepared_stmt import PreparedStatement

CONNECT_TIMEOUT_S = 10.0
SIGNED_OUT_CODES = frozenset({"TLAUT", "TLSES"})
UNREACHABLE_CLASSES = frozenset({"08", "25", "3D", "40", "53", "55", "57", "58"})
GONE_CLASSES = frozenset({"08", "25", "3D", "57", "58"})
"""A server that is going away, or has become a standby, says so on a connection that still looks open."""
NOT_KEPT = frozenset({"26000", "42P05", "0A000"})
"""No such statement, one of that name already, or one whose answer has become another: nothing was done of the call."""
NOT_TRUSTED = "not trusted"
"""The reason of a call that was not made, since whoever answers cannot prove to be the server."""


def till_error(error: BaseException) -> TillError | None:
    """Return what ``error`` means to the till, by SQLSTATE; None when it is a bug of ours."""
    import asyncpg

    if isinstance(error, asyncpg.PostgresError):
        state = str(error.sqlstate or "")
        if state.startswith("TL"):
            params = _params(error.detail)
            return (SignedOut if state in SIGNED_OUT_CODES else Rejected)(state, params)
        if state.startswith("28") or _is_of_a_pooler_s_door(state, str(error)):
            return SignedOut("TLAUT", {"sqlstate": state})
        if state in ("42883", "3F000", "42501", "42P01"):
            return Incompatible("TLVER", {"sqlstate": state})
        if state.startswith("22"):
            # What was sent cannot be read, and never will be: who sends it must find which part it is.
            return Rejected("TLINP", {"sqlstate": state})
        # An unknown server error is an error of the call: nothing of it stayed, the same commands go again.
        is_known = state[:2] in UNREACHABLE_CLASSES or _is_of_a_deploy(state, str(error))
        return Unreachable("TLNET", {"sqlstate": state, "known": is_known})
    if isinstance(error, TimeoutError):
        return Unreachable("TLNET", {"timed_out": True})
    if isinstance(error, asyncpg.ClientConfigurationError):
        return DeviceFailed("TLURL", {"reason": str(error)})
    if isinstance(error, ssl.SSLError) or "rejected SSL upgrade" in str(error):
        problem = getattr(error, "verify_message", "") or getattr(error, "reason", "") or "it speaks no TLS"
        return Unreachable("TLNET", {"reason": NOT_TRUSTED, "problem": str(problem)})
    if isinstance(error, OSError | asyncpg.InterfaceError | asyncpg.InternalClientError | EOFError):
        return Unreachable("TLNET", {"reason": type(error).__name__})
    return None


def _is_of_a_deploy(state: str, message: str) -> bool:
    """Tell whether a deploy put other functions in the place of those that a call was about to run."""
    return state == "XX000" and message.startswith("cache lookup failed")


def _is_of_a_pooler_s_door(state: str, message: str) -> bool:
    """Tell whether pgbouncer refused the password; it has no other SQLSTATE for that than a protocol's."""
    return state == "08P01" and message.startswith(
        ("SASL authentication failed", "password authentication failed")
    )


def _params(detail: str | None) -> dict[str, object]:
    try:
        params = json.loads(detail or "{}")
    except ValueError:
        return {}
    return params if isinstance(params, dict) else {}


def tls_for(url: str) -> ssl.SSLContext | bool:
    """Return how to secure ``url``: verified TLS, but none on this very machine or when it says ``sslmode=disable``.

    Whatever else ``sslmode`` says, it is verify-full. ``sslrootcert=FILE`` names the only authorities to believe; else
    the system's. ``DeviceFailed("TLURL")`` when that file cannot be read.

    Made anew for each connection, so that a CA that is replaced on disk counts at once; nothing is kept.
    """
    asked = parse_qs(urlsplit(url).query)
    if stays_on_this_machine(url) or asked.get("sslmode") == ["disable"]:
        return False
    authorities = asked.get("sslrootcert", [None])[0]
    try:
        return ssl.create_default_context(cafile=authorities)
    except OSError as error:
        raise DeviceFailed("TLURL", {"reason": f"sslrootcert: {error.strerror or error}"}) from error


def authorities_for(url: str) -> ssl.SSLContext | None:
    """Return what a relay beside that PostgreSQL is held against: the same authorities; None: the system's."""
    context = tls_for(url)
    return context if isinstance(context, ssl.SSLContext) else None


class _Line:
    """One connection, and the statements that are kept on the server for it, so that their words travel once.

    A pooler makes up the process that it names when a connection begins; who is told the very process that then answers
    speaks to the server itself. Should a pooler pass on the server's own all the same, a statement is not there, or is
    already: its name is made of its words, so none is ever taken for another, and the call is made again without.
    """

    def __init__(self, connection: asyncpg.Connection[asyncpg.Record]) -> None:
        self.connection = connection
        self._is_direct: bool | None = None
        self._kept: dict[str, PreparedStatement[asyncpg.Record]] = {}

    async def ask(self, query: str, values: list[object]) -> object:
        """Return the one value of the query."""
        if self._is_direct is None:
            row = await self.connection.fetchrow(f"{query}, pg_backend_pid()", *values)
            assert row is not None
            self._is_direct = row[1] == self.connection.get_server_pid()
            return row[0]
        if self._is_direct:
            import asyncpg

            try:
                return await self._ask_kept(query, values)
            except asyncpg.PostgresError as error:
                if error.sqlstate not in NOT_KEPT:
                    raise
                self._is_direct = False
        return await self.connection.fetchval(query, *values)

    async def _ask_kept(self, query: str, values: list[object]) -> object:
        if query not in self._kept:
            self._kept[query] = await self.connection.prepare(query, name=name_of(query))
        return await self._kept[query].fetchval(*values)


class PostgresGateway:
    """Implements ``Gateway`` for one till. ``token`` authenticates each call; ``url`` has address and password.

    ``meter`` is told of each call that was answered, and of the calls that were refused: those are answers, too.
    """

    def __init__(self, url: str, token: str, meter: Meter | None = None) -> None:
        self._url = url
        self._token = token
        self._line: _Line | None = None
        self._known: Known | None = None
        self._turn = asyncio.Lock()
        self._meter = meter

    async def submit(
        self, ledger: str, seen: Seen, commands: Sequence[JsonObject], *, timeout_s: float
    ) -> SubmitAnswer:
        answer = await self.call(
            "submit",
            (ledger, "uuid"),
            ({**_seen(seen), "few": 1}, "jsonb"),
            (list(commands), "jsonb"),
            timeout_s=timeout_s,
        )
        return submit_from_json(submit_in_full(answer, ledger, seen.epoch))

    async def pulse(self, ledger: str, seen: Seen, status: JsonObject, *, timeout_s: float) -> PulseAnswer:
        if self._known is not None and (words := self._known.words(ledger, seen, status)) is not None:
            short = await self._short_pulse(self._known, ledger, words, timeout_s)
            if short is not None:
                return short
        self._known = None
        said = asking_for_a_tag(status)
        answer = await self.call(
            "pulse", (ledger, "uuid"), (_seen(seen), "jsonb"), (said, "jsonb"), timeout_s=timeout_s
        )
        pulse = pulse_from_json(answer)
        self._known = Known.of(answer, pulse, status)
        return pulse

    async def _short_pulse(
        self, known: Known, ledger: str, words: Words, timeout_s: float
    ) -> PulseAnswer | None:
        """Pulse in few words; None when it must be said in full, as it must to a server that went back a version."""
        seen, status = words
        arguments = [(self._token, "text"), (ledger, "uuid"), (seen, "jsonb"), (status, "jsonb")]
        try:
            return known.answer(await self._answer("pulse", arguments, timeout_s, is_numbers=True))
        except (Incompatible, Rejected) as error:
            if error.code in ("TLVER", "TLINP"):
                return None
            raise

    async def read(self, name: str, params: JsonObject, *, timeout_s: float) -> Answer:
        types = READS[name]
        answer = await self.call(
            name, *((params[key], kind) for key, kind in types.items()), timeout_s=timeout_s
        )
        return answer_from_json(name, answer)

    async def open_ledger(self, ledger: str, *, timeout_s: float) -> JsonObject:
        answer = await self.call("open_ledger", (ledger, "uuid"), timeout_s=timeout_s)
        envelope_from_json(answer)
        return answer

    async def leave(self, *, timeout_s: float) -> None:
        await self.call("leave", timeout_s=timeout_s)

    async def sign_in(self, member: str, proof: str, *, timeout_s: float) -> JsonObject:
        return await self.call("sign_in", (member, "uuid"), (proof, "text"), timeout_s=timeout_s)

    async def sign_out(self, session: str, *, timeout_s: float) -> JsonObject:
        return await self.call("sign_out", (session, "uuid"), timeout_s=timeout_s)

    async def call(self, function: str, *arguments: tuple[object, str], timeout_s: float) -> JsonObject:
        """Call ``api.<function>(till_token, …)`` with (value, SQL type) pairs; returns its JSON object.

        Raises Unreachable after ``timeout_s`` seconds (waiting for the connection's turn included).
        """
        return await self._run(function, [(self._token, "text"), *arguments], timeout_s)

    async def _run(self, function: str, arguments: list[tuple[object, str]], timeout_s: float) -> JsonObject:
        answer = await self._answer(function, arguments, timeout_s)
        if not isinstance(answer, dict):
            raise Incompatible("TLVER", {"function": function})
        return answer

    async def _answer(
        self,
        function: str,
        arguments: Sequence[tuple[object, str]],
        timeout_s: float,
        *,
        is_numbers: bool = False,
    ) -> object:
        """Call a function; returns the JSON that it answers, None when that is none.

        ``is_numbers``: no text is in it, so it can do without PostgreSQL's blanks.
        """
        query, values = _statement(function, arguments, is_numbers=is_numbers)
        loop = asyncio.get_running_loop()
        started: float | None = None
        text: object = ""
        try:
            async with asyncio.timeout(timeout_s), self._turn:
                started = loop.time()
                text = await self._fetch(query, values)
        except Exception as error:
            known = till_error(error)
            if known is None:
                raise
            if not isinstance(known, Unreachable):
                self._count(function, values, "", started)
            raise known from error
        self._count(function, values, text, started)
        return json.loads(text) if isinstance(text, str) else None

    def _count(self, function: str, values: list[object], text: object, started: float | None) -> None:
        if self._meter is not None and started is not None:
            asked = sum(len(str(value)) for value in values)
            seconds = asyncio.get_running_loop().time() - started
            self._meter.call(function, asked, len(str(text)), seconds)

    async def _fetch(self, query: str, values: list[object]) -> object:
        line = await self._connected()
        import asyncpg

        try:
            return await line.ask(query, values)
        except asyncpg.PostgresError as error:
            if str(error.sqlstate or "")[:2] in GONE_CLASSES:
                self.drop()
            raise
        except BaseException:
            self.drop()
            raise

    async def _connected(self) -> _Line:
        if self._line is None or self._line.connection.is_closed():
            self._line = _Line(await connect(self._url))
        return self._line

    def drop(self) -> None:
        """Forget the connection at once, without a word to the other side."""
        if self._line is not None:
            self._line.connection.terminate()
            self._line = None

    async def close(self) -> None:
        self.drop()


_PAGE = {"filters": "jsonb", "at": "jsonb"}
_PAGES_OF_PEOPLE = (
    *("consignments_page", "supplies_page", "adjustments_page"),
    *("notifications_page", "audit_page"),
)
READS: dict[str, dict[str, str]] = {
    "bootstrap": {},
    "catalog": {},
    "team": {},
    "settings": {},
    "stock_since": {"rev": "bigint", "epoch": "uuid"},
    **dict.fromkeys(("sales_page", "returns_page", "discrepancies_page", "change_page"), _PAGE),
    **{name: {"session": "uuid", **_PAGE} for name in _PAGES_OF_PEOPLE},
    "movements_page": {"product": "uuid", "at": "jsonb"},
    "sale": {"sale": "uuid"},
    "sale_by_ticket": {"ticket": "text"},
    "dashboard": {"session": "uuid", "first": "text::date", "last": "text::date"},
    "trend": {"session": "uuid", "first": "text::date", "last": "text::date"},
    "top_products": {"session": "uuid", "period": "text", "day": "text::date"},
    **{
        name: {"session": "uuid"}
        for name in ("products", "members", "tills", "bar", "product_stats", "my_bars")
    },
}
"""Every read with its parameters, in the order of the SQL function's arguments, and their types."""


async def connect(url: str) -> asyncpg.Connection[asyncpg.Record]:
    """Open one connection fit for a pooler in transaction mode."""
    import asyncpg

    connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(
        _without_sslmode(url),
        ssl=tls_for(url),
        timeout=CONNECT_TIMEOUT_S,
        statement_cache_size=0,
        server_settings={"application_name": "bartender"},
    )
    return connection


async def enrol(
    url: str, code: str, token: str, ledger: str, device: JsonObject, *, timeout_s: float = 15.0
) -> JsonObject:
    """Call ``api.enrol``: exchange a one-time code for a place among the bar's tills. Same errors as the gateway."""
    return await call_once(
        url,
        "enrol",
        [(code, "text"), (token, "text"), (ledger, "uuid"), (device, "jsonb")],
        timeout_s=timeout_s,
    )


async def call_once(
    url: str, function: str, arguments: list[tuple[object, str]], *, timeout_s: float
) -> JsonObject:
    """Call one function of ``api`` on a connection of its own."""
    gateway = PostgresGateway(url, "")
    try:
        return await gateway._run(function, arguments, timeout_s)
    finally:
        await gateway.close()


def _statement(
    function: str, arguments: Sequence[tuple[object, str]], *, is_numbers: bool = False
) -> tuple[str, list[object]]:
    places: list[str] = []
    values: list[object] = []
    for number, (value, kind) in enumerate(arguments, 1):
        if kind == "jsonb":
            places.append(f"${number}::text::jsonb")
            values.append(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        else:
            places.append(f"${number}::{kind}")
            values.append(value)
    said = f"api.{function}({', '.join(places)})::text"
    return f"select translate({said}, ' ', '')" if is_numbers else f"select {said}", values


def name_of(query: str) -> str:
    """Return the name that a statement is kept by: short, and always of the same words."""
    return hashlib.sha256(query.encode()).hexdigest()[:8]


def _seen(seen: Seen) -> dict[str, Json]:
    return {"epoch": seen.epoch, "applied": seen.applied, "rev": seen.rev}


def _without_sslmode(url: str) -> str:
    parts = urlsplit(url)
    query = "&".join(x for x in parts.query.split("&") if x and not x.startswith("sslmode="))
    return parts._replace(query=query).geturl()
