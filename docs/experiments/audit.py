"""Planted faults: the weights and the numbers of 010-audit.md.

    python docs/experiments/audit.py fit TEXT --seed 1
    python docs/experiments/audit.py measure TEXT --seed 2 [--keep FOLDER]

The first prints NEUTRAL and WEIGHTS of spellfix.data.auditing.weights.

TEXT: clean lines; those of `fit` and of `measure` have none in common.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
from planting import FAULTS, NONE, Planted, Plants

from spellfix.data.auditing import LEAST, Audit, Counted, Witnesses, audit
from spellfix.data.auditing.reasons import GUESSES
from spellfix.data.auditing.signs import Signs, signs_of
from spellfix.data.auditing.weights import NEUTRAL, PRIOR, USED, value
from spellfix.evaluation import Pair
from spellfix.lines import read_texts
from spellfix.metrics import wilson

PORTION = 256
FITTED = 800
"""Faults of each sort that the weights are fitted on."""
EACH = 50
"""Faults of each sort that are hidden."""
FOUND_AS = {  # the reasons that name a fault
    "swapped": {"swapped"},
    "duplicated": {"duplicate"},
    "contradictory": {"contradiction"},
    "wrong-target": {"wrong_target"},
}
SURE, STILL_RIGHT = 2.0, 0.13
"""Lines of clean corpora are not all clean: of 61 places where the model would change one with
log-odds of SURE or more, 53 were real errors when read one by one. Such lines count as clean with
this weight in the fit of wrong targets."""
LEASTS = (0.3, 0.5, 0.7, 0.9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("fit", "measure"))
    parser.add_argument("text", type=Path, nargs="+")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--model")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    plants = Plants([line for path in given.text for line in read_texts(path) if line], given.seed)
    witnesses = Witnesses.open(given.model)
    if given.what == "fit":
        fit(plants, witnesses)
    elif given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        measure(plants, witnesses, given.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(plants, witnesses, Path(folder))


def fit(plants: Plants, witnesses: Witnesses) -> None:
    """Print what the weights of every guess are, and how well they tell faults from none."""
    clean = list(signs(plants.clean, witnesses))
    say("NEUTRAL", {name: round(mean(clean, name), 1) for name in NEUTRAL})
    for guess in GUESSES:
        bad = list(signs(plants.draw(guess.replace("_", "-"), FITTED, set()), witnesses))
        good = clean if guess == "wrong_target" else [each for each in clean if each.changed]
        names = USED[guess]
        rows = np.array([[value(each, name) for name in names] for each in (*good, *bad)])
        truth = np.repeat([0.0, 1.0], [len(good), len(bad)])
        counted = np.ones(len(rows))
        if guess == "wrong_target":
            counted[: len(good)] = [STILL_RIGHT if each.departs >= SURE else 1 for each in good]
        spread = rows.std(axis=0) + 1e-9
        weights = logistic(np.column_stack([rows / spread, np.ones(len(rows))]), truth, counted)
        weights[:-1] /= spread
        weights[-1] += np.log(PRIOR[guess] * len(good) / len(bad))
        told = rows @ weights[:-1] + weights[-1]
        over = np.sum(told[truth == 1][:, None] > told[truth == 0][None], dtype=np.int64)
        say(guess, dict(zip((*names, "constant"), weights.round(3).tolist(), strict=True)))
        say("  n", [len(good), len(bad)], "AUC", round(over / len(good) / len(bad), 4))


def logistic(rows: np.ndarray, truth: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Weights [K] of `rows` [N, K], the last of which is 1, each counted so often; normal priors of
    deviation 1 on all but that (Newton's method)."""
    weights = np.zeros(rows.shape[1])
    narrow = np.diag([*[1.0] * (rows.shape[1] - 1), 1e-6])
    for _ in range(50):
        told = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (counted * (told - truth)) + narrow @ weights
        curve = (rows.T * (counted * told * (1 - told))) @ rows + narrow
        weights -= np.linalg.solve(curve, slope)
    return weights


def signs(pairs: Sequence[Planted], witnesses: Witnesses) -> Iterator[Signs]:
    for start in range(0, len(pairs), PORTION):
        portion = [Pair(each.input, each.target) for each in pairs[start : start + PORTION]]
        heard = witnesses.hear(portion)
        yield from (signs_of(pair, said) for pair, said in zip(portion, heard, strict=True))


