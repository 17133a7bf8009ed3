"""Which of the readings of a sentence is taken, and how sure its edits are then."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp
from pathlib import Path

import pytest

from spellfix.backends import OnnxBackend
from spellfix.choosing import MOST_GAIN, chosen, reach
from spellfix.corrector import Corrector
from spellfix.edits import Edit, apply
from spellfix.evaluation import read_pairs
from spellfix.pretrained import ModelDirectory
from spellfix.reading import Reading
from spellfix.tokenizer import Tokenizer

CONFUSABLES = Path(__file__).parents[1] / "data" / "behaviour" / "confusables.jsonl"
TEXT = "그룬 안에서 되요"
MEANT = Edit(0, 2, "그룬", "그룹", "keyboard", 0.2)
OTHER = Edit(0, 2, "그룬", "그분", "keyboard", 0.7)
BESIDE = Edit(7, 9, "되요", "돼요", "spelling", 0.9)


class Knows:
    """Likes a word by so many nats."""

    def __init__(self, **words: float) -> None:
        self.words = words

    def gains(self, changes: Sequence[tuple[str, str]], /) -> list[float]:
        return [
            sum(nats * ((word in after) - (word in before)) for word, nats in self.words.items())
            for before, after in changes
        ]


def read(*others: Reading) -> dict[str, Reading]:
    return {TEXT: Reading((OTHER, BESIDE), -0.5, 9, others)}


def test_a_reading_that_both_like_best_together_is_taken() -> None:
    readings = read(Reading((MEANT, BESIDE), -2.0, 9), Reading((BESIDE,), -1.5, 9))
    taken = chosen(readings, Knows(그룹=10.0), 0.2)[TEXT]
    assert [edit.after for edit in taken.edits] == ["그룹", "돼요"]
    assert (taken.logprob, taken.tokens, taken.others) == (-2.0, 9, ())
    assert chosen(readings, Knows(그룹=5.0), 0.2)[TEXT].edits[0].after == "그분"
    assert chosen(readings, Knows(그룹=10.0), 0.1)[TEXT].edits[0].after == "그분"


def test_an_edit_is_as_sure_as_the_readings_that_hold_it_are_likely() -> None:
    readings = read(Reading((MEANT, BESIDE), -1.0, 9), Reading((MEANT,), -2.0, 9))
    taken = chosen(readings, Knows(그룹=5.0), 0.2)[TEXT]
    weights = {"그분": exp(-0.5), "그룹": exp(-1.0 + 1.0), "그룹 alone": exp(-2.0 + 1.0)}
    whole = sum(weights.values())
    group, spelling = taken.edits
    assert group.confidence == pytest.approx((weights["그룹"] + weights["그룹 alone"]) / whole)
    assert spelling.confidence == pytest.approx((weights["그분"] + weights["그룹"]) / whole)


def test_what_every_reading_holds_is_as_sure_as_the_model_is() -> None:
    taken = chosen(read(Reading((MEANT, BESIDE), -1.0, 9)), Knows(), 0.2)[TEXT]
    assert taken.edits[1].confidence == BESIDE.confidence


def test_no_gain_decides_alone() -> None:
    far = read(Reading((MEANT, BESIDE), -0.5 - reach(0.2) - 0.01, 9))
    assert chosen(far, Knows(그룹=1000.0), 0.2)[TEXT].edits[0].after == "그분"
    near = read(Reading((MEANT, BESIDE), -0.5 - reach(0.2) + 0.01, 9))
    assert chosen(near, Knows(그룹=MOST_GAIN), 0.2)[TEXT].edits[0].after == "그룹"


def test_a_reading_alone_stays_and_nobody_is_asked() -> None:
    class Nobody:
        def gains(self, changes: Sequence[tuple[str, str]], /) -> list[float]:
            assert not changes
            return []

    assert chosen(read(), Nobody(), 0.2) == read()


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector.from_pretrained()


def test_the_shipped_language_model_finds_words_that_the_model_alone_would_not_take(
    corrector: Corrector,
) -> None:
    directory = ModelDirectory.open()
    alone = Corrector(
        OnnxBackend(directory.encoder, directory.decoder),
        Tokenizer.load(directory.tokenizer),
        min_confidence=directory.thresholds,
        calibration=replace(directory.calibration, fusion=0.0),
        opinion=directory.opinion,
    )
    typos = [pair for pair in read_pairs(CONFUSABLES) if pair.input not in pair.targets][::4]

    def mended(some: Corrector) -> int:
        corrections = some.correct_batch([pair.input for pair in typos])
        return sum(
            found.text in pair.targets for found, pair in zip(corrections, typos, strict=True)
        )

    assert len(typos) > 150
    assert mended(alone) < mended(corrector)


def test_a_sentence_is_read_the_same_alone_and_among_others(corrector: Corrector) -> None:
    texts = ["약은 반듯이 식사한 뒤에 드세요.", "대화로서 문제를 풀어 갑니다.", "이따 버자."] * 3
    together = corrector.correct_batch(texts)
    assert together == [corrector.correct(text) for text in texts]
    whole = corrector.correct(" ".join(texts[:3])).text
    assert whole == " ".join(each.text for each in together[:3])


def test_other_candidates_are_found_for_an_edit_that_was_chosen(corrector: Corrector) -> None:
    text = "오늘 급식은 얼큰한 육계장입니다."
    (edit,) = corrector.correct(text).edits
    others = corrector.alternatives(text, edit, count=4)
    assert others
    for other in others:
        assert other.start <= edit.end
        assert edit.start <= other.end
        assert apply(text, [other]) not in (text, apply(text, [edit]))
        assert other.confidence <= edit.confidence
