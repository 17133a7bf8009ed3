"""What a review says of a correction: real corrections are typos mended, other texts are not."""

import json
from pathlib import Path

import pytest

from spellfix.keyboard import to_latin
from spellfix.serve.reviewing import is_rewritten, kind_of, outcome_of

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "data").glob("b*/*.jsonl"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_pair_that_people_corrected_counts_as_rewritten(file: Path) -> None:
    pairs = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    targets = [(pair["input"], pair.get("target") or pair["targets"][0]) for pair in pairs]
    assert [pair for pair in targets if is_rewritten(*pair)] == []


@pytest.mark.parametrize(
    "final",
    [
        "",
        "전혀 다른 이야기를 새로 적었습니다.",
        "민수는 숙제를 잘해 왔습니다. 다음 시간에는 발표도 합니다.",
        "민수는 왔습니다.",
    ],
)
def test_말을_더하거나_빼거나_바꾼_글은_다시_쓴_글이다(final: str) -> None:
    assert (
        outcome_of("민수는 숙재를 잘해 왔습니다.", "민수는 숙제를 잘해 왔습니다.", final)
        == "rewritten"
    )


def test_한영을_바꾸지_않고_친_글은_같은_글이다() -> None:
    text = "민수는 숙제를 잘해 왔습니다."
    assert outcome_of(to_latin(text), text, text) == "corrected"
    assert kind_of(to_latin(text), text) == "conversion"


def test_틀리지_않은_글에는_종류가_없다() -> None:
    assert kind_of("숙제를 했다.", "숙제를 했다.") is None
