"""Pairs that show each row of the noise tables about as often: the rare more than chance does.

    python docs/release/rare_rows.py --output PAIRS.jsonl [--each 40] [--longest N]
        [--kinds KIND ...] [--seed 0] -- FILE[:WEIGHT] ...

The noise function draws errors as people make them, so that a model meets 되/돼 thousands of times
and 알아맞히다 never. Here each row of a table (one right form and one wrong; spelling, loanword and
particle where --kinds asks for no others) gets --each lines in which it has a place, drawn evenly,
with that one error and no other. Lines of more than --longest code points are left out, spaces
beside figures too (5 개, 5개: 한글 맞춤법 제43항 permits both), and lines that something is
measured on. Weights are those of `spellfix train --data`; a line of a file with a weight below 1 is
read that often.

Writes {"input", "target", "kind", "row"} in order of the rows; prints how many rows got how many.
"""

import argparse
import json
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from reservoir import Reservoir
from text import kept_apart

from spellfix.noise.catalogue import catalogue
from spellfix.noise.rule import changed, kind_of
from spellfix.noise.sentence import Sentence
from spellfix.text import LONGEST_SENTENCE

KINDS = ("spelling", "loanword", "particle")
SHORTEST = 6


def lines(argument: str, rng: Random) -> Iterator[str]:
    """The lines of FILE[:WEIGHT], once each at most."""
    name, _, weight = argument.rpartition(":")
    path, share = (Path(name), float(weight)) if name else (Path(argument), 1.0)
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = line.strip()
            if SHORTEST <= len(text) <= LONGEST_SENTENCE and rng.random() < share:
                yield text


def beside_figures(text: str, start: int, end: int, after: str) -> bool:
    """Whether nothing but a space beside a figure is changed."""
    same_but_spaces = text[start:end].replace(" ", "") == after.replace(" ", "")
    return same_but_spaces and any(each.isdigit() for each in text[max(0, start - 1) : end + 1])


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE[:WEIGHT]")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--longest", type=int, default=LONGEST_SENTENCE)
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=(*KINDS, "spacing"))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = Random(options.seed)
    rules = [rule for name, rule in catalogue().items() if kind_of(name) in options.kinds]
    barred = kept_apart()
    drawn: Reservoir[tuple[str, str], tuple[str, str]] = Reservoir(rng)
    for argument in options.files:
        for text in lines(argument, rng):
            if len(text) > options.longest or text in barred:
                continue
            sentence = Sentence(text)
            met = set()
            for rule in rules:
                for error in rule.every(sentence, 0, len(text)):
                    start, end, after, row = changed(text, error)
                    key = (rule.name, row)
                    if not row or key in met or beside_figures(text, start, end, after):
                        continue
                    if sentence.protected and not sentence.may_change(start, end):
                        continue
                    met.add(key)
                    drawn.offer(key, (text[:start] + after + text[end:], text), options.each)
    with options.output.open("w", encoding="utf-8") as file:
        for (name, row), pairs in sorted(drawn.kept.items()):
            for noisy, text in pairs:
                made = {"input": noisy, "target": text, "kind": kind_of(name), "row": row}
                file.write(json.dumps(made, ensure_ascii=False) + "\n")
    sizes = [len(pairs) for pairs in drawn.kept.values()]
    full = sizes.count(options.each)
    told = f"{len(sizes)} rows, {sum(sizes)} pairs; {full} rows with {options.each}"
    sys.stdout.write(told + "\n")


if __name__ == "__main__":
    main()
