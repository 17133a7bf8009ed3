"""Pairs with people's own typos, mined from text that nobody has corrected.

    python docs/experiments/mine_pairs.py [--model DIR] [--confidence 0.9] [--lines 2000]
        [--show 0] --output DIR FILE ... [--reference CLEAN ...]

Every line of the files (UTF-8, one text a line, also .xz and .gz) is corrected, and kept where the
corrector is very sure of all that it would change:

- there is at least one edit, and each has a confidence of --confidence or more. Edits below the
  model's own threshold count: where it suspects one more error, the result is not clean.
- no edit is one of punctuation alone (.. and ... are habits, not typos), and none only takes
  letters away (뜀틀 -> 틀: mostly a word that the model does not know).
- its length is that of a line to learn from, and at most a quarter of its words change.
- the result, corrected again without any threshold, stays what it is.
- with --reference, files of clean text: every word that an edit leaves behind occurs there twice or
  more and, where one word takes the place of another, 20 times as often as that. This is what keeps
  the model's own inventions out (a rare right word made into a frequent one).

What is kept is written as {"input": the original, "target": the correction, "kind", "edits"} to
DIR/NAME.jsonl, for `spellfix train --pairs`, one file for each FILE; a line that occurs twice is
taken once. Lines are taken evenly from the whole file. Prints a Markdown table: lines read, pairs
kept, edits by kind. --show prints so many of the pairs, taken evenly, to be read by a person.

What this cannot do: a pair shows a typo that the corrector knows already. A generator trained on
such pairs repeats how often and where people make these typos; it learns no new ones. Read some
with --show before using them: spacing is mostly right, one changed letter in chat often is not.
"""

import argparse
import gzip
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from unicodedata import normalize

from spellfix.correction import Correction
from spellfix.corrector import SHORTEST_SENTENCE, Corrector
from spellfix.edits import Edit
from spellfix.kinds import KINDS
from spellfix.text import LONGEST_SENTENCE

MOST_CHANGED = 0.25
LEAST_SEEN = 2
TIMES_AS_OFTEN = 20
WORD = re.compile(r"[^\W_]+")
CHUNK = 512


@dataclass(frozen=True, slots=True)
class Mined:
    """A line as it was written and what the corrector makes of it."""

    original: str
    correction: Correction

    def to_dict(self) -> dict[str, object]:
        kinds = sorted({edit.kind for edit in self.correction.edits})
        return {
            "input": self.original,
            "target": self.correction.text,
            "kind": kinds[0] if len(kinds) == 1 else "mixed",
            "edits": [asdict(edit) for edit in self.correction.edits],
        }


def read_lines(path: Path) -> list[str]:
    """The different lines of a length to learn from, in the order of the file."""
    with _open(path) as file:
        lines = (normalize("NFC", line.strip()) for line in file)
        fitting = (line for line in lines if SHORTEST_SENTENCE <= len(line) <= LONGEST_SENTENCE)
        return list(dict.fromkeys(fitting))


def _open(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def count_words(paths: Sequence[Path]) -> Counter[str]:
    """How often each word occurs in files of clean text."""
    counts: Counter[str] = Counter()
    for path in paths:
        with _open(path) as file:
            for line in file:
                counts.update(WORD.findall(normalize("NFC", line)))
    return counts


def mine(
    corrector: Corrector, lines: Sequence[str], confidence: float, reference: Mapping[str, int]
) -> Iterator[Mined]:
    """The lines that `corrector`, which must not have a threshold of its own, is sure about."""
    for start in range(0, len(lines), CHUNK):
        chunk = lines[start : start + CHUNK]
        corrections = corrector.correct_batch(chunk)
        sure = [
            Mined(line, correction)
            for line, correction in zip(chunk, corrections, strict=True)
            if is_sure(line, correction, confidence)
            and (not reference or is_known(line, correction, reference))
        ]
        again = corrector.correct_batch([each.correction.text for each in sure])
        for each, second in zip(sure, again, strict=True):
            if not second.edits:
                yield each


def is_sure(line: str, correction: Correction, confidence: float) -> bool:
    """Whether there are edits, sure ones, of words, and few for the length of the line."""
    edits = correction.edits
    few = len(edits) <= max(1.0, MOST_CHANGED * len(line.split()))
    sure = all(edit.confidence >= confidence and _of_words(edit) for edit in edits)
    return bool(edits) and few and sure


def _of_words(edit: Edit) -> bool:
    letters_go = not edit.after and not edit.before.isspace()
    return not letters_go and any(
        char.isalpha() or char.isspace() for char in edit.before + edit.after
    )


def is_known(line: str, correction: Correction, reference: Mapping[str, int]) -> bool:
    """Whether all words that the edits leave behind are frequent in the reference."""
    shift = 0
    for edit in correction.edits:
        start = edit.start + shift
        after = _words_around(correction.text, start, start + len(edit.after))
        before = _words_around(line, edit.start, edit.end)
        shift += len(edit.after) - len(edit.before)
        least = LEAST_SEEN
        if len(before) == len(after) == 1:
            least = max(least, TIMES_AS_OFTEN * reference.get(before[0], 0))
        if any(reference.get(word, 0) < least for word in after):
            return False
    return True


def _words_around(text: str, start: int, end: int) -> list[str]:
    """The words that `text[start:end]` touches, and those beside it where it is a space."""
    start = text.rfind(" ", 0, start) + 1
    end = text.find(" ", end)
    return WORD.findall(text[start : end if end >= 0 else len(text)])


def spread(items: Sequence[str], count: int) -> Sequence[str]:
    """At most `count` of `items`, in order, from all over them; 0 is all of them."""
    if not count or count >= len(items):
        return items
    return [items[at * len(items) // count] for at in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--model", metavar="DIR", help="default: the shipped model")
    parser.add_argument("--confidence", type=float, default=0.9, metavar="X")
    parser.add_argument("--lines", type=int, default=2000, metavar="N", help="of a file; 0: all")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="pairs to print")
    parser.add_argument("--reference", nargs="+", type=Path, default=[], metavar="CLEAN")
    parser.add_argument("--threads", type=int, metavar="N")
    options = parser.parse_args()
    corrector = Corrector.from_pretrained(
        options.model, min_confidence=0.0, threads=options.threads
    )
    reference = count_words(options.reference)
    options.output.mkdir(parents=True, exist_ok=True)
    write = sys.stdout.write
    write(f"| file | lines | pairs | edits | {' | '.join(KINDS)} |\n")
    write(f"|---|---|---|---|{'---|' * len(KINDS)}\n")
    found: list[Mined] = []
    for path in options.files:
        lines = spread(read_lines(path), options.lines)
        pairs = list(mine(corrector, lines, options.confidence, reference))
        name = path.name.removesuffix(".xz").removesuffix(".gz").removesuffix(".txt")
        with (options.output / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            for each in pairs:
                file.write(json.dumps(each.to_dict(), ensure_ascii=False) + "\n")
        kinds = Counter(edit.kind for each in pairs for edit in each.correction.edits)
        counts = " | ".join(str(kinds[kind]) for kind in KINDS)
        write(f"| {name} | {len(lines)} | {len(pairs)} | {kinds.total()} | {counts} |\n")
        sys.stdout.flush()
        found += pairs
    shown = min(options.show, len(found))
    for each in (found[at * len(found) // shown] for at in range(shown)):
        edits = ", ".join(
            f"{edit.before or '_'} > {edit.after or '_'} {edit.confidence:.2f}"
            for edit in each.correction.edits
        )
        write(f"\n- {each.original}\n  {each.correction.text}\n  [{edits}]\n")


if __name__ == "__main__":
    main()
