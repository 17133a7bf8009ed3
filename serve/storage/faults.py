"""Errors of databases in words that hold nothing of what people typed. Knows no tables."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from spellfix.serve.storage.records import Unavailable


class StoreFault(Exception):
    """A mistake of the program: the kind of the error, without its message."""


def fault_of(error: Exception) -> Exception:
    """What to raise in the place of `error`, from the same places of the program.

    Unavailable where trying again later may help; databases repeat values in the messages of all
    other errors, so these come as StoreFault.
    """
    fault: Exception
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if lost or isinstance(error, OperationalError | InterfaceError | PoolTimeout):
        fault = Unavailable(_kind(error))
    else:
        fault = StoreFault(_kind(error))
    return fault.with_traceback(error.__traceback__)


def reason(error: Exception, password: str | None) -> str:
    """Why a database cannot be opened, in the words of its library: one line, no `password`."""
    words = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    line = words.splitlines()[0]
    return line.replace(password, "***") if password else line


def _kind(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    code = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None)
    name = type(original).__name__
    return f"{name} {code}" if code else name
