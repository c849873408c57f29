"""Pick a free port of this machine's loopback. A port found free may be taken a moment later: the caller retries."""

from __future__ import annotations

import os
import random
import socket

LOOPBACK = "127.0.0.1"

# Below those that systems give to outgoing connections, which could take the port while the server is restarted
# (Linux gives from 32768, Windows and macOS from 49152).
QUIET_PORTS = range(20_000, 32_000)
TRIES = 50


def is_free(port: int) -> bool:
    """Whether a server could listen on ``port`` of the loopback now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there it would share the port with its present owner
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def pick_port() -> int:
    """Return a port of the loopback that nobody listens on, one that can be kept."""
    drawn = random.SystemRandom()  # two programs that seeded alike must not draw alike
    for _ in range(TRIES):
        port = drawn.choice(QUIET_PORTS)
        if is_free(port):
            return port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
