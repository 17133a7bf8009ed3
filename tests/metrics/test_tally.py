"""All measures together: by hand on few cases, by their laws on many."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.metrics import Case, Metrics, Tally, score
from spellfix.metrics.counts import Counts, counted

bounded = settings(max_examples=80)

words = st.text(alphabet="가나 ", max_size=6)
names = st.sampled_from([None, "spelling", "spacing", "mixed"])
cases = st.builds(
    Case,
    words,
    words,
    words,
    names,
    alternatives=st.lists(words, max_size=2).map(tuple),
    domain=names,
    set=names,
    test=names,
)
SHARES = [
    name
    for name in Metrics.__dataclass_fields__
    if f"{name}_interval" in Metrics.__dataclass_fields__
]


def shares(metrics: Metrics) -> dict[str, object]:
    """All but the intervals, which come from a draw."""
    return {name: getattr(metrics, name) for name in fields() if not name.endswith("_interval")}


def fields() -> list[str]:
    return list(Metrics.__dataclass_fields__)


def test_nothing_measured_is_none_and_not_zero() -> None:
    found = score([]).to_dict()
    counts = {name for name in found if name.startswith("n_")}
    counts |= {"corrected", "uncorrected", "miscorrected", "overcorrected"}
    tables = {"by_kind", "by_domain", "by_length", "by_set", "by_test", "confusion"}
    assert {name: value for name, value in found.items() if value is not None} == {
        **dict.fromkeys(counts, 0),
        **{name: {} for name in tables},
    }


def test_only_clean_cases_leave_typo_accuracy_unknown() -> None:
    metrics = score([Case("맞다", "맞다", "맞다"), Case("맞다", "맞다", "마따")])
    assert metrics.typo_accuracy is None
    assert metrics.coverage is None
    assert metrics.spacing_insensitive_typo_accuracy is None
    assert metrics.edit_recall is None
    assert metrics.correct_text_accuracy == 0.5
    assert metrics.edit_precision == 0.0
    assert (metrics.n_clean, metrics.overcorrected) == (2, 1)


def test_a_case_is_of_no_kind_and_in_no_group_unless_told() -> None:
    case = Case("않 돼", "안 돼", "안 돼")
    assert (case.kind, case.domain, case.set, case.test, case.alternatives) == (*[None] * 4, ())


def test_a_case_is_right_where_it_is_corrected_or_kept() -> None:
    typo = [Case("몇일", "며칠", output) for output in ("며칠", "몇일", "몇 일")]
    clean = [Case("네", "네", output) for output in ("네", "내")]
    assert [counted(case)[0].right for case in typo + clean] == [1, 0, 0, 1, 0]


def test_copying_the_input_corrects_nothing_and_spoils_nothing() -> None:
    metrics = score([Case("않 돼", "안 돼", "않 돼", "spelling"), Case("안 돼", "안 돼", "안 돼")])
    assert (metrics.typo_accuracy, metrics.correct_text_accuracy) == (0.0, 1.0)
    assert (metrics.coverage, metrics.correction_precision, metrics.n_changed) == (0.0, None, 0)
    assert metrics.edit_precision is None
    assert (metrics.edit_recall, metrics.edit_f05) == (0.0, 0.0)
    assert metrics.cer_in == metrics.cer_out == 1 / 6
    assert metrics.gleu == metrics.gleu_in


def test_coverage_and_correction_precision_by_hand() -> None:
    metrics = score(
        [
            Case("않 돼", "안 돼", "안 돼"),
            Case("몇일", "며칠", "몇 일"),
            Case("역활", "역할", "역활"),
            Case("네", "네", "내"),
            Case("예", "예", "예"),
        ]
    )
    assert metrics.coverage == 2 / 3
    assert (metrics.correction_precision, metrics.n_changed) == (1 / 3, 3)


def test_precision_counts_twice_in_f05() -> None:
    metrics = score([Case("가나 다라", "거나 더라", "거나 다라"), Case("마바", "마바", "마바")])
    assert (metrics.edit_precision, metrics.edit_recall) == (1.0, 0.5)
    assert metrics.edit_f05 == pytest.approx(5 / 6)


def test_고친_자리가_같아도_고친_말이_다르면_맞은_편집이_아니다() -> None:
    metrics = score([Case("숙재", "숙제", "숙자")])
    assert (metrics.n_edits_right, metrics.n_edits_made, metrics.n_edits_wanted) == (0, 1, 1)
    assert metrics.miscorrected == 1


def test_한_낱말에서_하나만_고치면_글자로는_반만_맞고_낱말로는_틀리다() -> None:
    metrics = score([Case("숙재하겠읍니다", "숙제하겠습니다", "숙제하겠읍니다")])
    assert (metrics.n_edits_right, metrics.n_edits_made, metrics.n_edits_wanted) == (1, 1, 2)
    words = (metrics.n_word_edits_right, metrics.n_word_edits_made, metrics.n_word_edits_wanted)
    assert words == (0, 1, 1)
    assert (metrics.edit_precision, metrics.word_edit_precision) == (1.0, 0.0)


def test_띄어쓰기만_틀린_문장은_띄어쓰기를_뺀_정확도에_들지_않는다() -> None:
    metrics = score(
        [
            Case("할수 있다", "할 수 있다", "할수 있다"),
            Case("몇일 할수", "며칠 할 수", "며칠 할수"),
            Case("역활", "역할", "역활"),
        ]
    )
    assert metrics.spacing_insensitive_typo_accuracy == 0.5
    assert metrics.n_typo_beyond_spacing == 2


def test_띄어쓰기만_바뀐_바른_문장은_띄어쓰기를_빼면_그대로다() -> None:
    metrics = score([Case("먹을 만하다", "먹을 만하다", "먹을만하다"), Case("네", "네", "내")])
    assert metrics.correct_text_accuracy == 0.0
    assert metrics.spacing_insensitive_correct_text_accuracy == 0.5


def test_정답이_여럿이면_어느_것이든_맞고_가장_가까운_것으로_잰다() -> None:
    both = Case(
        "몇일을 먹을만 하다",
        "며칠을 먹을 만하다",
        "며칠을 먹을만하다",
        alternatives=("며칠을 먹을만하다",),
    )
    metrics = score([both])
    assert (metrics.typo_accuracy, metrics.edit_f05, metrics.word_edit_f05) == (1.0, 1.0, 1.0)
    assert (metrics.cer_in, metrics.cer_out) == (3 / 10, 0.0)
    spaced = replace(both, target="다르다", alternatives=("몇일 을먹을 만하다", "며칠"))
    assert score([spaced]).n_typo_beyond_spacing == 0


def test_정답_가운데_하나를_다른_정답으로_바꾸면_건드린_것이다() -> None:
    metrics = score(
        [Case("먹을만하다", "먹을 만하다", "먹을 만하다", alternatives=("먹을만하다",))]
    )
    assert (metrics.n_clean, metrics.overcorrected) == (1, 1)
    assert (metrics.correction_precision, metrics.edit_precision) == (1.0, 1.0)


def test_kinds_come_in_the_order_of_the_project_and_unlabelled_ones_last() -> None:
    kinds = ["mixed", None, "particle", "keyboard"]
    metrics = score(Case("가", "나", "나", kind) for kind in kinds)
    assert list(metrics.by_kind) == ["keyboard", "particle", "mixed", "unknown"]


def test_groups_hold_typo_and_clean_cases_and_are_empty_where_no_case_names_one() -> None:
    metrics = score(
        [
            Case("않 돼", "안 돼", "안 돼", domain="school", set="a", test="안/않"),
            Case("안 돼", "안 돼", "않 돼", domain="school", set="b", test="안/않"),
            Case("가" * 79, "나", "다", domain="law", set="b"),
        ]
    )
    assert metrics.by_kind == {}
    assert list(metrics.by_domain) == ["law", "school"]
    school = metrics.by_domain["school"]
    assert (school.typo_accuracy, school.n_typo) == (1.0, 1)
    assert (school.correct_text_accuracy, school.n_clean, school.overcorrected) == (0.0, 1, 1)
    assert metrics.by_domain["law"].correct_text_accuracy is None
    assert {name: (row.n_typo, row.n_clean) for name, row in metrics.by_set.items()} == {
        "a": (1, 0),
        "b": (1, 1),
    }
    assert list(metrics.by_test) == ["안/않", "unknown"]
    assert list(metrics.by_length) == ["0-9", "40-79"]


@bounded
@given(st.lists(cases, max_size=12))
def test_counts_add_up_and_shares_lie_in_their_intervals(given_cases: list[Case]) -> None:
    metrics = score(given_cases)
    assert metrics.n_typo + metrics.n_clean == len(given_cases)
    assert metrics.corrected + metrics.uncorrected + metrics.miscorrected == metrics.n_typo
    for groups in (metrics.by_kind, metrics.by_domain, metrics.by_set, metrics.by_test):
        assert sum(row.n_typo for row in groups.values()) in (metrics.n_typo if groups else 0,)
        assert sum(row.n_clean for row in groups.values()) in (metrics.n_clean if groups else 0,)
    assert sum(row.n_typo + row.n_clean for row in metrics.by_length.values()) == len(given_cases)
    assert metrics.n_edits_right <= min(metrics.n_edits_made, metrics.n_edits_wanted)
    assert metrics.n_word_edits_right <= min(metrics.n_word_edits_made, metrics.n_word_edits_wanted)
    for name in SHARES:
        share, interval = getattr(metrics, name), getattr(metrics, f"{name}_interval")
        assert (share is None) == (interval is None)
        if share is not None and interval is not None:
            assert 0 <= interval[0] <= share <= interval[1]
            assert name.startswith("cer") or interval[1] <= 1
    assert json.loads(json.dumps(metrics.to_dict()))["n_typo"] == metrics.n_typo


@bounded
@given(st.lists(cases, max_size=12))
def test_the_confusion_of_kinds_counts_every_edit_once(given_cases: list[Case]) -> None:
    metrics = score(given_cases)
    rows = [
        (wanted, made, count)
        for wanted, row in metrics.confusion.items()
        for made, count in row.items()
    ]
    assert sum(count for wanted, _, count in rows if wanted != "none") == metrics.n_edits_wanted
    assert sum(count for _, made, count in rows if made != "none") == metrics.n_edits_made
    assert ("none", "none") not in [row[:2] for row in rows]


@bounded
@given(st.lists(cases, max_size=12))
def test_perfect_outputs_score_one_everywhere(given_cases: list[Case]) -> None:
    metrics = score(
        replace(case, output=case.input if case.clean else case.targets[-1]) for case in given_cases
    )
    unlike_one = {"cer_in", "cer_out", "gleu"}
    assert {getattr(metrics, name) for name in SHARES if name not in unlike_one} <= {1.0, None}
    assert metrics.cer_out in (0.0, None)
    alone = [replace(case, output=case.target, alternatives=()) for case in given_cases]
    assert score(alone).gleu in (1.0, None)


@bounded
@given(st.lists(cases, max_size=12))
def test_copies_have_no_coverage(given_cases: list[Case]) -> None:
    metrics = score(replace(case, output=case.input) for case in given_cases)
    assert metrics.coverage in (0.0, None)
    assert metrics.typo_accuracy in (0.0, None)
    assert metrics.correct_text_accuracy in (1.0, None)
    assert metrics.correction_precision is None
    assert metrics.n_edits_made == metrics.n_word_edits_made == 0
    assert metrics.cer_out == metrics.cer_in
    assert metrics.gleu == metrics.gleu_in


@bounded
@given(st.lists(cases, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_cases_changes_no_share(given_cases: list[Case], rng) -> None:  # type: ignore[no-untyped-def]
    mixed = list(given_cases)
    rng.shuffle(mixed)
    assert shares(score(mixed)) == shares(score(given_cases))


@bounded
@given(st.lists(cases, max_size=10), st.integers(0, 10))
def test_asking_on_the_way_changes_nothing_and_the_parts_add_up(
    given_cases: list[Case], cut: int
) -> None:
    tally, rest = Tally(), Tally()
    for case in given_cases[:cut]:
        tally.add(case)
    part = tally.metrics()
    for case in given_cases[cut:]:
        tally.add(case)
        rest.add(case)
    whole, other = tally.metrics(), rest.metrics()
    assert whole == score(given_cases)
    assert len(tally) == len(given_cases)
    counts = [name for name in fields() if isinstance(getattr(whole, name), int)]
    assert len(counts) > 10
    for name in counts:
        assert getattr(part, name) + getattr(other, name) == getattr(whole, name)


@bounded
@given(
    *[st.text(st.characters(exclude_categories=()), max_size=8)] * 4,
)
def test_any_text_can_be_counted(text: str, target: str, output: str, other: str) -> None:
    case = Case(text, target, output, alternatives=(other,))
    assert score([case]).n_typo + score([case]).n_clean == 1


@pytest.mark.parametrize(
    "text",
    [
        "\ud800",
        "\ud83d\ude00",
        "😀👨‍👩‍👧",
        "\u1112\u1161\u11ab\u1100\u1173\u11af",
        "",
        "\0",
        "\r\n",
    ],
)
def test_lone_surrogates_emoji_and_nfd_are_texts_like_others(text: str) -> None:
    metrics = score(
        [Case(text, "한글", "한글"), Case(text, text, text), Case("한글", text, "한글")]
    )
    assert (metrics.corrected, metrics.uncorrected, metrics.n_clean) == (1, 1, 1)


def test_a_row_holds_few_numbers_however_long_the_text() -> None:
    tally = Tally()
    for length in (1, 2000):
        tally.add(Case("가나 " * length, "가다 " * length, "가라 " * length))
    assert tally.rows().shape == (2, len(Counts._fields))
    assert len(Counts._fields) < 40
