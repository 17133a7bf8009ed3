"""A text composed for the model, with the way back to the text as it was typed.

Hangul comes precomposed (한, NFC) or as conjoining jamo (한, NFD, as macOS writes file names); the
model reads the first. Only what composes into one code point is composed, so nothing that is
already right changes its form. Knows nothing about models or errors in texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from unicodedata import combining, is_normalized, normalize

from spellfix.edits import Edit
from spellfix.hangul import is_syllable


@dataclass(frozen=True, slots=True)
class Composed:
    """`text` is what the model reads; `offsets[i]` is where its code point i starts in `original`,
    and one more entry holds the length of `original`. `apart`: whether a syllable of it stands as
    conjoining jamo in `original`."""

    original: str
    text: str
    offsets: range | tuple[int, ...]
    apart: bool = False

    def restore(self, edit: Edit) -> Edit:
        """`edit` of `text` as an edit of `original`, in the form of what stands there: an edit of
        decomposed text, or an insertion beside such, gives decomposed text, and so does one of
        Latin letters if any syllable is."""
        start, end = self.offsets[edit.start], self.offsets[edit.end]
        near = range(edit.start, edit.end)
        if edit.start == edit.end:
            near = range(max(0, edit.start - 1), min(len(self.text), edit.end + 1))
        apart = any(self.offsets[place + 1] - self.offsets[place] > 1 for place in near)
        if not any(is_syllable(self.text[place]) for place in near):
            apart = self.apart
        after = normalize("NFD", edit.after) if apart else edit.after
        before = self.original[start:end]
        return Edit(start, end, before, after, edit.kind, edit.confidence)


def compose(text: str) -> Composed:
    """`text` with every cluster that has a one code point form in that form.

    >>> compose("\\u1112\\u1161\\u11ab글").offsets
    (0, 3, 4)
    """
    if is_normalized("NFC", text):
        return Composed(text, text, range(len(text) + 1))
    starts = [place for place, char in enumerate(text) if not place or not _continues(char)]
    parts: list[str] = []
    offsets: list[int] = []
    apart = False
    for start, end in pairwise([*starts, len(text)]):
        cluster = text[start:end]
        composed = normalize("NFC", cluster) if end - start > 1 else cluster
        if len(composed) == 1:
            offsets.append(start)
            parts.append(composed)
            apart = apart or (end - start > 1 and is_syllable(composed))
        else:
            offsets += range(start, end)
            parts.append(cluster)
    return Composed(text, "".join(parts), (*offsets, len(text)), apart)


def _continues(char: str) -> bool:
    """A combining mark, or a conjoining vowel or final consonant (Unicode 3.12)."""
    return combining(char) != 0 or "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"
