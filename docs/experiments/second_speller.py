"""Does a second speller find what the model does not, and can one tell which of them is right?

    python docs/experiments/second_speller.py [--fit FILE ...] [--test FILE ...]

Both spellers propose edits with every threshold open: the trained model, and the noisy channel of
007. Candidates for a text are the text itself and what any choice of up to five of the proposed
edits makes of it. A log-linear model over candidates (conditional logit: McFadden 1974) looks at
what the trained model makes of each (log P of the candidate given the text, less that of the text
itself), what the language model of 008 gains, how sure both spellers are of its edits, and their
kinds; it is fitted on --fit, by five folds where it is measured there, and measured on --test.
Prints, for each set, how many texts each speller alone, the better of both and the best choice get
right, then what the choice gets right at several thresholds, and the model alone at its own.
"""

import argparse
import sys
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import log
from pathlib import Path
from random import Random

import numpy as np
import torch
from transformers import PegasusForConditionalGeneration

from spellfix import Corrector
from spellfix.edits import Edit, apply
from spellfix.evaluation import read_pairs
from spellfix.kinds import KINDS
from spellfix.language.model import LanguageModel
from spellfix.language.storage import load
from spellfix.noisy_channel import NoisyChannel
from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer

DATA = Path(__file__).parents[2] / "data"
MOST_EDITS = 5
FOLDS = 5
THRESHOLDS = (0.3, 0.5, 0.6, 0.7, 0.8)
write = sys.stdout.write


@dataclass
class Text:
    """A text of a set: what its candidates show, [candidates, features], and which of them are
    right; the first is the text as it is. Where those of the spellers are, and of the model as
    shipped."""

    set: str
    wrong: bool
    shown: np.ndarray
    right: np.ndarray
    model: int
    channel: int
    shipped: int


class Judge:
    """The trained model and the language model, as those who look at candidates."""

    def __init__(self, directory: ModelDirectory) -> None:
        self.tokenizer = Tokenizer.load(directory.tokenizer)
        self.network = PegasusForConditionalGeneration.from_pretrained(directory.path).eval()
        self.language: LanguageModel = load(directory.path / "language.npz")

    def logprobs(self, text: str, candidates: list[str]) -> np.ndarray:
        """log P(candidate | text), float [candidates]."""
        source = torch.tensor([[*self.tokenizer.encode(text), self.tokenizer.eos_id]])
        targets = [[*self.tokenizer.encode(each), self.tokenizer.eos_id] for each in candidates]
        ids = torch.zeros(len(targets), max(map(len, targets)), dtype=torch.long)
        for row, target in zip(ids, targets, strict=True):
            row[: len(target)] = torch.tensor(target)
        with torch.no_grad():
            encoded = self.network.model.encoder(input_ids=source).last_hidden_state
            logits = self.network(
                encoder_outputs=(encoded.expand(len(ids), -1, -1),),
                decoder_input_ids=torch.cat([torch.zeros_like(ids[:, :1]), ids[:, :-1]], 1),
                attention_mask=torch.ones(len(ids), source.shape[1], dtype=torch.long),
            ).logits.log_softmax(-1)
        own = logits.gather(2, ids[:, :, None]).squeeze(2) * (ids != self.tokenizer.pad_id)
        found: np.ndarray = own.sum(1).numpy()
        return found


def odds(confidence: float) -> float:
    p = min(max(confidence, 1e-3), 1 - 1e-3)
    return log(p / (1 - p))


def choices(text: str, edits: list[Edit]) -> dict[str, tuple[Edit, ...]]:
    """What every choice of compatible edits makes of the text, the text itself first."""
    found: dict[str, tuple[Edit, ...]] = {text: ()}
    for count in range(1, len(edits) + 1 if len(edits) <= MOST_EDITS else 1):
        for some in combinations(sorted(edits, key=lambda edit: (edit.start, edit.end)), count):
            if all(a.end <= b.start and a.start < b.end for a, b in pairwise(some)):
                found.setdefault(apply(text, some), some)
    return found


def place(edit: Edit) -> tuple[int, int, str]:
    return edit.start, edit.end, edit.after


