"""Texts, pairs and reviewed drafts as items: what was written and, where somebody says, meant.

What a file holds is seen from its first record: pairs ("input" and "target"), reviewed drafts as
the service exports them ("reviewer" as well), or texts. Knows no count and no model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spellfix.data.reading import Source, sources
from spellfix.errors import InputError
from spellfix.evaluation import Pair, parse_pair
from spellfix.lines import open_binary

TEXTS, PAIRS, REVIEWS, INPUTS = "texts", "pairs", "reviews", "inputs"
_PAIR_FILES = (".jsonl", ".json", ".ndjson")


@dataclass(frozen=True, slots=True)
class Item:
    """One text. targets: what may be meant, empty where nobody says. kind: of its errors, as the
    file names it. accepted: decisions on the edits that a reviewer saw, with their kinds."""

    text: str
    source: str
    domain: str
    row: int
    sort: str
    targets: tuple[str, ...] = ()
    kind: str | None = None
    accepted: tuple[tuple[str, bool | None], ...] = ()
    reviewer: str | None = None

    @property
    def has_error(self) -> bool | None:
        """None where nobody says what is right."""
        return self.text not in self.targets if self.targets else None


class Items:
    """The items of files and folders, read anew each time they are gone through.

    domain: of all of them, None: as the files say. column: where tables hold the text. damaged: how
    many records could not be read, the last time. Raises InputError for a file that
    cannot be read and for a line of pairs that is none.
    """

    def __init__(
        self, paths: Iterable[str | Path], *, domain: str | None = None, column: str = "text"
    ) -> None:
        self._domain = domain
        self._parts = [
            (part, _sort(Path(part.path))) for part in sources(list(paths), domain, column)
        ]
        self.damaged = 0

    def __iter__(self) -> Iterator[Item]:
        self.damaged = 0
        for source, sort in self._parts:
            if sort in (PAIRS, REVIEWS):
                yield from self._pairs(source, sort)
            else:
                yield from self._texts(
                    replace(source, column="input") if sort == INPUTS else source
                )

    def _texts(self, source: Source) -> Iterator[Item]:
        for text in source.texts():
            if text.damage:
                self.damaged += 1
            elif text.text.strip():
                yield Item(text.text, text.source, text.domain, text.row, TEXTS)

    def _pairs(self, source: Source, sort: str) -> Iterator[Item]:
        with open_binary(Path(source.path)) as file:
            for row, line in enumerate(file):
                if line.strip():
                    pair = parse_pair(line, f"{source.path}:{row + 1}")
                    yield self._item(pair, source, row, sort, json.loads(line))

    def _item(
        self, pair: Pair, source: Source, row: int, sort: str, record: Mapping[str, Any]
    ) -> Item:
        decisions: list[tuple[str, bool | None]] = []
        edits = record.get("edits") if sort == REVIEWS else None
        for edit in edits if isinstance(edits, list) else []:
            if isinstance(edit, dict) and isinstance(edit.get("kind"), str):
                said = edit.get("accepted")
                decisions.append((edit["kind"], said if isinstance(said, bool) else None))
        reviewer = record.get("reviewer") if sort == REVIEWS else None
        return Item(
            pair.input,
            source.name,
            self._domain or pair.domain or source.domain,
            row,
            sort,
            tuple(pair.targets),
            pair.kind,
            tuple(decisions),
            reviewer if isinstance(reviewer, str) else None,
        )


def _sort(path: Path) -> str:
    """TEXTS, PAIRS or REVIEWS; INPUTS for records with an "input" and no target."""
    if path.suffix.lower() not in _PAIR_FILES or not path.is_file():
        return TEXTS
    with open_binary(path) as file:
        try:
            first = next((line for line in file if line.strip()), b"{}")
            record = json.loads(first)
        except (ValueError, RecursionError):
            return TEXTS
        except OSError as error:
            raise InputError(
                f"읽을 수 없습니다 / cannot read: {path} ({error.strerror or error})"
            ) from error
    if not isinstance(record, dict) or "input" not in record:
        return TEXTS
    if not {"target", "targets"} & record.keys():
        return INPUTS
    return REVIEWS if "reviewer" in record else PAIRS
