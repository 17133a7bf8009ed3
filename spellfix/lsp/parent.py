"""Whether the process that a client says it is still lives. Knows no server and no protocol."""

from __future__ import annotations

import asyncio
import os

_EVERY = 10.0
"""Seconds between two looks."""


async def gone(pid: int) -> bool:
    """True as soon as the process `pid` is no more; False, at once, where that cannot be seen.

    That is on Windows, where a look would interrupt the process, and for a process that does not
    exist to begin with: it lives on another machine, or in another container.
    """
    if os.name != "posix" or pid <= 0 or not _lives(pid):
        return False
    while _lives(pid):
        await asyncio.sleep(_EVERY)
    return True


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)  # signal 0 is never delivered: POSIX, kill
    except PermissionError:  # somebody else's
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
