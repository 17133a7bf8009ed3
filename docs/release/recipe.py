"""The plan of the release, release.toml, and what it says as arguments of other commands.

    python docs/release/recipe.py corpora|own|pairs FOLDER

Prints FILE:WEIGHT for each file in FOLDER that is learnt from: the corpora, the project's own
sentences, or pairs.
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
    """FILE:WEIGHT for everything of `what`, a table of release.toml, in ``folder``."""
    for name, facts in recipe[what].items():
        yield f"{folder / text_name(name)}:{facts.get('learnt', facts.get('weight')):g}"


def read(recipe: Plan, folder: Path) -> list[Weighted]:
    """The text in ``folder``, and how often each line of it counts."""
    files = {**recipe["corpora"], **recipe["own"]}
    return [
        (read_clean(folder / text_name(name)), facts["weight"]) for name, facts in files.items()
    ]


def some(sources: Sequence[Weighted], share: float) -> Iterator[str]:
    """Of the lines of `sources`, evenly spread, `share` of each source for each time that one
    counts."""
    for lines, weight in sources:
        yield from lines[:: max(1, round(1 / (share * weight)))]


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("corpora", "own", "pairs"))
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    sys.stdout.write(" ".join(learnt(plan(), options.what, options.folder)) + "\n")


if __name__ == "__main__":
    main()
