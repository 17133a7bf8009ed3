"""Small real documents, and a corrector that knows two corrections."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.documents import Correct, Corrected, rewrite
from spellfix.edits import Edit, apply
from tests.correcting import nothing, wild

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HP = "http://www.hancom.co.kr/hwpml/2011/paragraph"
HS = "http://www.hancom.co.kr/hwpml/2011/section"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
PICTURE = bytes(range(256)) * 20

Members = Mapping[str, bytes]
Write = Callable[..., Path]
Run = Callable[..., tuple[list[Corrected], bytes]]


WRONG = re.compile("되(?=요)|(?<=할)(?=수)|키리")
RIGHT = {"되": "돼", "": " ", "키리": "리키"}


def toy(texts: Iterable[str]) -> Iterator[Correction]:
    """되요 becomes 돼요, 할수 becomes 할 수 and 키리 becomes 리키, each by an edit of its own."""
    for text in texts:
        edits = tuple(
            Edit(wrong.start(), wrong.end(), wrong[0], RIGHT[wrong[0]], "spelling")
            for wrong in WRONG.finditer(text)
        )
        yield Correction(apply(text, edits), edits, 1.0)


@pytest.fixture(scope="session", name="toy")
def toy_corrector() -> Correct:
    return toy


@pytest.fixture(scope="session", name="nothing")
def idle_corrector() -> Correct:
    return nothing


@pytest.fixture(scope="session", name="wild")
def wild_corrector() -> Callable[[int], Correct]:
    return wild


@pytest.fixture(scope="session")
def corrector() -> Corrector:
    return Corrector.from_pretrained(threads=1)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Correct the bytes as a file of that suffix: its stretches, and the bytes afterwards."""
    folder = tmp_path_factory.mktemp("문서")

    def runs(raw: bytes, suffix: str, correct: Correct = toy) -> tuple[list[Corrected], bytes]:
        path = folder / f"글{suffix}"
        path.write_bytes(raw)
        found = list(rewrite(path, correct, path))
        after = path.read_bytes()
        path.unlink()
        assert not list(folder.iterdir())
        return found, after

    return runs


def zipped(path: Path, members: Members, stored: tuple[str, ...] = ()) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = "손으로 만듦".encode()
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2024, 2, 29, 12, 34, 56))
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


@pytest.fixture
def docx(tmp_path: Path) -> Write:
    """Write a .docx whose body (and footnotes) hold the given XML; more members may be added."""

    def write(body: str, notes: str = "", more: Members | None = None) -> Path:
        types = (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/footnotes.xml" ContentType="{MAIN}.footnotes+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
            "</Types>"
        )
        root = (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        )
        links = (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
            f'Type="{OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
        )
        members = {
            "[Content_Types].xml": (DECLARATION + types).encode(),
            "_rels/.rels": (DECLARATION + root).encode(),
            "word/media/그림.png": PICTURE,
            "word/footnotes.xml": (
                f'{DECLARATION}<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>'
            ).encode(),
            "word/document.xml": (
                f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:앞날="urn:앞날" 앞날:x="&#48;">'
                f"<w:body>{body}<w:sectPr/></w:body></w:document>"
            ).encode(),
            "word/_rels/document.xml.rels": (DECLARATION + links).encode(),
        }
        return zipped(tmp_path / "문서.docx", {**members, **(more or {})})

    return write


@pytest.fixture
def hwpx(tmp_path: Path) -> Write:
    """Write a .hwpx whose sections hold the given XML; more members may be added."""

    def write(*sections: str, more: Members | None = None) -> Path:
        members: dict[str, bytes] = {
            "mimetype": b"application/hwp+zip",
            "version.xml": b"<version/>",
            "Contents/header.xml": "<head>되요</head>".encode(),
        }
        for number, content in reversed(list(enumerate(sections))):
            members[f"Contents/section{number}.xml"] = (
                f'{DECLARATION}<hs:sec xmlns:hs="{HS}" xmlns:hp="{HP}">{content}</hs:sec>'
            ).encode()
        members["Preview/PrvText.txt"] = "되요".encode()
        path = tmp_path / "문서.hwpx"
        return zipped(path, {**members, **(more or {})}, stored=("mimetype",))

    return write


@pytest.fixture
def members() -> Callable[[Path], dict[str, bytes]]:
    """All members of an archive in order; a broken one fails."""

    def read(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            return {info.filename: archive.read(info) for info in archive.infolist()}

    return read
