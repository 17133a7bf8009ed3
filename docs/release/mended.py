r"""Text without the errors of mended.tsv: what models learn from should not teach them errors.

    python docs/release/mended.py FILE.txt[.xz] ... --output FOLDER

Writes FOLDER/FILE.txt for each file, composed (NFC), a line for a line. `wrong` of the table is a
regular expression; in it @ is a syllable with a final consonant, # one with ㄹ, ~ the beginning
of a word. `right` is what stands in its place, and \1 the first group.
"""

import argparse
import csv
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from spellfix.noisy_channel.build import read_clean

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


def main() -> int:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    for path in options.files:
        before = read_clean(path)
        after = mended(before)
        changed = sum(a != b for a, b in zip(before, after, strict=True))
        target = options.output / path.name.removesuffix(".xz")
        target.write_text("\n".join(after) + "\n", encoding="utf-8")
        sys.stdout.write(f"{path.name}: {changed:,} of {len(before):,} lines mended\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
