"""The pairs of files one by one, each with its place and its line as it stands.

Files are read anew each time they are gone through, so that memory holds none of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spellfix.errors import InputError
from spellfix.evaluation import Pair, parse_pair
from spellfix.lines import open_binary


@dataclass(frozen=True, slots=True)
class Item:
    """A pair, where it stands (`file:line`, lines from 1), and the line that holds it."""

    place: str
    pair: Pair
    line: bytes

    @property
    def record(self) -> Mapping[str, Any]:
        """All that the line says, which is more than a Pair."""
        found: dict[str, Any] = json.loads(self.line)
        return found


def items(paths: Sequence[Path]) -> Iterator[Item]:
    """The pairs of `paths` in order; empty lines are passed over. Raises InputError if a file
    cannot be read, and, naming file and line, if a line is no pair."""
    for path in paths:
        with open_binary(path) as file:
            try:
                for number, line in enumerate(file, start=1):
                    if line.strip():
                        place = f"{path}:{number}"
                        yield Item(place, parse_pair(line, place), line)
            except OSError as error:
                raise InputError(
                    f"읽을 수 없습니다 / cannot read: {path} ({error.strerror or error})"
                ) from error
