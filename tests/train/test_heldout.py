"""Held-out text: one kind of error a pair, and the threshold."""

import pytest

from spellfix.corrector import Corrector
from spellfix.evaluation import Pair
from spellfix.kinds import KINDS
from spellfix.train.heldout import (
    PAIRS_PER_KIND,
    judged_edits,
    least_confidence,
    synthetic_pairs,
)


@pytest.mark.parametrize(
    ("confidences", "accuracy", "threshold"),
    [
        ([0.0] * 98 + [0.7, 0.9], 0.98, 0.5),  # both may be wrong
        ([0.0] * 98 + [0.7, 0.9], 0.99, 0.71),  # one of them
        ([0.0] * 98 + [0.7, 0.9], 1.00, 0.91),
        ([0.0] * 100, 1.00, 0.5),
        ([1.0] * 100, 1.00, 0.99),  # no threshold can help
        ([], 0.99, 0.5),
    ],
)
def test_the_threshold_is_the_lowest_that_keeps_clean_text(
    confidences: list[float], accuracy: float, threshold: float
) -> None:
    assert least_confidence(confidences, accuracy) == threshold


def test_each_synthetic_pair_has_one_kind_of_error(clean_lines: list[str]) -> None:
    pairs = synthetic_pairs(clean_lines)
    counts = {kind: sum(pair.kind == kind for pair in pairs) for kind in KINDS}
    assert all(20 <= count <= PAIRS_PER_KIND for count in counts.values()), counts
    assert all(pair.input != pair.target for pair in pairs)
    assert synthetic_pairs(clean_lines) == pairs


def test_every_edit_is_judged_by_what_was_meant() -> None:
    corrector = Corrector.from_pretrained(min_confidence=0.0)
    text = "숙재를 꼼꼼히 해 와서 칭찬해 주었읍니다."
    edits = corrector.correct(text).edits
    meant = text.replace("숙재", "숙제")
    confidences, right = judged_edits(corrector, [Pair(text, meant), Pair(text, text)])
    assert confidences == [edit.confidence for edit in edits] * 2
    assert right == [edit.after == "제" for edit in edits] + [False] * len(edits)
    assert 0 < sum(right) < len(edits)
