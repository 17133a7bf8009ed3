"""Files that a command writes: complete or not there, and none replaced without being asked."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase, TextIOWrapper
from pathlib import Path
from typing import TextIO

from spellfix.errors import InputError


def refuse_existing(path: Path) -> None:
    """Raises InputError if something is at ``path``."""
    if path.exists():
        raise InputError(
            f"이미 있습니다 / exists already: {path}; 덮어쓰려면 --force / --force replaces it"
        )


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[TextIO]:
    """A text file that is at ``path`` only once it is complete.

    Raises InputError if something is there already (unless ``force``) or cannot be written.
    """
    if not force:
        refuse_existing(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        try:
            with partial.open("x", encoding="utf-8", newline="\n") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise cannot_write(path, error) from error


def settle_standard_output() -> None:
    """Let standard output show codes where it has no Hangul, and say where it takes only a part.

    Without buffers (PYTHONUNBUFFERED), Python passes over what a full disk did not take: it gets
    one. Who writes what somebody waits for has to flush it, with or without.
    """
    if not isinstance(sys.stdout, TextIOWrapper):
        return
    if isinstance(sys.stdout.buffer, RawIOBase):
        whole = open(sys.stdout.fileno(), "wb", closefd=False)  # noqa: SIM115
        sys.stdout = TextIOWrapper(whole, encoding=sys.stdout.encoding)
    sys.stdout.reconfigure(errors="backslashreplace")


def cannot_write(path: Path, error: OSError) -> InputError:
    """The answer to an output that the system refuses."""
    return InputError(f"쓸 수 없습니다 / cannot write: {path} ({error.strerror or error})")
