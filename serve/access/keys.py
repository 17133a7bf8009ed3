"""API keys: who a caller is. Knows no HTTP, and of every key only its hash.

A key is 256 random bits. Slow hashes (Argon2, scrypt) are for passwords, which can be guessed; 256
bits cannot, so SHA-256 keeps them as well and costs a request a microsecond.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Protocol

from spellfix.errors import InputError
from spellfix.serve.access.key_file import read_keys
from spellfix.serve.key import Key

PREFIX = "sfk_"
"""Lets people and secret scanners see what it is that they found."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: `owner` is the name of the key, "" where no keys are used.

    requests_per_minute: that this key may make; None: as many as it likes.
    """

    owner: str = ""
    requests_per_minute: int | None = None


def new_key() -> str:
    """A key that nobody has: 256 bits from the system's generator."""
    return PREFIX + secrets.token_urlsafe(32)


def hashed(key: str) -> str:
    """The SHA-256 of a key, in hexadecimal digits.

    >>> hashed("sfk_")[:16]
    '426b99d4d0c72eb3'
    """
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def holder(keys: Sequence[Key], presented: str | None) -> Caller | None:
    """Whoever has the key `presented`, one of `keys`; None where nobody has it."""
    digest = hashed(presented or "")
    found = None
    for key in keys:  # all of them: the time taken says nothing about which one it is
        if compare_digest(key.sha256, digest):
            found = Caller(key.name, key.requests_per_minute)
    return found


class Ring(Protocol):
    """The keys of a service, wherever they are kept."""

    @property
    def required(self) -> bool:
        """Whether a caller needs a key."""
        ...

    def caller(self, presented: str | None) -> Caller | None:
        """Whoever has the key `presented`; None where nobody has it. Raises nothing."""
        ...


class KeyRing:
    """The keys in a file, read anew when the file changes; without a file, everybody may call.

    Where the file has become unreadable, the keys that were read last stay; where it is gone, no
    key is valid any more.
    """

    def __init__(self, file: Path | None, keys: Iterable[Key] = ()) -> None:
        self._file = file
        self._state = _state(file)
        self._keys = tuple(keys)

    @classmethod
    def read(cls, path: str | os.PathLike[str] | None) -> KeyRing:
        """The keys in the file `path`; None: no keys are needed.

        Raises InputError for a file that cannot be read, and, naming the line, for a broken one.
        """
        if path is None:
            return OPEN
        ring = cls(Path(path))  # the state is taken before the content
        ring._keys = read_keys(Path(path))
        return ring

    @property
    def required(self) -> bool:
        """Whether a caller needs a key."""
        return self._file is not None

    def caller(self, presented: str | None) -> Caller | None:
        """Whoever has the key `presented`; None where nobody has it. Raises nothing."""
        if self._file is None:
            return Caller()
        self._refresh(self._file)
        return holder(self._keys, presented)

    def _refresh(self, file: Path) -> None:
        state = _state(file)
        if state == self._state:
            return
        self._state = state
        try:
            self._keys = read_keys(file) if state else ()
            _LOG.info("API keys read anew: %d", len(self._keys))
        except InputError as error:
            _LOG.error("the API keys read before stay valid: %s", error)


def _state(file: Path | None) -> tuple[int, int, int] | None:
    """What changes when the file does; None where there is none."""
    try:
        found = file.stat() if file else None
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns, found.st_size) if found else None


OPEN = KeyRing(None)
"""No keys: every caller is the same one, and may call as often as it likes."""
