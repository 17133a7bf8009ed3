"""The application over a database of its own, with the shipped model; and a PostgreSQL."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from spellfix.serve.app import create_app
from spellfix.serve.services import Services
from spellfix.serve.settings import Settings

ADDRESS = "http://127.0.0.1"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Those of a service for tests."""
    file: Path = tmp_path_factory.mktemp("service") / "drafts.sqlite3"
    return Settings(database=f"sqlite:///{file}")


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of the application, for all tests of a module."""
    app = create_app(Services.open(settings))
    with TestClient(app, ADDRESS, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """A PostgreSQL for all tests: ``Cluster`` of the file beside this one."""
    file = Path(__file__).with_name("postgres.py")
    spec = importlib.util.spec_from_file_location("spellfix_tests_postgres", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with module.Cluster.started() as running:
        yield running
