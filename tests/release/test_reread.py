"""The table of places that readers have looked at: what it changes in a text, and what it keeps."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

Script = Callable[[str], ModuleType]
TEXT = (
    ("문자열로 병합 할 수있습니다.", ((7, 8, "∅", "model"), (11, 11, "␣", "model"))),
    ("《먀우 키스 미》를 들었다.", ((1, 2, "매", "text"),)),
    ("절반정도는 찬성했다.", ((2, 2, "␣", "both"),)),
    ("원ㅇ 급여액의 2분의 1", ((1, 2, "월", "none"), (4, 4, "␣", "text"))),
)


@pytest.fixture
def reread(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """docs/release/reread.py with a table of the places of TEXT."""
    module = script("reread")
    rows = ["line\tstart\tend\tafter\tright"]
    for line, places in TEXT:
        digits = sha256(line.encode()).hexdigest()[:16]
        rows += ["\t".join(map(str, (digits, *place))) for place in places]
    table = tmp_path / "read.tsv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.setattr(module, "TABLE", table)
    module.places.cache_clear()
    yield module
    module.places.cache_clear()


def test_what_readers_found_wrong_is_changed_and_nothing_else(reread: ModuleType) -> None:
    lines = [*(line for line, _ in TEXT), "아무도 읽지 않은 줄"]
    assert reread.reread(lines) == ["문자열로 병합할 수 있습니다.", *lines[1:]]


def test_right_is_what_readers_would_change_nowhere(reread: ModuleType) -> None:
    assert list(reread.found_right([line for line, _ in TEXT])) == [TEXT[1][0]]


def test_the_table_says_for_each_place_one_thing(script: Script) -> None:
    for line, places in script("reread").places().items():
        assert len(line) == 16
        assert {place.right for place in places} <= {"model", "text", "both", "none"}
        made = sorted(place[:3] for place in places if place.right == "model")
        for (start, end, _), (following, other, _) in pairwise(made):
            assert end <= following
            assert (start, end) != (following, other)
