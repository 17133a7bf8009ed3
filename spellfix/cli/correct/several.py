"""Several files, one after the other: one that fails is named and does not stop the others."""

import sys
from collections.abc import Callable, Iterable
from errno import ENOMEM

from spellfix.errors import ModelError, SpellfixError


def each_of(paths: Iterable[str], work: Callable[[str], None]) -> int:
    """Does ``work`` on each path; returns how many failed, each after a message on stderr.

    What is no fault of the file ends all: a model that cannot be used, too little memory, a reader
    of our output who went away.
    """
    failed = 0
    for path in paths:
        try:
            work(path)
        except (BrokenPipeError, ModelError):
            raise
        except (SpellfixError, OSError) as error:
            if isinstance(error, OSError) and error.errno == ENOMEM:
                raise
            failed += 1
            sys.stdout.flush()
            sys.stderr.write(f"spellfix: {error}\n")
            sys.stderr.flush()
    return failed
