"""What an audit can see without a model: empty sides, repeated and contradicted pairs."""

import json
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.corrector import Corrector
from spellfix.data.auditing.items import Item, items
from spellfix.data.auditing.known import is_explained, misspelled
from spellfix.data.auditing.relations import Relations, plain
from spellfix.data.auditing.running import SAID, judge
from spellfix.data.auditing.witnesses import Witnesses
from spellfix.edits import align
from spellfix.errors import InputError
from spellfix.evaluation import Pair

Heard = Callable[..., list[dict[str, float]]]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """For each pair the reasons and how probable they are; without a language model."""
    witnesses = Witnesses(Corrector.from_pretrained(), None)

    def reasons(*records: dict[str, object]) -> list[dict[str, float]]:
        path = tmp_path_factory.mktemp("pairs") / "pairs.jsonl"
        path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        found = list(items([path]))
        relations = related(found)
        return [
            {one.name: one.probability for one in each.reasons if one.probability >= SAID}
            for each in judge(found, relations, witnesses)
        ]

    return reasons


def related(found: list[Item]) -> Relations:
    relations = Relations()
    for item in found:
        relations.add(item)
    return relations


def pair(written: str, meant: str, **more: object) -> dict[str, object]:
    return {"input": written, "target": meant, **more}


def test_a_pair_that_stands_twice_is_told_the_second_time(heard: Heard) -> None:
    first, other, again = heard(
        pair("숙재를 했다.", "숙제를 했다."),
        pair("물을 마셨다.", "물을 마셨다."),
        pair("숙재를  했다.", "숙제를 했다."),  # one space more
    )
    assert first == other == {}
    assert again == {"duplicate": 1.0}


def test_each_pair_has_a_vote_on_what_a_text_should_become(heard: Heard) -> None:
    *two, one = heard(
        pair("할수 있다고 말했다.", "할 수 있다고 말했다.", reviewer="a"),
        pair("할수 있다고 말했다.", "할 수 있다고 말했다.", reviewer="b"),
        pair("할수 있다고 말했다.", "할수 있다고 말했다."),
    )
    assert one["contradiction"] == pytest.approx(2 / 3)
    assert two[0]["contradiction"] == pytest.approx(1 / 3)


def test_several_right_texts_contradict_nobody_who_has_one_of_them(heard: Heard) -> None:
    found = heard(
        {"input": "먹을만 하다고 했다.", "targets": ["먹을 만하다고 했다.", "먹을만하다고 했다."]},
        pair("먹을만 하다고 했다.", "먹을만하다고 했다."),
    )
    assert not any("contradiction" in each for each in found)


def test_다른_쌍에서_고쳐진_글은_정답이_아니다(heard: Heard) -> None:
    half, whole = heard(
        pair("않되는 숙재였다.", "안되는 숙재였다."),
        pair("안되는 숙재였다.", "안 되는 숙제였다."),
    )
    assert half["contradiction"] == 0.5
    assert "contradiction" not in whole


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (pair("", "숙제를 했다."), "empty"),
        (pair("숙제를 했다.", " \u200b\n"), "empty"),
        (pair("숙제를  했다.", "숙제를 했다. "), "normalisation"),
        (pair(normalize("NFD", "각각"), "각각"), "normalisation"),
        (pair("숙제.", "숙제.", edits=[{"accepted": True}]), "unchanged"),
    ],
)
def test_what_can_be_seen_in_a_pair_is_certain(
    heard: Heard, record: dict[str, object], reason: str
) -> None:
    (found,) = heard(record)
    assert found == {reason: 1.0}


def test_a_text_left_alone_is_not_doubtful_for_that(heard: Heard) -> None:
    (found,) = heard(pair("숙제를 꼼꼼히 했습니다.", "숙제를 꼼꼼히 했습니다.", kind="spelling"))
    assert found == {}


def test_아는_틀린_표기는_그_낱말이_달리_맞을_수_없을_때만_말한다() -> None:
    assert [each.right for each in misspelled("이제 다 됬다고 했어요.")] == ["됐"]
    assert misspelled("유지처럼 되지 않게 이제 다 됐다고 했어요.") == []


def test_한_글자_미끄러진_것은_소음이_설명하고_다른_낱말은_못_한다() -> None:
    slip = Pair("오늘 숙재를 했다.", "오늘 숙제를 했다.")
    other = Pair("오늘 바다를 봤다.", "오늘 운동장을 봤다.")
    assert [is_explained(slip, edit, 0.1) for edit in align(slip.input, slip.target)] == [True]
    assert not all(is_explained(other, edit, 0.1) for edit in align(other.input, other.target))


@given(st.text(max_size=20))
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_a_line_that_is_no_pair_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"input": "a", "target": "a"}\n\n{"input": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"pairs\.jsonl:3"):
        list(items([path]))
