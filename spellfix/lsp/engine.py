"""The model and the dictionary behind the server, kept up to date with the settings and the file.

Loaded when first needed; used from one thread, which is not the one that talks to the client.
Knows no document and no protocol.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from spellfix.corrector import Corrector
from spellfix.dictionary import add_term, default_dictionary, read_terms
from spellfix.edits import Edit
from spellfix.errors import InputError
from spellfix.explanations import Explanation, explain
from spellfix.lsp.settings import Settings

Stamp = tuple[int, int] | None
"""When a file was changed, in nanoseconds, and its bytes; None where there is none."""

_OTHERS = 3
"""Other edits that are offered beside one."""
_LEAST = 0.01
"""Other edits that the model is less sure of are not offered."""
_LONGEST = 2_000
"""Code points; in a longer text looking for other edits would take too long."""


@dataclass(frozen=True, slots=True)
class Advice:
    """An edit of a text, and why it is made."""

    edit: Edit
    why: Explanation


@dataclass(frozen=True, slots=True)
class Change:
    """Which answers no longer hold: all of them, or those for texts that contain one of `terms`."""

    all: bool
    terms: frozenset[str] = frozenset()

    def concerns(self, text: str) -> bool:
        """Whether an answer for `text` may have become another one."""
        if self.all or not self.terms:
            return self.all
        composed = normalize("NFC", text)
        return any(term in composed for term in self.terms)


class Engine:
    """Corrects stretches as the settings that were last given to `prepare` say.

    `others` may be called from any thread, the rest from one.
    """

    def __init__(self) -> None:
        self._corrector: Corrector | None = None
        self._loaded: tuple[Path | None, Corrector] | None = None
        self._threshold: float | None = None
        self._terms: frozenset[str] = frozenset()
        self._read: tuple[Path, Stamp] | None = None

    def prepare(self, settings: Settings) -> Change:
        """Load what `settings` name, or has changed on disk since; says which answers that changes.

        Raises ModelError for a model that cannot be used, InputError for a dictionary that cannot
        be read, and OSError.
        """
        path = _dictionary(settings)
        read = path, _stamp(path)
        terms = self._terms if read == self._read else _terms(path)
        threshold = settings.min_confidence
        loaded = self._loaded
        if loaded is None or loaded[0] != settings.model:
            loaded = settings.model, Corrector.from_pretrained(settings.model)
        everything = loaded is not self._loaded or threshold != self._threshold
        changed = Change(everything, terms ^ self._terms)
        if changed.all or changed.terms:
            self._corrector = loaded[1].with_options(
                protect=sorted(terms), min_confidence=threshold
            )
        self._loaded, self._threshold = loaded, threshold
        self._terms, self._read = terms, read
        return changed

    def correct(self, texts: Sequence[str]) -> list[tuple[Advice, ...]]:
        """The edits of each text and their reasons; none before `prepare` has succeeded once."""
        if self._corrector is None:
            return [() for _ in texts]
        return [
            tuple(Advice(edit, explain(text, edit)) for edit in corrected.edits)
            for text, corrected in zip(texts, self._corrector.correct_batch(texts), strict=True)
        ]

    def others(self, text: str, edit: Edit) -> list[Edit]:
        """Other edits for the same place, the most likely first. `edit` is one of `correct`."""
        if self._corrector is None or len(text) > _LONGEST:
            return []
        try:
            found = self._corrector.alternatives(text, edit, _OTHERS)
        except InputError:  # the model or the dictionary has changed since the edit was made
            return []
        return [each for each in found if each.confidence >= _LEAST]

    def add(self, settings: Settings, term: str) -> None:
        """Put `term` into the dictionary of `settings`. Raises InputError where that cannot be."""
        add_term(_dictionary(settings), term)


def _dictionary(settings: Settings) -> Path:
    return settings.dictionary or default_dictionary()


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size


def _terms(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    return frozenset(normalize("NFC", term) for term in read_terms(path))
