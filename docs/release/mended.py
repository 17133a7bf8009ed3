r"""Text without the errors of mended.tsv: what models learn from should not teach them errors.

`wrong` of the table is a regular expression; in it @ is a syllable with a final consonant, # one
with ㄹ, ~ the beginning of a word. `right` is what stands in its place, and \1 the first group.
"""

import csv
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_suffix(".tsv")


def syllables(*finals: int) -> str:
    """The inside of a character class: all syllables with one of `finals`, 1 to 27."""
    return "".join(chr(0xAC00 + 28 * each + final) for each in range(399) for final in finals)


CLASSES = {"@": syllables(*range(1, 28)), "#": syllables(8)}


@cache
def rows() -> Sequence[Callable[[str], str]]:
    """What mends each row, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("# ")]
    read = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [mending(row["wrong"], row["right"]) for row in read]


def mending(wrong: str, right: str) -> Callable[[str], str]:
    """Puts `right` in the place of `wrong`."""
    if re.fullmatch("[가-힣]+", wrong):
        return lambda text: text.replace(wrong, right)
    pattern = wrong.replace("~", "(?<![가-힣])")
    for sign, inside in CLASSES.items():
        pattern = pattern.replace(f"[{sign}]", sign).replace(sign, f"[{inside}]")
    found = re.compile(pattern)
    return lambda text: found.sub(right, text)


def mended(lines: Sequence[str]) -> list[str]:
    """The same lines without the errors of the table."""
    text = "\n".join(lines)
    for mend in rows():
        text = mend(text)
    return text.split("\n")
