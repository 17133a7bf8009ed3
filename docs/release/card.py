"""The card of the shipped model: what training writes, and how the model does on everything else
that is measured, its known failures and its leanings, with examples. Seals the model again.

    python docs/release/card.py MODEL

MODEL: a model directory, whose README.md and spellfix.json are written anew. Examples are the
worst of each set: right texts that are touched and wrong corrections, the most confident first.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from spellfix import Corrector
from spellfix.evaluation import Evaluation, Wrong, evaluate, read_pairs
from spellfix.manifest import read_facts, write_manifest
from spellfix.metrics import Metrics
from spellfix.metrics.groups import Group
from spellfix.pretrained import ModelDirectory
from spellfix.train.card import write_card

DATA = Path(__file__).resolve().parents[2] / "data"
SHORT = 60
"""Code points of an example, at most."""
EXAMPLES = (("overcorrected", 2), ("miscorrected", 2), ("uncorrected", 1))
LEANINGS = {
    "dialect": "dialect",
    "slang": "slang and playful spelling",
    "names": "names of people and places",
    "register": "registers, from plain to honorific",
}

INTRO = """\
## 그 밖의 글 Other texts

Written by hand for measuring alone, but for the calibration texts, that thresholds were also chosen
on. 95 % Wilson intervals.
"""
FAILURES = """\
## 알려진 잘못 Known failures

The worst of each set: what was written, what the model makes of it, what was meant.
"""
BIAS = """\
## 치우침 Leanings

Of right texts of each sort so many are changed, and so many typos in them are mended. Formal and
plain written Korean is what the model has read most of; whoever writes otherwise is corrected
without need more often.
"""


def main(model: Path) -> None:
    """See above."""
    corrector = Corrector.from_pretrained(model)
    files = [*sorted((DATA / "benchmark").glob("*.jsonl")), DATA / "calibration/calibration.jsonl"]
    files += sorted((DATA / "behaviour").glob("*.jsonl"))
    found = {file.stem: evaluate(corrector, read_pairs(file)) for file in files}
    sources = (DATA / "training_sources.md").read_text(encoding="utf-8")
    parts = [*others(found), *leanings(found), *failures(found), "", sources]
    facts = read_facts(model)
    write_card(model / "README.md", facts, "\n".join(parts))
    write_manifest(model, facts)
    ModelDirectory.open(model).verify()


def others(found: Mapping[str, Evaluation]) -> Iterator[str]:
    """Both accuracies by domain and by behavioural set."""
    yield INTRO
    yield "| set | 오타 정확률 typo accuracy | n | 정타 정확률 correct-text accuracy | n |"
    yield "|---|---|---|---|---|"
    for domain, group in found["calibration"].metrics.by_domain.items():
        yield row(f"calibration, {domain}", group)
    for name in sorted(each.stem for each in (DATA / "behaviour").glob("*.jsonl")):
        yield row(f"behaviour, {name}", found[name].metrics)
    yield ""


def leanings(found: Mapping[str, Evaluation]) -> Iterator[str]:
    """Whom the model corrects without need."""
    yield BIAS
    for name, sort in {"feedback": "teachers' plain sentences", **LEANINGS}.items():
        each = found[name].metrics
        yield (
            f"- {sort}: {each.overcorrected} of {each.n_clean} right ones changed, "
            f"{each.corrected} of {each.n_typo} typos mended"
        )
    yield ""


def failures(found: Mapping[str, Evaluation]) -> Iterator[str]:
    """Some of the worst of each set."""
    yield FAILURES
    yield "| set | written | the model | meant |"
    yield "|---|---|---|---|"
    for name, evaluation in found.items():
        for outcome, most in EXAMPLES:
            for wrong in shown(evaluation, outcome)[:most]:
                meant = "the same" if wrong.pair.clean else wrong.pair.target
                made = "nothing" if outcome == "uncorrected" else wrong.output
                yield f"| {name} | {wrong.pair.input} | {made} | {meant} |"


def shown(evaluation: Evaluation, outcome: str) -> Sequence[Wrong]:
    """The cases that fit into a line of a table, worst first."""
    return [
        wrong
        for wrong in evaluation.wrong
        if wrong.outcome == outcome
        and len(wrong.pair.input) <= SHORT
        and not set("|\n") & set(wrong.pair.input + wrong.pair.target + wrong.output)
    ]


def row(name: str, group: Group | Metrics) -> str:
    """A line of a table."""
    typo = share(group.typo_accuracy, group.typo_accuracy_interval)
    clean = share(group.correct_text_accuracy, group.correct_text_accuracy_interval)
    return f"| {name} | {typo} | {group.n_typo} | {clean} | {group.n_clean} |"


def share(accuracy: float | None, interval: tuple[float, float] | None) -> str:
    """A share and its interval in per cent."""
    if accuracy is None or interval is None:
        return "-"
    return f"{100 * accuracy:.1f} % [{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
