"""API keys that services on several machines have in common, read anew every two seconds.

Knows no database: whoever makes a ring says how its keys are read.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from spellfix.serve.access.keys import Caller, holder
from spellfix.serve.key import Key

EVERY = 2.0
"""Seconds between two readings: so long may a key be valid that was revoked, and a reading more."""

_LOG = logging.getLogger(__name__)


class CommonKeys:
    """The keys that `read` gives; none are valid before `refresh` has been awaited once.

    faults: what `read` may raise. The keys that were read last stay valid while it does: a service
    whose database does not answer is not ready, and gets no requests from whoever asks /readyz.
    every: seconds.
    """

    required = True

    def __init__(
        self,
        read: Callable[[], Awaitable[Sequence[Key]]],
        faults: tuple[type[Exception], ...],
        every: float = EVERY,
    ) -> None:
        self._read = read
        self._faults = faults
        self._every = every
        self._keys: Sequence[Key] = ()

    def caller(self, presented: str | None) -> Caller | None:
        """Whoever has the key `presented`; None where nobody has it. Raises nothing."""
        return holder(self._keys, presented)

    async def refresh(self) -> None:
        """Read the keys. Raises what reading raises."""
        found = await self._read()
        if found != self._keys:
            _LOG.info("API keys read anew: %d", len(found))
        self._keys = found

    async def run(self) -> None:
        """Refresh every two seconds, for ever; a fault is logged when it begins.

        Whatever else ends this leaves no key valid: nobody would hear of one that is revoked.
        """
        failing = False
        try:
            while True:
                await asyncio.sleep(self._every)
                try:
                    await self.refresh()
                except self._faults as error:
                    if not failing:
                        _LOG.error("the API keys read before stay valid: %s", type(error).__name__)
                    failing = True
                else:
                    failing = False
        finally:
            self._keys = ()
            _LOG.info("API keys are read no more: none is valid")
