"""Hangul (.hwpx): letters change where they stand, and the layout of what changed is forgotten."""

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from spellfix.corrector import Corrector
from spellfix.documents import Correct, rewrite
from spellfix.errors import InputError

Write = Callable[..., Path]
Members = Callable[[Path], dict[str, bytes]]

LAYOUT = '<hp:linesegarray><hp:lineseg textpos="0"/><hp:lineseg textpos="5"/></hp:linesegarray>'


def p(*runs: str, layout: str = LAYOUT) -> str:
    """A paragraph with a run for each text."""
    made = "".join(f'<hp:run charPrIDRef="1"><hp:t>{each}</hp:t></hp:run>' for each in runs)
    return f'<hp:p id="0" paraPrIDRef="3">{made}{layout}</hp:p>'


def section(raw: bytes) -> str:
    return raw.decode().partition('paragraph">')[2].removesuffix("</hs:sec>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (p("안 되요"), p("안 돼요", layout="")),
        (p("그대로"), p("그대로")),
        (p("할", "수"), p("할 ", "수", layout="")),
        (p("가키", "리"), p("가리키", "", layout="")),
        (p("되요<hp:lineBreak/>되요"), p("돼요<hp:lineBreak/>돼요", layout="")),
        (p("가<hp:tab/>나<hp:markpenBegin/>되요<hp:markpenEnd/>"),
         p("가<hp:tab/>나<hp:markpenBegin/>돼요<hp:markpenEnd/>", layout="")),
        (p("되요<hp:deleteBegin/>되요<hp:deleteEnd/> 되요"),
         p("돼요<hp:deleteBegin/>되요<hp:deleteEnd/> 돼요", layout="")),
        (p("되&#xC694; &lt;되요&gt;", layout="<hp:linesegarray/>"),
         p("돼&#xC694; &lt;돼요&gt;", layout="")),
    ],
)  # fmt: skip
def test_글자는_바뀌고_바뀐_문단의_줄_배치는_지워진다(
    hwpx: Write, members: Members, toy: Correct, before: str, after: str
) -> None:
    path = hwpx(before + p("곁"))
    list(rewrite(path, toy, path))
    assert section(members(path)["Contents/section0.xml"]) == after + p("곁")


def test_sections_are_read_in_order_and_tables_inside_them(
    hwpx: Write, members: Members, toy: Correct
) -> None:
    table = (
        f"<hp:tbl><hp:tr><hp:tc><hp:subList>{p('칸 되요')}</hp:subList></hp:tc></hp:tr></hp:tbl>"
    )
    outer = f"<hp:p><hp:run><hp:t>밖 되요</hp:t>{table}<hp:t>할수</hp:t></hp:run>{LAYOUT}</hp:p>"
    path = hwpx(outer, p("둘째 되요"))
    found = list(rewrite(path, toy, path))
    assert [(each.place, each.correction.text) for each in found] == [
        ("문단 1", "밖 돼요할 수"),
        ("문단 2", "칸 돼요"),
        ("문단 3", "둘째 돼요"),
    ]
    assert "linesegarray" not in section(members(path)["Contents/section0.xml"])


def test_every_other_member_stays_and_the_type_comes_first_and_unpacked(
    hwpx: Write, members: Members, toy: Correct
) -> None:
    path = hwpx(p("안 되요"), p("그대로"))
    before = members(path)
    list(rewrite(path, toy, path))
    after = members(path)
    assert list(after) == list(before)
    assert [name for name in after if after[name] != before[name]] == ["Contents/section0.xml"]
    raw = path.read_bytes()
    assert raw[30:38] == b"mimetype"
    assert raw[38:57] == b"application/hwp+zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_nothing_to_correct_leaves_every_byte(hwpx: Write, nothing: Correct) -> None:
    path = hwpx(p("안 되요"))
    before = path.read_bytes()
    list(rewrite(path, nothing, path))
    assert path.read_bytes() == before


def test_an_encrypted_document_says_so(hwpx: Write, toy: Correct) -> None:
    manifest = b"<odf:manifest><odf:encryption-data/></odf:manifest>"
    path = hwpx("", more={"META-INF/manifest.xml": manifest})
    with pytest.raises(InputError, match="암호"):
        list(rewrite(path, toy, path))


def test_실제_교정기로_한글_문서를_고친다(
    hwpx: Write, members: Members, corrector: Corrector
) -> None:
    path = hwpx(p("그러면 ", "않", " 됀다고 말했다.", layout=""))
    found = list(rewrite(path, corrector.correct_stream, path))
    assert found[0].correction.edits
    texts = ET.fromstring(members(path)["Contents/section0.xml"]).itertext()
    assert "".join(texts) == found[0].correction.text
