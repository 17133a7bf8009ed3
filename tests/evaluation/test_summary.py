"""What people read after an evaluation: both headline numbers together, each with its n."""

import re

from spellfix.evaluation import Results, summary
from spellfix.evaluation.results import Evaluation
from spellfix.metrics import Case, Tally, compare

CASES = [
    Case("숙재를 했다", "숙제를 했다", "숙제를 했다", "spelling", set="real", test="재/제"),
    Case("할수 있다", "할 수 있다", "할수 있다", "spacing", set="real", test="띄어쓰기"),
    Case("문을 닫다", "문을 닫다", "문을 닿다", set="clean", test="띄어쓰기"),
]


def counted(cases: list[Case]) -> Tally:
    tally = Tally()
    for case in cases:
        tally.add(case)
    return tally


def evaluated(name: str, tally: Tally) -> Evaluation:
    return Evaluation(name, tally.metrics(), 2.0, f"{name} 1.0")


def shown(cases: list[Case]) -> str:
    return summary(Results(("pairs.jsonl",), (evaluated("spellfix", counted(cases)),)))


def test_both_headline_numbers_stand_in_one_line_with_interval_and_n() -> None:
    line = shown(CASES).splitlines()[1]
    assert re.split(r"\s{2,}", line) == [
        "spellfix",
        "50.0 % [9.5, 90.5]",
        "n 2",
        "0.0 % [0.0, 79.3]",
        "n 1",
    ]


def test_the_kinds_and_the_sets_follow() -> None:
    lines = shown(CASES).splitlines()
    assert [line.split()[0] for line in lines if line.startswith(("spelling", "spacing"))] == [
        "spacing",
        "spelling",
        "spacing",
    ]
    assert [line.split()[0] for line in lines if line.startswith(("real", "clean"))] == [
        "clean",
        "real",
    ]


def test_a_number_without_cases_is_shown_as_unknown_not_as_a_guess() -> None:
    text = shown(CASES[:2])
    assert re.search(r"spellfix +50\.0 % .* n 2 +- - +n 0", text)
    assert "no such line" in text
    assert "no such line" not in shown(CASES)


def test_systems_stand_side_by_side_and_say_what_only_one_got_right() -> None:
    copied = [Case(each.input, each.target, each.input) for each in CASES]
    ours, theirs = counted(CASES), counted(copied)
    text = summary(
        Results(
            ("pairs.jsonl",),
            (evaluated("spellfix", ours), evaluated("copy", theirs)),
            (compare(ours, theirs),),
        )
    )
    assert re.search(r"^copy +0\.0 % .* n 2 +100\.0 % .* n 1$", text, re.MULTILINE)
    assert re.search(r"^copy +1 : 0 \(p 1\.000\) +0 : 1 \(p 1\.000\)$", text, re.MULTILINE)


def test_of_behavioural_tests_the_weakest_are_named_and_other_cases_are_none() -> None:
    text = shown([*CASES, Case("문", "문", "물")])
    assert "1 of 3 sentences right (33.3 %), all of them in 1 of 2 tests" in text
    assert "띄어쓰기: 0 of 2" in text
    assert "재/제:" not in text
