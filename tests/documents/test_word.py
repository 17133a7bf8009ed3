"""Word: letters change in their runs, and every other byte of the document is what it was."""

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spellfix.corrector import Corrector
from spellfix.documents import Correct, rewrite

Write = Callable[..., Path]
Members = Callable[[Path], dict[str, bytes]]

BODY = "word/document.xml"


def p(*texts: str) -> str:
    """A paragraph with a run for each text."""
    runs = (
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text != text.strip() else
        f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>"
        for text in texts
    )  # fmt: skip
    style = '<w:pPr><w:tabs><w:tab w:val="되요"/></w:tabs></w:pPr>'
    return f'<w:p w:rsidR="되요">{style}{"".join(runs)}</w:p>'


def body(content: bytes) -> str:
    found = re.search("<w:body>(.*)<w:sectPr/>", content.decode(), re.S)
    assert found
    return found[1]


STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
PIECES = (
    p("안 되요", "할", "수 있다"), p("가키", "리다"), p(" 되", "요 "), p("&lt; 되&#xC694;"),
    p("<![CDATA[되요]]>되요"), p("되요]]&gt; ]] &gt;", "]", "]>"), "<w:p/>", "<!-- 되요 -->",
    "<?되요 되요?>", "<w:br/>", "<x:p xmlns:x='urn:x'><x:t>되요</x:t></x:p>",
    "<w:p><w:r><w:t> 되요</w:t><w:tab/><w:t>되요 </w:t><w:br/><w:t>나</w:t></w:r></w:p>",
    "<w:p><w:del><w:r><w:delText>되요</w:delText></w:r></w:del>"
    "<w:ins><w:r><w:t>되요</w:t></w:r></w:ins></w:p>",
    "<w:p><w:moveFrom><w:r><w:t>되요</w:t></w:r></w:moveFrom>"
    "<w:r><w:instrText>되요</w:instrText></w:r></w:p>",
    f"<w:tbl><w:tr><w:tc>{p('되요')}</w:tc></w:tr></w:tbl>",
    f"<w:p><w:r><w:t>밖 되요</w:t><w:pict><w:txbxContent>{p('안 되요')}</w:txbxContent></w:pict>"
    "<w:t>할수</w:t></w:r></w:p>",
    f"<v:p xmlns:v='{STRICT}'><v:r><v:t>되요</v:t></v:r></v:p>",
)  # fmt: skip
bodies = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


@given(bodies)
@many
def test_nothing_to_correct_leaves_every_byte(docx: Write, nothing: Correct, content: str) -> None:
    path = docx(content)
    before = path.read_bytes()
    copy = path.with_name("사본.docx")
    list(rewrite(path, nothing, copy))
    assert copy.read_bytes() == before == path.read_bytes()


@given(bodies, st.integers(0, 1 << 30))
@many
def test_the_wildest_correction_leaves_the_elements_and_reads_as_corrected(
    docx: Write,
    members: Members,
    wild: Callable[[int], Correct],
    nothing: Correct,
    content: str,
    seed: int,
) -> None:
    path = docx(content)
    before = members(path)
    found = list(rewrite(path, wild(seed), path))
    wanted = [
        text for each in found if (text := each.correction.text).replace("\ufffc", "").strip()
    ]
    assert [each.text for each in rewrite(path, nothing)] == wanted
    after = members(path)
    assert list(after) == list(before)
    assert {name for name in after if after[name] != before[name]} <= {BODY}
    assert skeleton(after[BODY]) == skeleton(before[BODY])


def skeleton(raw: bytes) -> list[object]:
    """All elements with their attributes, and the text of those that hold no text of the body."""
    return [
        (
            each.tag,
            sorted(key for key in each.attrib if not key.endswith("}space")),
            each.tag.endswith("main}t") or each.text,
        )
        for each in ET.fromstring(raw).iter()
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (p("안 되요"), p("안 돼요")),
        (p("되", "요 그래"), p("돼", "요 그래")),
        (p("가키", "리다"), p("가리키", "다")),
        (p("할", "수"), '<w:r><w:t xml:space="preserve">할 </w:t></w:r>'),
        (p("되&#xC694; &amp; 되요"), p("돼&#xC694; &amp; 돼요")),
        (p("<![CDATA[되요]]>", "가 되요"), p("<![CDATA[되요]]>", "가 돼요")),
    ],
)
def test_글자는_제_자리에서_바뀐다(
    docx: Write, members: Members, toy: Correct, before: str, after: str
) -> None:
    path = docx(before)
    list(rewrite(path, toy, path))
    made = body(members(path)[BODY])
    assert made == after or after in re.sub("<w:rPr>.*?</w:rPr>", "", made)


