"""How often a request is sent again, and how soon; sends nothing and waits for nothing.

Waits grow twofold and are drawn from the whole range up to that (full jitter: Brooker 2015,
"Exponential Backoff and Jitter"), so that clients which were refused together do not come back
together. What the service asks for (Retry-After) is waited for first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from random import Random

from spellfix.config import at_least, positive

RETRIED = frozenset({429, 502, 503, 504})
"""Statuses that say: not now. Anything else would be answered the same again."""


@dataclass(frozen=True, slots=True)
class Retries:
    """When to give up.

    most: times that a request is sent again, 0: never. budget: seconds that a call may take, with
    all its tries and waits. first, longest: seconds; bounds of the first wait and of all of them.
    """

    most: int = 4
    budget: float = 60.0
    first: float = 0.25
    longest: float = 8.0

    def __post_init__(self) -> None:
        at_least("retries.most", self.most, 0)
        positive("retries.budget", self.budget)
        positive("retries.first", self.first)
        positive("retries.longest", self.longest)

    def wait(self, tries: int, told: float, generator: Random) -> float:
        """Seconds between the try number `tries`, from 1, and the next; `told` by the service."""
        return told + generator.uniform(
            0, min(self.longest, self.first * 2.0 ** min(tries - 1, 60))
        )


RETRIES = Retries()


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds that the service asks to wait, 0.0 where it asks for none (RFC 9110, 10.2.3).

    >>> retry_after({"Retry-After": "3"}, datetime.now(timezone.utc)), retry_after({}, datetime.min)
    (3.0, 0.0)
    """
    told = headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=timezone.utc)
    return max(0.0, (until - now).total_seconds())
