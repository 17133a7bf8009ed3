"""Every rule: what it draws is among what it lists, and its example is an error that it makes."""

from pathlib import Path
from random import Random

import pytest

from spellfix.kinds import KINDS
from spellfix.noise.catalogue import catalogue
from spellfix.noise.layout import LAYOUTS
from spellfix.noise.rule import Rule, changed, kind_of
from spellfix.noise.sentence import Sentence

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
LINES = [
    line
    for file in sorted(SAMPLES.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
EXTRA = [
    "집에 가려고 했다. 하려다 말았다.",
    "SSD를 Hello World로 바꿨다.",
    "두 개의 첫 번째 것",
    "로봇 버스를 타고 서비스 센터에 갔다.",
]
RULES = list(catalogue().values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_a_rule_draws_is_among_all_that_it_says_it_can_make(rule: Rule) -> None:
    rng = Random(1)
    drawn = 0
    for line in [rule.example.partition(" → ")[0], *EXTRA, *LINES[::10]]:
        sentence = Sentence(line)
        error = rule.draw(sentence, rng)
        if error is None:
            continue
        drawn += 1
        made = changed(line, error)
        everything = {changed(line, each) for each in rule.every(sentence, made.start, made.end)}
        assert made in everything, (line, error)
    assert drawn, "the rule finds no place in any sample"


def test_the_example_of_a_rule_is_an_error_that_it_makes() -> None:
    for rule in RULES:
        right, _, typo = rule.example.partition(" → ")
        made = {
            right[: error.start] + error.after + right[error.end :]
            for error in rule.every(Sentence(right), 0, len(right))
        }
        assert typo in made, rule.name


def test_every_layout_has_the_same_rules_and_every_rule_a_kind_and_a_source() -> None:
    for layout in LAYOUTS:
        assert list(catalogue(layout)) == list(catalogue())
    for name, rule in catalogue().items():
        assert name == rule.name
        assert kind_of(name) in KINDS
        assert rule.weight >= 0
        assert rule.source.strip()


def test_the_norm_allows_what_rules_named_permitted_make_and_they_are_off() -> None:
    permitted = [rule for rule in RULES if ".permitted_" in rule.name]
    assert len(permitted) >= 7
    assert all(rule.weight == 0 for rule in permitted)
