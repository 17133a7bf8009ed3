"""Paragraphs of a document in XML, and their text changed without writing the XML anew.

expat reads, and says at which byte everything it finds begins: the changes are spans of those
bytes, and all that is not changed (prefixes, declarations, parts from the future) stays as it was.
A `Dialect` says what is called what. Knows nothing about archives.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from xml.parsers import expat

from spellfix.correction import Correction
from spellfix.documents.guarded import guarded, parse
from spellfix.documents.stretches import Gathering, Stretch, kept, spliced
from spellfix.edits import Edit

CHUNK = 1 << 20  # bytes; older versions of expat read a long tag again with every chunk
NAME = re.compile(rb"<[^\s/>]+")
START_TAG = re.compile(rb"""<[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>""")
ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
SPACE = "http://www.w3.org/XML/1998/namespace space"
EDGES = " \t\r\n"
ByteChange = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class Dialect:
    """The names of one kind of document, without their prefixes.

    namespace: of the names. paragraph, text: the elements that hold a paragraph and its letters.
    letters: elements that stand for a character, where their parent is one of `carriers`. hidden:
    elements whose inside is no part of the sentence. deleted: pairs of empty elements with deleted
    text between them. nested: elements that a new space shall not fall into (links). trims: whether
    white space at the edges of `text` is lost without xml:space="preserve". stale: an element in a
    paragraph that says where its letters lie on the page; without it, they are laid out anew.
    """

    namespace: re.Pattern[str]
    paragraph: str
    text: str
    letters: Mapping[str, str]
    carriers: frozenset[str]
    hidden: frozenset[str]
    nested: frozenset[str] = frozenset()
    deleted: Mapping[str, bool] = field(default_factory=dict)
    trims: bool = False
    stale: str = ""


@dataclass(slots=True)
class _Text:
    """One text element: where its tag and its content begin and its content ends."""

    tag: int
    begin: int
    end: int
    preserved: bool


@dataclass(slots=True)
class Paragraph:
    """A paragraph in the reading; bytes count from the beginning of the XML."""

    letters: Gathering = field(default_factory=Gathering)
    texts: list[_Text] = field(default_factory=list)
    stale: list[tuple[int, int]] = field(default_factory=list)
    done: bool = False

    @property
    def text(self) -> str:
        """What a reader sees, without formats."""
        return "".join(self.letters.parts)

    def corrected(
        self, raw: bytes, dialect: Dialect, correction: Correction
    ) -> tuple[Correction, list[ByteChange]]:
        """The edits that can be made, and all that they change in `raw`."""
        stretch = self.letters.stretch("")
        done = kept(stretch.text, correction, lambda edit: stretch.changes(edit) is not None)
        changes = [change for edit in done.edits for change in _bytes(stretch, edit)]
        if not changes:
            return done, []
        first, last = changes[0][0], changes[-1][1]
        near = [(start - first + 2, end - first + 2, new) for start, end, new in changes]
        if b"]]>" in spliced(raw[first - 2 : last + 2], near):  # the one thing text may not hold
            return kept(stretch.text, correction, lambda _: False), []
        if dialect.trims:
            changes += list(self._preserving(raw, changes))
        changes += [(start, end, b"") for start, end in self.stale]
        return done, changes

    def _preserving(self, raw: bytes, changes: list[ByteChange]) -> Iterator[ByteChange]:
        """xml:space for the text elements that now begin or end with white space."""
        for text in self.texts:
            inside = [
                (start - text.begin, end - text.begin, new)
                for start, end, new in changes
                if text.begin <= start and end <= text.end
            ]
            content = spliced(raw[text.begin : text.end], inside)
            if inside and not text.preserved and content != content.strip(b" \t\r\n"):
                yield *_space_of(raw, text), b' xml:space="preserve"'


def _space_of(raw: bytes, text: _Text) -> tuple[int, int]:
    """Where in its tag a text element says what becomes of white space, or may say so."""
    end = name.end() if (name := NAME.match(raw, text.tag)) else text.begin
    for attribute in ATTRIBUTE.finditer(raw, end, text.begin):
        if attribute[1] == b"xml:space":
            return attribute.span()
    return end, end


def _bytes(stretch: Stretch, edit: Edit) -> Iterator[ByteChange]:
    for start, end, new in stretch.changes(edit) or ():
        yield start, end, escape(new, quote=False).encode()


def read(raw: bytes, where: str, dialect: Dialect) -> Iterator[Paragraph]:
    """The paragraphs of `raw` in the order in which they begin.

    Raises InputError that begins with `where` for what is no XML, or none that we read.
    """
    parser = guarded(where)
    walk = _Walk(raw, dialect, parser)
    for at in range(0, max(1, len(raw)), CHUNK):
        parse(parser, raw[at : at + CHUNK], where, last=at + CHUNK >= len(raw))
        yield from walk.finished()


def rewritten(raw: bytes, changes: list[ByteChange]) -> bytes:
    """`raw` with the `changes` of its paragraphs, which may lie inside one another."""
    return spliced(raw, sorted(changes, key=lambda change: change[:2]))


class _Walk:
    """Where the parser stands: the elements around it, and the paragraphs that are not complete."""

    def __init__(self, raw: bytes, dialect: Dialect, parser: expat.XMLParserType) -> None:
        self._raw, self._dialect, self._parser = raw, dialect, parser
        self._elements: list[str] = []
        self._waiting: deque[Paragraph] = deque()
        self._open: list[Paragraph] = []
        self._hidden = 0  # elements, from the one that hides on
        self._depth = 0
        self._deleted = self._literal = False
        self._letters_before = 0
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartCdataSectionHandler = lambda: self._cdata(True)
        parser.EndCdataSectionHandler = lambda: self._cdata(False)

    def finished(self) -> Iterator[Paragraph]:
        """Complete paragraphs before which there is none that is not."""
        while self._waiting and self._waiting[0].done:
            yield self._waiting.popleft()

    def _local(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        return local if self._dialect.namespace.fullmatch(space) else ""

    def _start(self, name: str, attributes: Mapping[str, Any]) -> None:
        local, at, dialect = self._local(name), self._parser.CurrentByteIndex, self._dialect
        parent = self._elements[-1] if self._elements else ""
        self._elements.append(local)
        if self._hidden:
            self._hidden += 1
            return
        if self._open and parent in dialect.carriers and local in dialect.letters:
            self._open[-1].letters.add(dialect.letters[local], at, at + 1, self._depth, True)
        if local in dialect.hidden:
            self._hidden = 1
        elif local == dialect.paragraph:
            self._open.append(Paragraph())
            self._waiting.append(self._open[-1])
        elif not self._open:
            return
        elif local == dialect.text:
            self._letters_before = len(self._open[-1].letters.starts)
            space = attributes.get(SPACE)
            self._open[-1].texts.append(_Text(at, self._after(at), at, space == "preserve"))
        elif self._is_stale(local):
            self._open[-1].stale.append((at, self._after(at)))
            self._hidden = 1
        self._depth += local in dialect.nested
        self._deleted = dialect.deleted.get(local, self._deleted)

    def _end(self, name: str) -> None:
        local, at, dialect = self._elements.pop(), self._parser.CurrentByteIndex, self._dialect
        if self._hidden:
            self._hidden -= 1
            if not self._hidden and self._open and self._is_stale(local):
                self._close_stale(self._open[-1], at)
            return
        if local == dialect.paragraph:
            self._open.pop().done = True
        elif not self._open:
            return
        elif local == dialect.text:
            self._close_text(self._open[-1], at)
        self._depth -= local in dialect.nested

    def _is_stale(self, local: str) -> bool:
        return bool(local) and local == self._dialect.stale  # those of others have no name here

    def _close_stale(self, paragraph: Paragraph, at: int) -> None:
        start, tag = paragraph.stale.pop()
        empty = self._raw[tag - 2 : tag] == b"/>"
        paragraph.stale.append((start, tag if empty else self._raw.index(b">", at) + 1))

    def _close_text(self, paragraph: Paragraph, at: int) -> None:
        text, letters = paragraph.texts[-1], paragraph.letters
        text.end = max(at, text.begin)
        mine = range(self._letters_before, len(letters.starts))
        if self._dialect.trims and not text.preserved and mine:
            edges = letters.parts[mine[0]] + letters.parts[mine[-1]]
            if edges != edges.strip(EDGES):  # white space that is not shown, and shall not be
                letters.fixed.update(mine)

    def _after(self, at: int) -> int:
        tag = START_TAG.match(self._raw, at)
        return tag.end() if tag else at

    def _cdata(self, begins: bool) -> None:
        self._literal = begins

    def _characters(self, data: str) -> None:
        if self._hidden or self._deleted or not self._open:
            return
        if self._elements[-1] != self._dialect.text:
            return
        at, letters = self._parser.CurrentByteIndex, self._open[-1].letters
        if self._raw[at] == ord("&") and not self._literal:
            letters.add(data, at, self._raw.index(b";", at) + 1, self._depth)
            return
        for letter in data:
            end = at + _width(letter)
            letters.add(letter, at, end, self._depth, self._literal or letter in "\r\n\t")
            at = end


def _width(letter: str) -> int:
    """Bytes of `letter` in UTF-8."""
    code = ord(letter)
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
