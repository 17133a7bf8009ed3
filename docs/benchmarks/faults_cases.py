"""A command that writes files: what it needs, what it makes undisturbed, how it is started.

Knows no fault.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from faults_injection import Conditions, Disk, Ended, disk, run

SPELLFIX = (sys.executable, "-m", "spellfix")
LEAST_MEMORY = 0.55
"""Share of the address space a command is given at least: less does not hold its libraries."""

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """A command that writes.

    words: after `spellfix`. prepare: puts what it reads on the disk. again: the words that go on
    after a fault, given what lies there. unfinished: patterns of names that may stay to go on from.
    given, taken: files that standard output goes to, and standard input comes from.
    only_streams: it opens no file to write, so that a read-only disk is the shell's business.
    check: what is wrong with the files, where bytes cannot tell; is told whether it said that it
    was done, and whether it could clear up.
    """

    name: str
    during: str
    words: Sequence[str]
    prepare: Callable[[Path], None]
    again: Callable[[Files], Sequence[str]]
    unfinished: Sequence[str] = ()
    given: str | None = None
    taken: str | None = None
    check: Callable[[Path, bool, bool], list[str]] | None = None
    least_memory: float = LEAST_MEMORY
    only_streams: bool = False


def files_of(folder: Path) -> Files:
    """Every file below `folder`, by its path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


class Undisturbed:
    """What a case makes and uses where nothing happens; found out when it is first asked for."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._found: tuple[Files, Files, Ended] | None = None

    def found(self) -> tuple[Files, Files, Ended]:
        """The files before and after, and how it ran."""
        if self._found is None:
            with disk() as place:
                self.case.prepare(place.folder)
                before = files_of(place.folder)
                ended = start(self.case, place, Conditions())
                if ended.status:
                    raise RuntimeError(f"{self.case.name}: {ended.said}")
                self._found = before, files_of(place.folder), ended
        return self._found


def start(case: Case, place: Disk, under: Conditions, words: Sequence[str] | None = None) -> Ended:
    """Run the command of `case`, or `words` in its place."""
    taken = place.folder / case.taken if case.taken else None
    given = place.folder / case.given if case.given else None
    words = [*SPELLFIX, *(case.words if words is None else words)]
    return run(words, place, under, taken=taken, given=given)
