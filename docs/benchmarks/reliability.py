"""Whether an edit's confidence is the share of such edits that are right.

    python docs/benchmarks/reliability.py [--model DIR] [--svg FILE]

Corrects data/benchmark and the lines of data/samples with drawn typos, without any threshold, and
judges every edit: right if exactly it is among those between the text as written and as meant.
Prints Markdown tables of confidences before and after calibration, cross-validated.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from spellfix.backends import OnnxBackend
from spellfix.calibration import CLOSEST, Calibration, judge
from spellfix.corrector import Corrector
from spellfix.evaluation import Pair, read_pairs
from spellfix.noise import Noiser, Recipe
from spellfix.pretrained import ModelDirectory
from spellfix.reliability import reliability
from spellfix.tokenizer import Tokenizer

DATA = Path(__file__).parents[2] / "data"
SEED = 2_718_281
FOLDS, SHUFFLES = 5, 5

Floats = NDArray[np.float64]
Map = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Judged:
    """Edits: the text of each, its confidence as the model tells it, and whether it is right."""

    sentence: NDArray[np.int64]
    told: Floats
    right: NDArray[np.bool_]


def sample_lines() -> list[str]:
    paths = sorted((DATA / "samples").glob("*.txt"))
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def judged(corrector: Corrector, pairs: Sequence[Pair]) -> Judged:
    rows = [
        (at, edit.confidence, right)
        for at, (pair, correction) in enumerate(
            zip(pairs, corrector.correct_batch([pair.input for pair in pairs]), strict=True)
        )
        for edit, right in zip(
            correction.edits, judge(pair.input, pair.target, correction.edits), strict=True
        )
    ]
    sentence, told, right = zip(*rows, strict=True)
    return Judged(np.array(sentence), np.array(told), np.array(right))


# -- maps ----------------------------------------------------------------------------------------


def as_told(told: Floats, right: Floats) -> Map:
    return lambda given: given


def logistic(told: Floats, right: Floats) -> Map:
    return np.vectorize(Calibration.fit(told.tolist(), right.tolist()))


def shift(told: Floats, right: Floats) -> Map:
    return _regression(lambda given: np.ones((len(given), 1)), _odds, told, right)


def beta(told: Floats, right: Floats) -> Map:
    """Kull et al. 2017, "Beyond sigmoids"."""

    def features(given: Floats) -> Floats:
        kept = _kept(given)
        return np.column_stack((np.log(kept), -np.log1p(-kept), np.ones(len(kept))))

    return _regression(features, lambda given: np.zeros(len(given)), told, right)


def isotonic(told: Floats, right: Floats) -> Map:
    """Neighbours that are out of order are pooled."""
    pools: list[list[float]] = []  # sum, count, highest confidence
    for confidence, outcome in sorted(zip(told.tolist(), right.tolist(), strict=True)):
        pools.append([outcome, 1.0, confidence])
        while len(pools) > 1 and pools[-2][0] * pools[-1][1] >= pools[-1][0] * pools[-2][1]:
            total, count, top = pools.pop()
            pools[-1] = [pools[-1][0] + total, pools[-1][1] + count, top]
    tops = np.array([top for _, _, top in pools])
    shares = np.array([total / count for total, count, _ in pools])
    return lambda given: shares[np.minimum(np.searchsorted(tops, given), len(tops) - 1)]


def _regression(features: Map, known: Map, told: Floats, right: Floats) -> Map:
    """Logistic regression by Newton's method, with a small ridge and steps that help."""
    rows, base = features(told), known(told)
    weights = np.zeros(rows.shape[1])

    def loss(weights: Floats) -> float:
        odds = rows @ weights + base
        return float((np.logaddexp(0, odds) - right * odds).sum() + 0.01 * weights @ weights)

    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights + base, -700, 700)))
        slope = rows.T @ (chance - right) + 0.02 * weights
        curve = (rows.T * (chance * (1 - chance))) @ rows + 0.02 * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        while np.abs(step).max() > 1e-9 and loss(weights - step) > loss(weights):
            step /= 2
        weights = weights - step
    return lambda given: 1 / (1 + np.exp(-(features(given) @ weights + known(given))))


def _kept(told: Floats) -> Floats:
    return np.clip(told, CLOSEST, 1 - CLOSEST)


def _odds(told: Floats) -> Floats:
    return np.log(_kept(told)) - np.log1p(-_kept(told))


METHODS = (as_told, shift, logistic, beta, isotonic)


# -- measuring -------------------------------------------------------------------------------------


