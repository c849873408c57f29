"""The relay's door: HTTP refusals before a socket opens, ``/healthz`` and ``/metrics``, and the sockets themselves."""

from __future__ import annotations

import hmac
import json
import logging
import ssl
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers, MultipleValuesError
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from app.server.relay.admission import UNREACHABLE, Admission, Refused
from app.server.relay.allowance import Allowance
from app.server.relay.hub import Hub
from app.server.relay.metrics import CONTENT_TYPE, Metrics
from app.server.relay.protocol import Conversation
from app.server.relay.settings import Clock, Settings
from app.server.relay.sockets import Socket, Wire, wire_of
from app.server.relay.tokens import BadToken
from app.sync.feed import SUBPROTOCOL
from app.sync.phoenix import Version

PATHS = ("/realtime/v1/websocket", "/socket/websocket")
_JSON = "application/json"
_QUEUE = 4
"""Frames of a client that wait here; then its line waits."""
_wire_log = logging.getLogger(f"{__name__}.wire")
_wire_log.setLevel(logging.WARNING)  # below it the library writes down addresses, and keys stand in them


class Turned(Exception):
    """A connection that is answered by HTTP and closed."""

    def __init__(self, status: HTTPStatus, words: str) -> None:
        super().__init__(status, words)
        self.status = status
        self.words = words


class Endpoint:
    """Serves HTTP and WebSocket."""

    def __init__(
        self, hub: Hub, admission: Admission, clock: Clock, settings: Settings, metrics: Metrics
    ) -> None:
        self._hub = hub
        self._admission = admission
        self._clock = clock
        self._settings = settings
        self._metrics = metrics
        self.wires: set[Wire] = set()
        """Every connection, from its first byte on."""
        self.is_draining = False

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None, *, reuse_port: bool) -> Server:
        """Listen; OSError when the address cannot be had."""
        more: dict[str, Any] = {"reuse_port": True} if reuse_port else {}
        server = await serve(
            self._converse,
            host,
            port,
            process_request=self._answer,
            select_subprotocol=_select,
            compression=None,
            server_header=None,
            open_timeout=self._settings.open_s,
            ping_interval=None,
            close_timeout=self._settings.close_s,
            max_size=self._settings.frame_bytes,
            max_queue=_QUEUE,
            create_connection=wire_of(self._made, self._lost),  # type: ignore[arg-type] # it says type, and calls it
            logger=_wire_log,
            ssl=tls,
            start_serving=False,
            **more,
        )
        try:
            await server.start_serving()
        except BaseException:
            server.close()
            raise
        return server

    def _made(self, wire: Wire) -> None:
        self.wires.add(wire)
        if len(self.wires) > self._settings.sockets:
            self._metrics.refusals.labels("full").inc()
            wire.transport.abort()

    def _lost(self, wire: Wire) -> None:
        self.wires.discard(wire)
        self._let_go(wire)

    def _let_go(self, wire: Wire) -> None:
        if wire.bar is not None:
            self._hub.expected(wire.bar)
            wire.bar = None

    async def _converse(self, connection: ServerConnection) -> None:
        assert isinstance(connection, Wire)
        is_short = connection.subprotocol == SUBPROTOCOL
        socket = Socket(connection, is_short=is_short, now=self._clock.monotonic())
        self._hub.sockets.add(socket)
        if connection.bar is not None:
            self._hub.count_in(socket, connection.bar)
            self._let_go(connection)
        allowance = Allowance(self._settings.frames, self._settings.frames_per_s, socket.opened_at)
        try:
            await Conversation(
                socket, self._hub, self._admission, self._clock, self._metrics, allowance
            ).run()
        finally:
            self._hub.drop(socket)

    # --- before the socket opens

    async def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        assert isinstance(connection, Wire)
        try:
            return await self._judge(connection, request)
        except (ValueError, LookupError):  # an address or a header that cannot be read
            turned = Turned(HTTPStatus.BAD_REQUEST, "The question cannot be read")
        except Turned as problem:
            turned = problem
        self._metrics.refusals.labels(str(turned.status.value)).inc()
        await self._admission.hesitate()
        return _json(turned.status, {"error": turned.words})

    async def _judge(self, wire: Wire, request: Request) -> Response | None:
        """Return what is answered by HTTP; None lets a socket open. Raises Turned, or ValueError of a bad address."""
        if len(request.path) > self._settings.url_bytes:
            raise Turned(HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long")
        if request.method != "GET":
            raise Turned(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET is answered here")
        parts = urlsplit(request.path)
        match parts.path:
            case "/healthz":
                return self._health()
            case "/metrics":
                return self._figures(request)
            case path if path in PATHS:
                await self._let_in(wire, request, parse_qs(parts.query))
                return None
        raise Turned(HTTPStatus.NOT_FOUND, "There is nothing here")

    async def _let_in(self, wire: Wire, request: Request, query: dict[str, list[str]]) -> None:
        """Judge an upgrade. Raises Turned."""
        if self.is_draining:
            raise Turned(HTTPStatus.SERVICE_UNAVAILABLE, "This relay is about to end")
        wire.version = _version(query)
        wire.token = _key(request.headers, query)
        try:
            wire.claims, wire.bar = await self._admission.to_relay(wire.token)
        except BadToken as bad:
            raise Turned(HTTPStatus.UNAUTHORIZED, bad.text) from bad
        except Refused as refused:
            raise Turned(_STATUS.get(refused.code, HTTPStatus.FORBIDDEN), refused.text) from refused

    def _health(self) -> Response:
        state = "ok" if self._hub.is_listening else "waiting for the database"
        state = "draining" if self.is_draining else state
        status = HTTPStatus.OK if state == "ok" else HTTPStatus.SERVICE_UNAVAILABLE
        return _json(
            status, {"status": state, "sockets": len(self._hub.sockets), "bars": len(self._hub.bars)}
        )

    def _figures(self, request: Request) -> Response:
        wanted = self._settings.metrics_token
        said = request.headers.get("Authorization", "")
        if wanted is not None and not hmac.compare_digest(said.encode(), f"Bearer {wanted}".encode()):
            raise Turned(HTTPStatus.UNAUTHORIZED, "The figures want a token")
        self._metrics.sockets.set(len(self._hub.sockets))
        return _response(HTTPStatus.OK, CONTENT_TYPE, self._metrics.text())


_STATUS = {
    "ConnectionRateLimitReached": HTTPStatus.TOO_MANY_REQUESTS,
    UNREACHABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}


def _select(_: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None


def _version(query: dict[str, list[str]]) -> Version:
    try:
        return Version(query.get("vsn", [Version.V1])[0])
    except ValueError:
        raise Turned(HTTPStatus.FORBIDDEN, "This version of the protocol is not spoken here") from None


def _key(headers: Headers, query: dict[str, list[str]]) -> str:
    """Return the key that is shown; the header's counts before the address's."""
    try:
        key = headers.get("x-api-key")
    except MultipleValuesError:
        key = ""
    if key is None:
        key = query.get("apikey", [""])[0]
    if not key:
        raise Turned(HTTPStatus.UNAUTHORIZED, "A key is missing")
    return key


def _json(status: HTTPStatus, value: dict[str, object]) -> Response:
    return _response(status, _JSON, json.dumps(value).encode())


def _response(status: HTTPStatus, kind: str, body: bytes) -> Response:
    headers = Headers(
        [
            ("Connection", "close"),
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
    )
    return Response(status.value, status.phrase, headers, body)
