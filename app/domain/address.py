"""What an address says of where a server is. It resolves no name and opens nothing."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit


def stays_on_this_machine(url: str) -> bool:
    """Tell whether every host of an address is this very machine (loopback), or a socket on it."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    hosts = [place, *parse_qs(parts.query).get("host", ())]
    return all(_is_this_machine(name) for part in hosts for name in part.split(",") if name)


def _is_this_machine(host: str) -> bool:
    """Tell it of one host as it stands in an address, perhaps with its port."""
    if unquote(host).startswith("/"):
        return True
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
