"""Places in running text that readers have looked at: errors mended, what is right kept.

read.tsv has for each place the line (the first 16 hexadecimal digits of its SHA-256, as it stands
after mended.py), where something was to be changed and what would stand there (␣: a space, ∅:
nothing), and whom readers found right who did not know which was written: the model that would
change it, the text, both or none (docs/experiments/027, running_text.py).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("read.tsv")
DIGITS = 16


class Place(NamedTuple):
    """What a model would put in the place of code points start to end, and whom readers found
    right."""

    start: int
    end: int
    after: str
    right: str


@cache
def places() -> Mapping[str, Sequence[Place]]:
    """Those of each line, the last first, by the digits of its SHA-256."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            after = row["after"].replace("␣", " ").replace("∅", "")
            found[row["line"]].append(
                Place(int(row["start"]), int(row["end"]), after, row["right"])
            )
    return {line: sorted(each, reverse=True) for line, each in found.items()}


def of(line: str) -> Sequence[Place]:
    """The places of a line, none for most."""
    return places().get(sha256(line.encode()).hexdigest()[:DIGITS], ())


def reread(lines: Sequence[str]) -> list[str]:
    """The same lines, changed where readers found the model right."""
    return [changed(line) for line in lines]


def changed(line: str) -> str:
    for place in of(line):
        if place.right == "model":
            line = line[: place.start] + place.after + line[place.end :]
    return line


def found_right(lines: Sequence[str]) -> Iterator[str]:
    """The lines that a model would change, and readers would not."""
    for line in lines:
        found = of(line)
        if found and all(place.right == "text" for place in found):
            yield line
