"""Pairs that show words taken for each other in the sentences that people write them in.

    python docs/release/word_contexts.py PAIRS.jsonl --output PAIRS.jsonl [--each 40]
        [--longest 160] [--seed 0] -- FILE[:WEIGHT] ...

data/confusables has a dozen sentences for two words; running text has thousands, and is mostly
right. Each pair of PAIRS tells what words are confused: 나으세요 and 낳으세요 give 나으 > 낳으, the
beginning of a word up to where the two differ, two syllables at least. Every such beginning gets
--each lines that have it, drawn evenly (Algorithm R, Vitter 1985), with the one word changed.

Where both words would do (결재, 결제) the pairs and the same lines left alone contradict each
other: what is learnt then is to be unsure, and an unsure correction is not made.

Writes {"input", "target", "kind", "row"} in order of the rows; prints how many rows got how many.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from rare_rows import lines
from reservoir import Reservoir
from text import kept_apart

LONGEST = 5  # syllables of a beginning that is looked for


class Confusion(NamedTuple):
    """A beginning of a word and what is written for it; ``whole`` where it is all of the word."""

    right: str
    wrong: str
    whole: bool

    @property
    def row(self) -> str:
        return f"{self.right}>{self.wrong}"


def confusions(path: Path) -> Iterator[Confusion]:
    """What the pairs of a file confuse, where they have as many words on both sides."""
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        wrong, right = pair["input"].split(), pair["target"].split()
        if len(wrong) == len(right):
            for given, meant in zip(wrong, right, strict=True):
                if given != meant and meant[0].isalpha() and meant[0] == meant.strip("\"'“‘(")[0]:
                    yield beginning(meant.rstrip(".,!?…\"'”’)"), given.rstrip(".,!?…\"'”’)"))


def beginning(right: str, wrong: str) -> Confusion:
    """The least beginnings that show what differs.

    >>> beginning("나으세요", "낳으세요").row, beginning("결재를", "결제를").row
    ('나으>낳으', '결재>결제')
    >>> beginning("안", "않")
    Confusion(right='안', wrong='않', whole=True)
    """
    same = 0
    while same < min(len(right), len(wrong)) and right[-1 - same] == wrong[-1 - same]:
        same += 1
    end = len(right) - same
    if end < 2:
        end = min(2, len(right))
    cut = len(right) - end
    return Confusion(right[:end], wrong[: len(wrong) - cut], len(right) < 2)


def words(text: str) -> Iterator[tuple[int, str]]:
    """Where the words of a line begin, and the words."""
    at = 0
    for word in text.split(" "):
        if word:
            yield at, word
        at += len(word) + 1


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("files", nargs="+", metavar="FILE[:WEIGHT]")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--longest", type=int, default=160, help="code points of a line")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = Random(options.seed)
    sought: dict[str, set[Confusion]] = defaultdict(set)
    for found in confusions(options.pairs):
        if found.right and len(found.right) <= LONGEST:
            sought[found.right].add(found)
    barred = kept_apart()
    drawn: Reservoir[Confusion, tuple[str, str]] = Reservoir(rng)
    for argument in options.files:
        for text in lines(argument, rng):
            if text in barred or len(text) > options.longest:
                continue
            for at, word in words(text):
                for end in range(1, min(LONGEST, len(word)) + 1):
                    for each in sorted(sought.get(word[:end], ())):
                        if each.whole and word[end : end + 1].isalpha():
                            continue
                        wrong = text[:at] + each.wrong + text[at + end :]
                        drawn.offer(each, (wrong, text), options.each)
    with options.output.open("w", encoding="utf-8") as out:
        for each, pairs in sorted(drawn.kept.items()):
            for noisy, clean in pairs:
                row = {"input": noisy, "target": clean, "kind": "spelling", "row": each.row}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    total = len({each for group in sought.values() for each in group})
    sizes = [len(pairs) for pairs in drawn.kept.values()]
    sys.stdout.write(
        f"{total} rows; {len(sizes)} have a place, {sizes.count(options.each)} of them "
        f"{options.each} lines; {sum(sizes)} pairs\n"
    )


if __name__ == "__main__":
    main()
