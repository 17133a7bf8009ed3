"""What cannot be corrected in place is refused in words that say what to do, and left as it was."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spellfix.documents import SUFFIXES, Correct, format_of, rewrite
from spellfix.errors import ConfigError, InputError

Write = Callable[..., Path]
PARAGRAPH = "<w:p><w:r><w:t>안 되요</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(path: Path, toy: Correct) -> str:
    before = path.read_bytes()
    with pytest.raises(InputError) as refused:
        list(rewrite(path, toy, path))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_every_format_is_known_by_its_suffix() -> None:
    assert {format_of(Path(f"글{suffix.upper()}")) for suffix in SUFFIXES} == {
        "text",
        "markdown",
        "html",
        "docx",
        "hwpx",
    }


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("글.hwp", ".hwpx로 저장"),
        ("글.doc", ".docx로 저장"),
        ("글.xlsx", ".xlsx"),
        ("글", "no suffix"),
    ],
)
def test_an_unknown_suffix_is_refused_with_what_is_expected(name: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice) as refused:
        format_of(Path(name))
    assert ".txt .md .markdown .html .htm .docx .hwpx" in str(refused.value)


def test_an_unknown_format_is_refused(tmp_path: Path, toy: Correct) -> None:
    with pytest.raises(ConfigError, match="text, markdown, html, docx, hwpx"):
        list(rewrite(tmp_path / "글.txt", toy, None, "pdf"))


@pytest.mark.parametrize("suffix", [".docx", ".hwpx"])
@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (OLE, "저장하세요"),
        (b"HWP Document File V3.00", "저장하세요"),
        (b"", "zip"),
        (b"%PDF", "zip"),
    ],
)
def test_another_kind_of_file_is_refused(
    tmp_path: Path, toy: Correct, suffix: str, raw: bytes, said: str
) -> None:
    path = tmp_path / f"글{suffix}"
    path.write_bytes(raw)
    assert said in refusal(path, toy)


@pytest.mark.parametrize("suffix", [".docx", ".hwpx"])
def test_a_zip_of_other_things_is_refused(tmp_path: Path, toy: Correct, suffix: str) -> None:
    path = tmp_path / f"글{suffix}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "문서가 아닙니다" in refusal(path, toy)


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cut_or_scratched_file_never_does_harm(
    docx: Write, toy: Correct, data: st.DataObject
) -> None:
    path = docx(PARAGRAPH * 20)
    raw = path.read_bytes()
    if data.draw(st.booleans()):
        damaged = raw[: data.draw(st.integers(0, len(raw) - 1))]
    else:
        at = data.draw(st.integers(0, len(raw) - 1))
        damaged = raw[:at] + bytes([data.draw(st.integers(0, 255))]) + raw[at + 1 :]
    path.write_bytes(damaged)
    try:
        list(rewrite(path, toy, path))
    except InputError:
        assert path.read_bytes() == damaged
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE a [<!ENTITY b "되요">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<?xml version="1.0" encoding="EUC-KR"?><a/>',
        "<a><b></a>",
        "<a>&b;</a>",
        "<a/><b/>",
        "",
        "\ufeff<a>\0</a>",
        "<a>" * 100,
    ],
)
def test_dangerous_or_damaged_xml_is_refused(docx: Write, toy: Correct, content: str) -> None:
    path = docx("", more={"word/document.xml": content.encode()})
    assert "word/document.xml" in refusal(path, toy)


def test_xml_in_another_encoding_is_refused(docx: Write, toy: Correct) -> None:
    path = docx("", more={"word/document.xml": "<a>되요</a>".encode("utf-16")})
    assert "XML" in refusal(path, toy)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(docx: Write, toy: Correct) -> None:
    path = docx("", more={"word/document.xml": b" " * (64 << 20)})
    assert "압축 폭탄" in refusal(path, toy)


def test_a_member_that_lies_about_its_size_is_refused(docx: Write, toy: Correct) -> None:
    path = docx(PARAGRAPH * 1000)
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"word/document.xml") - 46
    assert raw[at : at + 4] == b"PK\x01\x02"
    (size,) = struct.unpack_from("<L", raw, at + 24)
    struct.pack_into("<L", raw, at + 24, size // 2)
    path.write_bytes(raw)
    assert "깨진 파일" in refusal(path, toy)


def test_an_encrypted_member_is_refused(docx: Write, toy: Correct) -> None:
    path = docx(PARAGRAPH)
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"word/document.xml") - 46
    raw[at + 8] |= 1
    path.write_bytes(raw)
    assert "암호" in refusal(path, toy)


def test_a_signed_document_is_not_changed(docx: Write, toy: Correct) -> None:
    path = docx(PARAGRAPH, more={"_xmlsignatures/sig1.xml": b"<a/>"})
    assert "서명" in refusal(path, toy)
    assert [each.correction.text for each in rewrite(path, toy)] == ["안 돼요"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_is_not_there_is_named(tmp_path: Path, toy: Correct, suffix: str) -> None:
    with pytest.raises(InputError, match="읽을 수 없습니다"):
        list(rewrite(tmp_path / f"없음{suffix}", toy, tmp_path / f"새{suffix}"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_binary_and_other_encodings_are_refused(tmp_path: Path, toy: Correct, suffix: str) -> None:
    path = tmp_path / f"글{suffix}"
    for raw in ("되요".encode("cp949"), "되요".encode("utf-16"), b"\0\1"):
        path.write_bytes(raw)
        refusal(path, toy)
