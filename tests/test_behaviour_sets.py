"""The form of the behavioural sets in data/behaviour and of their card; what the sentences say is
not judged here.
"""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import is_normalized

import pytest

from spellfix.edits import align
from spellfix.evaluation import read_pairs
from spellfix.kinds import KINDS
from spellfix.protection import kept_spans

DATA = Path(__file__).parents[1] / "data"
SETS = sorted(path.stem for path in (DATA / "behaviour").glob("*.jsonl"))
LEAST = {  # lines that a set must have
    "confusables": 400,
    "dialect": 100,
    "feedback": 300,
    "names": 150,
    "numbers": 100,
    "register": 120,
    "robustness": 80,
    "slang": 100,
}
LEAST_OF_A_TEST = 12  # of the sets but confusables, where a test is one pair of words
LONG = 150  # code points of what is called a long sentence
ROW = re.compile(r"^\| `(\w+)\.jsonl` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", re.MULTILINE)
LINE_END = re.compile(r"\r(?!\n)")

Case = dict[str, Any]


@cache
def cases(name: str) -> tuple[Case, ...]:
    lines = (DATA / "behaviour" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def targets(case: Case) -> list[str]:
    return case["targets"] if "targets" in case else [case["target"]]


def is_clean(case: Case) -> bool:
    return case["input"] in targets(case)


def texts(case: Case) -> list[str]:
    return [case["input"], *targets(case)]


def test_every_set_is_there() -> None:
    assert set(SETS) == set(LEAST)


@pytest.mark.parametrize("name", SETS)
def test_every_line_has_the_form_that_the_card_tells(name: str) -> None:
    for case in cases(name):
        assert ("target" in case) != ("targets" in case), case["id"]
        assert set(case) - {"target", "targets", "kind"} == {
            *("id", "input", "test", "domain", "license", "source")
        }, case["id"]
        assert all(isinstance(text, str) and text for text in texts(case)), case["id"]
        assert len(set(targets(case))) == len(targets(case)), case["id"]
        assert case["domain"] == "behaviour", case["id"]
        assert case["license"] == "CC0-1.0", case["id"]
        assert case["source"] == "written for this project", case["id"]
        assert isinstance(case["test"], str), case["id"]
        assert case["test"] == case["test"].strip() != "", case["id"]


@pytest.mark.parametrize("name", SETS)
def test_a_kind_is_one_of_the_six_and_lacks_only_where_errors_of_two_kinds_meet(name: str) -> None:
    for case in cases(name):
        if "kind" in case:
            assert case["kind"] in KINDS, case["id"]
        if is_clean(case):
            assert name == "confusables" or "kind" not in case, case["id"]
        elif "kind" not in case:
            assert len(align(case["input"], targets(case)[0])) > 1, case["id"]


def test_no_id_and_no_input_occurs_twice() -> None:
    every = [case for name in SETS for case in cases(name)]
    assert [key for key, n in Counter(case["id"] for case in every).items() if n > 1] == []
    assert [text for text, n in Counter(case["input"] for case in every).items() if n > 1] == []


@pytest.mark.parametrize("name", SETS)
def test_a_set_has_sentences_that_stay_and_sentences_with_errors(name: str) -> None:
    assert len(cases(name)) >= LEAST[name]
    assert {is_clean(case) for case in cases(name)} == {True, False}


@pytest.mark.parametrize("name", sorted(set(SETS) - {"confusables"}))
def test_no_test_has_fewer_than_twelve_sentences(name: str) -> None:
    sizes = Counter(case["test"] for case in cases(name))
    assert [test for test, n in sizes.items() if n < LEAST_OF_A_TEST] == []


def test_each_of_a_hundred_confusables_has_contexts_where_it_is_wrong_and_where_it_is_right() -> (
    None
):
    sides: dict[str, set[bool]] = {}
    for case in cases("confusables"):
        sides.setdefault(case["test"], set()).add(is_clean(case))
    assert len(sides) >= 100
    assert [test for test, found in sides.items() if found != {True, False}] == []


def test_a_sentence_called_long_has_more_than_150_characters() -> None:
    long = [case for case in cases("robustness") if "long sentence" in case["test"]]
    assert long
    assert [case["id"] for case in long if len(case["input"]) <= LONG] == []


@pytest.mark.parametrize("name", SETS)
def test_evaluate_reads_every_line(name: str) -> None:
    pairs = read_pairs(DATA / "behaviour" / f"{name}.jsonl")
    assert [(pair.input, list(pair.targets), pair.test) for pair in pairs] == [
        (case["input"], targets(case), case["test"]) for case in cases(name)
    ]


@pytest.mark.parametrize("name", SETS)
def test_texts_are_composed(name: str) -> None:
    for case in cases(name):
        assert all(is_normalized("NFC", text) for text in texts(case)), case["id"]
        assert not any("\ufeff" in text or LINE_END.search(text) for text in texts(case))


@pytest.mark.parametrize("name", SETS)
def test_no_text_occurs_in_the_benchmark_or_the_samples(name: str) -> None:
    known = known_texts()
    found = [case["id"] for case in cases(name) if not known.isdisjoint(texts(case))]
    assert found == []


@cache
def known_texts() -> frozenset[str]:
    known: set[str] = set()
    for path in (DATA / "samples").glob("*.txt"):
        known.update(path.read_text(encoding="utf-8").splitlines())
    for path in (DATA / "benchmark").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            known.update(texts(json.loads(line)))
    assert len(known) > 1000
    return frozenset(known)


@pytest.mark.parametrize("name", SETS)
def test_no_error_can_only_be_mended_where_nothing_may_be_edited(name: str) -> None:
    for case in cases(name):
        assert any(not touches_kept(case["input"], each) for each in targets(case)), case["id"]


def touches_kept(text: str, target: str) -> bool:
    return any(
        edit.start < span.end and span.start < edit.end
        for edit in align(text, target)
        for span in kept_spans(text)
    )


def test_the_counts_in_the_card_are_those_of_the_files() -> None:
    card = (DATA / "behaviour" / "README.md").read_text(encoding="utf-8")
    told = {name: tuple(map(int, counts)) for name, *counts in ROW.findall(card)}
    assert told == {
        name: (
            len(cases(name)),
            sum(not is_clean(case) for case in cases(name)),
            sum(map(is_clean, cases(name))),
            len({case["test"] for case in cases(name)}),
        )
        for name in SETS
    }
