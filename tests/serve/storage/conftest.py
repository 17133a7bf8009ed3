"""Both databases, real ones: a file of SQLite, and a PostgreSQL that runs while tests do."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
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


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing_yet(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'drafts.sqlite3'}"
    return str(request.getfixturevalue("cluster").emptied())


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tables") / "drafts.sqlite3"
    Blocking(Store.open(f"sqlite:///{file}", retention_days=None)).close()
    return file


@pytest.fixture(scope="session")
def postgresql_with_tables(cluster: Any) -> str:
    url = str(cluster.database())
    Blocking(Store.open(url, retention_days=None)).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with all tables and nothing in them."""
    if request.param == "sqlite":
        copy = tmp_path / "drafts.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_with_tables"), copy)
        return f"sqlite:///{copy}"
    found = str(request.getfixturevalue("postgresql_with_tables"))
    with closing(psycopg.connect(found, autocommit=True)) as connection:
        connection.execute("TRUNCATE drafts, edits, reviews, decisions, idempotency, terms, keys")
    return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened_at(clock: Clock) -> Iterator[Callable[..., Blocking]]:
    """Opens stores at URLs; several at the same one are like several processes."""
    stores = []

    def open_store(url: str, **options: Any) -> Blocking:
        store = Store.open(url, **{"retention_days": None, "clock": clock, **options})
        stores.append(Blocking(store))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def opened(url: str, opened_at: Callable[..., Blocking]) -> Callable[..., Blocking]:
    """Opens stores on the database."""
    return partial(opened_at, url)


@pytest.fixture
def store(opened: Callable[..., Blocking]) -> Blocking:
    return opened()
