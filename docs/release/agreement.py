"""Pairs in which a particle has the form that does not fit what stands before it: 값를, PDF을, 3를.

    python docs/release/agreement.py --output PAIRS.jsonl [--each 6] [--longest 80] [--seed 0]
        -- FILE[:WEIGHT] ...

The rows of the rule particle.by_batchim, each behind every sound that its text has before it, about
as often: the form follows from the last sound alone, whatever the word, and that is learnt from
many different words. A sound is the last syllable of a word in Hangul, the last figure of a number,
the last two letters of what is Latin. Each row gets up to --each lines for each syllable and ten
times that for each figure and pair of letters, drawn evenly, a word before the particle once. Lines
of more than --longest code points are left out, and lines that something is measured on.

Writes {"input", "target", "kind", "row"}; prints how many pairs there are behind what.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from rare_rows import lines
from reservoir import Reservoir
from text import kept_apart

from spellfix.noise.catalogue import catalogue
from spellfix.noise.rule import changed
from spellfix.noise.sentence import Sentence

RULE = "particle.by_batchim"
MORE = 10
"""Times as many lines behind a figure or Latin letters as behind a syllable: there are few signs of
them, and many words."""


def errors(text: str) -> Iterator[tuple[str, str, str]]:
    """For each particle of `text` whose form can be wrong: the row, the word before it, and the
    text with the wrong form."""
    sentence = Sentence(text)
    for error in catalogue()[RULE].every(sentence, 0, len(text)):
        start, end, after, row = changed(text, error)
        if not (sentence.protected and not sentence.may_change(start, end)):
            word = text[: error.start].rsplit(" ", 1)[-1]
            yield row, word, text[:start] + after + text[end:]


def sound(word: str) -> str:
    """What of `word` tells its last sound."""
    return word[-2:] if word[-1].isascii() and word[-1].isalpha() else word[-1]


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE[:WEIGHT]")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--each", type=int, default=6)
    parser.add_argument("--longest", type=int, default=80)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = Random(options.seed)
    barred = kept_apart()
    met: set[tuple[str, str]] = set()
    drawn: Reservoir[tuple[str, str], tuple[str, str]] = Reservoir(rng)
    for argument in options.files:
        for text in lines(argument, rng):
            if len(text) > options.longest or text in barred:
                continue
            for row, word, noisy in errors(text):
                if word and (row, word) not in met:
                    met.add((row, word))
                    before = sound(word)
                    most = options.each * (MORE if before.isascii() else 1)
                    drawn.offer((row, before), (noisy, text), most)
    told: Counter[str] = Counter()
    with options.output.open("w", encoding="utf-8") as file:
        for (row, before), pairs in sorted(drawn.kept.items()):
            for noisy, text in pairs:
                made = {"input": noisy, "target": text, "kind": "particle", "row": row}
                file.write(json.dumps(made, ensure_ascii=False) + "\n")
            latin, figure = before.isascii() and before.isalpha(), before.isdigit()
            told["Latin" if latin else "figures" if figure else "others"] += len(pairs)
    sys.stdout.write(f"{len(drawn.kept)} sounds behind rows; {dict(told)}\n")


if __name__ == "__main__":
    main()
