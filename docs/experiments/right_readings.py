"""A network taught to choose: of its own readings of a typo text, the right one shall be likeliest.

    python docs/experiments/right_readings.py read PAIRS.jsonl --output READ.jsonl
        [--model DIR] [--within 4.4] [--part K/N]
    python docs/experiments/right_readings.py learn READ.jsonl ... --output MODEL [--model DIR]
        [--rate 1e-4] [--passes 1] [--gain 0] [--copying 1] [--seed 0]

read: of {"input", "target"} the readings of the network within so many nats of the likeliest, and
what the language model of the model gains by each; a line for every pair with more than one, the
target among them.
learn: the weights of MODEL, such that of the readings of a line the target has the largest share of
their probability (cross-entropy over readings), and each of its tokens is likely (--copying times
their mean cross-entropy, as in training). --gain: what a nat of the language model counts there.
"""

import argparse
import json
import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import torch
from hard_pairs import part
from torch.nn.functional import cross_entropy, log_softmax

from spellfix.edits import apply
from spellfix.language.opinion import gains
from spellfix.language.storage import load as load_language
from spellfix.manifest import LANGUAGE
from spellfix.pretrained import ModelDirectory
from spellfix.reading import Reader
from spellfix.runtime import open_backend
from spellfix.tokenizer import Tokenizer
from spellfix.torch_backend import load_weights
from spellfix.train.finish import export_again

AT_ONCE = 500
TOKENS = 4608
"""Of all readings of a batch, padding included."""
STEP, SOURCES = 16, 8
"""Lengths, and numbers of sources, are multiples of these, and numbers of readings the same for a
length: bf16 kernels are compiled for each shape."""
MOST_GAIN = 20.0
IGNORED = -100


def read(options: argparse.Namespace) -> None:
    """See above."""
    model = ModelDirectory.open(options.model)
    tokenizer = Tokenizer.load(model.tokenizer)
    reader = Reader(open_backend(model), tokenizer, model.max_positions, options.within)
    language = load_language(model.path / LANGUAGE)
    lines = part(options.pairs[0], options.part)
    seen = several = right = 0
    with options.output.open("w", encoding="utf-8") as output:
        while rows := [json.loads(line) for line in islice(lines, AT_ONCE)]:
            found = reader.read(row["input"] for row in rows)
            for row in rows:
                typed, first = row["input"], found[row["input"]]
                texts = [apply(typed, each.edits) for each in (first, *first.others)]
                seen, right = seen + 1, right + (texts[0] == row["target"])
                if row["target"] not in texts or len(texts) < 2:
                    continue
                several += 1
                gained = gains(language, [(typed, text) for text in texts])
                kept = {
                    "input": typed,
                    "target": row["target"],
                    "readings": texts,
                    "gains": [round(each, 3) for each in gained],
                }
                output.write(json.dumps(kept, ensure_ascii=False) + "\n")
            sys.stdout.write(f"{seen:,} read, {right:,} right, {several:,} kept\n")
            sys.stdout.flush()


class Line:
    """One pair as ids. rows: a reading each, the target first."""

    def __init__(self, tokenizer: Tokenizer, row: dict[str, object]) -> None:
        told = dict(zip(row["readings"], row["gains"], strict=True))  # type: ignore[call-overload]
        texts = [row["target"], *(text for text in told if text != row["target"])]
        self.source = [*tokenizer.encode(str(row["input"])), tokenizer.eos_id]
        self.rows = [[*tokenizer.encode(text), tokenizer.eos_id] for text in texts]
        self.gains = [max(-MOST_GAIN, min(told[text], MOST_GAIN)) for text in texts]

    @property
    def longest(self) -> int:
        return STEP * -(-max(len(self.source), *map(len, self.rows)) // STEP)


def batches(lines: list[Line], seed: int) -> Iterator[list[Line]]:
    """Lines of like length together, in random order."""
    chance = random.Random(seed)
    made: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.longest, chance.random())):
        batch = made[-1] if made else []
        rows = len(line.rows) + sum(len(each.rows) for each in batch)
        if batch and batch[0].longest == line.longest and rows * line.longest <= TOKENS:
            batch.append(line)
        else:
            made.append([line])
    chance.shuffle(made)
    return iter(made)


