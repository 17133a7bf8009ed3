"""Where the embedded database of the user lies. Knows nothing about what it holds."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def default_database(environ: Mapping[str, str] = os.environ) -> str:
    """The URL of the database of the user who runs this process; the file need not exist.

    $XDG_DATA_HOME/spellfix/drafts.sqlite3 (XDG Base Directory Specification 0.8), else the same
    below %LOCALAPPDATA%, ~/Library/Application Support or ~/.local/share, as the platform has it.
    """
    return f"sqlite:///{_folder(environ) / 'spellfix' / 'drafts.sqlite3'}"


def _folder(environ: Mapping[str, str]) -> Path:
    home = environ.get("XDG_DATA_HOME", "")
    if Path(home).is_absolute():  # others are to be ignored
        return Path(home)
    if sys.platform == "win32" and environ.get("LOCALAPPDATA"):
        return Path(environ["LOCALAPPDATA"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path.home() / ".local" / "share"