def test_every_other_member_stays_and_so_do_order_time_and_compression(
    docx: Write, members: Members, toy: Correct
) -> None:
    path = docx(p("안 되요"), notes=f"<w:footnote>{p('각주 되요')}</w:footnote>")
    before = members(path)
    with zipfile.ZipFile(path) as archive:
        infos = [(i.filename, i.date_time, i.compress_type) for i in archive.infolist()]
    found = list(rewrite(path, toy, path))
    assert [(each.place, each.text) for each in found] == [
        ("문단 1", "안 되요"),
        ("각주 문단 1", "각주 되요"),
    ]
    after = members(path)
    for name, content in before.items():
        if name in (BODY, "word/footnotes.xml"):
            assert after[name].decode() == re.sub(r"되요(?=</w:t>)", "돼요", content.decode())
        else:
            assert after[name] == content
    with zipfile.ZipFile(path) as archive:
        assert [(i.filename, i.date_time, i.compress_type) for i in archive.infolist()] == infos
        assert archive.comment.decode() == "손으로 만듦"


@pytest.mark.parametrize(
    "content",
    [
        "<w:p><w:del><w:r><w:delText>되요</w:delText></w:r></w:del></w:p>",
        "<w:p><w:moveFrom><w:r><w:t>되요</w:t></w:r></w:moveFrom></w:p>",
        "<w:p><w:r><w:instrText> 되요 </w:instrText></w:r></w:p>",
        '<w:p><w:r><w:t xml:space="default"> 되요</w:t></w:r></w:p>',
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>되요</w:t></w:r></w:rt></w:ruby></w:r></w:p>",
        "<x:p xmlns:x='urn:x'><x:t>되요</x:t></x:p>",
        "<w:t>되요</w:t>",
        "<!-- <w:p><w:r><w:t>되요</w:t></w:r></w:p> -->",
    ],
)
def test_what_is_no_text_of_the_document_stays(docx: Write, toy: Correct, content: str) -> None:
    path = docx(content)
    before = path.read_bytes()
    list(rewrite(path, toy, path))
    assert path.read_bytes() == before


def test_a_text_box_is_a_paragraph_of_its_own(docx: Write, members: Members, toy: Correct) -> None:
    box = f"<w:pict><w:txbxContent>{p('상자 되요')}</w:txbxContent></w:pict>"
    path = docx(f"<w:p><w:r><w:t>할</w:t>{box}<w:t>수 되요</w:t></w:r></w:p>{p('끝')}")
    found = list(rewrite(path, toy, path))
    assert [each.correction.text for each in found] == ["할 수 돼요", "상자 돼요", "끝"]
    made = body(members(path)[BODY])
    assert '<w:t xml:space="preserve">할 </w:t>' in made
    assert "<w:t>수 돼요</w:t>" in made
    assert "상자 돼요" in made


def test_the_text_shows_tabs_breaks_and_formulas(docx: Write, toy: Correct) -> None:
    math = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>'
    path = docx(
        f"<w:p><w:r><w:t>가</w:t><w:tab/><w:t>나</w:t><w:br/></w:r>{math}<w:r><w:t>다</w:t></w:r></w:p>"
    )
    assert [each.text for each in rewrite(path, toy)] == ["가\t나\n￼다"]


def test_실제_교정기로_워드_문서를_고친다(
    docx: Write, members: Members, corrector: Corrector
) -> None:
    path = docx(p("그러면 ", "않", " 됀다고 말했다."))
    found = list(rewrite(path, corrector.correct_stream, path))
    assert found[0].correction.edits
    texts = ET.fromstring(members(path)[BODY]).itertext()
    assert "".join(texts).strip() == found[0].correction.text
