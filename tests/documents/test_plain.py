"""A text file keeps every byte that no correction touches, whatever its lines end with."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.documents import Correct, Corrected, rewrite
from spellfix.errors import InputError

Run = Callable[..., tuple[list[Corrected], bytes]]

letters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
texts = st.lists(
    st.text(letters, max_size=8) | st.sampled_from(["되요", "할수", "\n", "\r\n", "\r", "\ufeff"])
).map("".join)


@given(texts)
@example("\ufeff되요\r\n\r\n안 되요")
@example(normalize("NFD", "안녕 되요 ") + "되요\n")
def test_exactly_the_wrong_spots_change(run: Run, text: str) -> None:
    _, after = run(text.encode(), ".txt")
    assert after.decode() == text.replace("되요", "돼요").replace("할수", "할 수")


@given(texts)
def test_nothing_to_correct_leaves_every_byte(run: Run, nothing: Correct, text: str) -> None:
    _, after = run(text.encode(), ".txt", nothing)
    assert after == text.encode()


def test_lines_with_text_are_told_by_their_number(run: Run) -> None:
    found, _ = run("\ufeff안 되요\n\n \n그래".encode(), ".txt")
    assert [(each.place, each.text) for each in found] == [("1", "안 되요"), ("4", "그래")]
    assert [edit.start for edit in found[0].correction.edits] == [2]


def test_an_edit_that_would_break_a_line_is_not_made(
    run: Run, wild: Callable[..., Correct]
) -> None:
    lines = "가나다 라마바 사아자\n" * 50
    _, after = run(lines.encode(), ".txt", wild(1))
    assert after.count(b"\n") == 50
    assert after != lines.encode()


def test_what_is_no_text_is_refused_by_line(tmp_path: Path, toy: Correct) -> None:
    path = tmp_path / "글.txt"
    path.write_bytes("되요\n".encode() + "되요".encode("cp949"))
    with pytest.raises(InputError, match=r"글\.txt:2: UTF-8"):
        list(rewrite(path, toy, path))
    assert path.read_bytes().startswith("되요".encode())
    assert list(tmp_path.iterdir()) == [path]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "글.txt"
    path.write_text("안 되요.\n" * 100_000, encoding="utf-8")
    alive = most = 0

    def watched(texts: Iterable[str]) -> Iterator[Correction]:
        nonlocal alive, most
        for text in texts:
            alive += 1
            most = max(most, alive)
            yield Correction(text, (), 1.0)
            alive -= 1

    assert sum(1 for _ in rewrite(path, watched)) == 100_000
    assert most == 1


def test_실제_교정기로_줄마다_고친다(run: Run, corrector: Corrector) -> None:
    raw = "오늘은 날씨가 참 좋았다.\r\n그러면 않 됀다고 말했다.\r\n"
    found, after = run(raw.encode(), ".txt", corrector.correct_stream)
    assert after.decode() == "".join(f"{each.correction.text}\r\n" for each in found)
    assert found[1].correction.edits
