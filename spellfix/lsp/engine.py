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
from spellfix.lsp.settings import Settings

Stamp = tuple[int, int] | None
"""When a file was changed, in nanoseconds, and its bytes; None where there is none."""


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
    """Corrects stretches as the settings that were last given to `prepare` say."""

    def __init__(self) -> None:
        self._corrector: Corrector | None = None
        self._model: tuple[Path | None, float | None] | None = None
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
        model = (settings.model, settings.min_confidence)
        changed = Change(model != self._model, terms ^ self._terms)
        if changed.all or changed.terms:
            self._corrector = Corrector.from_pretrained(
                settings.model, min_confidence=settings.min_confidence, protect=sorted(terms)
            )
        self._model, self._terms, self._read = model, terms, read
        return changed

    def correct(self, texts: Sequence[str]) -> list[tuple[Edit, ...]]:
        """The edits of each text; none before `prepare` has succeeded once."""
        if self._corrector is None:
            return [() for _ in texts]
        return [each.edits for each in self._corrector.correct_batch(texts)]

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
