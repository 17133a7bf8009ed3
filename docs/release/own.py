"""The sentences of data/ that may be learnt from, without what something is measured on.

    python docs/release/own.py --output FOLDER

Writes FOLDER/NAME.txt for each folder data/NAME that release.toml names.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from recipe import DATA, Plan, plan
from text import kept_apart, write_lines

from spellfix.text import segment

OWN = ("sentences.jsonl", "drafts.jsonl")


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    write(plan(), options.output, kept_apart())


def write(recipe: Plan, output: Path, apart: frozenset[str]) -> None:
    """The files of [own] of `recipe`, without what is in `apart`, into the folder `output`."""
    for name in recipe["own"]:
        own = dict.fromkeys(sentences(DATA / name.removesuffix(".txt")))
        write_lines(output / name, (line for line in own if line not in apart))


def sentences(folder: Path) -> Iterator[str]:
    """Those of the texts in ``folder`` that may be learnt from, cut as a corrector cuts them."""
    for path in (folder / name for name in OWN if (folder / name).exists()):
        for row in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(row)["text"]
            for span in segment(text):
                sentence = text[span.start : span.end].strip()
                if sentence and not span.protected:
                    yield sentence


if __name__ == "__main__":
    main()