def held_out(edits: Judged, method: Callable[[Floats, Floats], Map], seed: int) -> Floats:
    """Each confidence mapped by what was fitted on the other folds; a sentence stays in one."""
    sentences = list(dict.fromkeys(edits.sentence.tolist()))
    Random(seed).shuffle(sentences)
    place = {sentence: at % FOLDS for at, sentence in enumerate(sentences)}
    fold = np.array([place[sentence] for sentence in edits.sentence.tolist()])
    mapped = np.empty(len(fold))
    for each in range(FOLDS):
        rest = fold != each
        mapped[~rest] = method(edits.told[rest], edits.right[rest].astype(float))(edits.told[~rest])
    return mapped


def methods_table(edits: Judged) -> Iterator[str]:
    yield "| map | ECE | Brier | log loss |\n|---|---|---|---|"
    for method in METHODS:
        found = [
            reliability(held_out(edits, method, seed).tolist(), edits.right.tolist())
            for seed in range(SHUFFLES)
        ]
        ece, brier, loss = (
            np.mean([getattr(each, name) for each in found])
            for name in ("ece", "brier", "log_loss")
        )
        yield f"| {method.__name__} | {ece:.4f} | {brier:.4f} | {loss:.4f} |"


def bins_table(edits: Judged) -> Iterator[str]:
    yield "| confidence | n | told | right | n, calibrated | told, calibrated | right |"
    yield "|---|---|---|---|---|---|---|"
    right = edits.right.tolist()
    raw = _by_tenth(edits.told.tolist(), right)
    mapped = _by_tenth(held_out(edits, logistic, 0).tolist(), right)
    for tenth in range(10):
        cells = [raw.get(tenth, "0 | - | -"), mapped.get(tenth, "0 | - | -")]
        yield f"| {tenth / 10:.1f} to {(tenth + 1) / 10:.1f} | {cells[0]} | {cells[1]} |"


def _by_tenth(told: list[float], right: list[bool]) -> dict[int, str]:
    return {
        min(9, int(each.confidence * 10)): f"{each.n} | {each.confidence:.3f} | {each.right:.3f}"
        for each in reliability(told, right).bins
    }


def picture(sets: dict[str, Judged]) -> str:
    """Right by told, in tenths, as an SVG: hollow as told, filled cross-validated."""
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-40 -20 480 460" font-size="12">',
        '<rect width="400" height="400" fill="none" stroke="#999"/>',
        '<line y1="400" x2="400" y2="0" stroke="#999" stroke-dasharray="4"/>',
        '<text x="150" y="430">confidence</text><text x="-30" y="-6">share right</text>',
    ]
    for colour, (name, edits) in zip(("#c33", "#36c"), sets.items(), strict=True):
        right = edits.right.tolist()
        curves = ((edits.told, "none"), (held_out(edits, logistic, 0), colour))
        for told, fill in curves:
            for each in reliability(told.tolist(), right).bins:
                x, y, size = each.confidence * 400, 400 - each.right * 400, 2 + each.n**0.5 / 3
                parts.append(
                    f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}" fill="{fill}" '
                    f'fill-opacity="0.6" stroke="{colour}"><title>{name}</title></circle>'
                )
    return "\n".join([*parts, "</svg>\n"])


def report(directory: ModelDirectory, svg: Path | None) -> Iterator[str]:
    backend = OnnxBackend(directory.encoder, directory.decoder)
    corrector = Corrector(
        backend,
        Tokenizer.load(directory.tokenizer),
        max_positions=directory.max_positions,
        shortest=directory.shortest,
    )
    names = ("real_dev", "feedback_dev", "clean_dev")
    dev = [pair for name in names for pair in read_pairs(DATA / "benchmark" / f"{name}.jsonl")]
    lines = sample_lines()
    noiser = Noiser(SEED, Recipe())
    made = [noiser.noise(line, 0, at) for at, line in enumerate(lines)]
    synthetic = [Pair(noisy.text, line) for noisy, line in zip(made, lines, strict=True)]
    sets = {"dev": judged(corrector, dev), "synthetic": judged(corrector, synthetic)}
    yield f"{directory.name} {directory.version}\n"
    for (name, edits), pairs in zip(sets.items(), (dev, synthetic), strict=True):
        fitted = Calibration.fit(edits.told.tolist(), edits.right.tolist())
        share = f"{edits.right.mean():.1%} right"
        yield f"## {name}: {len(edits.told)} edits in {len(pairs)} texts, {share}\n"
        yield from methods_table(edits)
        yield f"\nscale {fitted.scale}, shift {fitted.shift}\n"
        yield from bins_table(edits)
        other = next(each for each in sets.values() if each is not edits)
        moved = [fitted(told) for told in other.told.tolist()]
        found = reliability(moved, other.right.tolist())
        yield f"\nApplied to the other set: ECE {found.ece:.4f}, log loss {found.log_loss:.4f}\n"
    if svg:
        svg.write_text(picture(sets), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path)
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    for line in report(ModelDirectory.open(options.model), options.svg):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
