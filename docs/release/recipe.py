"""The plan of the release, release.toml, and what it says as arguments of other commands.

    python docs/release/recipe.py text|pairs FOLDER

Prints FILE:WEIGHT for each file of text (text) or of pairs (pairs) in FOLDER that is learnt from.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spellfix.language.estimation import Weighted
from spellfix.noisy_channel.build import read_clean
from spellfix.sealed import fingerprint

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "data"


Plan = Mapping[str, Any]
"""What release.toml says."""


class DiffersError(Exception):
    """Something is not what the shipped model was made from."""


def plan() -> Plan:
    """release.toml, read."""
    found: Plan = tomllib.loads((HERE / "release.toml").read_text(encoding="utf-8"))
    return found


def expected(path: Path, facts: Mapping[str, Any]) -> Path:
    """``path``; raises DiffersError for a file that is missing or another one than `facts` say."""
    if not path.is_file():
        raise DiffersError(f"{path}: no such file; expected one with SHA-256 {facts['sha256']}")
    if (found := fingerprint(path)) != facts["sha256"]:
        raise DiffersError(f"{path}: SHA-256 {found}; expected {facts['sha256']}")
    return path


def text_name(corpus: str) -> str:
    """What the text of a file of [corpora] is called when it has been mended."""
    return corpus.removesuffix(".xz")


def learnt(recipe: Plan, what: str, folder: Path) -> Iterator[str]:
    """FILE:WEIGHT for everything of `what`, "text" or "pairs", in ``folder``."""
    if what == "pairs":
        weights = {name: facts["learnt"] for name, facts in recipe["pairs"].items()}
    else:
        weights = text_weights(recipe, "learnt")
    for name, weight in weights.items():
        yield f"{folder / name}:{weight:g}"


def text_weights(recipe: Plan, own: str) -> dict[str, float]:
    """The files of text, each with its weight; for those of [own] the one that is called `own`."""
    weights = {text_name(name): facts["weight"] for name, facts in recipe["corpora"].items()}
    return weights | {name: facts[own] for name, facts in recipe["own"].items()}


def read(recipe: Plan, folder: Path) -> list[Weighted]:
    """The text in ``folder``, and how often each line of it counts."""
    weights = text_weights(recipe, "weight")
    return [(read_clean(folder / name), weight) for name, weight in weights.items()]


def some(sources: Sequence[Weighted], share: float) -> Iterator[str]:
    """Of the lines of `sources`, evenly spread, `share` of each source for each time that one
    counts."""
    for lines, weight in sources:
        yield from lines[:: max(1, round(1 / (share * weight)))]


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("text", "pairs"))
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    sys.stdout.write(" ".join(learnt(plan(), options.what, options.folder)) + "\n")


if __name__ == "__main__":
    main()
