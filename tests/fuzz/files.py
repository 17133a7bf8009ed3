"""A place for files; knows nothing of what is in them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def place() -> Path:
    """A folder for the files of this process, as long as it lives."""
    folder = tempfile.mkdtemp(prefix="fuzz-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def written(name: str, content: bytes) -> Path:
    """A file called `name` with that content."""
    path = place() / name
    path.write_bytes(content)
    return path
