"""How many cores this process may use, in a container too; knows nothing else."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""Of a container: microseconds in a period, and the period (cgroup v2)."""


def cores(quota: Path = _QUOTA) -> int:
    """Cores that this process may use: those that it is bound to, and no more than the quota of its
    container, rounded down; at least 1."""
    bound = getattr(os, "sched_getaffinity", None)
    here = len(bound(0)) if bound else os.cpu_count() or 1
    with suppress(OSError, ValueError):  # no container, no quota ("max"), another system
        allowed, period = quota.read_text(encoding="ascii").split()
        here = min(here, int(allowed) // int(period))
    return max(1, here)
