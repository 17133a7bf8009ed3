"""Files that a command writes: complete or not there, and none replaced without being asked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
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
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> InputError:
    """The answer to an output that the system refuses."""
    return InputError(f"쓸 수 없습니다 / cannot write: {path} ({error.strerror or error})")
