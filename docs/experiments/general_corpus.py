"""Makes `train/general/`: the small corpus that keeps the general skill while a model learns a
domain. Knows the files and how many lines of each; their licences are in `train/general/README.md`.

    python docs/experiments/general_corpus.py CORPORA train/general

CORPORA holds the files that `data/training_sources.md` lists. Lines to learn from are those that
the shipped model leaves alone, for clean sources hold 1 to 6 % of slips, and what is learnt from
shall hold none; the held-out lines are taken as they are, or the shipped model would find them all
right.
"""

import lzma
import sys
from hashlib import sha256
from pathlib import Path

from spellfix import Corrector

# file: (lines to learn from, held-out lines), at most
FILES = {
    "dialogue.hgtods": (5500, 200),
    "dialogue.songys_chatbot": (6000, 200),
    "dialogue.tatoeba": (2700, 150),
    "everyday.kobbq": (1700, 100),
    "legal.law": (2500, 0),
    "tech.iot4b": (1000, 50),
    "tech.mslearn": (2500, 100),
    "tech.osguide": (900, 50),
    "tech.react": (2500, 100),
    "tech.rustbook": (1000, 50),
    "tech.sec101": (600, 0),
    "tech.tensorflow": (2500, 100),
    "tech.toss_estoolkit": (1000, 50),
    "tech.toss_fundamentals": (1000, 50),
    "tech.vue": (1500, 50),
}
LONGEST = 160  # code points; the rare longer line takes a place of its own in every batch


def main(corpora: Path, output: Path) -> None:
    corrector = Corrector.from_pretrained(threads=1)
    learnt: list[str] = []
    heldout: list[str] = []
    for name, (most, held) in FILES.items():
        with lzma.open(corpora / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
            lines = {line.strip() for line in file}
        drawn = sorted((line for line in lines if 6 <= len(line) <= LONGEST), key=_order)
        heldout += drawn[:held]
        candidates = drawn[held : held + most]
        corrections = corrector.correct_batch(candidates)
        kept = [each.text for each in corrections if not each.edits]
        sys.stderr.write(f"{name}: {len(kept)} of {len(candidates)} left alone, {held} held out\n")
        learnt += kept
    output.mkdir(parents=True, exist_ok=True)
    _write(output / "general.txt.xz", learnt)
    _write(output / "heldout.txt.xz", heldout)


def _order(line: str) -> str:
    return sha256(line.encode()).hexdigest()


def _write(path: Path, lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
