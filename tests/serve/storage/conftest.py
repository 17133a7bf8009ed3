"""Both databases, real ones: a file of SQLite, and a PostgreSQL that runs while tests do."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


def _postgres() -> Any:
    """The module ``tests/serve/postgres.py``, which no package leads to."""
    file = Path(__file__).parents[1] / "postgres.py"
    spec = importlib.util.spec_from_file_location("spellfix_tests_postgres", file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    with _postgres().Cluster.started() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'drafts.sqlite3'}"
    return str(request.getfixturevalue("cluster").database())
