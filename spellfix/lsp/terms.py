"""The user's dictionary: a UTF-8 file of terms to leave alone, one a line."""

from __future__ import annotations

import os
from pathlib import Path

from spellfix.errors import InputError


def default_dictionary() -> Path:
    """The file of the user who runs this process; it need not exist."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return (Path(home) if home else Path.home() / ".config") / "spellfix" / "dictionary.txt"


def read_terms(path: Path) -> list[str]:
    """The terms in `path`. Raises OSError, and InputError for a file that is no UTF-8."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: UTF-8 글이 아닙니다 / not UTF-8") from error
    return [term for line in lines if (term := line.strip())]


def add_term(path: Path, term: str) -> None:
    """Put `term` at the end of `path`, which is made where there is none. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or term not in read_terms(path):
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{term}\n")
