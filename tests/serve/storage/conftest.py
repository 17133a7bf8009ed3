"""Both databases, real ones: a file of SQLite, and a PostgreSQL that runs while tests do."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from spellfix.edits import align
from spellfix.serve.storage import NewDraft, Store

MORNING = datetime(2026, 11, 21, 9, tzinfo=timezone.utc)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


class Blocking:
    """A store whose methods wait for their answer."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self.store, name)
        return lambda *given: asyncio.run(_awaited(method(*given)))


async def _awaited(answer: Any) -> Any:
    return [each async for each in answer] if hasattr(answer, "__aiter__") else await answer


def _draft_of(
    text: str, corrected: str | None = None, model: tuple[str, str] = ("default", "1.0")
) -> NewDraft:
    corrected = text if corrected is None else corrected
    return NewDraft(text, corrected, tuple(align(text, corrected)), 0.9, None, *model)


@pytest.fixture(scope="session")
def draft_of() -> Callable[..., NewDraft]:
    """A draft of a text and what it is corrected to."""
    return _draft_of


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """A PostgreSQL for all tests: ``Cluster`` of ``tests/serve/postgres.py``."""
    file = Path(__file__).parents[1] / "postgres.py"
    spec = importlib.util.spec_from_file_location("spellfix_tests_postgres", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with module.Cluster.started() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'drafts.sqlite3'}"
    return str(request.getfixturevalue("cluster").emptied())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(url: str, clock: Clock) -> Iterator[Callable[..., Blocking]]:
    """Opens a store on the database; several are like several processes."""
    stores = []

    def open_store(**options: Any) -> Blocking:
        store = Store.open(url, **{"retention_days": None, "clock": clock, **options})
        stores.append(Blocking(store))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., Blocking]) -> Blocking:
    return opened()
