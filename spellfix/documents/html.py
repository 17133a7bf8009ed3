"""HTML: the text of a block is corrected as a whole, tags taken out, and put back between them.

The file is never built anew: every byte outside edits stays, entities too. Scripts, styles, code,
preformatted text, form fields, comments, attributes and what is marked translate="no" are left
alone. Edits are made only if the block afterwards reads as the corrected text between the same
tags. Knows the names of elements and nothing about style sheets: what they hide is corrected too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import StringIO
from pathlib import Path
from typing import BinaryIO

from spellfix.correction import Correction
from spellfix.documents.stretches import (
    OBJECT,
    TRIES,
    Change,
    Correct,
    Corrected,
    Gathering,
    Stretch,
    kept,
    paired,
    spliced,
    standing,
)
from spellfix.documents.tags import Part, parts
from spellfix.documents.whole import read_whole
from spellfix.edits import Edit

ELEMENTS = {
    "inside a sentence; any other begins a new stretch": (
        "a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark nobr q ruby s "
        "small span strike strong sub sup time tt u wbr"
    ),
    "read with the sentence and never changed": "code kbd samp tt var",
    "standing in a sentence like a letter": (
        "audio button canvas img input math meter object progress select svg video"
    ),
    "no text of the page": "applet map pre rp rt script style template",
    "without content": ("area base br col embed hr img input link meta param source track wbr"),
}
INLINE, OPAQUE, OBJECTS, HIDDEN, VOID = (frozenset(names.split()) for names in ELEMENTS.values())
UNTOUCHED = OPAQUE | OBJECTS | HIDDEN
WITHIN = INLINE | OBJECTS | OPAQUE | {"br", "rp", "rt", "script"}
"""Elements that do not end the block that they stand in."""
READ_AGAIN = 1 << 20
"""Code points of a block that are read again to find the edits that cannot be made, about: where a
block is long, fewer parts of its edits are tried."""
LEAVE = re.compile(  # no value is searched twice
    r"""(?i)\stranslate\s*=\s*["']?no\b"""
    r"""|\sclass\s*=\s*(?:"[^"]*|'[^']*|[^\s"'>]*)\bnotranslate\b"""
)
SPACE = re.compile(r"[ \t\r\n\f]+")


def rewrite_html(source: Path, correct: Correct, sink: BinaryIO | None) -> Iterator[Corrected]:
    """The blocks of text of `source`. Raises InputError as `read_whole`."""
    raw = read_whole(source)
    changes: list[Change] = []
    for stretch, correction in paired(stretches(raw), lambda each: each.text, correct):
        done = _fitting(raw, stretch, correction)
        for edit in done.edits:
            changes += stretch.changes(edit) or ()
        yield Corrected(stretch.place, stretch.text, done)
    if sink is not None:
        new = ((start, end, escape(text, quote=False)) for start, end, text in changes)
        sink.write(spliced(raw, new).encode())


def stretches(html: str) -> Iterator[Stretch]:
    """The texts of the blocks of `html`, in order; white space in them as a browser shows it."""
    return _stretches(html, parts(html))


def _stretches(html: str, found: Iterable[Part]) -> Iterator[Stretch]:
    reading = _Reading(html)
    for part in found:
        if reading.add(part) and (stretch := reading.flush()):
            yield stretch
    if stretch := reading.flush():
        yield stretch


