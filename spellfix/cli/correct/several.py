"""Several files, one after the other: one that fails is named and does not stop the others."""

import sys
from collections.abc import Callable, Iterable

from spellfix.errors import SpellfixError


def each_of(paths: Iterable[str], work: Callable[[str], None]) -> int:
    """Does ``work`` on each path; returns how many failed, each after a message on stderr."""
    failed = 0
    for path in paths:
        try:
            work(path)
        except BrokenPipeError:  # the reader of our output went away: there is no use in going on
            raise
        except (SpellfixError, OSError) as error:
            failed += 1
            sys.stdout.flush()
            sys.stderr.write(f"spellfix: {error}\n")
            sys.stderr.flush()
    return failed
