"""The table of errors that the training text held: what it mends, and that it leaves right text."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from spellfix.evaluation import read_pairs

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
Script = Callable[[str], ModuleType]
Mended = Callable[[Sequence[str]], list[str]]
NAMES = ("두바퀴반", "안보여 씨", "_새학기.hwp", "#할수있다", "퇴근하고싶다고", "쌍둥맘화이팅")
"""Of a club, a person, a file, a tag and users, in data/voices,"""
MENTIONED = ("'어의없다'", "'몇일'", "'희안하다'", "'일일히'")
"""and errors that sentences there are about."""


@pytest.fixture(scope="module")
def mended(script: Script) -> Mended:
    return script("mended").mended


def right_text() -> Iterator[str]:
    """The texts of data/ that are right: by others than the table."""
    for path in sorted(DATA.glob("be*/*.jsonl")):
        for pair in read_pairs(path):
            yield from pair.targets
    for path in sorted(DATA.glob("[fv]*/*.jsonl")) + sorted(DATA.glob("confusables/*.jsonl")):
        for row in path.read_text(encoding="utf-8").splitlines():
            facts = json.loads(row)
            yield facts.get("text") or facts["target"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("첫번째 문제는 갯수를 세는 것이였다.", "첫 번째 문제는 개수를 세는 것이었다."),
        ("전세계에 알릴수 있는 또다른 길", "전 세계에 알릴 수 있는 또 다른 길"),
        ("열번째 줄부터 여러가지를 사용 할 수 있다.", "열 번째 줄부터 여러 가지를 사용할 수 있다."),
        ("3년동안 연락이 되지않아서 걱정했다.", "3년 동안 연락이 되지 않아서 걱정했다."),
        ("학생 뿐만 아니라 선생님도 보게되었다.", "학생뿐만 아니라 선생님도 보게 되었다."),
        ("Node 를 쓰면 메세지를 볼 때 편하다.", "Node를 쓰면 메시지를 볼 때 편하다."),
        ("비용을 치뤘고 색을 띄고 있다.", "비용을 치렀고 색을 띠고 있다."),
    ],
)
def test_errors_of_the_table_are_mended(mended: Mended, wrong: str, right: str) -> None:
    assert mended([wrong]) == [right]


def test_right_text_stays_as_it_is(mended: Mended) -> None:
    lines = [line for text in right_text() for line in text.splitlines()]
    lines = [line for line in lines if not any(name in line for name in (*NAMES, *MENTIONED))]
    assert len(lines) > 10_000
    after = mended(lines)
    assert [pair for pair in zip(lines, after, strict=True) if pair[0] != pair[1]] == []


def test_what_is_mended_stays_so(mended: Mended) -> None:
    once = mended(["다시한번 어느정도 할꺼야. 할수있는 것같다.", "늦으면 안되요"])
    assert once == ["다시 한번 어느 정도 할 거야. 할 수 있는 것 같다.", "늦으면 안 돼요"]
    assert mended(once) == once
