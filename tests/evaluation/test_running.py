"""A corrector run over pairs, and what is kept of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from spellfix.edits import Edit, align, apply
from spellfix.evaluation import Pair, evaluate
from spellfix.metrics import Tally, compare

PAIRS = [
    Pair("숙재를 했다", "숙제를 했다", "spelling"),
    Pair("할수 있다", "할 수 있다", "spacing"),
    Pair("문을 닫다", "문을 닫다"),
]


@dataclass(frozen=True)
class Answer:
    text: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class WordList:
    """A corrector of the oldest sort: it replaces what is in its list, sure of it by half, and not
    at all where it is asked to be surer."""

    words: dict[str, str]
    least: float = 0.0

    def correct_batch(self, texts: Sequence[str], /) -> list[Answer]:
        return [self.correct(text) for text in texts]

    def correct(self, text: str) -> Answer:
        other = " ".join(self.words.get(word, word) for word in text.split(" "))
        edits = [replace(edit, confidence=0.5) for edit in align(text, other)]
        made = tuple(edit for edit in edits if edit.confidence >= self.least)
        return Answer(apply(text, made), made)


def test_a_corrector_is_measured_beside_copying_the_input() -> None:
    evaluation = evaluate(WordList({"숙재를": "숙제를"}), PAIRS)
    assert evaluation.metrics.typo_accuracy == 0.5
    assert evaluation.metrics.correct_text_accuracy == 1.0
    assert evaluation.copying == {"typo_accuracy": 0.0, "correct_text_accuracy": 1.0}


def test_without_such_a_case_copying_is_unknown_too() -> None:
    copying = evaluate(WordList({}), PAIRS[:2]).copying
    assert copying == {"typo_accuracy": 0.0, "correct_text_accuracy": None}


def test_the_dictionary_holds_the_promised_keys() -> None:
    promised = (
        "typo_accuracy correct_text_accuracy n_typo n_clean corrected uncorrected miscorrected "
        "overcorrected edit_precision edit_recall edit_f05 cer_in cer_out sentences_per_second "
        "by_kind copy_the_input"
    )
    assert set(promised.split()) <= set(evaluate(WordList({}), PAIRS).to_dict())


def test_the_worst_cases_come_first() -> None:
    wrong = evaluate(WordList({"숙재를": "숙채를", "닫다": "닿다"}), PAIRS).wrong
    assert [case.outcome for case in wrong] == ["overcorrected", "miscorrected", "uncorrected"]
    assert [case.pair for case in wrong] == [PAIRS[2], PAIRS[0], PAIRS[1]]
    assert wrong[0].output == "문을 닿다"
    assert [edit.confidence for edit in wrong[0].edits] == [0.5]
    assert wrong[2].edits == ()


def test_of_many_wrong_cases_the_worst_fifty_are_kept() -> None:
    pairs = [*(Pair(f"가{i}", f"나{i}") for i in range(200)), PAIRS[2]]
    wrong = evaluate(WordList({"닫다": "닿다"}), pairs).wrong
    assert len(wrong) == 50
    assert wrong[0].outcome == "overcorrected"
    assert [case.pair.input for case in wrong[1:4]] == ["가0", "가1", "가2"]


def test_what_a_corrector_would_change_with_every_threshold_open_is_kept() -> None:
    words = {"숙재를": "숙제를", "닫다": "닿다"}
    strict, opened = WordList(words, least=0.9), WordList(words)
    evaluation = evaluate(strict, PAIRS, opened=opened)
    assert evaluation.metrics.corrected == 0
    assert evaluation.open is not None
    assert list(evaluation.open.confidences) == [0.5, 0.5]
    assert list(evaluation.open.right) == [True, False]
    assert evaluate(strict, PAIRS).open is None


def test_progress_is_told_after_every_portion() -> None:
    told: list[int] = []
    evaluate(WordList({}), [PAIRS[2]] * 600, advance=told.append)
    assert told == [256, 256, 88]


def test_a_tally_of_ones_own_can_be_compared() -> None:
    good, bad = Tally(), Tally()
    evaluate(WordList({"숙재를": "숙제를"}), PAIRS, tally=good)
    evaluate(WordList({}), PAIRS, tally=bad)
    assert compare(good, bad).typo.only_first == 1


def test_pairs_are_read_a_portion_at_a_time() -> None:
    drawn = 0
    read: list[int] = []

    def pairs() -> Iterator[Pair]:
        nonlocal drawn
        for _ in range(1_000):
            drawn += 1
            yield PAIRS[2]

    evaluate(WordList({}), pairs(), advance=lambda _: read.append(drawn))
    assert read == [256, 512, 768, 1_000]


@given(st.lists(st.tuples(st.text(), st.text(), st.lists(st.text(), max_size=2)), max_size=8))
def test_any_texts_can_be_measured(rows: list[tuple[str, str, list[str]]]) -> None:
    pairs = [Pair(given, target, alternatives=tuple(others)) for given, target, others in rows]
    evaluation = evaluate(WordList({"a": "b"}), pairs)
    metrics = evaluation.metrics
    assert metrics.n_typo + metrics.n_clean == len(pairs)
    wrong = metrics.uncorrected + metrics.miscorrected + metrics.overcorrected
    assert len(evaluation.wrong) == wrong