def measure(plants: Plants, witnesses: Witnesses, folder: Path) -> None:
    """Hide EACH faults of every sort, audit, and print how many are found."""
    apart: set[int] = set()
    drawn = {fault: plants.draw(fault, EACH, apart) for fault in FAULTS}
    replaced = {each.of for fault in ("swapped", "wrong-target") for each in drawn[fault]}
    pairs = [each for each in plants.clean if each.of not in replaced]
    for found in drawn.values():
        pairs += found
    Random(plants.clean[0].of).shuffle(pairs)
    path = folder / "pairs.jsonl"
    lines = [json.dumps({"input": each.input, "target": each.target}) for each in pairs]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(pairs, ensure_ascii=False), encoding="utf-8")
    start, busy = time.perf_counter(), time.process_time()
    done = audit(Counted([path]), witnesses, least=0.0)
    say(len(pairs), "pairs", round(time.perf_counter() - start, 1), "s")
    say("of the processor", round(time.process_time() - busy, 1), "s")
    alarms = report(pairs, done)
    (folder / "alarms.txt").write_text("\n".join(alarms) + "\n", encoding="utf-8")


def report(pairs: Sequence[Planted], done: Audit) -> list[str]:
    """Found, and found under its name, of each sort; precision for several thresholds and at 200.
    Returns the false alarms from LEAST on, to be read one by one.

    Of two pairs that are the same or contradict each other either may be the one that was planted:
    pointing at the other is counted neither for nor against.
    """
    partners = {each.of for each in pairs if each.fault in ("duplicated", "contradictory")}
    ranked = [(pairs[int(each.item.place.rpartition(":")[2]) - 1], each) for each in done.doubtful]
    for least in LEASTS:
        flagged = [(pair, each) for pair, each in ranked if each.doubt >= least]
        hit = {(pair.fault, pair.of) for pair, _ in flagged if pair.fault != NONE}
        named = Counter()
        for pair, each in flagged:
            if pair.fault != NONE and FOUND_AS[pair.fault] & {r.name for r in each.reasons}:
                named[pair.fault] += 1
        for pair, each in flagged:  # the twin of a duplicate stands for it
            if pair.fault == NONE and pair.of in partners and each.reasons[0].name == "duplicate":
                hit.add(("duplicated", pair.of))
                named["duplicated"] += 1
        say(f"doubt >= {least}: flagged", len(flagged))
        for fault in FAULTS:
            count = sum(name == fault for name, _ in hit)
            say(
                f"  {fault}: found", count, "of", EACH, interval(count, EACH), "named", named[fault]
            )
        false = [each for pair, each in flagged if pair.fault == NONE and pair.of not in partners]
        right = len(hit)
        say("  all: recall", interval(right, 4 * EACH), "precision", right, "of",
            right + len(false), interval(right, right + len(false)))  # fmt: skip
        for reason in dict.fromkeys(each.reasons[0].name for _, each in flagged):
            those = [pair for pair, each in flagged if each.reasons[0].name == reason]
            kinds = Counter(
                "twin" if pair.fault == NONE and pair.of in partners else pair.fault
                for pair in those
            )
            say(f"  {reason} comes first of", len(those), dict(kinds))
        clean = sum(pair.fault == NONE and pair.of not in partners for pair in pairs)
        say("  of clean pairs", interval(len(false), clean))
    for most in (50, 100, 200):
        top = ranked[:most]
        strict = sum(pair.fault != NONE for pair, _ in top)
        group = sum(pair.fault != NONE or pair.of in partners for pair, _ in top)
        say(f"precision@{most}", interval(strict, most), "either of two", interval(group, most))

    return [
        f"{each.doubt} {[(reason.name, reason.detail) for reason in each.reasons]}\n"
        f"  {pair.input}\n  {pair.target}"
        for pair, each in ranked
        if each.doubt >= LEAST and pair.fault == NONE and pair.of not in partners
    ]


def mean(found: Sequence[Signs], name: str) -> float:
    return float(np.mean([value(each, name) for each in found]))


def interval(count: int, n: int) -> str:
    low, high = wilson(count, n) or (0.0, 1.0)
    return f"{100 * count / max(n, 1):.1f} % [{100 * low:.1f}, {100 * high:.1f}] (n = {n})"


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
