"""data/confusables: each wrong form in its place only, and a held-out part that really is one."""

import json
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from unicodedata import is_normalized

import pytest

from spellfix.evaluation import read_pairs

DATA = Path(__file__).parents[1] / "data"
FIELDS = {"id", "group", "domain", "license", "source"}


def read(name: str) -> list[dict[str, str]]:
    lines = (DATA / "confusables" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def grams(text: str, size: int = 14) -> set[str]:
    letters = "".join(text.split())
    return {letters[at : at + size] for at in range(len(letters) - size + 1)}


def texts() -> set[str]:
    return {each["text"] for each in read("sentences")} | {
        each["target"] for each in read("heldout")
    }


@pytest.mark.parametrize("name", ["pairs", "heldout"])
def test_every_pair_says_what_it_is(name: str) -> None:
    for each in read(name):
        assert set(each) == FIELDS | {"input", "target", "kind"}
        for text in (each["input"], each["target"]):
            assert " ".join(text.split()) == text
            assert is_normalized("NFC", text)
            assert text[-1] in ".?!…”’"
            assert not set(text) & set("[]|")
        assert (each["kind"] == "clean") == (each["input"] == each["target"])
        assert each["kind"] in ("spelling", "clean")
        assert each["domain"] == "confusables"
        assert each["license"] == "CC0-1.0"


def test_every_sentence_says_what_it_is() -> None:
    for each in read("sentences"):
        assert set(each) == FIELDS | {"text"}
        assert " ".join(each["text"].split()) == each["text"]
        assert is_normalized("NFC", each["text"])
        assert each["license"] == "CC0-1.0"


def test_there_are_as_many_as_the_card_says_and_none_twice() -> None:
    card = (DATA / "confusables" / "README.md").read_text(encoding="utf-8")
    for name in ("sentences", "pairs", "heldout"):
        assert f"| `{name}.jsonl` | {len(read(name)):,} |" in card
    sentences = [each["text"] for each in read("sentences")]
    inputs = [each["input"] for name in ("pairs", "heldout") for each in read(name)]
    ids = [each["id"] for name in ("sentences", "pairs", "heldout") for each in read(name)]
    for several in (sentences, inputs, ids):
        assert len(set(several)) == len(several)
    assert len(texts()) >= 1_800
    assert len({each["group"] for each in read("sentences")}) >= 150


def test_no_wrong_sentence_is_somewhere_a_right_one() -> None:
    wrong = {
        each["input"]
        for name in ("pairs", "heldout")
        for each in read(name)
        if each["kind"] == "spelling"
    }
    assert not wrong & texts()


def test_each_input_differs_from_its_target_in_a_word_or_two_only() -> None:
    for each in [*read("pairs"), *read("heldout")]:
        wrong, right = each["input"].split(), each["target"].split()
        blocks = SequenceMatcher(None, wrong, right, autojunk=False).get_opcodes()
        changed = [block for block in blocks if block[0] != "equal"]
        assert len(changed) == (0 if each["kind"] == "clean" else len(changed)) <= 3
        assert sum(max(b - a, d - c) for _, a, b, c, d in changed) <= 4


def test_pairs_are_of_the_sentences_and_what_is_held_out_is_not() -> None:
    kept = {each["text"] for each in read("sentences")}
    held = {each["target"] for each in read("heldout")}
    assert {each["target"] for each in read("pairs")} == kept
    assert not kept & held
    assert held == {each["target"] for each in read("heldout") if each["kind"] == "clean"}
    sizes = Counter(each["group"] for each in read("sentences"))
    groups = {each["group"] for each in read("heldout")}
    assert {group for group, size in sizes.items() if size > 5} <= groups <= set(sizes)
    assert 0.08 <= len(held) / (len(held) + len(kept)) <= 0.12


def test_none_is_a_sentence_of_another_set() -> None:
    """Nor shares 14 letters in a row, stock phrases apart, with what is measured on."""
    measured = [
        pair.target
        for folder in ("benchmark", "behaviour")
        for file in DATA.glob(f"{folder}/*.jsonl")
        for pair in read_pairs(file)
    ]
    feedback = [
        line
        for file in DATA.glob("feedback/*.jsonl")
        for record in file.read_text(encoding="utf-8").splitlines()
        for line in json.loads(record)["text"].splitlines()
    ]
    assert not texts() & {*measured, *feedback}
    shared = {gram for text in measured for gram in grams(text)}
    assert [
        text
        for text in sorted(texts())
        if len(found := grams(text)) > 0 and len(found & shared) > 0.3 * len(found)
    ] == []
