"""One program per till: a second launch asks the first for a window, over a socket of this user alone, and ends.

Whoever holds the ledger is the first: it takes the socket's name, whatever a crash may have left of it.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

ASK_MS = 500
"""Who does not answer in this time is no till."""
LONGEST = 64
DONE = b"done"


def name_of(profile: Path) -> str:
    """Return the name that the till of this profile listens to: short, whatever the folder is called."""
    return "bartender-" + hashlib.sha256(str(profile.absolute()).encode()).hexdigest()[:20]


def ask_running(profile: Path, window: str) -> bool:
    """Ask the program that runs this till to open a window; return whether one did. It blocks, for a moment."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(profile))
    if not socket.waitForConnected(ASK_MS):
        return False
    socket.write(window.encode() + b"\n")
    socket.waitForBytesWritten(ASK_MS)
    is_done = socket.waitForReadyRead(ASK_MS * 4) and bytes(socket.readAll().data()).startswith(DONE)
    socket.disconnectFromServer()
    return is_done


def is_running(profile: Path) -> bool:
    """Tell whether a program runs this till and listens; it is asked for nothing. It blocks, for a moment."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(profile))
    is_there = socket.waitForConnected(ASK_MS)
    socket.disconnectFromServer()
    return is_there


class Instance(QObject):
    """Hears second launches: ``asked`` with the window that each wants. Only the ledger's holder makes one."""

    asked = Signal(str)

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take)
        QLocalServer.removeServer(name_of(profile))
        if not self._server.listen(name_of(profile)):
            log.warning("no second launch will be heard: %s", self._server.errorString())

    @property
    def is_listening(self) -> bool:
        return self._server.isListening()

    def close(self) -> None:
        """Hear nobody any more."""
        self._server.close()

    def _take(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > LONGEST:
            socket.abort()
        elif socket.canReadLine():
            window = bytes(socket.readLine().data()).decode("ascii", "ignore").strip()
            socket.write(DONE)
            socket.flush()
            self.asked.emit(window)
