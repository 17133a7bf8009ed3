"""Both accuracies for whoever watches the service; knows no route.

They are counted when they are asked for, but not so often that counting takes more than a small
share of the time: with a hundred thousand drafts it takes half a second.
"""

from time import monotonic

from spellfix.serve.accuracies import overall
from spellfix.serve.storage import Store
from spellfix.serve.telemetry import Telemetry

SHARE = 0.01
"""Of the time that may go into counting."""


class Gauges:
    """Tells a Telemetry the accuracies of all owners together."""

    def __init__(self) -> None:
        self._next = 0.0

    async def refresh(self, store: Store | None, telemetry: Telemetry) -> None:
        """Count anew if the last count was long enough ago. Raises Unavailable."""
        start = monotonic()
        if store is None or start < self._next:
            return
        group = overall(await store.outcomes(None, None, None))
        telemetry.accuracy(
            typo=(group.corrected, group.n_typo),
            clean=(group.n_clean - group.overcorrected, group.n_clean),
        )
        end = monotonic()
        self._next = end + (end - start) / SHARE
