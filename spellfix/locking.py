"""A lock on a file that one run holds at a time; knows nothing about what the file is for."""

import sys
from pathlib import Path
from typing import BinaryIO

from spellfix.errors import InputError


def lock(file: BinaryIO, output: Path) -> None:
    """Keep a second run away from ``output`` until ``file`` is closed, where the system can. Raises
    InputError where another run holds it."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(
            f"지금 다른 실행이 쓰고 있습니다 / another run is writing this now: {output}"
        ) from error
    except OSError:  # a file system without locks
        return
