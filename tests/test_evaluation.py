"""Pairs from files, a corrector measured on them, and the report that people read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from spellfix.errors import InputError
from spellfix.evaluation import Pair, evaluate, read_pairs, summary

PAIRS = [
    Pair("숙재를 했다", "숙제를 했다", "spelling"),
    Pair("할수 있다", "할 수 있다", "spacing"),
    Pair("문을 닫다", "문을 닫다"),
]


@dataclass(frozen=True)
class Answer:
    text: str


@dataclass(frozen=True)
class WordList:
    """A corrector of the oldest sort: it replaces what is in its list."""

    words: dict[str, str]

    def correct_batch(self, texts: Sequence[str], /) -> list[Answer]:
        return [Answer(self.correct(text)) for text in texts]

    def correct(self, text: str) -> str:
        return " ".join(self.words.get(word, word) for word in text.split(" "))


def written(path: Path, *lines: bytes) -> Path:
    path.write_bytes(b"\n".join(lines))
    return path


def test_pairs_are_read_with_their_kind_and_other_keys_are_passed_over(tmp_path: Path) -> None:
    path = written(
        tmp_path / "pairs.jsonl",
        '{"input": "숙재", "target": "숙제", "kind": "spelling", "source": "여기"}'.encode(),
        b"",
        '{"input": "문", "target": "문", "kind": null}\r'.encode(),
    )
    assert read_pairs(path) == [Pair("숙재", "숙제", "spelling"), Pair("문", "문")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"input": "a", "target": ', "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'["a", "b"]', "list"),
        (b'{"input": "a"}', '"target"'),
        (b'{"input": 1, "target": "a"}', '"input"'),
        (b'{"input": "a", "target": "a", "kind": 3}', '"kind"'),
    ],
)
def test_a_broken_line_is_named_with_its_file_and_number(
    tmp_path: Path, line: bytes, words: str
) -> None:
    path = written(tmp_path / "pairs.jsonl", b'{"input": "a", "target": "a"}', b"", line)
    with pytest.raises(InputError) as caught:
        read_pairs(path)
    assert str(caught.value).startswith(f"{path}:3: ")
    assert words in str(caught.value)


def test_a_file_without_pairs_or_no_file_at_all_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no pairs"):
        read_pairs(written(tmp_path / "empty.jsonl", b"", b" "))
    with pytest.raises(InputError, match="cannot read"):
        read_pairs(tmp_path / "nowhere.jsonl")
    with pytest.raises(InputError, match="cannot read"):
        read_pairs(tmp_path)


def test_a_corrector_is_measured_beside_copying_the_input() -> None:
    evaluation = evaluate(WordList({"숙재를": "숙제를"}), PAIRS)
    assert evaluation.metrics.typo_accuracy == 0.5
    assert evaluation.metrics.correct_text_accuracy == 1.0
    assert evaluation.copied.typo_accuracy == 0.0
    assert evaluation.copied.correct_text_accuracy == 1.0


def test_the_dictionary_holds_the_promised_keys() -> None:
    promised = (
        "typo_accuracy correct_text_accuracy n_typo n_clean corrected uncorrected miscorrected "
        "overcorrected edit_precision edit_recall edit_f05 cer_in cer_out sentences_per_second "
        "by_kind copy_the_input"
    )
    assert set(promised.split()) <= set(evaluate(WordList({}), PAIRS).to_dict())


def test_the_report_shows_both_headline_numbers_with_n_and_the_kinds() -> None:
    report = summary(evaluate(WordList({"숙재를": "숙제를", "문을": "물을"}), PAIRS)).splitlines()
    typo, correct = report[1], report[2]
    assert typo.split() == ["typo", "accuracy", "50.0", "%", "[9.5,", "90.5]", "2", "0.0", "%"]
    assert correct.split()[:4] == ["correct-text", "accuracy", "0.0", "%"]
    assert correct.split()[-3:] == ["1", "100.0", "%"]
    assert [line.split()[0] for line in report[-2:]] == ["spelling", "spacing"]


def test_a_number_without_cases_is_shown_as_unknown_not_as_a_guess() -> None:
    report = summary(evaluate(WordList({}), PAIRS[:2])).splitlines()
    assert report[2].split()[:5] == ["correct-text", "accuracy", "-", "-", "0"]
    assert "no such line" in report[2]


def test_the_development_benchmark_can_be_read_and_every_line_names_source_and_licence() -> None:
    folder = Path(__file__).parents[1] / "data" / "benchmark"
    counts = {path.stem: len(read_pairs(path)) for path in folder.glob("*.jsonl")}
    assert counts == {"real_dev": 303, "clean_dev": 423, "feedback_dev": 75}
    assert all(pair.input == pair.target for pair in read_pairs(folder / "clean_dev.jsonl"))
