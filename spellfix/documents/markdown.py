"""Markdown (CommonMark with the tables and strikethrough of GitHub): paragraphs, headings, cells.

markdown-it-py reads it, because where code ends and emphasis begins is settled by a specification
and its test suite, not by us; we add the offsets that it does not keep. A paragraph is corrected
as one text, its line breaks as spaces. Edits are made only if the parser afterwards sees the same
markup around exactly the corrected text; a paragraph whose letters cannot be found again one by
one is left alone. Knows nothing about HTML beyond the names of its code elements.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from markdown_it import MarkdownIt
from markdown_it.token import Token

from spellfix.correction import Correction
from spellfix.documents.inline import parser, stretch_of
from spellfix.documents.stretches import (
    Change,
    Correct,
    Corrected,
    Stretch,
    kept,
    paired,
    spliced,
    standing,
)
from spellfix.documents.whole import read_whole
from spellfix.edits import Edit

LINE_END = re.compile(r"\r\n?|\n")
FRONT_MATTER = re.compile(  # YAML as Jekyll has it, TOML as Hugo has it
    r"\ufeff?(?:---[ \t]*(?:\r\n?|\n)(?:.*?(?:\r\n?|\n))??(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)"
    r"|\+\+\+[ \t]*(?:\r\n?|\n)(?:.*?(?:\r\n?|\n))??\+\+\+[ \t]*(?=[\r\n]|\Z)|)",
    re.DOTALL,
)
CELL = re.compile(r"(?:\\\||[^|])+")
HEADING = re.compile(r"[^#]*#{1,6}[ \t]+")
MEANINGFUL = re.compile(r"[\\`*_\[\]<>#|~$&{}]")
"""Characters that may be markup, there or in the line below: no edit brings or removes one."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Inline text as the parser gives it, and where each code point of it stands in the file."""

    content: str
    places: Sequence[int]
    stretch: Stretch  # offsets into `content`
    inside: bool  # after the sign of a heading or the bar of a cell no list or quote can begin

    def place(self, at: int) -> int:
        """Where in the file is what stands before code point `at`, or just after the one before."""
        known = at < len(self.places) and self.places[at] >= 0
        return self.places[at] if known else self.places[at - 1] + 1


def rewrite_markdown(source: Path, correct: Correct, sink: BinaryIO | None) -> Iterator[Corrected]:
    """The paragraphs, headings and table cells of `source`. Raises InputError as `read_whole`."""
    raw = read_whole(source)
    markdown, env = parser(), dict[str, Any]()
    changes: list[Change] = []
    found = paired(_paragraphs(raw, markdown, env), lambda each: each.stretch.text, correct)
    for paragraph, correction in found:
        stretch = paragraph.stretch
        done = _fitting(paragraph, correction, markdown, env)
        for edit in done.edits:
            for start, end, new in stretch.changes(edit) or ():
                at = paragraph.place(start)
                changes.append((at, at + end - start, new))
        yield Corrected(stretch.place, stretch.text, done)
    if sink is not None:
        sink.write(spliced(raw, changes).encode())