def read(file: Path, judge: Judge, threshold: float) -> list[Text]:
    """The texts of a file with all their candidates."""
    pairs = read_pairs(file)
    inputs = [pair.input for pair in pairs]
    ours = Corrector.from_pretrained(min_confidence=0.0).correct_batch(inputs)
    theirs = NoisyChannel.from_pretrained(min_confidence=0.0).correct_batch(inputs)
    texts = []
    for pair, one, other in zip(pairs, ours, theirs, strict=True):
        sure = [{place(edit): edit.confidence for edit in each.edits} for each in (one, other)]
        edits = {place(edit): edit for edit in (*other.edits, *one.edits)}
        found = choices(pair.input, list(edits.values()))
        found.setdefault(one.text, one.edits)
        found.setdefault(other.text, other.edits)
        kept = tuple(edit for edit in one.edits if edit.confidence >= threshold)
        shipped = apply(pair.input, kept)
        found.setdefault(shipped, kept)
        names = list(found)
        logprobs = judge.logprobs(pair.input, names) if len(names) > 1 else np.zeros(1)
        gains = np.array([judge.language.score(name) for name in names])
        rows = []
        for some in found.values():
            by = [[place(edit) in each for edit in some] for each in sure]
            both = sum(a and b for a, b in zip(*by, strict=True))
            row = [sum(by[0]) - both, sum(by[1]) - both, both]
            row += [sum(odds(each[place(e)]) for e in some if place(e) in each) for each in sure]
            rows.append(row + [sum(edit.kind == kind for edit in some) for kind in KINDS])
        shown = np.column_stack(
            [(logprobs - logprobs[0]).clip(-30, 30), (gains - gains[0]).clip(-40, 40), rows]
        )
        right = np.array([name in pair.targets for name in names])
        at = [names.index(name) for name in (one.text, other.text, shipped)]
        texts.append(Text(file.stem, pair.input not in pair.targets, shown, right, *at))
    return texts


def fitted(texts: list[Text], scale: np.ndarray) -> np.ndarray:
    """Weights under which right candidates are likeliest, with a standard normal prior."""
    some = [each for each in texts if each.right.any() and len(each.right) > 1]
    size = max(len(each.right) for each in some)
    shown = torch.zeros(len(some), size, len(scale))
    absent = torch.full((len(some), size), -1e9)
    right = torch.zeros(len(some), size, dtype=torch.bool)
    for at, each in enumerate(some):
        count = len(each.right)
        shown[at, :count] = torch.tensor(each.shown / scale)
        absent[at, :count] = 0.0
        right[at, :count] = torch.tensor(each.right)
    weights = torch.zeros(len(scale), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        scores = shown @ weights + absent
        wanted = scores.masked_fill(~right, -1e9).logsumexp(1)
        total = (scores.logsumexp(1) - wanted).sum() + 0.5 * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    return weights.detach().numpy() / scale


def chosen(text: Text, weights: np.ndarray, threshold: float) -> int:
    """The likeliest candidate; the text as it is where that is not likely enough."""
    scores = text.shown @ weights
    likely = np.exp(scores - scores.max())
    best = int(scores.argmax())
    return best if likely[best] > threshold * likely.sum() else 0


def told(name: str, texts: list[Text], picked: list[int]) -> None:
    """Right of texts with typos, miscorrected ones, and clean ones left alone, set by set."""
    cells = []
    for one in dict.fromkeys(text.set for text in texts):
        here = [(t, t.right[at], at) for t, at in zip(texts, picked, strict=True) if t.set == one]
        typos = [(right, at) for t, right, at in here if t.wrong]
        clean = [right for t, right, _ in here if not t.wrong]
        wrong = sum(not right and at > 0 for right, at in typos)
        fixed = sum(right for right, _ in typos)
        cells.append(f"{one} {fixed}/{len(typos)} ({wrong}) {sum(clean)}/{len(clean)}")
    write(f"{name}: {'; '.join(cells)}\n")


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    dev = [*sorted(DATA.glob("benchmark/*.jsonl")), *sorted(DATA.glob("calibration/*.jsonl"))]
    parser.add_argument("--fit", type=Path, nargs="*", default=dev)
    parser.add_argument(
        "--test", type=Path, nargs="*", default=sorted(DATA.glob("behaviour/*.jsonl"))
    )
    options = parser.parse_args()
    shipped = Corrector.from_pretrained()
    judge = Judge(ModelDirectory.open())
    fit, test = (
        [text for file in files for text in read(file, judge, shipped.min_confidence)]
        for files in (options.fit, options.test)
    )
    every = [*fit, *test]
    told("trained model, open", every, [text.model for text in every])
    told("noisy channel, open", every, [text.channel for text in every])
    best = [int(text.right.argmax()) for text in every]
    either = [t.model if t.right[t.model] else t.channel for t in every]
    told("the better of both", every, either)
    told("the best choice of edits", every, best)
    told("trained model, as shipped", every, [text.shipped for text in every])
    scale = np.concatenate([text.shown for text in every]).std(0) + 1e-6
    order = list(range(len(fit)))
    Random(0).shuffle(order)
    weights = {}
    for fold in range(FOLDS):
        out = set(order[fold::FOLDS])
        found = fitted([text for at, text in enumerate(fit) if at not in out], scale)
        weights.update(dict.fromkeys(out, found))
    final = fitted(fit, scale)
    for threshold in THRESHOLDS:
        picked = [chosen(text, weights[at], threshold) for at, text in enumerate(fit)]
        picked += [chosen(text, final, threshold) for text in test]
        told(f"chosen, above {threshold}", every, picked)


if __name__ == "__main__":
    main()
