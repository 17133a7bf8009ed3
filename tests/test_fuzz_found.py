"""What `docs/benchmarks/fuzz.py` and its inputs have brought to light, each as small as it gets."""

import gzip
import struct
import subprocess
import sys
import time
import zipfile
from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from spellfix.arguments import count
from spellfix.correction import Correction
from spellfix.data.reading import open_texts
from spellfix.dictionary import add_term, read_terms
from spellfix.documents import rewrite
from spellfix.documents.office import HANGUL, WORD
from spellfix.documents.paragraphs import Dialect, read, rewritten
from spellfix.edits import align
from spellfix.errors import ConfigError, InputError
from spellfix.noise.recipe import Recipe
from spellfix.passages import passages
from spellfix.protection import kept_spans
from spellfix.serve.settings import Settings
from spellfix.text import Span, segment

FUZZ = Path(__file__).parents[1] / "docs" / "benchmarks" / "fuzz.py"


@pytest.mark.parametrize(
    "unit", ["1,", "12:30", "1,000", ":1", "가www.", "www.가나다.한국", "www.é"]
)
@pytest.mark.parametrize("end", ["", "1", "가", "\n"])
def test_수나_주소가_끝없이_이어져도_시간은_길이에_비례한다(unit: str, end: str) -> None:
    text = unit * (100_000 // len(unit)) + end
    begun = time.process_time()
    kept_spans(text)
    segment(text)
    assert "".join(stretch.text for stretch in passages([text])) == text
    assert time.process_time() - begun < 5  # about 0.2 s; 30 s where every figure starts a search


def test_긴_수와_긴_주소도_통째로_남는다() -> None:
    for kept in ("1,000,000,000,000,000,000,000,000,000,000 + 5", f"www.{'한글.' * 15}한국/가"):
        assert kept_spans(f"값은 {kept} 이다") == [Span(3, 3 + len(kept))]


@pytest.mark.parametrize("model", ["shipped", "wild"])
def test_a_block_of_inputs_passes(model: str) -> None:
    options = ["--wild"] if model == "wild" else []
    command = [sys.executable, str(FUZZ), "--count", "250", "--seed", "7", *options]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, "failures: 0" in ran.stdout) == (0, True), ran.stdout + ran.stderr


def respelt(texts: Iterable[str]) -> Iterator[Correction]:
    """되 becomes 돼, 할수 becomes 할 수."""
    for text in texts:
        better = text.replace("되", "돼").replace("할수", "할 수")
        yield Correction(better, tuple(align(text, better)), 1.0)


def corrected(inside: str, dialect: Dialect) -> str:
    """A paragraph that holds `inside`, corrected by `respelt`."""
    spaces = (
        "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
        "xmlns:hp='http://www.hancom.co.kr/hwpml/2011/paragraph' xmlns:x='urn:x'"
    )
    raw = f"<x:a {spaces}>{inside}</x:a>".encode()
    changes = [
        change
        for paragraph in read(raw, "글", dialect)
        for correction in respelt([paragraph.text])
        for change in paragraph.corrected(raw, dialect, correction)[1]
    ]
    return rewritten(raw, changes).decode().partition(">")[2].removesuffix("</x:a>")


def test_워드_문단을_고쳐도_그_안의_그림과_남의_요소는_그대로다() -> None:
    picture = "<w:drawing><x:inline><x:pic a='1'>그림</x:pic></x:inline><x:empty/></w:drawing>"
    before = f"<w:p><x:p/><w:r><w:t>안 되요</w:t></w:r><w:r>{picture}</w:r></w:p>"
    assert corrected(before, WORD) == before.replace("되", "돼")


def test_빈칸을_없앤다고_적힌_글에_빈칸이_생기면_그_말을_바꾸어_적는다() -> None:
    before = """<w:p><w:r><w:t a=" xml:space='b'" xml:space = 'default'>할</w:t></w:r>"""
    after = """<w:p><w:r><w:t a=" xml:space='b'" xml:space="preserve">할 </w:t></w:r>"""
    rest = "<w:r><w:t>수</w:t></w:r></w:p>"
    assert corrected(before + rest, WORD) == after + rest


