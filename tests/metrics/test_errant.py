"""Edits counted by the scorer of ERRANT, which others wrote (Bryant et al. 2017).

What it is told are the edits by which each output was made, not those found again by alignment.
"""

import json
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from errant.commands.compare_m2 import evaluate_edits, process_edits, simplify_edits

from spellfix.edits import Edit, align, apply
from spellfix.metrics import Case, Metrics, score
from spellfix.metrics.matching import Key, character_edits, word_edits

DATA = Path(__file__).parents[2] / "data" / "benchmark"
OPTIONS = Namespace(dt=False, ds=False, cse=False, single=False, multi=False, filt=[], beta=0.5)
OPTIONS.verbose = False


@dataclass(frozen=True, slots=True)
class Made:
    """A case, and the edits that made its output, by characters or by words."""

    case: Case
    edits: tuple[Key, ...]


def by_characters(count: int) -> list[Made]:
    """Real typos; of their edits some are left out, some write something else, some are added."""
    rng = Random(7)
    made = []
    for pair in pairs(count):
        edits = []
        for edit in align(pair["input"], pair["target"]):
            fate = rng.random()
            if fate < 0.6:
                edits.append(edit)
            elif fate < 0.8:
                edits.append(Edit(edit.start, edit.end, edit.before, f"{edit.after}뷁", "spelling"))
        end = len(pair["input"])
        if rng.random() < 0.2 and not (edits and edits[-1].end > end - 3):
            edits.append(Edit(end, end, "", "쀍", "keyboard"))
        case = Case(pair["input"], pair["target"], apply(pair["input"], edits))
        made.append(Made(case, tuple(character_edits(edits))))
    return made


def by_words(count: int) -> list[Made]:
    """Real sentences; words of them are misspelt, others put behind them, and some of that is
    undone, some made worse. A word behind an added one is right: which of two words went where
    one new stands, nobody can tell."""
    rng = Random(8)
    made = []
    for pair in pairs(count):
        right = pair["target"].split()
        text, target, output, edits = [], [], [], []  # words, and edits of those of the text
        wrong: list[str] = []
        for word in right:
            fate = rng.random() if len(wrong) < 2 else 1.0
            wrong = [word[:-1] + "뷁"] if fate < 0.15 else [word, "쀍"] if fate < 0.3 else [word]
            spoilt = len(wrong) == 1 and fate < 1.0 and rng.random() < 0.3
            answer = [word] if rng.random() < 0.6 else ["꿻"] if spoilt else wrong
            if answer != wrong:
                edits.append(minimal(len(text), wrong, answer))
            text += wrong
            target.append(word)
            output += answer
        made.append(Made(Case(*map(" ".join, (text, target, output))), tuple(edits)))
    return made


def minimal(at: int, before: Sequence[str], after: Sequence[str]) -> Key:
    kept = before[0] == after[0]
    return at + kept, at + len(before), " ".join(after[kept:])


def pairs(count: int) -> list[dict[str, str]]:
    lines = (DATA / "real_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[:count]]


def block(text: str, edits: Sequence[Sequence[Key]]) -> str:
    """An M2 block: the sentence, and the edits of each annotator; spaces written as ␣."""
    lines = [f"S {text}"]
    for annotator, keys in enumerate(edits):
        tail = f"REQUIRED|||-NONE-|||{annotator}"
        lines += [f"A {a} {b}|||R|||{after.replace(' ', '␣')}|||{tail}" for a, b, after in keys]
        if not keys:
            lines.append(f"A -1 -1|||noop|||-NONE-|||{tail}")
    return "\n".join(lines)


def wanted(case: Case, words: bool) -> list[list[Key]]:
    found = [align(case.input, target) for target in case.targets]
    return [word_edits(case.input, each) if words else character_edits(each) for each in found]


def counts(metrics: Metrics, words: bool) -> tuple[int, int, int]:
    """True positives, false positives, false negatives."""
    right, made, wanted = (
        getattr(metrics, f"n_{'word_' * words}edits_{what}") for what in ("right", "made", "wanted")
    )
    return right, made - right, wanted - right


@pytest.mark.parametrize("words", [False, True])
def test_its_command_counts_the_same_on_whole_files(tmp_path: Path, words: bool) -> None:
    made = by_words(120) if words else by_characters(120)
    blocks = [block(each.case.input, [each.edits]) for each in made]
    references = [block(each.case.input, wanted(each.case, words)) for each in made]
    (tmp_path / "made.m2").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    (tmp_path / "wanted.m2").write_text("\n\n".join(references) + "\n", encoding="utf-8")
    command = [sys.executable, "-c", "from errant.commands.compare_m2 import main; main()"]
    command += ["-hyp", str(tmp_path / "made.m2"), "-ref", str(tmp_path / "wanted.m2")]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    found = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    table = found.stdout.splitlines()
    values = table[table.index("TP\tFP\tFN\tPrec\tRec\tF0.5") + 1].split("\t")
    metrics = score(each.case for each in made)
    assert min(counts(metrics, words)) > 10
    assert counts(metrics, words) == tuple(map(int, values[:3]))
    rates = [
        getattr(metrics, f"{'word_' * words}edit_{what}") for what in ("precision", "recall", "f05")
    ]
    assert rates[:2] == pytest.approx([float(value) for value in values[3:5]], abs=5e-5)
    assert rates[2] == pytest.approx(float(values[5]), abs=1e-4)  # from its rounded P and R


@pytest.mark.parametrize("words", [False, True])
def test_it_takes_the_same_reference_of_several(words: bool) -> None:
    """Each sentence is scored alone: after others, ERRANT's choice hangs on their counts."""
    rng = Random(9)
    total, several = [0, 0, 0], []
    for each in by_words(60) if words else by_characters(60):
        case = each.case
        edits = align(case.input, case.target)
        others = [
            apply(case.input, [edit for edit in edits if rng.random() < 0.5]),
            case.output if rng.random() < 0.3 else case.target + "요",
        ]
        case = Case(case.input, case.target, case.output, alternatives=tuple(others))
        made = process_edits(simplify_edits(block(case.input, [each.edits])), OPTIONS)
        meant = process_edits(simplify_edits(block(case.input, wanted(case, words))), OPTIONS)
        nothing = {"tp": 0, "fp": 0, "fn": 0}
        found, _ = evaluate_edits(made, meant, nothing, 0, case.input, OPTIONS)
        alone = (found["tp"], found["fp"], found["fn"])
        assert counts(score([case]), words) == alone
        total = [sum(pair) for pair in zip(total, alone, strict=True)]
        several.append(case)
    assert counts(score(several), words) == tuple(total)
    assert counts(score(several), words) != counts(
        score(Case(case.input, case.target, case.output) for case in several), words
    )
