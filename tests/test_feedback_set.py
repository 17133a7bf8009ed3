"""data/feedback: texts as they should be, and a held-out part that really is one."""

import json
from pathlib import Path
from unicodedata import is_normalized

import pytest

from spellfix.evaluation import read_pairs

DATA = Path(__file__).parents[1] / "data"
FILES = ("sentences", "sentences_heldout", "drafts", "drafts_heldout")
GRADES = {"유치원", "초1-2", "초3-4", "초5-6", "중", "고", "특수"}
TOPICS = {
    *("praise", "concern", "homework", "tests", "attendance", "schedule", "conduct"),
    *("health", "study", "counselling", "thanks", "materials", "career"),
}


def read(name: str) -> list[dict[str, str]]:
    lines = (DATA / "feedback" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def grams(text: str, size: int = 14) -> set[str]:
    letters = "".join(text.split())
    return {letters[at : at + size] for at in range(len(letters) - size + 1)}


@pytest.mark.parametrize("name", FILES)
def test_every_text_says_what_it_is(name: str) -> None:
    for each in read(name):
        assert set(each) == {
            *("id", "text", "grade", "subject", "topic"),
            *("audience", "register", "license", "source"),
        }
        assert each["text"].strip() == each["text"]
        assert is_normalized("NFC", each["text"])
        assert each["grade"] in GRADES
        assert each["topic"] in TOPICS
        assert each["audience"] in ("pupil", "parent")
        assert each["register"] in ("해요체", "합니다체", "해체")
        assert each["license"] == "CC0-1.0"


def test_there_are_as_many_as_the_card_says_and_none_twice() -> None:
    card = (DATA / "feedback" / "README.md").read_text(encoding="utf-8")
    for name in FILES:
        assert f"| `{name}.jsonl` | {len(read(name)):,} |" in card
    for kind in ("sentences", "drafts"):
        both = [*read(kind), *read(f"{kind}_heldout")]
        assert len({each["text"] for each in both}) == len({each["id"] for each in both})
        assert len(both) == len({each["id"] for each in both})
    assert len(read("sentences")) + len(read("sentences_heldout")) >= 2_000
    assert len(read("drafts")) + len(read("drafts_heldout")) >= 200


def test_what_is_held_out_is_not_in_the_rest() -> None:
    kept = {each["text"] for name in ("sentences", "drafts") for each in read(name)}
    assert not kept & {
        each["text"] for name in FILES if name.endswith("heldout") for each in read(name)
    }


def test_none_is_a_sentence_that_something_is_measured_on() -> None:
    """No 14 letters in a row of a benchmark or behavioural set, stock phrases apart."""
    sets = [*DATA.glob("benchmark/*.jsonl"), *DATA.glob("behaviour/*.jsonl")]
    measured = {gram for file in sets for pair in read_pairs(file) for gram in grams(pair.target)}
    shared = [
        each["text"]
        for name in FILES
        for each in read(name)
        if len(found := grams(each["text"])) > 0 and len(found & measured) > 0.3 * len(found)
    ]
    assert shared == []
