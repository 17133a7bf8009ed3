"""What was drawn, counted: every number is that of the edits, and like is compared with like."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.kinds import KINDS
from spellfix.noise import Noiser, Recipe
from spellfix.noise.operations import OPERATIONS, confusion, operation
from spellfix.noise.rule import kind_of
from spellfix.noise.survey import Survey, distance, profile, survey

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "data" / "samples" / "dialogue.txt").read_text(encoding="utf-8").splitlines()
TEXTS = list(enumerate(LINES, start=1))
SEED = 7
anything = st.text(st.characters(exclude_categories=()), max_size=8)
counts = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 50), min_size=1)


@pytest.fixture(scope="module")
def drawn() -> Survey:
    return survey(Noiser(SEED, Recipe(clean=0.1)), TEXTS, samples=3)


def test_the_counts_are_those_of_the_edits_that_the_noiser_returns(drawn: Survey) -> None:
    noiser = Noiser(SEED, Recipe(clean=0.1))
    noisy = [noiser.noise(text, 0, index) for index, text in enumerate(LINES)]
    edits = [edit for each in noisy for edit in each.edits]
    assert drawn.texts == len(LINES)
    assert drawn.changed == sum(bool(each.edits) for each in noisy) < drawn.texts
    assert drawn.edits == len(edits) > drawn.changed
    assert drawn.per_text == Counter(len(each.edits) for each in noisy)
    assert drawn.rules == Counter(edit.rule for edit in edits)
    assert drawn.kinds == Counter(edit.kind for edit in edits)
    assert sum(drawn.positions) == len(edits)


def test_an_edit_is_counted_in_the_tenth_of_the_text_where_it_begins() -> None:
    text = "가" * 99 + "나"
    found = survey(Noiser(1, Recipe(rate=0, mix={"keyboard": 1})), [(1, text)])
    (edit,) = Noiser(1, Recipe(rate=0, mix={"keyboard": 1})).noise(text, 0, 0).edits
    assert [at for at, n in enumerate(found.positions) if n] == [edit.start // 10]


def test_the_samples_show_every_kind_and_no_text_twice(drawn: Survey) -> None:
    of_kind = Counter(sample.kind for sample in drawn.samples)
    assert list(of_kind) == [kind for kind in KINDS if drawn.kinds[kind]]
    assert max(of_kind.values()) == 3
    lines = [sample.line for sample in drawn.samples]
    assert len(set(lines)) == len(lines)
    for sample in drawn.samples:
        assert sample.clean == LINES[sample.line - 1]
        assert sample.kind in {edit.kind for edit in sample.noisy.edits}


def test_the_rules_of_a_kind_take_turns_among_its_samples() -> None:
    rules = {"spelling.form": 100.0, "spelling.coda": 1.0}
    recipe = Recipe(rate=0, mix={"spelling": 1}, rules=dict.fromkeys(_spelling(), 0.0) | rules)
    found = survey(Noiser(0, recipe), TEXTS, samples=2)
    assert {sample.noisy.edits[0].rule for sample in found.samples} == set(rules)


def _spelling() -> list[str]:
    return [name for name in Recipe().weights() if kind_of(name) == "spelling"]


def test_the_same_seed_gives_the_same_survey(drawn: Survey) -> None:
    assert survey(Noiser(SEED, Recipe(clean=0.1)), TEXTS, samples=3) == drawn


def test_no_texts_and_no_samples_are_no_error() -> None:
    empty = survey(Noiser(), [])
    assert (empty.texts, empty.edits, empty.samples) == (0, 0, ())
    assert survey(Noiser(), TEXTS[:5], samples=0).samples == ()


def test_pairs_are_judged_from_outside_and_equal_ones_hold_no_error() -> None:
    found = profile([("할수 있다", "할 수 있다"), ("숙재를 않 해", "숙제를 안 해"), ("가", "가")])
    assert (found.pairs, found.changed, found.edits) == (3, 2, 3)
    assert found.per_text == {1: 1, 2: 1}
    assert found.kinds == {"spacing": 1, "spelling": 2}
    assert found.operations == {"space_lost": 1, "vowel_substituted": 1, "tail_substituted": 1}
    assert found.confusions == {(" ", ""): 1, ("ㅔ", "ㅐ"): 1, ("-ㄴ", "-ㄶ"): 1}


def test_what_was_drawn_is_also_seen_from_outside(drawn: Survey) -> None:
    assert drawn.seen.pairs == drawn.texts
    assert drawn.seen.changed == drawn.changed
    assert sum(drawn.seen.operations.values()) == drawn.seen.edits
    assert sum(drawn.seen.confusions.values()) == drawn.seen.edits


@pytest.mark.parametrize(
    ("right", "typed", "name"),
    [
        ("할 수", "할수", "space_lost"),
        ("때까지", "때 까지", "space_added"),
        ("은행에 가다", "은행 에가다", "space_moved"),
        ("선생", "전생", "lead_substituted"),
        ("제", "재", "vowel_substituted"),
        ("안", "않", "tail_substituted"),
        ("개수", "갯수", "tail_added"),
        ("갔다", "가다", "tail_lost"),
        ("하", "하하", "syllable_added"),
        ("라우트", "라우", "syllable_lost"),
        ("먹이", "머기", "jamo_moved"),
        ("컴퓨터", "컴터퓨", "jamo_moved"),
        ("한", "하ㄴ", "jamo_alone"),
        ("며칠", "몇일", "jamo_moved"),
        ("반갑", "뷁갑", "several_jamo"),
        ("안녕", "dkssud", "other_characters"),
    ],
)
def test_오타마다_자모에_일어난_일이_하나_있다(right: str, typed: str, name: str) -> None:
    assert operation(right, typed) == name


@given(anything, anything)
def test_any_two_texts_have_an_operation_and_a_confusion(right: str, typed: str) -> None:
    assert operation(right, typed) in OPERATIONS
    before, after = confusion(right, typed)
    assert (before == after) <= (right == typed)


@given(counts, counts)
def test_the_distance_is_symmetric_and_between_nought_and_one(
    ours: dict[object, int], theirs: dict[object, int]
) -> None:
    one, other = distance(ours, theirs), distance(theirs, ours)
    assert one is not None
    assert other is not None
    assert one.value == pytest.approx(other.value)
    assert -1e-9 <= one.value <= 1 + 1e-9
    assert one.n == (sum(ours.values()), sum(theirs.values()))


def test_equal_shares_have_no_distance_and_disjoint_ones_have_one() -> None:
    equal, disjoint = distance({"a": 1, "b": 3}, {"a": 20, "b": 60}), distance({"a": 9}, {"b": 9})
    assert equal is not None
    assert disjoint is not None
    assert (equal.value, disjoint.value) == (0, 1)
    assert distance({}, {"a": 1}) is None


def test_chance_alone_makes_less_distance_the_more_there_is() -> None:
    few = distance({"a": 5, "b": 5}, {"a": 5, "b": 5})
    many = distance({"a": 500, "b": 500}, {"a": 500, "b": 500})
    assert few is not None
    assert many is not None
    assert 0 < many.by_chance < few.by_chance < 0.5
