"""`spellfix.documents.archive` and `office`: the zip files that .docx and .hwpx are.

An archive from strangers, damaged anywhere or made of any members, is corrected or refused with an
InputError. Corrected, it is a whole zip file with the same members in the same order, of which only
parts of the text have changed, and its paragraphs read as their corrections.
"""

from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from spellfix.documents.office import rewrite_docx, rewrite_hwpx
from spellfix.documents.stretches import OBJECT
from spellfix.errors import InputError
from tests.correcting import nothing, wild
from tests.fuzz.files import written
from tests.fuzz.given import Given, fields
from tests.fuzz.targets.office import BODIES, HP, W

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    f'<Types><Override PartName="/word/footnotes.xml" ContentType="{MAIN}.footnotes+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/></Types>'
)
DOCX = (
    "[Content_Types].xml", TYPES,
    "word/footnotes.xml", f"<w:n xmlns:w='{W}'>{BODIES[0]}</w:n>",
    "word/document.xml", f"<w:d xmlns:w='{W}'>{BODIES[0]}</w:d>",
    "_xmlsignature/a", "",
)  # fmt: skip
HWPX = (
    "mimetype", "application/hwp+zip",
    "Contents/section1.xml", f"<a xmlns:hp='{HP}'>{BODIES[-2]}</a>",
    "Contents/section0.xml", f"<a xmlns:hp='{HP}'>{BODIES[-1]}</a>",
    "META-INF/manifest.xml", "<m/>",
    "BinData/", "",
)  # fmt: skip


def _packed(members: tuple[str | bytes, ...], way: int = ZIP_STORED) -> bytes:
    """A zip file of names and contents in turn."""
    sink = BytesIO()
    with ZipFile(sink, "w") as archive:
        archive.comment = b"by hand"
        for name, content in zip(members[::2], members[1::2], strict=False):
            called = name if isinstance(name, str) else name.decode("utf-8", "replace")
            info = ZipInfo(called[:200] or "a", (2024, 2, 29, 12, 34, 56))
            info.compress_type = way
            archive.writestr(info, content)
    return sink.getvalue()


SEEDS = (
    fields("1", "0", "made", *DOCX),
    fields("2", "1", "made", *HWPX),
    fields("3", "0", _packed(DOCX)),
    fields("4", "1", _packed(HWPX, ZIP_DEFLATED)),
    fields("5", "0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    fields("6", "1", b"HWP Document File V3.00"),
)


def check(data: bytes) -> None:
    given = Given(data)
    seed, rewrite = given.number(0, 1 << 30), given.choice(1, (rewrite_docx, rewrite_hwpx))
    raw = given.rest(2)
    if given.field(2) == b"made":
        try:
            raw = _packed(tuple(given.rest(3).split(b"\xff")))
        except (ValueError, UnicodeError):  # a name that zipfile does not write
            return
    path = written("글.zip", raw)
    with suppress(InputError):
        sink = BytesIO()
        found = list(rewrite(path, wild(seed), sink))
        after = sink.getvalue()
        if not after:
            assert not any(each.correction.edits for each in found)
            return
        wanted = [
            text for each in found if (text := each.correction.text).replace(OBJECT, "").strip()
        ]
        _same_members(raw, after)
        again = rewrite(written("뒤.zip", after), nothing, None)
        assert [each.text for each in again] == wanted


def _same_members(before: bytes, after: bytes) -> None:
    with ZipFile(BytesIO(before)) as old, ZipFile(BytesIO(after)) as new:
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        assert new.comment == old.comment
        for name in old.namelist():
            if not name.endswith((".xml", "/")):
                assert new.read(name) == old.read(name)
