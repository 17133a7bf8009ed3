"""How this process takes memory and waits for its threads; to be settled before torch is loaded."""

import ctypes
import logging
import os

log = logging.getLogger(__name__)
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_MAX = -1, -2, -4  # malloc.h of the GNU C library


def wait_without_spinning() -> None:
    """Let threads sleep while they wait: on cores shared with other work, spinning threads take the
    time from those they wait for. OMP_WAIT_POLICY in the environment has the last word."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def keep_freed_memory() -> bool:
    """Have the C library keep freed memory where it is GNU's; says whether it is.

    A training step frees and takes gigabytes each time. Measured on two cores: giving the pages
    back and faulting them in again took 40 % of a step.
    """
    try:
        library = ctypes.CDLL("libc.so.6")
        mallopt = library.mallopt
    except (OSError, AttributeError):
        log.info("memory allocation stays as it is: this is not the GNU C library")
        return False
    kept = (
        mallopt(_M_MMAP_MAX, 0) and mallopt(_M_TRIM_THRESHOLD, -1) and mallopt(_M_TOP_PAD, 1 << 28)
    )
    return bool(kept)
