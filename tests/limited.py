"""Smaller limits, the way a user sets them, for as long as a block lasts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from spellfix.limits import VARIABLE


@contextmanager
def limited(factor: str) -> Iterator[None]:
    """All limits on the user's own files times ``factor``."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = factor
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before
