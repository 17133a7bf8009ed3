"""Other places than the local disk, by URL, through fsspec; knows no format and no rows.

``file://`` is the local disk. What a URL needs beside it (s3fs for ``s3://``, credentials) is what
fsspec says. A server of HTTP is read from the beginning of a file only: not every one can do more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from spellfix.errors import ConfigError, InputError

INSTALL = "pip install 'spellfix[bulk]'"
_WEB = ("http", "https")


class Bytes(Protocol):
    """A binary file that is open for reading."""

    def read(self, size: int = -1, /) -> bytes: ...


class Stream:
    """A remote file with what local ones have: what there is, without waiting for more."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        found: bytes = self._file.read(size)
        return found

    def read1(self, size: int = -1, /) -> bytes:
        return self.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        found: int = self._file.seek(offset, whence)
        return found

    def seekable(self) -> bool:
        return bool(self._file.seekable())


def is_url(name: str) -> bool:
    """Whether it is a URL of another place than the local disk.

    >>> is_url("s3://bucket/a.txt"), is_url("file:///tmp/a.txt"), is_url("a.txt")
    (True, False, False)
    """
    return "://" in name and not name.startswith("file://")


def local(name: str) -> str:
    """The path of what is no other URL.

    >>> local("file:///tmp/%EA%B8%80.txt"), local("b.txt")
    ('/tmp/글.txt', 'b.txt')
    """
    return url2pathname(urlsplit(name).path) if name.startswith("file://") else name


def from_beginning(url: str) -> bool:
    """Whether the files there are read from the beginning only."""
    return url.startswith(_WEB)


def place(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path there. Raises ConfigError for what is missing."""
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise ConfigError(f"더 설치하세요 / {shown(url)} needs fsspec: {INSTALL}") from error
    try:
        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ConfigError(f"쓸 수 없는 주소 / cannot use {shown(url)}: {error}") from error
    return system, path


def expanded(url: str) -> list[str]:
    """The URLs that a pattern or, with a slash at its end, a folder stands for, in order.
    Raises InputError where there is none."""
    pattern = any(sign in url for sign in ("*" if from_beginning(url) else "*?["))
    if not (pattern or url.endswith("/")):
        return [url]
    system, path = place(url)
    with told(url):
        found = system.glob(path) if pattern else system.find(path)
    return [str(system.unstrip_protocol(each)) for each in sorted(found)]


@contextmanager
def opened(url: str) -> Iterator[Stream]:
    """A file there. Raises InputError where it cannot be had."""
    system, path = place(url)
    with told(url):
        size = {"block_size": 0} if from_beginning(url) else {}
        file = system.open(path, "rb", **size)
    with file:
        yield Stream(file)


@contextmanager
def told(url: str) -> Iterator[None]:
    """Raises InputError for whatever goes wrong at a URL."""
    try:
        yield
    except (InputError, ConfigError):
        raise
    except Exception as error:  # every file system of fsspec has exceptions of its own
        problem = str(error) or type(error).__name__
        raise InputError(
            f"읽거나 쓸 수 없습니다 / cannot access: {shown(url)} ({problem})"
        ) from error


def shown(url: str) -> str:
    """``url`` without the password that it may hold.

    >>> shown("https://me:secret@example.com/a.txt?sign=key")
    'https://example.com/a.txt'
    """
    if not is_url(url):
        return url
    head, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    kept = path.partition("?")[0] if head in _WEB else path
    return f"{head}{mark}{host.rpartition('@')[2]}{slash}{kept}"
