"""GLEU by hand, by its laws, and against the program `gleu` of PyPI, which others wrote."""

import json
import os
import subprocess
import sys
from math import exp
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.metrics import Case, score

bounded = settings(max_examples=80)

DATA = Path(__file__).parents[2] / "data" / "benchmark"
words = st.text(alphabet="가나다 ", max_size=9)


def test_gleu_by_hand() -> None:
    """Output 가나다마, reference 가나다라, input 가나바라.

    Single characters: 가나다 are in the reference, 마 is in neither: 3 of 4. Pairs: 가나 and 나다
    are, 다마 is in neither: 2 of 3. Threes: 가나다, 1 of 2. Fours: 0 of 1. One order without a
    match makes it 0. With a right sentence of five the precisions are (3+5)/(4+5), (2+4)/(3+4),
    (1+3)/(2+3) and (0+2)/(1+2).
    """
    wrong = Case("가나바라", "가나다라", "가나다마")
    assert score([wrong]).gleu == 0.0
    right = Case("바바바바바", "사아자차카", "사아자차카")
    expected = (8 / 9 * 6 / 7 * 4 / 5 * 2 / 3) ** 0.25
    assert score([wrong, right]).gleu == pytest.approx(expected)


def test_what_should_have_gone_from_the_input_counts_against_the_output() -> None:
    """Characters kept: 가나마 of the reference, 라 not, which the input had: (3 - 1) of 4; pairs
    가나 less 나라 and 라마: max(0, 1 - 2)."""
    left = Case("가나라마", "가나다마", "가나라마")
    invented = Case("가나라마", "가나다마", "가나바마")
    assert score([left]).gleu == score([invented]).gleu == 0.0
    long = Case("아자차카타파하", "아자차카타파하", "아자차카타파하")
    expected = ((2 + 7) / 11 * (0 + 6) / 9 * (0 + 5) / 7 * (0 + 4) / 5) ** 0.25
    assert score([left, long]).gleu == pytest.approx(expected)
    better = ((3 + 7) / 11 * (1 + 6) / 9 * (0 + 5) / 7 * (0 + 4) / 5) ** 0.25
    assert score([invented, long]).gleu == pytest.approx(better)


def test_what_is_too_short_is_punished_and_what_is_too_long_less_precise() -> None:
    assert score([Case("가", "가나다라", "가나")]).gleu == pytest.approx(exp(1 - 4 / 2))
    assert score([Case("가", "가나", "가나다")]).gleu == 0.0
    assert score([Case("가", "가", "")]).gleu == 0.0
    assert score([Case("가", "", "")]).gleu is None


def test_several_references_count_with_their_mean() -> None:
    """Matched: 2 and 1 characters of 2, 1 and 0 pairs of 1; the references are as long."""
    case = Case("가라", "가나", "가나", alternatives=("가다",))
    assert score([case]).gleu == pytest.approx((1.5 / 2 * 0.5 / 1) ** 0.5)


@bounded
@given(st.lists(st.tuples(words, words, words), max_size=8))
def test_gleu_lies_between_0_and_1_and_copying_gives_gleu_in(texts: list) -> None:  # type: ignore[type-arg]
    metrics = score(Case(*each) for each in texts)
    copied = score(Case(text, target, text) for text, target, _ in texts)
    assert metrics.gleu is None or 0 <= metrics.gleu <= 1
    assert copied.gleu == copied.gleu_in
    if metrics.gleu is not None and copied.gleu is not None:
        assert metrics.gleu_in == copied.gleu_in


def outside(folder: Path, cases: list[Case], *options: str) -> float:
    """What the program says of ``cases``, which have equally many targets."""
    for name, lines in (
        ("source", [case.input for case in cases]),
        ("output", [case.output for case in cases]),
        *(
            (f"reference{at}", [case.targets[at] for case in cases])
            for at in range(len(cases[0].targets))
        ),
    ):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    references = sorted(str(path) for path in folder.glob("reference*"))
    run = "from gleu.main import gleu; gleu()"
    command = [sys.executable, "-c", run, "-t", "char", "-d", "8", *options]
    command += ["-s", str(folder / "source"), "-o", str(folder / "output"), "-r", *references]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    found = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return float(found.stdout.split("\t")[1]) / 100


def real_cases() -> list[Case]:
    """Real typos: copied, mended, half mended, spoilt in turn."""
    cases = []
    lines = (DATA / "real_dev.jsonl").read_text(encoding="utf-8").splitlines()
    for number, pair in enumerate(map(json.loads, lines)):
        text, target = pair["input"], pair["target"]
        half = len(target) // 2
        output = [text, target, target[:half] + text[half:], target[:half] + target[half + 2 :]]
        cases.append(Case(text, target, output[number % 4]))
    return cases


def test_another_program_finds_the_same_with_one_reference(tmp_path: Path) -> None:
    cases = real_cases()
    found = score(cases).gleu
    assert found is not None
    assert 0.9 < found < 0.99
    assert found == pytest.approx(outside(tmp_path, cases, "-i", "1"), abs=1e-9)


def test_another_program_that_draws_references_finds_nearly_the_same(tmp_path: Path) -> None:
    cases = [
        Case(case.input, case.target, case.output, alternatives=(case.target[:-2] + "요.",))
        for case in real_cases()
    ]
    found = score(cases).gleu
    assert found is not None
    assert found == pytest.approx(outside(tmp_path, cases, "-i", "500", "-f"), abs=1e-4)
