"""What the operations of a service stand on, put together once and closed at the end.

Knows no request; the parts know nothing of each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spellfix.errors import ConfigError
from spellfix.serve.access import Caller, CommonKeys, KeyRing, Rates, Ring
from spellfix.serve.engine import Engine
from spellfix.serve.gauges import Gauges
from spellfix.serve.observing import Together
from spellfix.serve.schema.limits import MOST_TERMS
from spellfix.serve.settings import COMMON, OFF, Settings
from spellfix.serve.storage import Store, Unavailable, default_database
from spellfix.serve.storage.faults import StoreFault
from spellfix.serve.switching import Switch, Watch
from spellfix.serve.telemetry import Telemetry

FAULTS = (Unavailable, StoreFault, MemoryError, RuntimeError)
"""What a call of the store may raise: the last one where there is no room for a thread."""


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a service. store: None where storing is switched off. watch: None where the
    model stays the same."""

    settings: Settings
    switch: Switch
    store: Store | None
    keys: Ring
    rates: Rates
    telemetry: Telemetry
    gauges: Gauges = field(default_factory=Gauges)
    watch: Watch | None = None

    @classmethod
    def open(
        cls, settings: Settings, rates: Path | None = None, threads: int | None = None
    ) -> Services:
        """All parts as `settings` tell, the model loaded and the database ready.

        rates: the file in which several processes count calls together. threads: of the model,
        those of the settings where None. Raises ModelError, ConfigError or InputError for what
        cannot be opened.
        """
        # A file that cannot be read is found before anything else is opened.
        ring = None if settings.keys == COMMON else KeyRing.read(settings.keys)
        telemetry = Telemetry()
        store = _store(settings)
        keys = _keys(ring, store)
        together = Together(telemetry)

        def load(model: Path | None) -> Engine:
            return Engine.open(
                model,
                min_confidence=settings.min_confidence,
                threads=threads or settings.threads,
                observer=together.one(),
            )

        # The shipped model changes with the program only.
        watch = None if settings.model is None else Watch(Path(settings.model), load)
        switch = Switch(watch.open() if watch else load(None), telemetry.model)
        return cls(settings, switch, store, keys, Rates(rates), telemetry, watch=watch)

    async def begin(self) -> list[asyncio.Task[None]]:
        """Read what is read on the event loop; the tasks that run there until they are cancelled.

        Raises Unavailable.
        """
        running = []
        if isinstance(self.keys, CommonKeys):
            await self.keys.refresh()
            running.append(asyncio.create_task(self.keys.run()))
        if self.watch is not None:
            running.append(asyncio.create_task(self.watch.run(self.switch)))
        return running

    @property
    def engine(self) -> Engine:
        """The one that answers now; requests that use it take `parts.Answering`."""
        return self.switch.engine

    async def close(self) -> None:
        """Finish what was accepted."""
        await asyncio.to_thread(self.switch.close)
        if self.store is not None:
            await self.store.close()

    async def protected(self, caller: Caller, terms: Sequence[str]) -> tuple[str, ...]:
        """`terms` and those of the caller's dictionary."""
        if self.store is None:
            return tuple(terms)
        known = await self.store.terms(caller.owner)
        return (*terms, *(each.term for each in known))


def _store(settings: Settings) -> Store | None:
    if settings.database == OFF:
        return None
    url = settings.database or default_database()
    return Store.open(url, retention_days=settings.retention_days or None, most_terms=MOST_TERMS)


def _keys(ring: KeyRing | None, store: Store | None) -> Ring:
    """The ring of a file, or else that of the database."""
    if ring is not None:
        return ring
    if store is None:
        raise ConfigError(
            f"--keys {COMMON}: 데이터베이스가 꺼져 있습니다 / the database is off; expected "
            "--database, or a file: spellfix keys add NAME --file keys.jsonl"
        )
    return CommonKeys(store.keys, FAULTS)
