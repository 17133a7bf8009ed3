"""What a model would change with every threshold open, and what the card says of its thresholds."""

import pytest

from spellfix.calibration import AS_TOLD
from spellfix.corrector import Corrector
from spellfix.evaluation import Pair
from spellfix.recalibration import Recalibration, Setting, needed, open_edits
from spellfix.recalibration.writing import retold
from spellfix.thresholds import Counts, HeldOut, Thresholds


def test_every_edit_is_judged_by_what_was_meant() -> None:
    corrector = Corrector.from_pretrained(min_confidence=0.0)
    text = "숙재를 꼼꼼히 해 와서 칭찬해 주었읍니다."
    edits = corrector.correct(text).edits
    meant = text.replace("숙재", "숙제")
    strict = corrector.with_options(min_confidence=1.0)
    found = open_edits(strict, [Pair(text, meant), Pair(text, text)])
    assert list(found.confidences) == [edit.confidence for edit in edits] * 2
    assert found.right == [edit.after == "제" for edit in edits] + [False] * len(edits)
    assert 0 < sum(found.right) < len(edits)


@pytest.mark.parametrize(
    ("correct_text", "n"), [(0.0, 1), (0.5, 4), (0.9, 35), (0.99, 381), (0.995, 765), (1.0, None)]
)
def test_so_many_clean_texts_show_a_share(correct_text: float, n: int | None) -> None:
    assert needed(correct_text) == n


def found(after: Thresholds) -> Recalibration:
    counts = Counts(corrected=30, uncorrected=10, miscorrected=10, kept=99, overcorrected=1)
    setting = Setting(Thresholds(0.5), AS_TOLD, Counts(20, 30, 0, 100, 0))
    held_out = HeldOut((counts,), (counts,))
    return Recalibration(0.99, setting, Setting(after, AS_TOLD, counts), counts, 60, held_out)


CARD = """\
# 모델

## 정확도 Accuracy

Edits from a confidence of 0.50 on (set so).

## 학습 Training

minutes
"""


def test_the_section_on_thresholds_is_written_once_before_the_accuracies() -> None:
    card = retold(CARD, found(Thresholds(0.6, {"spacing": 0.8})), ["a.jsonl"])
    heads = [line for line in card.splitlines() if line.startswith("## ")]
    assert heads == ["## 문턱값 Thresholds", "## 정확도 Accuracy", "## 학습 Training"]
    assert "a.jsonl (50 texts with typos, 100 clean ones), so that at least 99.0% of" in card
    assert "edits from a confidence of 0.6, spacing 0.8 on." in card
    assert "| now, from 0.6, spacing 0.8 | 60.0 % [46.2, 72.4] | 50 | 99.0 % [" in card
    assert "\nMeasured before the thresholds above were set, with edits from a conf" in card
    assert retold(card, found(Thresholds(0.6, {"spacing": 0.8})), ["a.jsonl"]) == card


def test_a_card_of_another_make_gets_the_section_at_its_end() -> None:
    card = retold("# Model\n\nBy hand.\n", found(Thresholds(0.6)), ["a.jsonl"])
    assert card.startswith("# Model\n\nBy hand.\n\n## 문턱값 Thresholds\n")
    assert retold(card, found(Thresholds(0.6)), ["a.jsonl"]) == card
