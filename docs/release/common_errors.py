r"""Pairs of the errors of common_errors.tsv, and the share of them that a model corrects.

    python docs/release/common_errors.py pairs FILE[:WEIGHT] ... --output PAIRS.jsonl
    python docs/release/common_errors.py audit FILE[:WEIGHT] ... [--model DIR] [--each 60]

Each row of the table is an error that people make everywhere: `right`, a regular expression, is
written `wrong` (∅: nothing, \1: the first group); @ is a syllable with a final consonant, # one
with ㄹ, & one with ㄴ. `each` lines in which a row has a place get the error there, drawn evenly
(Algorithm R, Vitter 1985). One line in ten, by its CRC-32, is for `audit` and no other, so that it
tells of lines that nothing was learnt from. Lines that something is measured on are not used.
"""

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zlib import crc32

from mended import syllables
from rare_rows import lines
from reservoir import Reservoir
from text import kept_apart

from spellfix import Corrector

TABLE = Path(__file__).with_suffix(".tsv")
LONGEST = 70
APART = 10
write = sys.stdout.write
CLASSES = {"@": syllables(*range(1, 28)), "#": syllables(8), "&": syllables(4)}


@dataclass(frozen=True)
class Row:
    """An error that people make."""

    kind: str
    name: str
    right: re.Pattern[str]
    wrong: str
    each: int

    def made(self, text: str, rng: Random) -> str | None:
        """`text` with the error at one of its places."""
        places = list(self.right.finditer(text))
        if not places:
            return None
        place = rng.choice(places)
        return text[: place.start()] + place.expand(self.wrong) + text[place.end() :]


def expression(text: str) -> re.Pattern[str]:
    """`text` with @, # and & for classes of syllables."""
    inside = re.sub(r"\[[^]]*\]", lambda found: found[0].translate(str.maketrans(CLASSES)), text)
    outside = re.split(r"(\[[^]]*\])", inside)
    for at in range(0, len(outside), 2):
        for sign, some in CLASSES.items():
            outside[at] = outside[at].replace(sign, f"[{some}]")
    return re.compile("".join(outside))


def table() -> list[Row]:
    """The rows of common_errors.tsv."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["kind"],
                row["name"],
                expression(row["right"]),
                row["wrong"].replace("∅", ""),
                int(row["each"]),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def usable(files: Sequence[str], rng: Random) -> Iterator[str]:
    """The lines of FILE[:WEIGHT] that are short enough."""
    barred = kept_apart()
    for argument in files:
        for text in lines(argument, rng):
            if len(text) <= LONGEST and text not in barred:
                yield text


def drawn(
    rows: Sequence[Row], texts: Iterator[str], each: int | None, rng: Random
) -> dict[Row, list[tuple[str, str]]]:
    """Up to `each` lines (else what a row asks for) of every row, with and without its error."""
    found: Reservoir[Row, tuple[str, str]] = Reservoir(rng)
    for text in texts:
        for row in rows:
            wrong = row.made(text, rng)
            if wrong is not None and wrong != text:
                found.offer(row, (wrong, text), each or row.each)
    return {row: found.kept[row] for row in rows}


def is_apart(text: str) -> bool:
    return crc32(text.encode()) % APART == 0


def pairs(options: argparse.Namespace, rng: Random) -> None:
    """Write {"input", "target", "kind"}."""
    texts = usable(options.files, rng)
    found = drawn(table(), (text for text in texts if not is_apart(text)), None, rng)
    with options.output.open("w", encoding="utf-8") as file:
        for row, some in found.items():
            for wrong, right in some:
                told = {"input": wrong, "target": right, "kind": row.kind}
                file.write(json.dumps(told, ensure_ascii=False) + "\n")
    write(f"{sum(map(len, found.values()))} pairs of {sum(map(bool, found.values()))} rows\n")


def audit(options: argparse.Namespace, rng: Random) -> None:
    """Print what share of each row a model corrects, and leaves as it is."""
    texts = usable(options.files, rng)
    found = drawn(table(), (text for text in texts if is_apart(text)), options.each, rng)
    corrector = Corrector.from_pretrained(*options.model)
    told, whole = [], [0, 0, 0]
    for row, some in found.items():
        if some:
            outputs = [each.text for each in corrector.correct_batch([wrong for wrong, _ in some])]
            right = sum(output == meant for output, (_, meant) in zip(outputs, some, strict=True))
            left = sum(output == wrong for output, (wrong, _) in zip(outputs, some, strict=True))
            whole = [whole[0] + right, whole[1] + left, whole[2] + len(some)]
            told.append((right / len(some), left / len(some), len(some), f"{row.kind} {row.name}"))
    for right_share, left_share, count, name in sorted(told):
        write(f"{right_share:4.0%} right, {left_share:4.0%} left of {count}: {name}\n")
    write(f"all: {whole[0]} right, {whole[1]} left of {whole[2]}\n")


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("what", choices=(pairs.__name__, audit.__name__))
    parser.add_argument("files", nargs="+", metavar="FILE[:WEIGHT]")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--model", type=Path, nargs="*", default=[])
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.what == pairs.__name__ and not options.output:
        parser.error("pairs: expected --output PAIRS.jsonl, the file to write them to")
    (pairs if options.what == pairs.__name__ else audit)(options, Random(options.seed))


if __name__ == "__main__":
    main()