class _Reading:
    """Where a reader of the page stands: the block so far, and what is being passed over."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._letters = Gathering()
        self._space: tuple[int, int, int, bool] | None = None
        self._depth = 0
        self._skipped = ""  # name of the element that is passed over, "" for none
        self._nested = 0
        self._line, self._counted = 1, 0

    def add(self, part: Part) -> bool:
        """Take in the next part; whether a block ends with it."""
        if self._skipped:
            return self._pass_over(part)
        if part.kind == "text":
            self._text(part, fixed=False)
        elif part.kind == "reference":
            one = len(part.name) == 1
            self._letter(part.name if one else OBJECT, part.start, part.end, not one)
        elif part.kind == "start":
            return self._open(part)
        elif part.kind == "end" and part.name in INLINE:
            self._depth = max(0, self._depth - 1)
        elif part.kind == "end":
            return part.name not in UNTOUCHED
        return False

    def flush(self) -> Stretch | None:
        """The block that has ended, or None where it holds no text."""
        letters, self._space, self._depth = self._letters, None, 0
        if not letters.starts:
            return None
        self._letters = Gathering()
        start = letters.starts[0]
        self._line += self._html.count("\n", self._counted, start)
        self._counted = start
        stretch = letters.stretch(str(self._line))
        return stretch if stretch.text.replace(OBJECT, "").strip() else None

    def _open(self, part: Part) -> bool:
        name, tag = part.name, self._html[part.start : part.end]
        left = bool(LEAVE.search(tag)) and name not in ("html", "body")
        if name in OBJECTS:
            self._letter(OBJECT, part.start, part.end, fixed=True)
        elif name == "br":
            self._letter("\n", part.start, part.end, fixed=True)
        elif name in INLINE or name in OPAQUE:
            self._depth += name not in VOID and not left
        if (name in UNTOUCHED or left) and name not in VOID and not tag.endswith("/>"):
            self._skipped, self._nested = name, 1
        return name not in WITHIN

    def _pass_over(self, part: Part) -> bool:
        name = self._skipped
        if part.kind in ("text", "reference") and (name in OPAQUE or name in INLINE):
            self._text(part, fixed=True)
        elif part.kind == "start" and part.name == name:
            self._nested += 1
        elif part.kind == "end" and part.name == name:
            self._nested -= 1
            if not self._nested:
                self._skipped = ""
                self._depth = max(0, self._depth - (name in OPAQUE))
        return False

    def _text(self, part: Part, fixed: bool) -> None:
        at = part.start
        for space in SPACE.finditer(self._html, part.start, part.end):
            self._plain(at, space.start(), fixed)
            at = space.end()
            if self._letters.starts:
                whole = space[0] == " " and self._space is None and not fixed
                start, end = space.span() if self._space is None else self._space[:2]
                self._space = (start, end, self._depth, not whole)
        self._plain(at, part.end, fixed)

    def _plain(self, start: int, end: int, fixed: bool) -> None:
        for at in range(start, end):
            self._letter(self._html[at], at, at + 1, fixed)

    def _letter(self, letter: str, start: int, end: int, fixed: bool) -> None:
        if self._space is not None:
            self._letters.add(" ", *self._space)
            self._space = None
        self._letters.add(letter, start, end, self._depth, fixed)


def _fitting(html: str, stretch: Stretch, correction: Correction) -> Correction:
    """The edits after which the block reads as the corrected text between the same tags."""
    if not correction.edits:
        return correction
    first, last = stretch.starts[0], stretch.ends[-1]
    block = html[first:last]
    tags, _ = _seen(block)
    tries = max(2, min(TRIES, READ_AGAIN // len(block)))

    def sound(edits: Sequence[Edit]) -> bool:
        wanted = kept(stretch.text, correction, frozenset(edits).__contains__).text
        changes = [
            (start - first, end - first, escape(text, quote=False))
            for edit in edits
            for start, end, text in stretch.changes(edit) or ()
        ]
        return _seen(spliced(block, changes)) == (tags, [wanted])

    possible = kept(stretch.text, correction, lambda edit: stretch.changes(edit) is not None)
    return standing(stretch.text, possible, sound, tries)


def _seen(block: str) -> tuple[str, list[str]]:
    """The tags of a block, behind each a NUL, which no document holds; and the texts between
    them."""
    tags = StringIO()

    def noted() -> Iterator[Part]:
        for part in parts(block):
            if part.kind not in ("text", "reference"):
                tags.write(block[part.start : part.end])
                tags.write("\0")
            yield part

    texts = [stretch.text for stretch in _stretches(block, noted())]
    return tags.getvalue(), texts
