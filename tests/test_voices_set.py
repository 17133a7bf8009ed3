"""data/voices: right sentences of four sets, each once, and a held-out part that really is one."""

import json
from collections import Counter
from pathlib import Path
from unicodedata import is_normalized

from spellfix.evaluation import read_pairs

VOICES = Path(__file__).parents[1] / "data" / "voices"
SETS = {"slang", "dialect", "names", "forms"}


def read(name: str) -> list[dict[str, str]]:
    lines = (VOICES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_sentence_says_what_it_is() -> None:
    common = {"id", "group", "set", "domain", "license", "source"}
    for each in read("sentences"):
        assert set(each) == common | {"text"}
    for each in read("heldout"):
        assert set(each) == common | {"input", "target", "kind"}
        assert each["input"] == each["target"]
        assert each["kind"] == "clean"
    for each in [*read("sentences"), *read("heldout")]:
        text = each.get("text", each.get("target", ""))
        assert is_normalized("NFC", text)
        assert text.strip() == text
        assert each["set"] in SETS
        assert (each["domain"], each["license"]) == ("voices", "CC0-1.0")


def test_there_are_as_many_as_the_card_says_and_none_twice() -> None:
    card = (VOICES / "README.md").read_text(encoding="utf-8")
    learnt, held = read("sentences"), read("heldout")
    for name, rows in (("sentences", learnt), ("heldout", held)):
        assert f"| `{name}.jsonl` | {len(rows):,} |" in card
    counts = [Counter(each["set"] for each in rows) for rows in (learnt, held)]
    for name in SETS:
        groups = {each["group"] for each in learnt + held if each["set"] == name}
        assert f"| `{name}` | {counts[0][name]}, {counts[1][name]} | {len(groups)} |" in card
    texts = [each["text"] for each in learnt] + [each["target"] for each in held]
    assert len(set(texts)) == len(texts)
    assert len({each["id"] for each in learnt + held}) == len(texts)


def test_none_is_a_sentence_that_is_measured_on() -> None:
    measured = {
        pair.target
        for folder in ("benchmark", "behaviour")
        for file in (VOICES.parent / folder).glob("*.jsonl")
        for pair in read_pairs(file)
    }
    assert not measured & {each["text"] for each in read("sentences")}
    assert len(measured) > 2_000
