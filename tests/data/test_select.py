"""Which texts are chosen: doubtful ones, none twice, rare kinds too, always the same."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.correction import Correction
from spellfix.data.records import Text
from spellfix.data.selecting import Candidate, as_record, choose, draw, look, signs
from spellfix.data.selecting.choosing import _Choosing
from spellfix.data.selecting.doubt import together
from spellfix.edits import Edit, apply
from spellfix.errors import ConfigError
from spellfix.thresholds import Thresholds

AT = Thresholds(0.8)


def text(said: str, row: int = 0, damage: str = "") -> Text:
    return Text(said, "글.txt", "글", row, damage)


def swapped(said: str, before: str, after: str, confidence: float, kind: str = "spelling") -> Edit:
    start = said.index(before)
    return Edit(start, start + len(before), before, after, kind, confidence)


class Told:
    """A corrector that says what it was told: edits of a text and its score."""

    def __init__(self, edits: dict[str, list[Edit]], score: float = 1.0) -> None:
        self._edits, self._score = edits, score

    def correct_batch(self, texts: list[str]) -> list[Correction]:
        found = [tuple(self._edits.get(each, [])) for each in texts]
        return [
            Correction(apply(each, edits), edits, self._score)
            for each, edits in zip(texts, found, strict=True)
        ]


def looked(
    ours: dict[str, list[Edit]], theirs: dict[str, list[Edit]] | None = None, score: float = 1.0
) -> list[Candidate]:
    texts = [text(each, row) for row, each in enumerate(ours)]
    return list(look(texts, Told(ours, score), Told(theirs or {}), AT))


# -- doubt -------------------------------------------------------------------------------------


def test_문턱에_가까운_수정일수록_의심스럽다() -> None:
    said = ["숙재를 했다", "역활을 했다", "몇일 동안", "금새 왔다"]
    found = looked(
        {
            said[0]: [swapped(said[0], "재", "제", 0.99)],
            said[1]: [swapped(said[1], "활", "할", 0.81)],
            said[2]: [swapped(said[2], "몇", "며", 0.79)],
            said[3]: [swapped(said[3], "새", "세", 0.05)],
        }
    )
    doubts = [together(signs(each)) for each in found]
    assert doubts == pytest.approx([0.01, 0.19, 0.79, 0.05])
    assert [len(each.correction.edits) for each in found] == [1, 1, 0, 0]
    assert found[1].correction.text == "역할을 했다"


def test_두_교정기가_다르면_의심스럽고_같으면_아니다() -> None:
    said = "숙재를 할수 있다"
    ours = [swapped(said, "재", "제", 0.9)]
    theirs = [swapped(said, "재", "제", 1.0), Edit(5, 5, "", " ", "spacing", 0.9)]
    (found,) = looked({said: ours}, {said: theirs}, score=0.6)
    assert found.opposed == (theirs[1],)
    assert [(each.name, round(each.weight, 3)) for each in signs(found)] == [
        ("uncertain", 0.1),
        ("opinion", 0.45),
        ("score", 0.2),
    ]
    assert together(signs(found)) == pytest.approx(1 - 0.9 * 0.55 * 0.8)
    assert found.kinds == {"spelling", "spacing"}


def test_a_right_text_that_everybody_leaves_alone_has_no_sign() -> None:
    (found,) = looked({"맞는 말이다.": []})
    assert signs(found) == []
    assert together([]) == 0


# -- choosing ----------------------------------------------------------------------------------


def test_같은_글은_한_번만_고르고_더_고를_것이_없으면_멈춘다() -> None:
    said = "숙재를 다 했다"
    close = "숙재를 다  했다"
    found = looked(
        {each: [swapped(each, "재", "제", 0.7)] for each in (said, close)} | {"다른 글": []}
    )
    chosen = choose(found, 3)
    assert [each.candidate.text.text for each in chosen] == [said, "다른 글"]
    assert choose(found, 3, known=[said, "다른 글"]) == []


def test_같은_잘못보다_다른_잘못을_먼저_고른다() -> None:
    """Of two texts with the same error one is chosen, then a less doubtful one with another."""
    said = ["가을 숙재를 냈다", "겨울 숙재를 받았다", "여름에 역활을 맡았다"]
    found = looked(
        {
            said[0]: [swapped(said[0], "재", "제", 0.7)],
            said[1]: [swapped(said[1], "재", "제", 0.69)],
            said[2]: [swapped(said[2], "활", "할", 0.4)],
        }
    )
    chosen = choose(found, 3)
    assert [each.candidate.text.row for each in chosen] == [0, 2, 1]
    assert chosen[2].gain < 0.25
    assert chosen[2].doubt == pytest.approx(0.69)


def test_드문_종류도_자리를_얻는다() -> None:
    said = {f"{n}번째 숙재를 {n * 7}쪽까지": "spelling" for n in range(60)}
    said |= {f"{n}월의 컨텐츠": "loanword" for n in range(3)}
    found = looked(
        {
            each: [swapped(each, "재", "제", 0.7)]
            if kind == "spelling"
            else [swapped(each, "컨", "콘", 0.03, kind)]
            for each, kind in said.items()
        }
    )
    chosen = choose(found, 16)
    told = [each for each in chosen if "kind:loanword" in each.why]
    assert len(chosen) == 16
    assert len(told) == 2  # a quarter of the places for two kinds
    assert [each.gain for each in chosen] == sorted((each.gain for each in chosen), reverse=True)


def test_the_reasons_name_the_strongest_sign_first() -> None:
    said = "숙재를 냈다"
    (found,) = looked(
        {said: [swapped(said, "재", "제", 0.7)]}, {said: [swapped(said, "냈", "낸", 0.3)]}, 0.98
    )
    (chosen,) = choose([found], 1)
    assert chosen.why == ("uncertain", "opinion")
    record = as_record(chosen, "abc")
    assert record["correction"] == record["input"] == said
    assert [(each["after"], each["made"]) for each in record["edits"]] == [("제", False)]
    assert (record["draft"], record["row"], record["why"]) == ("abc", 0, ["uncertain", "opinion"])
    assert "draft" not in as_record(chosen)


@given(st.integers(0, 10_000), st.integers(1, 25))
def test_the_lazy_choice_is_that_of_trying_all_in_every_step(seed: int, count: int) -> None:
    rng = random.Random(seed)
    words = ["숙제", "역할", "며칠", "금세", "왠지", "선생님", "학교", "오늘"]
    said = {" ".join(rng.sample(words, rng.randint(2, 5))): 0 for _ in range(20)}
    found = looked(
        {
            each: [Edit(0, 1, each[0], "가", rng.choice("kp"), rng.random())] if each else []
            for each in said
        }
    )
    lazy = _Choosing(found, [])
    lazy.take(range(len(found)), count)
    plain = _Choosing(found, [])
    for _ in range(count):
        rest = [at for at in range(len(found)) if at not in plain.chosen]
        if rest:
            plain.take([max(rest, key=lambda at: (plain._gain(at), -at))], 1)
    assert list(lazy.chosen) == list(plain.chosen)
    assert choose(found, count) == choose(found, count)
    gains = [each.gain for each in choose(found, count)]
    assert all(one >= other for one, other in pairwise(gains))


@pytest.mark.parametrize("count", [0, -1])
def test_fewer_than_one_text_cannot_be_chosen(count: int) -> None:
    with pytest.raises(ConfigError, match="--count"):
        choose([], count)


# -- the pool ----------------------------------------------------------------------------------


def test_글은_한_번씩만_읽지_못한_것과_이미_본_것은_빼고_세어_둔다() -> None:
    given_ = ["하나", " 하나\n", "둘", "", "\u3000", "가" * 20_001, "망가진", "셋", "\ud800"]
    pool = draw(
        [text(each, at, "broken" if each == "망가진" else "") for at, each in enumerate(given_)],
        10,
        known=["셋"],
    )
    assert [each.text for each in pool.texts] == ["하나", "둘"]
    assert (pool.read, pool.damaged, pool.empty, pool.long, pool.repeated, pool.known) == (
        (9, 2, 2, 1, 1, 1)
    )


@given(st.lists(st.text("가나다라", min_size=1, max_size=4), unique=True), st.randoms())
def test_whatever_the_order_the_same_texts_are_drawn(said: list[str], rng: random.Random) -> None:
    shuffled = rng.sample(said, len(said))
    one, other = (draw([text(each) for each in order], 5) for order in (said, shuffled))
    assert {each.text for each in one.texts} == {each.text for each in other.texts}
    assert len(one.texts) == min(5, len(said))
    assert [each.text for each in one.texts] == [
        each for each in said if each in {kept.text for kept in one.texts}
    ]


def test_another_seed_draws_other_texts() -> None:
    texts = [text(f"{number}번 글") for number in range(200)]
    one, other = (draw(texts, 50, seed=seed) for seed in (0, 1))
    assert one.texts != other.texts
