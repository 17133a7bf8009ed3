"""The file of API keys: JSON lines of names and hashes, for its owner's eyes alone (mode 0600).

Knows no key itself, only its SHA-256. Whoever reads while somebody writes reads the old file or
the new one.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from spellfix.errors import InputError
from spellfix.lines import read_texts
from spellfix.serve.key import MOST_PER_MINUTE, Key, is_name

_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_keys(file: Path) -> tuple[Key, ...]:
    """The keys in `file`. Raises InputError naming the file and, where it is broken, the line."""
    lines = read_texts(file)
    return tuple(
        _key(line, f"{file}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    )


def change_keys(file: Path, change: Callable[[Sequence[Key]], Sequence[Key]]) -> None:
    """Writes what `change` makes of the keys in `file`, of none where there is no file yet.

    Raises InputError as `read_keys`, where the file cannot be written, and what `change` raises.
    """
    file = Path(os.path.realpath(file))  # a link stays one
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _alone(file.parent):
            keys = change(read_keys(file) if file.exists() else ())
            lines = (json.dumps(asdict(key), ensure_ascii=False) + "\n" for key in keys)
            _write(file, "".join(lines).encode())
    except OSError as error:
        raise InputError(
            f"쓸 수 없습니다 / cannot write: {file} ({error.strerror or error})"
        ) from error


def _key(line: str, place: str) -> Key:
    try:
        found = json.loads(line)
        key = Key(**found)
        good = (
            is_name(key.name)
            and _SHA256.fullmatch(key.sha256)
            and _is_rate(key.requests_per_minute)
            and isinstance(key.created, str)
        )
    except (TypeError, ValueError, RecursionError):
        good = False
    if not good:  # the line is not repeated: somebody may have put a key itself there
        raise InputError(
            f"{place}: API 키가 아닙니다 / not an API key: expected "
            '{"name", "sha256": 64 hexadecimal digits, "requests_per_minute": number or null, '
            '"created"}; spellfix keys add가 만듭니다 / is made by spellfix keys add'
        ) from None
    return key


def _is_rate(value: object) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value is None or (whole and 1 <= int(str(value)) <= MOST_PER_MINUTE)


def _write(file: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists() and sys.platform != "win32":
            there = file.stat()
            if there.st_uid != os.geteuid():  # an administrator writes for the service's user
                os.chown(draft, there.st_uid, there.st_gid)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps other writers of files in `folder` waiting, where the system can."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
