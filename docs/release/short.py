"""Short lines of the text, in which one slip of the hand stands out: what typed.jsonl is made of.

    python docs/release/short.py FOLDER --output FILE

FOLDER: what text.py has written.
"""

import argparse
import sys
from pathlib import Path

from recipe import plan, read, some

LENGTHS = range(8, 61)
"""Code points."""
SHARE = 0.4
"""Of the lines, for each time that one counts."""


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    corpora = read({**plan(), "own": {}}, options.folder)
    lines = [line for line in some(corpora, SHARE) if len(line) in LENGTHS]
    options.output.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    sys.stdout.write(f"{len(lines):,} lines\n")


if __name__ == "__main__":
    main()
