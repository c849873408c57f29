"""How long the realtime client waits for what; in seconds."""

from __future__ import annotations

from app.domain.frozen import frozen


@frozen
class Timings:
    """The defaults suit the protocol: a server answers refusals after up to 5 s, and drops who is silent for 60 s.

    ``heartbeat_s``: between two of the documented heartbeats; where the short form is spoken, after so long a silence
    while somebody is at the till, and after ``idle_s`` while nobody is. ``sent_s``: the longest that this side is
    silent there. ``silence_s``: so long without a frame is a dead line; in the short form, a beat has what is left of
    it after ``heartbeat_s`` to be answered.
    """

    open_s: float = 10.0
    join_s: float = 12.0
    system_s: float = 30.0
    """For the word that row changes are followed, which comes seconds after the join, or that trouble is over."""
    send_s: float = 5.0
    tick_s: float = 1.0
    heartbeat_s: float = 25.0
    idle_s: float = 50.0
    sent_s: float = 50.0
    silence_s: float = 35.0
    jump_s: float = 10.0
    """The two clocks of the machine apart by so much more than before: it slept."""
    rejoin_s: float = 5.0
    first_s: float = 1.0
    most_s: float = 60.0
    stable_s: float = 60.0
    """A connection that lasted so long has ended the bad luck before it."""
    restart_s: float = 30.0
    """After the server said that it restarts, all come back spread over so long."""
    refused_s: tuple[float, float] = (300.0, 600.0)

    @property
    def answer_s(self) -> float:
        """How long a beat of the short form may go without an answer."""
        return self.silence_s - self.heartbeat_s

    @property
    def longest_silence_s(self) -> float:
        """So long may a sound line of the short form be silent."""
        return self.idle_s + self.answer_s
