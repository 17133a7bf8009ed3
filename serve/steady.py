"""Whether the wall clock can be believed, before something is deleted by it; knows no database.

A clock that is set wrong by a year would make every text older than it may become. So whoever
deletes by the clock asks here: after a jump it is believed once it has gone on evenly for a day, in
which a person may notice and set it right. What it said when the process started is believed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

JUMP = 3_600.0
"""Seconds by which the clock goes off at once that are no longer a correction."""
DAY = 86_400.0


def since_boot() -> float:
    """Seconds of a clock that nobody sets, time asleep included where the system counts it."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Steady:
    """To be asked now and then; it sees only what happened since it was made.

    wall: seconds of the clock that may jump; even: of the one that does not.
    """

    def __init__(
        self, wall: Callable[[], float] = time.time, even: Callable[[], float] = since_boot
    ) -> None:
        self._wall = wall
        self._even = even
        self._apart = wall() - even()
        self._jumped: float | None = None

    def believable(self) -> bool:
        """Whether no jump was seen for a day."""
        now = self._even()
        apart = self._wall() - now
        if abs(apart - self._apart) > JUMP:
            self._jumped = now
        self._apart = apart
        return self._jumped is None or now - self._jumped >= DAY
