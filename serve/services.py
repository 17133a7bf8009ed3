"""What the operations of a service stand on, put together once and closed at the end.

Knows no request; the parts know nothing of each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spellfix.serve.access import Caller, KeyRing, Rates
from spellfix.serve.engine import Engine
from spellfix.serve.gauges import Gauges
from spellfix.serve.schema.limits import MOST_TERMS
from spellfix.serve.settings import OFF, Settings
from spellfix.serve.storage import Store, default_database
from spellfix.serve.telemetry import Telemetry


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a service. store: None where storing is switched off."""

    settings: Settings
    engine: Engine
    store: Store | None
    keys: KeyRing
    rates: Rates
    telemetry: Telemetry
    gauges: Gauges = field(default_factory=Gauges)

    @classmethod
    def open(cls, settings: Settings, rates: Path | None = None) -> Services:
        """All parts as `settings` tell, the model loaded and the database ready.

        rates: the file in which several processes count calls together. Raises ModelError,
        ConfigError or InputError for what cannot be opened.
        """
        keys = KeyRing.read(settings.keys)
        telemetry = Telemetry()
        store = _store(settings)
        engine = Engine.open(
            settings.model,
            min_confidence=settings.min_confidence,
            threads=settings.threads,
            observer=telemetry,
        )
        telemetry.model(engine.name, engine.version)
        return cls(settings, engine, store, keys, Rates(rates), telemetry)

    async def close(self) -> None:
        """Finish what was accepted."""
        await asyncio.to_thread(self.engine.close)
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
