"""The user's dictionary: a UTF-8 file of terms that stay as they are, one a line.

Names of people and schools, words of a trade. Blank lines and lines that start with ``# `` say
nothing. Knows nothing about how terms are found in a text (`spellfix.terms`).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from unicodedata import normalize

from spellfix.errors import InputError
from spellfix.lines import read_texts

BOM = "\ufeff"


def default_dictionary() -> Path:
    """The dictionary of the user who runs this process; it need not exist.

    $XDG_CONFIG_HOME/spellfix/dictionary.txt (XDG Base Directory Specification 0.8), else the same
    below %APPDATA%, ~/Library/Application Support or ~/.config, whichever the platform uses.
    """
    home = os.environ.get("XDG_CONFIG_HOME", "")
    if Path(home).is_absolute():  # others are to be ignored
        return Path(home, "spellfix", "dictionary.txt")
    if sys.platform == "win32" and os.environ.get("APPDATA"):
        folder = Path(os.environ["APPDATA"])
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = Path.home() / ".config"
    return folder / "spellfix" / "dictionary.txt"


def read_terms(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The terms in the file `path`, each once, in order.

    Raises InputError for a file that cannot be read and, naming the line, for one that is no UTF-8.
    """
    lines = read_texts(Path(path))
    if lines:
        lines[0] = lines[0].removeprefix(BOM)
    terms = (line.strip() for line in lines if not line.startswith("# "))
    return tuple(dict.fromkeys(term for term in terms if term))


def add_term(path: str | os.PathLike[str], term: str) -> bool:
    """Writes `term` at the end of the file `path`; False where it is there already.

    What the file holds stays, byte for byte; missing folders are made, and whoever reads at the
    same time reads the old file or the new one. Raises InputError for a term that is none and for a
    file that cannot be read or written.
    """
    term = _checked(term)
    file = Path(os.path.realpath(path))  # a link stays one
    try:
        known = read_terms(file) if file.exists() else ()
        if normalize("NFC", term) in {normalize("NFC", each) for each in known}:
            return False
        old = file.read_bytes() if file.exists() else b""
        end = b"\r\n" if b"\r\n" in old else b"\n"
        gap = end if old and not old.endswith(b"\n") else b""
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, old + gap + term.encode() + end)
    except OSError as error:
        raise InputError(
            f"쓸 수 없습니다 / cannot write: {file} ({error.strerror or error})"
        ) from error
    return True


def is_term(term: str) -> bool:
    """Whether a line of a dictionary can hold `term`: words, and nothing that cannot be seen.

    >>> is_term("하늘초"), is_term("# 하늘초"), is_term("하늘\\n초")
    (True, False, False)
    """
    printable = all(char.isprintable() or char == "\u200d" for char in term)
    return bool(term) and printable and not f"{term} ".startswith("# ")


def _checked(term: str) -> str:
    """`term` without white space around it. Raises InputError where no line could hold it."""
    given, term = term, term.strip().removeprefix(BOM).strip()
    if not is_term(term):
        raise InputError(
            f"사전에 넣을 수 없는 말입니다 / not a term: {given!r}; "
            "한 줄의 말이어야 하고 '# '로 시작할 수 없습니다 / "
            "expected words in one line that do not start with '# '"
        )
    return term


def _write(file: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        if file.exists():
            shutil.copymode(file, draft)
        else:
            draft.chmod(0o644)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