def padded(rows: Sequence[Sequence[int]], by: int, length: int, count: int) -> torch.Tensor:
    """int64 [at least `count`, `length`]."""
    filled = [[*row, *[by] * (length - len(row))] for row in rows]
    return torch.tensor([*filled, *[[by] * length] * (count - len(rows))])


def losses(network: torch.nn.Module, batch: list[Line], gain: float) -> tuple[torch.Tensor, ...]:
    """Of a batch: the mean cross-entropy over readings, that of the tokens of the targets, and the
    share of lines whose target is the likeliest reading."""
    length, rows = batch[0].longest, [row for line in batch for row in line.rows]
    some = SOURCES * -(-len(batch) // SOURCES)
    source = padded([line.source for line in batch], Tokenizer.pad_id, length, some)
    labels = padded(rows, IGNORED, length, TOKENS // length)
    owner = torch.tensor([at for at, line in enumerate(batch) for _ in line.rows])
    owner = torch.cat([owner, torch.zeros(len(labels) - len(rows), dtype=torch.long)])
    shifted = torch.cat([torch.full_like(labels[:, :1], Tokenizer.pad_id), labels[:, :-1]], 1)
    mask = (source != Tokenizer.pad_id).long()
    mask[:, 0] = 1  # rows that are there for the shape
    encoded = network.model.encoder(input_ids=source, attention_mask=mask).last_hidden_state
    decoded = network.model.decoder(
        input_ids=shifted.clamp(min=0),
        encoder_hidden_states=encoded[owner],
        encoder_attention_mask=mask[owner],
        use_cache=False,
    ).last_hidden_state
    logits = network.lm_head(decoded) + network.final_logits_bias
    costs = cross_entropy(
        logits.flatten(0, 1).float(), labels.flatten(), ignore_index=IGNORED, reduction="none"
    ).view_as(labels)
    sizes = [len(line.rows) for line in batch]
    gained = torch.tensor([each for line in batch for each in line.gains])
    scores = gain * gained - costs[: len(rows)].sum(1)
    shares = [log_softmax(each, 0) for each in scores.split(sizes)]
    firsts = torch.tensor([0, *sizes[:-1]]).cumsum(0)
    choice = -torch.stack([each[0] for each in shares]).mean()
    tokens = costs[firsts].sum() / (labels[firsts] != IGNORED).sum()
    right = torch.tensor([float(each.argmax() == 0) for each in shares]).mean()
    return choice, tokens, right


def learn(options: argparse.Namespace) -> None:
    """See above."""
    model = ModelDirectory.open(options.model)
    tokenizer = Tokenizer.load(model.tokenizer)
    lines = [
        Line(tokenizer, json.loads(row))
        for path in options.pairs
        for row in path.read_text(encoding="utf-8").splitlines()
    ]
    network = load_weights(model.path)
    network.train()
    network.model.shared.weight.requires_grad_(False)
    learnt = [each for each in network.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(learnt, options.rate, betas=(0.9, 0.98), weight_decay=0.0)
    plan = [batch for at in range(options.passes) for batch in batches(lines, options.seed + at)]
    seen: list[tuple[float, ...]] = []
    began = time.monotonic()
    for step, batch in enumerate(plan):
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min((step + 1) / 100, 1 - step / len(plan))
        with torch.autocast("cpu", torch.bfloat16):
            found = losses(network, batch, options.gain)
        (found[0] + options.copying * found[1]).backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        seen.append(tuple(float(each.detach()) for each in found))
        if step % 50 == 49 or step + 1 == len(plan):
            told = [sum(each) / len(seen) for each in zip(*seen, strict=True)]
            sys.stdout.write(
                f"{step + 1} of {len(plan)} steps, {time.monotonic() - began:.0f} s: choice "
                f"{told[0]:.4f}, tokens {told[1]:.4f}, right {told[2]:.4f}\n"
            )
            sys.stdout.flush()
            seen.clear()
    shutil.copytree(model.path, options.output, ignore=shutil.ignore_patterns(".run", "run.json"))
    network.eval()
    torch.nn.Module.to(network, torch.float16)
    network.save_pretrained(options.output)
    export_again(options.output)


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("what", choices=("read", "learn"))
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--within", type=float, default=4.4)
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--gain", type=float, default=0.0)
    parser.add_argument("--copying", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    (read if options.what == "read" else learn)(options)


if __name__ == "__main__":
    main()
