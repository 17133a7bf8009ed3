"""Word (.docx) and Hangul (.hwpx): which members hold text, and what their elements mean.

Sources: ECMA-376 part 1, 17.3 and 17.4 (WordprocessingML), and KS X 6101 (OWPML). Comments,
deleted and moved text, field codes, formulas and phonetic guides stay as they are. Knows nothing
about bytes in XML or zip files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

from spellfix.documents.archive import member_bytes, opened, refuse_signed, write_archive
from spellfix.documents.guarded import guarded, parse
from spellfix.documents.paragraphs import (
    ByteChange,
    Dialect,
    Paragraph,
    read,
    rewritten,
)
from spellfix.documents.stretches import OBJECT, Correct, Corrected, paired
from spellfix.errors import InputError

WORD = Dialect(
    namespace=re.compile(
        r"http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/"
        r"(?:wordprocessingml/(?:2006/)?main|officeDocument/(?:2006/)?math)"
    ),
    paragraph="p",
    text="t",
    letters={
        "tab": "\t",
        "ptab": "\t",
        "br": "\n",
        "cr": "\n",
        "noBreakHyphen": "-",
        "sym": OBJECT,
        "oMath": OBJECT,
    },
    carriers=frozenset({"r", "p", "oMathPara", "hyperlink", "ins"}),
    hidden=frozenset({"del", "moveFrom", "oMath", "rt", "instrText", "pPr", "rPr"}),
    nested=frozenset({"hyperlink"}),
    trims=True,
)
HANGUL = Dialect(
    namespace=re.compile(r"http://www\.(?:hancom\.co\.kr/hwpml|owpml\.org/owpml)/\d+/paragraph"),
    paragraph="p",
    text="t",
    letters={
        "tab": "\t",
        "lineBreak": "\n",
        "nbSpace": "\u00a0",
        "fwSpace": "\u3000",
        "hyphen": "-",
        "equation": OBJECT,
    },
    carriers=frozenset({"t", "run"}),
    hidden=frozenset({"hiddenComment", "parameters", "secPr"}),
    deleted={"deleteBegin": True, "deleteEnd": False},
    stale="linesegarray",
)
WORD_PARTS = {
    "document.main+xml": "",
    "footnotes+xml": "각주 ",
    "endnotes+xml": "미주 ",
    "header+xml": "머리글 ",
    "footer+xml": "바닥글 ",
}
"""End of a part's content type, in the order of reading: how its paragraphs are called."""
CONTENT_TYPES = "[Content_Types].xml"
SECTION = re.compile(r"Contents/section(\d+)\.xml", re.IGNORECASE)
MANIFEST = "META-INF/manifest.xml"


@dataclass(frozen=True, slots=True)
class _Part:
    """A member with text, and how its paragraphs are called."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A paragraph with text, its place, and the member it stands in."""

    paragraph: Paragraph
    place: str
    name: str
    raw: bytes


def rewrite_docx(source: Path, correct: Correct, sink: BinaryIO | None) -> Iterator[Corrected]:
    """Body, notes, headers and footers of a Word document. Raises InputError for any other."""
    with opened(source, "docx") as archive:
        yield from _rewrite(source, archive, _word_parts(source, archive), WORD, correct, sink)


def rewrite_hwpx(source: Path, correct: Correct, sink: BinaryIO | None) -> Iterator[Corrected]:
    """All sections of a Hangul document. Raises InputError for any other."""
    with opened(source, "hwpx") as archive:
        parts = _hangul_parts(source, archive)
        yield from _rewrite(source, archive, parts, HANGUL, correct, sink)


def _rewrite(
    source: Path,
    archive: ZipFile,
    parts: list[_Part],
    dialect: Dialect,
    correct: Correct,
    sink: BinaryIO | None,
) -> Iterator[Corrected]:
    if sink is not None:
        refuse_signed(source, archive)
    new: dict[str, bytes] = {}
    changes: list[ByteChange] = []
    before: _Found | None = None
    found = _paragraphs(source, archive, parts, dialect)
    for each, correction in paired(found, lambda each: each.paragraph.text, correct):
        if before is not None and before.name != each.name:
            if changes:
                new[before.name] = rewritten(before.raw, changes)
            changes = []
        before = each
        done, made = each.paragraph.corrected(each.raw, dialect, correction)
        changes += made
        yield Corrected(each.place, each.paragraph.text, done)
    if before is not None and changes:
        new[before.name] = rewritten(before.raw, changes)
    if sink is not None and new:
        write_archive(archive, new, sink)


def _paragraphs(
    source: Path, archive: ZipFile, parts: list[_Part], dialect: Dialect
) -> Iterator[_Found]:
    numbers: dict[str, int] = {}
    for part in parts:
        raw = member_bytes(source, archive, part.name)
        for paragraph in read(raw, f"{source}: {part.name}", dialect):
            if paragraph.text.replace(OBJECT, "").strip():
                number = numbers[part.label] = numbers.get(part.label, 0) + 1
                yield _Found(paragraph, f"{part.label}문단 {number}", part.name, raw)


def _word_parts(source: Path, archive: ZipFile) -> list[_Part]:
    """By their content types: the name of the main part is not always the same."""
    kinds: dict[str, list[str]] = {ending: [] for ending in WORD_PARTS}
    names = {name.casefold(): name for name in archive.namelist()}

    def element(_: str, attributes: dict[str, str]) -> None:
        ending = attributes.get("ContentType", "").rpartition("wordprocessingml.")[2]
        name = names.get(attributes.get("PartName", "").lstrip("/").casefold())
        if ending in kinds and name is not None:
            kinds[ending].append(name)
            names.pop(name.casefold())  # named again, it is still one part

    where = f"{source}: {CONTENT_TYPES}"
    parser = guarded(where)
    parser.StartElementHandler = element
    if CONTENT_TYPES in archive.namelist():
        parse(parser, member_bytes(source, archive, CONTENT_TYPES), where)
    if not kinds["document.main+xml"]:
        raise InputError(f"{source}: Word 문서가 아닙니다 / not a Word document (.docx)")
    return [_Part(name, WORD_PARTS[kind]) for kind, found in kinds.items() for name in found]


def _hangul_parts(source: Path, archive: ZipFile) -> list[_Part]:
    names = archive.namelist()
    if MANIFEST in names and b"encryption-data" in member_bytes(source, archive, MANIFEST):
        raise InputError(
            f"{source}: 암호가 걸려 있습니다 / encrypted; 한글에서 암호 없이 저장하세요 / save it "
            "without password"
        )
    sections = [(int(found[1]), name) for name in names if (found := SECTION.fullmatch(name))]
    if not sections:
        raise InputError(f"{source}: 한글 문서가 아닙니다 / not a Hangul document (.hwpx)")
    return [_Part(name, "") for _, name in sorted(sections)]