def _paragraphs(raw: str, markdown: MarkdownIt, env: dict[str, Any]) -> Iterator[_Paragraph]:
    """All inline text of the document in order; fills `env` with its reference definitions."""
    front = FRONT_MATTER.match(raw)
    begin = front.end() if front else 0
    body = raw[begin:]
    ends = [match.span() for match in LINE_END.finditer(body)] + [(len(body), len(body))]
    starts = [0, *(end for _, end in ends[:-1])]
    first = len(LINE_END.findall(raw[:begin])) + 1
    cursor = (-1, 0)
    tokens = markdown.parse(body, env)
    for before, token in pairwise(tokens):
        if token.type != "inline" or token.map is None or not token.content.strip():
            continue
        row = token.map[0]
        inside = before.markup.startswith("#")
        if before.type in ("td_open", "th_open"):
            line = body[starts[row] : ends[row][0]]
            cursor = (row, cursor[1] if cursor[0] == row else 0)
            at, end = _cell(line, token.content, cursor[1])
            cursor, inside = (row, end + 1), "|" in line[:at]
            places = [*range(starts[row] + at, starts[row] + end)]
            if len(places) != len(token.content):  # an escaped bar, or nowhere
                continue
        else:
            places = []
            for number, content in enumerate(token.content.split("\n"), row):
                line = body[starts[number] : ends[number][0]]
                places += _places(line, content, starts[number], before.type == "heading_open")
                places.append(ends[number][0])
            places.pop()
        stretch = stretch_of(str(first + row), token.content, token.children or [])
        if stretch is None or not stretch.text.strip():
            continue
        known = (
            places[at] >= 0 for each, at in enumerate(stretch.starts) if each not in stretch.fixed
        )
        if all(known):
            places = [begin + each if each >= 0 else each for each in places]
            yield _Paragraph(token.content, places, stretch, inside)


def _cell(line: str, content: str, at: int) -> tuple[int, int]:
    """Where the next cell with `content` stands in `line`, from `at` on; (at, at) for nowhere."""
    for cell in CELL.finditer(line, at):
        text = cell[0].strip()
        plain = text.replace("\\|", "|")
        if plain == content or (cell.start() == 0 and plain.endswith(content)):
            end = cell.start() + len(cell[0].rstrip())
            return end - len(text) if plain == content else end - len(content), end
    return at, at


def _places(line: str, content: str, start: int, heading: bool) -> list[int]:
    """Where each code point of `content` stands, which is the end of `line`; -1 for nowhere."""
    bare = content.strip()
    at = len(line.rstrip()) - len(bare)
    if heading and (marker := HEADING.match(line)) and line.startswith(bare, marker.end()):
        at = marker.end()
    if at < 0 or not line.startswith(bare, at):
        return [-1] * len(content)
    left = len(content) - len(content.lstrip())
    known = range(start + at, start + at + len(bare))
    return [*[-1] * left, *known, *[-1] * (len(content) - left - len(bare))]


def _fitting(
    paragraph: _Paragraph, correction: Correction, markdown: MarkdownIt, env: Mapping[str, Any]
) -> Correction:
    """The edits after which the parser sees the same markup and exactly the corrected text."""
    stretch, content = paragraph.stretch, paragraph.content

    def plain(edit: Edit) -> bool:
        touched = MEANINGFUL.search(edit.before + edit.after)
        return not touched and stretch.changes(edit) is not None

    def sound(edits: Sequence[Edit]) -> bool:
        wanted = kept(stretch.text, correction, frozenset(edits).__contains__).text
        changes = [change for edit in edits for change in stretch.changes(edit) or ()]
        return _seen(spliced(content, changes), markdown, env, paragraph.inside) == (
            before[0],
            wanted,
        )

    if not correction.edits:
        return correction
    before = _seen(content, markdown, env, paragraph.inside)
    if before[1] != stretch.text:
        return replace(correction, text=stretch.text, edits=())
    return standing(stretch.text, kept(stretch.text, correction, plain), sound)


def _seen(
    content: str, markdown: MarkdownIt, env: Mapping[str, Any], inside: bool
) -> tuple[list[object], str | None]:
    """The markup that the parser sees in `content`, and the text around it."""
    shape: list[object] = []
    text: str | None = None
    parse = markdown.parseInline if inside else markdown.parse
    for token in parse(content, {"references": dict(env.get("references", {}))}):
        shape.append((token.type, token.tag, token.markup, token.level))
        if token.type != "inline":
            shape.append(token.content)
            continue
        stretch = stretch_of("", token.content, token.children or [])
        text = None if stretch is None else stretch.text
        shape += [_shape(child) for child in token.children or [] if child.type != "text"]
    return shape, text


def _shape(token: Token) -> tuple[object, ...]:
    return token.type, token.markup, tuple(token.attrs.items()), token.content, token.level
