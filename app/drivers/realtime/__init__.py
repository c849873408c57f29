"""The realtime client: one socket that hears a bar, on our relay or on Supabase Realtime."""

from app.drivers.realtime.feed import RealtimeFeed as RealtimeFeed
from app.drivers.realtime.timings import Timings as Timings
