"""Errors of databases in words that hold nothing of what people typed. Knows no tables."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from spellfix.serve.storage.records import Unavailable

READ_ONLY = "25006"
"""What PostgreSQL answers to a write after another server has taken its place."""


class StoreFault(Exception):
    """A mistake of the program: the kind of the error, without its message."""


def fault_of(error: Exception) -> Exception:
    """What to raise in the place of `error`, from the same places of the program.

    Unavailable where trying again later may help; databases repeat values in the messages of all
    other errors, so these come as StoreFault.
    """
    passing = isinstance(error, OperationalError | InterfaceError | PoolTimeout)
    if isinstance(error, DBAPIError):
        passing |= error.connection_invalidated
        passing |= getattr(error.orig, "sqlstate", None) == READ_ONLY
    fault = Unavailable(_kind(error)) if passing else StoreFault(_kind(error))
    return fault.with_traceback(error.__traceback__)


def reason(error: Exception, secrets: Iterable[str]) -> str:
    """Why a database cannot be opened, in the words of its library: one line, without `secrets`."""
    words = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    line = words.splitlines()[0]
    for secret in secrets:
        line = line.replace(secret, "***")
    return line


def _kind(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    code = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None)
    name = type(original).__name__
    return f"{name} {code}" if code else name
