"""The relay: hears each commit that PostgreSQL announces and tells it to the sockets of that bar.

    async with Relay(url, host="127.0.0.1", port=0) as relay:
        print(relay.address)

It speaks the protocol of Supabase Realtime (serializers 1.0.0 and 2.0.0) and our short form, keeps nothing on disk, and
decides nothing: who may listen is a lease that the database gives.
"""

from app.server.relay.relay import Relay
from app.server.relay.settings import Problem, RelayFailed, Settings

__all__ = ["Problem", "Relay", "RelayFailed", "Settings"]
