"""Files of lines: whatever bytes they hold, in whatever portions they are read."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.data.reading import Source, left_out, open_texts, sources
from spellfix.data.reading.linewise import LONGEST
from spellfix.data.records import Text
from spellfix.errors import InputError

LINES = ["첫째 줄입니다.", "둘째 줄입니다.", "셋째 줄입니다."]
Write = Callable[[str, bytes], Path]


@pytest.fixture(name="write")
def writer(tmp_path: Path) -> Write:
    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def read(path: Path) -> list[tuple[int, str, str]]:
    return [(text.row, text.text, text.damage) for text in open_texts(path)]


def whole(lines: list[str]) -> list[tuple[int, str, str]]:
    return [(row, line, "") for row, line in enumerate(lines)]


def in_portions(source: Source, size: int) -> list[Text]:
    return [text for portion in source.portions(size) for text in portion.texts()]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_line_is_a_text_without_its_end(write: Write, end: str, last: bool) -> None:
    content = end.join(LINES) + end * last
    assert read(write("a.txt", content.encode())) == whole(LINES)


def test_blank_lines_are_left_out_and_counted(write: Write) -> None:
    assert read(write("a.txt", "\n가나다\n \t\n라마바\n".encode())) == [
        (1, "가나다", ""),
        (3, "라마바", ""),
    ]


def test_a_record_tells_its_source_and_domain(write: Write) -> None:
    path = write("law.acts.txt.xz", lzma.compress(LINES[0].encode()))
    assert [*open_texts(path)] == [Text(LINES[0], "law.acts.txt.xz", "law.acts", 0)]
    assert next(open_texts(path, domain="법률")).domain == "법률"


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress)])
def test_packed_files_are_read_as_what_they_hold(
    write: Write, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    assert read(write(f"a.txt{suffix}", pack("\n".join(LINES).encode()))) == whole(LINES)


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress)])
def test_what_is_left_of_a_cut_off_file_is_read(
    write: Write, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack("\n".join(f"{n}번째 줄은 {n * n}입니다." for n in range(20_000)).encode())
    found = read(write(f"a.txt{suffix}", packed[: len(packed) * 3 // 4]))
    assert len(found) > 900
    assert found[500] == (500, "500번째 줄은 250000입니다.", "")
    assert [damage for _, _, damage in found if damage] == ["broken"]
    assert found[-1][2] == "broken"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949"])
def test_다른_부호화로_적힌_글도_읽는다(write: Write, encoding: str) -> None:
    path = write("a.txt", "\r\n".join(LINES * 3).encode(encoding))
    assert read(path) == whole(LINES * 3)


def test_the_source_says_which_encoding_was_found(write: Write) -> None:
    found = sources([write("a.txt", "\n".join(LINES).encode("cp949"))])
    assert found[0].encoding == "cp949"


def test_cp949로_적힌_글이_뒤에_와도_알아본다(write: Write) -> None:
    ascii_lines = ["plain line"] * 20_000
    path = write("a.txt", "\n".join([*ascii_lines, *LINES * 3]).encode("cp949"))
    assert [text for _, text, _ in read(path)][-3:] == LINES


def test_a_byte_that_is_no_utf8_damages_its_line_alone(write: Write) -> None:
    lines = [line.encode() for line in LINES * 5]
    lines[7] = lines[7][:4] + b"\xff" + lines[7][4:]
    found = read(write("a.txt", b"\n".join(lines)))
    assert ["\ufffd" in text for _, text, _ in found] == [row == 7 for row in range(15)]


def test_a_character_that_is_nul_stays_in_its_line(write: Write) -> None:
    found = read(write("a.txt", "\n".join([*LINES * 30, "가\0나다라"]).encode()))
    assert found[-1] == (90, "가\0나다라", "")


def test_a_binary_file_is_one_broken_record(write: Write) -> None:
    assert read(write("a.txt", bytes(range(256)) * 100)) == [(0, "", "broken")]


def test_an_empty_file_holds_no_text(write: Write) -> None:
    assert read(write("a.txt", b"")) == []
    assert read(write("a.jsonl", b"")) == []
    assert read(write("a.csv", b"")) == []


def test_a_huge_line_is_told_and_not_held(write: Write) -> None:
    huge = "가" * LONGEST
    path = write("a.txt", "\n".join([LINES[0], huge, LINES[1]]).encode())
    found = read(path)
    assert [(row, damage) for row, _, damage in found] == [(0, ""), (1, "long"), (2, "")]
    assert found[2][1] == LINES[1]
    assert huge.startswith(found[1][1])
    assert len(found[1][1]) < 200


def test_a_huge_line_of_utf_16_is_told_too(write: Write) -> None:
    path = write("a.txt", "\n".join([LINES[0], "가 " * LONGEST, LINES[1]]).encode("utf-16"))
    assert [(row, damage) for row, _, damage in read(path)] == [(0, ""), (1, "long"), (2, "")]


def test_broken_json_lines_are_records_that_say_so(write: Write) -> None:
    good = json.dumps({"text": LINES[0], "other": 1}, ensure_ascii=False)
    lines = [good, '{"text": "끊', '{"txt": "다른 열"}', '{"text": 3}', '["목록"]', "", good]
    found = read(write("a.jsonl", "\n".join([*lines, "[" * 100_000]).encode()))
    assert [(row, damage) for row, _, damage in found] == [
        (0, ""),
        (1, "broken"),
        (2, "broken"),
        (3, "broken"),
        (4, "broken"),
        (6, ""),
        (7, "broken"),
    ]
    assert found[0][1] == LINES[0]


def test_the_column_of_json_lines_can_be_named(write: Write) -> None:
    path = write("a.jsonl", json.dumps({"body": LINES[0]}).encode())
    assert [text.text for text in open_texts(path, column="body")] == [LINES[0]]


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*LINES, "", " ", "\r", "가" * 300, "\ufeff"]),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=9),
        ),
        max_size=12,
    ),
    st.integers(1, 60),
    st.sampled_from(["\n", "\r\n"]),
)
def test_portions_of_any_size_give_the_same_texts(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], size: int, end: str
) -> None:
    path = tmp_path_factory.mktemp("portions") / "a.txt"
    path.write_bytes(end.join(lines).encode())
    (source,) = sources([path])
    portions = [*source.portions(size)]
    assert in_portions(source, size) == [*source.texts()]
    assert sum(portion.size for portion in portions) == source.size
    assert all(one.end == other.start for one, other in pairwise(portions))


def test_portions_longer_than_a_block_give_the_same_texts(write: Write) -> None:
    lines = [f"{number}번째 줄" + "은 이렇습니다." * 20 for number in range(8_000)]
    (source,) = sources([write("a.txt", "\n".join(lines).encode())])
    for size in (100_000, 1 << 20, 1_500_000, 1 << 30):
        assert in_portions(source, size) == [*source.texts()]
    assert len([*source.portions(1 << 20)]) > 3


def test_the_fingerprint_changes_with_a_byte(write: Write) -> None:
    one, other = (
        sources([write("a.txt", text.encode())])[0].fingerprint for text in ("가나", "가다")
    )
    assert one != other


def test_a_folder_gives_its_files_by_name_and_tells_what_it_leaves(
    write: Write, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "sub/a.jsonl", "picture.png", ".git/config.txt", "old.hwp"):
        write(name, b"x")
    assert [source.name for source in sources([tmp_path])] == ["b.txt", "sub/a.jsonl"]
    assert [path.name for path in left_out(tmp_path)] == ["old.hwp", "picture.png"]


def test_what_cannot_be_read_is_named(write: Write, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.txt"):
        sources([tmp_path / "missing.txt"])
    with pytest.raises(InputError, match=r"\.hwpx로 저장"):
        sources([write("old.hwp", b"x")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty"):
        sources([tmp_path / "empty"])


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("가", encoding="utf-8")
    with pytest.raises(InputError, match="twice"):
        sources([tmp_path / "one", tmp_path / "two"])
