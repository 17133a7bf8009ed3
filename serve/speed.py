"""How fast texts are read, and so when there will be room again; knows nothing else."""

from __future__ import annotations

from math import ceil
from threading import Lock

_LONGEST_RETRY = 60
_KEPT = 0.95
"""What is left of each batch in the measured speed when the next one has been read."""


class Speed:
    """How fast texts have been read of late, by so many `threads`, each for itself."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._characters = 0.0
        self._seconds = 0.0
        self._lock = Lock()

    def note(self, characters: int, seconds: float) -> None:
        """What one thread has read in one batch, and how long that took."""
        with self._lock:
            self._characters = self._characters * _KEPT + characters
            self._seconds = self._seconds * _KEPT + seconds

    def retry_after(self, characters: int) -> int:
        """Whole seconds in which so many characters are read, at least 1 and at most a minute; 1
        while nothing has been read."""
        with self._lock:
            if not self._characters:
                return 1
            needed = characters * self._seconds / self._characters / self._threads
        return min(max(ceil(needed), 1), _LONGEST_RETRY)
