"""How sure an edit must be: what comes of texts at any thresholds, and which ones are chosen."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.edits import Edit, apply
from spellfix.errors import ConfigError, InputError
from spellfix.kinds import KINDS
from spellfix.metrics import Case, wilson
from spellfix.thresholds import (
    EVERY_EDIT,
    LEAST_EDITS,
    LEAST_WRONG,
    Counts,
    HeldOut,
    OpenEdits,
    Thresholds,
    choose,
    cross_validate,
)

Text = tuple[str, tuple[str, ...], tuple[Edit, ...]]


def edit(place: int, before: str, after: str, confidence: float, kind: str = "spelling") -> Edit:
    return Edit(place, place + len(before), before, after, kind, confidence)


def opened(texts: Sequence[Text]) -> OpenEdits:
    edits = OpenEdits()
    for source, targets, made in texts:
        edits.add(source, targets, made)
    return edits


# Two typo texts, one with a right and a wrong edit; two clean ones, one with an edit.
SMALL: list[Text] = [
    ("숙재를 했다", ("숙제를 했다",), (edit(1, "재", "제", 0.9),)),
    ("않 되요", ("안 돼요",), (edit(0, "않", "안", 0.8), edit(2, "되", "데", 0.6))),
    ("문을 닫다", ("문을 닫다",), (edit(3, "닫", "닿", 0.7),)),
    ("비가 온다", ("비가 온다",), ()),
]


def test_counts_at_each_threshold_are_those_worked_out_by_hand() -> None:
    edits = opened(SMALL)
    assert edits.counts(Thresholds(0.95)) == Counts(0, 2, 0, 2, 0)
    assert edits.counts(Thresholds(0.9)) == Counts(1, 1, 0, 2, 0)
    assert edits.counts(Thresholds(0.8)) == Counts(1, 0, 1, 2, 0)
    assert edits.counts(Thresholds(0.7)) == Counts(1, 0, 1, 1, 1)
    assert edits.counts(Thresholds()) == Counts(1, 0, 1, 1, 1)


def test_a_kind_may_have_a_threshold_of_its_own() -> None:
    texts = [
        ("할수 있다", ("할 수 있다",), (edit(1, "", " ", 0.4, "spacing"),)),
        ("숙재", ("숙제",), (edit(1, "재", "제", 0.4),)),
    ]
    edits = opened(texts)
    assert edits.counts(Thresholds(0.5)).corrected == 0
    assert edits.counts(Thresholds(0.5, {"spacing": 0.4})).corrected == 1
    assert edits.counts(Thresholds(0.4, {"spacing": 0.5})).corrected == 1
    assert edits.counts(Thresholds(0.0)).corrected == 2


def test_equal_thresholds_are_one_in_a_set_and_open_ones_admit_every_edit() -> None:
    assert len({Thresholds(0.5, {"spacing": least}) for least in (0.8, 0.8)}) == 1
    assert EVERY_EDIT.admit(edit(0, "할", "핳", 0.0))


def test_edits_are_judged_by_the_reference_that_wants_most_of_them() -> None:
    edits = OpenEdits()
    edits.add("않 갈수록", ("안 가", "안 갈수록"), (edit(0, "않", "안", 0.7),))
    edits.add("했다", ("했다", "햇다"), (edit(0, "했", "햇", 0.3),))
    assert edits.right == [True, False]
    assert list(edits.confidences) == [0.7, 0.3]
    assert edits.counts(Thresholds()) == Counts(1, 0, 0, 0, 1)


def test_edits_of_another_text_are_refused() -> None:
    edits = OpenEdits()
    with pytest.raises(InputError, match="made for another text"):
        edits.add("안 갈수록", ("안 갈수록",), (edit(0, "않", "안", 0.7),))
    assert edits.counts(Thresholds()) == Counts()


def test_accuracies_have_intervals_and_those_of_no_text_are_unknown() -> None:
    counts = Counts(corrected=3, uncorrected=1, kept=9, overcorrected=1)
    assert counts.typo_accuracy_interval == wilson(3, 4)
    assert counts.correct_text_accuracy_interval == wilson(9, 10)
    assert counts + Counts(2, 3, 4, 5, 6) == Counts(5, 4, 4, 14, 7)
    assert Counts(0, 0, 1, 0, 0) + Counts(2, 3, 4, 5, 6) == Counts(2, 3, 5, 5, 6)
    assert Counts().typo_accuracy is Counts().typo_accuracy_interval is None
    assert Counts().correct_text_accuracy is Counts().correct_text_accuracy_interval is None


def test_a_target_counts_only_where_it_agrees_with_the_text_around_the_edits() -> None:
    others = ("내 숙제를 햇다", "네 숙제를 했다", "숙제", "내 숙제")
    for target, corrected in (("내 숙제를 했다", 1), *((other, 0) for other in others)):
        text = opened([("내 숙재를 했다", (target,), (edit(3, "재", "제", 0.9),))])
        assert text.counts(Thresholds()).corrected == corrected, target
    short = opened([("가가가", ("가가",), (edit(1, "가", "나", 0.9),))])
    assert short.counts(Thresholds()) == Counts(miscorrected=1)
    overlapping = opened([("가나가", ("가",), (edit(1, "나", "", 0.9),))])
    assert overlapping.counts(Thresholds()) == Counts(miscorrected=1)
    assert opened([("숙재", ("숙제",), ())]).counts(Thresholds()) == Counts(uncorrected=1)


def test_edits_that_change_nothing_correct_nothing_and_overcorrect_nothing() -> None:
    same = (edit(0, "숙", "숙", 0.9),)
    found = opened([("숙재", ("숙제",), same), ("숙제", ("숙제",), same)]).counts(Thresholds())
    assert found == Counts(uncorrected=1, kept=1)


def test_of_two_references_that_differ_the_one_that_wants_more_edits_judges() -> None:
    three = tuple(edit(2 * at, each, "파", 0.9) for at, each in enumerate("가나다"))
    assert opened([("가 나 다", ("파 나 다", "가 파 파"), three)]).right == [False, True, True]


def test_parts_have_the_numbers_of_both_classes_also_where_these_differ() -> None:
    clean, typo = SMALL[2], SMALL[0]
    edits = opened([clean, clean, clean, clean, typo, typo])
    for others, part in edits.folds(2):
        assert (others.n_typo, others.n_clean) == (part.n_typo, part.n_clean) == (1, 2)
        assert part.counts(Thresholds()) == Counts(corrected=1, overcorrected=2)


def test_an_edit_that_only_swaps_one_right_text_for_another_overcorrects() -> None:
    edits = OpenEdits()
    edits.add("먹을만하다", ("먹을만하다", "먹을 만하다"), (edit(2, "", " ", 0.9, "spacing"),))
    edits.add("먹을만 하다", ("먹을만하다", "먹을 만하다"), (edit(3, " ", "", 0.9, "spacing"),))
    assert edits.counts(Thresholds()) == Counts(corrected=1, overcorrected=1)


def test_a_curve_runs_from_every_edit_to_none() -> None:
    points = opened(SMALL).curve(11)
    assert [point.threshold for point in points] == [step / 10 for step in range(11)]
    assert points[0].counts == Counts(1, 0, 1, 1, 1)
    assert points[9].counts == Counts(1, 1, 0, 2, 0)
    assert points[10].counts == Counts(0, 2, 0, 2, 0)
    assert [point.threshold for point in opened(SMALL).curve(2)] == [0, 1]
    with pytest.raises(ConfigError, match=r"^curve: expected at least two points, got 1"):
        opened(SMALL).curve(1)


@pytest.mark.parametrize(
    ("correct_text", "least", "threshold"),
    [
        (1.0, 0.0, 0.85),  # above the wrong edit of the second text, below 0.9
        (0.5, 0.0, 0.85),  # more edits would correct nothing more
        (1.0, 0.88, 0.89),  # the middle of what is left of the gap
        (1.0, 0.95, 0.97),  # nothing may be made; of what is left the middle
    ],
)
def test_the_threshold_lies_in_the_middle_of_the_gap(
    correct_text: float, least: float, threshold: float
) -> None:
    assert choose(opened(SMALL), correct_text, False, least) == Thresholds(threshold)


def test_the_demand_on_clean_texts_goes_before_corrections() -> None:
    texts: list[Text] = [
        ("숙재", ("숙제",), (edit(1, "재", "제", 0.6),)),
        ("닫다", ("닫다",), (edit(0, "닫", "닿", 0.7),)),
        ("온다", ("온다",), ()),
    ]
    assert choose(opened(texts), 0.5, False) == Thresholds(0.3)
    assert choose(opened(texts), 0.51, False) == Thresholds(0.85)


def test_close_confidences_are_still_told_apart() -> None:
    texts: list[Text] = [
        ("숙재", ("숙제",), (edit(1, "재", "제", 0.700002),)),
        ("닫다", ("닫다",), (edit(0, "닫", "닿", 0.700001),)),
    ]
    chosen = choose(opened(texts), 1.0, False)
    assert chosen.overall == 0.700002
    assert opened(texts).counts(chosen) == Counts(corrected=1, kept=1)


def test_an_edit_of_confidence_one_cannot_be_prevented() -> None:
    texts: list[Text] = [("닫다", ("닫다",), (edit(0, "닫", "닿", 1.0),))]
    chosen = choose(opened(texts), 1.0, False)
    assert opened(texts).counts(chosen) == Counts(overcorrected=1)


def test_without_edits_there_is_nothing_to_choose() -> None:
    assert choose(OpenEdits(), 0.995, by_kind=True, least=0.5) == Thresholds(0.75)
    assert OpenEdits().counts(Thresholds()) == Counts()


def two_kinds(texts: int) -> list[Text]:
    """Particles are right from 0.6 on, spacing only from 0.8 on; each with `texts` right ones."""
    made: list[Text] = []
    for step in range(texts):
        high, low = 0.8 + 0.1 * step / texts, 0.6 + 0.1 * step / texts
        made += [
            ("사과을", ("사과를",), (edit(2, "을", "를", low, "particle"),)),
            ("할수", ("할 수",), (edit(1, "", " ", high, "spacing"),)),
            ("가나다", ("가나다",), (edit(1, "", " ", low, "spacing"),)),
            ("사과가", ("사과가",), (edit(2, "가", "이", low - 0.5, "particle"),)),
        ]
    return made


def test_조사와_띄어쓰기의_문턱값이_다르면_더_많이_고친다() -> None:
    edits = opened(two_kinds(25))
    one, several = choose(edits, 1.0, by_kind=False), choose(edits, 1.0, by_kind=True)
    assert edits.counts(one).corrected == 25
    assert edits.counts(several) == Counts(corrected=50, kept=50)
    assert several.overall == one.overall
    assert several.by_kind.keys() == {"particle"}
    assert 0.1 < several.of("particle") <= 0.6
    held_out = cross_validate(edits, 1.0)
    assert held_out.kinds_gain
    assert held_out.expected(by_kind=True).corrected > held_out.expected(by_kind=False).corrected


def test_a_kind_with_few_edits_or_few_wrong_ones_has_no_threshold_of_its_own() -> None:
    few = (LEAST_EDITS - 1) // 2
    assert choose(opened(two_kinds(few)), 1.0, by_kind=True).by_kind == {}
    many = two_kinds(25)
    clean = [text for text in many if text[0] == "사과가"]
    too_few = [text for text in many if text[0] != "사과가"] + clean[: LEAST_WRONG - 1]
    assert choose(opened(too_few), 1.0, by_kind=True).by_kind == {}


def alike() -> list[Text]:
    """Edits of two kinds, as often right as they are sure."""
    texts: list[Text] = []
    for step in range(60):
        kind, sure = KINDS[step % 2], (step * 37 % 60) / 60
        target = "숙제" if step * 7 % 10 < 10 * sure else "숙지"
        texts.append(("숙재", (target,), (edit(1, "재", "제", sure, kind),)))
        texts.append(("숙재", ("숙재",), (edit(1, "재", "제", sure * 0.6, kind),)))
    return texts


def test_kinds_that_behave_alike_do_not_gain_on_other_texts() -> None:
    assert not cross_validate(opened(alike()), 0.9).kinds_gain


@pytest.mark.parametrize("least", [0.0, 0.7])
def test_each_round_judges_every_text_at_thresholds_chosen_without_it(least: float) -> None:
    edits = opened(alike())
    found = cross_validate(edits, 0.9, least, folds=3, rounds=2)
    for by_kind, rounds in ((False, found.overall), (True, found.by_kind)):
        assert rounds == tuple(
            sum(
                (
                    part.counts(choose(others, 0.9, by_kind, least))
                    for others, part in edits.folds(3, seed)
                ),
                Counts(),
            )
            for seed in range(2)
        )
    assert found.overall[0] != found.overall[1]
    assert len(cross_validate(edits, 0.9, folds=2, rounds=1).overall) == 1
    with pytest.raises(ConfigError, match=r"^rounds: expected at least 1"):
        cross_validate(edits, 0.9, rounds=0)


def test_kinds_gain_where_every_round_corrects_more_and_overcorrects_no_more() -> None:
    one, more = Counts(5, 3, 2, 9, 1), Counts(6, 2, 2, 9, 1)
    dearer, fewer = Counts(6, 2, 2, 8, 2), Counts(4, 4, 2, 9, 1)
    assert HeldOut((one, one), (more, more)).kinds_gain
    for other in (one, dearer, fewer):
        assert not HeldOut((one, one), (more, other)).kinds_gain


def test_what_is_expected_is_the_mean_of_the_rounds_in_whole_texts() -> None:
    rounds = Counts(5, 3, 2, 8, 2), Counts(6, 4, 0, 10, 0), Counts(8, 0, 2, 10, 0)
    halves = Counts(1, 0, 2, 0, 0), Counts(2, 0, 1, 0, 0)
    assert HeldOut(rounds, halves).expected(by_kind=False) == Counts(6, 3, 1, 9, 1)
    assert HeldOut(rounds, halves).expected(by_kind=True) == Counts(2, 0, 1, 0, 0)
    assert HeldOut(rounds[:1], halves[:1]).expected(by_kind=False) == rounds[0]


def test_folds_hold_every_text_once_with_both_sorts_in_each() -> None:
    edits = opened(two_kinds(10))
    whole = edits.counts(Thresholds(0.65))
    parts = list(edits.folds(4, seed=3))
    assert sum((part.counts(Thresholds(0.65)) for _, part in parts), Counts()) == whole
    for others, part in parts:
        assert others.counts(Thresholds(0.65)) + part.counts(Thresholds(0.65)) == whole
        assert part.counts(Thresholds()).n_typo == part.counts(Thresholds()).n_clean == 5
        assert sorted([*others.confidences, *part.confidences]) == sorted(edits.confidences)
        again = [inner.counts(Thresholds(0.65)) for _, inner in others.folds(3)]
        assert sum(again, Counts()) == others.counts(Thresholds(0.65))
    with pytest.raises(ConfigError, match="at least two, got 1"):
        list(edits.folds(1))


@pytest.mark.parametrize(
    ("overall", "by_kind", "message"),
    [
        (1.5, {}, "min_confidence: expected 0 to 1, got 1.5"),
        (0.5, {"spacing": -1}, "min_confidence of spacing: expected 0 to 1"),
        (0.5, {"colour": 0.5}, "^min_confidence by kind: expected one of keyboard, .*got 'colour'"),
    ],
)
def test_thresholds_that_are_none_are_refused(
    overall: float, by_kind: dict[str, float], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        Thresholds(overall, by_kind)


def test_a_share_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"correct_text: expected 0 to 1, got 1\.5"):
        choose(opened(SMALL), 1.5, False)
    with pytest.raises(ConfigError, match="at least one target, got none"):
        OpenEdits().add("글", (), ())


# Texts of four letters, each of which an edit may change; the targets change some of them.
SURENESS = st.integers(0, 20).map(lambda twentieth: twentieth / 20)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    source = "가나다라"
    made = tuple(
        edit(place, source[place], "파", draw(SURENESS), draw(st.sampled_from(KINDS[:3])))
        for place in sorted(draw(st.sets(st.integers(0, 3))))
    )
    wanted = tuple(each for each in made if draw(st.booleans()))
    target = apply(source, wanted)
    alternative = draw(st.sampled_from(((), ("가나다파",), ("하나다라",))))
    return source, (target, *alternative), made


many_texts = st.lists(texts(), max_size=12)
some_thresholds = st.builds(
    Thresholds, SURENESS, st.dictionaries(st.sampled_from(KINDS[:3]), SURENESS)
)


@given(many_texts, some_thresholds)
def test_outcomes_are_those_of_the_texts_that_come_out(
    given_texts: list[Text], thresholds: Thresholds
) -> None:
    counts = opened(given_texts).counts(thresholds)
    outcomes = [
        Case(
            source,
            targets[0],
            apply(source, [each for each in made if thresholds.admit(each)]),
            alternatives=targets[1:],
        ).outcome
        for source, targets, made in given_texts
    ]
    for name in ("corrected", "uncorrected", "miscorrected", "kept", "overcorrected"):
        assert getattr(counts, name) == outcomes.count(name)


def worth(counts: Counts, correct_text: float) -> tuple[float, ...]:
    allowed = int((1 - correct_text) * counts.n_clean + 1e-9)
    too_many = max(0, counts.overcorrected - allowed)
    return -too_many, counts.corrected, -counts.miscorrected, -counts.overcorrected


@given(many_texts, st.sampled_from((0.0, 0.5, 0.8, 0.9, 1.0)), st.sampled_from((0.0, 0.5)))
def test_no_threshold_of_a_grid_is_better_than_the_chosen_one(
    given_texts: list[Text], correct_text: float, least: float
) -> None:
    edits = opened(given_texts)
    chosen = choose(edits, correct_text, False, least)
    assert least <= chosen.overall <= 1
    found = worth(edits.counts(chosen), correct_text)
    grid = [least + (1 - least) * step / 80 for step in range(81)]
    assert found >= max(worth(edits.counts(Thresholds(each)), correct_text) for each in grid)
    rounded = Thresholds(round(chosen.overall, 6))
    assert edits.counts(rounded) == edits.counts(chosen)


@settings(max_examples=30)
@given(st.lists(texts(), min_size=40, max_size=60), st.sampled_from((0.8, 0.9)))
def test_thresholds_by_kind_are_never_worse_on_the_texts_they_are_chosen_on(
    given_texts: list[Text], correct_text: float
) -> None:
    edits = opened(given_texts)
    one, several = (choose(edits, correct_text, by_kind) for by_kind in (False, True))
    found = worth(edits.counts(several), correct_text)
    assert found >= worth(edits.counts(one), correct_text)
    assert several == choose(opened(given_texts), correct_text, by_kind=True)
    if several.by_kind:
        assert found > worth(edits.counts(one), correct_text)


def test_thresholds_by_kind_reach_the_best_of_a_grid_on_a_small_case() -> None:
    edits = opened(two_kinds(20))
    found = worth(edits.counts(choose(edits, 0.9, by_kind=True)), 0.9)
    grid = [step / 40 for step in range(41)]
    best = max(
        worth(edits.counts(Thresholds(0.5, {"particle": one, "spacing": other})), 0.9)
        for one, other in product(grid, repeat=2)
    )
    assert found >= best
