"""Whether files are those that were sealed: their SHA-256, and that they lie where they should.

Nothing outside the directory is ever read, by whatever name or link. Knows nothing about what else
a manifest says, nor what is in the files.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from spellfix.errors import ModelError

MANIFEST = "spellfix.json"
_SHA256 = re.compile("[0-9a-f]{64}")


def files_of(place: Path, listed: object) -> dict[str, str]:
    """What the manifest of `place` lists: SHA-256 in hexadecimal by path below it.

    Raises ModelError where that is no such list, or a path leads out of the directory.
    """
    if not isinstance(listed, dict):
        raise ModelError(
            f"{place / MANIFEST}: the entry files is missing or no object: expected the SHA-256 of "
            f"every file; copy the directory again, or, if you trust it, run `spellfix export "
            f"{place}`"
        )
    checked: dict[str, str] = {}
    for name, digest in listed.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts or {*"\\:\0"} & {*name}:
            raise damaged(place / MANIFEST, f"files names {name!r}, outside the directory")
        if not (isinstance(digest, str) and _SHA256.fullmatch(digest)):
            raise damaged(
                place / MANIFEST, f"files says {digest!r} of {name}, expected a SHA-256 (64 digits)"
            )
        checked[name] = digest
    return checked


def check_file(place: Path, name: str, files: Mapping[str, str]) -> None:
    """Whether the file `name` below `place` is the one that was sealed. Raises ModelError."""
    if name not in files:
        raise damaged(place / MANIFEST, f"files does not list {name}")
    root, path = os.path.realpath(place), os.path.realpath(place / name)
    if os.path.commonpath([root, path]) != root:
        raise damaged(place / name, f"it is a link to {path}, outside the directory")
    if os.path.lexists(path) and not Path(path).is_file():
        raise damaged(place / name, "expected a file, found a directory, a pipe or a device")
    found = fingerprint(place / name)
    if found != files[name]:
        raise damaged(place / name, f"SHA-256 is {found}, {MANIFEST} says {files[name]}")


def fingerprint(path: Path) -> str:
    """SHA-256 of a file. Raises ModelError where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise damaged(path, f"cannot be read ({error.strerror})") from error
    return digest.hexdigest()


def damaged(path: Path, what: str) -> ModelError:
    """The error for a model directory in which `path` is wrong."""
    return ModelError(f"{path}: {what}; the model directory is damaged, copy or install it again")
