"""A database by its URL: how its transactions begin, and that their end is on the disk.

    sqlite:///PATH                         a file, made where it is missing
    postgresql://USER:PASSWORD@HOST/NAME   needs the extra ``postgres``

Reads see one moment of the data. Knows no tables.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from spellfix.errors import ConfigError
from spellfix.serve.storage import migrating, postgresql, sqlite
from spellfix.serve.storage.faults import fault_of, reason

T = TypeVar("T")

EXPECTED = "sqlite:///PATH, postgresql://USER@HOST/NAME, off"
READERS = 4
"""Transactions that read at the same time, each on a thread and a connection."""


class Backend(Protocol):
    """What the two databases do differently."""

    WRITERS: int
    """Transactions that write at the same time."""

    def connect(self, url: URL, connections: int) -> Engine: ...
    def reading(self, engine: Engine) -> Engine: ...
    def writing(self, engine: Engine) -> Engine: ...
    def check(self, engine: Engine) -> None: ...
    def forget(self, engine: Engine) -> None: ...


class Database:
    """An open database with all its tables. `shown`: its URL without secrets."""

    def __init__(self, engine: Engine, backend: Backend, shown: str) -> None:
        self.shown = shown
        self.writers = backend.WRITERS
        self._engine = engine
        self._backend = backend
        self._reading = backend.reading(engine)
        self._writing = backend.writing(engine)

    @classmethod
    def open(cls, given: str) -> Database:
        """The database at the URL `given`, made and brought up to date where needed.

        Raises ConfigError for a URL of another kind, for a database that cannot be reached or
        written, or that a newer version made.
        """
        url, backend = _understood(given)
        shown = _shown(url)
        try:
            engine = backend.connect(url, READERS + backend.WRITERS)
            try:
                backend.check(engine)
                with backend.writing(engine).begin() as connection:
                    migrating.upgrade(connection, shown)
            except BaseException:
                engine.dispose()
                raise
        except (SQLAlchemyError, OSError) as error:
            problem = ConfigError(
                f"--database {shown}: 열 수 없습니다 / cannot be opened: "
                f"{reason(error, _secrets(url))}"
            )
        else:
            return cls(engine, backend, shown)
        raise problem

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives in a transaction that changes nothing. Raises Unavailable."""
        return _run(self._reading, work)

    def write(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives, once what it wrote is on the disk; nothing is written where it raises.

        Raises Unavailable; then it may have been written or not.
        """
        return _run(self._writing, work)

    def forget(self) -> None:
        """Overwrites what was deleted, where that is not the database's own business."""
        self._backend.forget(self._engine)

    def close(self) -> None:
        self._engine.dispose()


def _run(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Errors of the database leave without their message and cause, which may hold texts."""
    try:
        with engine.begin() as connection:
            return work(connection)
    except (SQLAlchemyError, UnicodeEncodeError) as error:
        fault = fault_of(error)
    raise fault


def _understood(given: str) -> tuple[URL, Backend]:
    scheme, _, rest = given.partition("://")
    if scheme == "sqlite":
        return sqlite.understood(rest), sqlite
    if scheme in postgresql.SCHEMES:
        with suppress(ArgumentError, ValueError):
            return make_url(given).set(drivername=postgresql.DRIVER), postgresql
    raise ConfigError(
        f"--database: 모르는 주소입니다 / not the address of a database; expected {EXPECTED}"
    )


def _shown(url: URL) -> str:
    """Without password, and without options, which may hold one."""
    scheme = url.drivername.partition("+")[0]
    if scheme == "sqlite":
        return f"sqlite:///{url.database}"
    bare = URL.create(scheme, url.username, None, url.host, url.port, url.database)
    return bare.render_as_string()


def _secrets(url: URL) -> list[str]:
    given = [url.password, url.query.get("password")]
    return [each for each in given if isinstance(each, str) and each]