def test_한글_문단의_줄_배치는_그_안에_무엇이_있든_통째로_지워진다() -> None:
    def paragraph(text: str, layout: str) -> str:
        return f"<hp:p><hp:run><hp:t>{text}</hp:t></hp:run>{layout}</hp:p>"

    inner = "<hp:linesegarray/><x:b/><hp:p><hp:t>되</hp:t></hp:p>"
    layout = f"<hp:linesegarray a='>'>{inner}</hp:linesegarray>"
    assert corrected(paragraph("되요", layout), HANGUL) == paragraph("돼요", "")


@pytest.mark.parametrize(
    "unit", [" class=", " class=a", ' class="', " class='", " class", " translate="]
)
def test_속성이_끝없이_이어져도_시간은_길이에_비례한다(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "글.html"
    path.write_text("<b" + unit * (100_000 // len(unit)) + ">되요", encoding="utf-8")
    begun = time.process_time()
    list(rewrite(path, respelt))
    assert (
        time.process_time() - begun < 5
    )  # about 0.1 s; 20 s where every class is searched to the end


def test_a_class_is_left_alone_whatever_its_quotes(tmp_path: Path) -> None:
    path = tmp_path / "글.html"
    left = ("class=notranslate", "class='a notranslate'", 'CLASS = "notranslate b"')
    read = ("class=a title=notranslate", "class='notranslated'", "data-class=notranslate")
    for attribute in (*left, *read):
        path.write_text(f"<p {attribute}>되요", encoding="utf-8")
        assert bool(list(rewrite(path, respelt))) == (attribute in read), attribute


def test_a_zip_whose_member_lies_outside_of_it_is_damaged(tmp_path: Path) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    raw = bytearray(made.getvalue())
    entry = raw.index(b"PK\x01\x02")
    for offset in (0xFFFF_FF00, len(raw)):
        struct.pack_into("<I", raw, entry + 42, offset)
        path = tmp_path / "글.docx"
        path.write_bytes(raw)
        with pytest.raises(InputError, match="damaged"):
            list(rewrite(path, respelt))


def test_a_part_of_a_word_document_that_is_named_twice_is_corrected_once(tmp_path: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    named = "".join(
        f"<Override PartName='/word/Document.xml' ContentType='{kind}.{each}+xml'/>"
        for each in ("document.main", "document.main", "footnotes")
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    path = tmp_path / "글.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{named}</Types>")
        archive.writestr(
            "word/document.xml",
            f"<w:d xmlns:w='{space}'><w:p><w:r><w:t>되요 되요</w:t></w:r></w:p></w:d>",
        )
    assert [each.correction.text for each in rewrite(path, respelt, path)] == ["돼요 돼요"]
    assert [each.text for each in rewrite(path, respelt)] == ["돼요 돼요"]


def test_a_packed_table_with_tabs_that_is_cut_off_says_so(tmp_path: Path) -> None:
    raw = gzip.compress("text\n가\n나\n".encode() * 9)
    for suffix in (".tsv.gz", ".csv.gz"):
        path = tmp_path / f"글{suffix}"
        for size in (15, len(raw) - 4):
            path.write_bytes(raw[:size])
            assert [each.damage for each in open_texts(path)][-1] == "broken"


def test_a_term_behind_a_byte_order_mark_and_a_space_is_added_once(tmp_path: Path) -> None:
    path = tmp_path / "사전.txt"
    assert add_term(path, "\ufeff 하늘초")
    assert not add_term(path, "하늘초")
    assert read_terms(path) == ("하늘초",)
    with pytest.raises(InputError):
        add_term(path, "\ufeff # 하늘")


def test_a_number_of_thousands_of_digits_is_no_number() -> None:
    digits = "9" * 5000
    for option in ("--port", "--workers", "--retention-days"):
        with pytest.raises(ConfigError, match=f"{option}.*'9{{20}}'"):
            Settings.given([option, digits], {})
    with pytest.raises(ArgumentTypeError):
        count(digits)


def test_weights_too_large_to_be_added_are_refused() -> None:
    with pytest.raises(ConfigError, match="0 to 1e"):
        Recipe(mix={"keyboard": 1e308, "spacing": 1e308})
