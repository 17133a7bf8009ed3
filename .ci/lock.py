"""Writes the versions that CI installs: those of this environment, of all that the tests need.

`python .ci/lock.py` in an environment of Python 3.11 in which the tests pass; `--check` says
whether this environment has these versions. A version of PyPI is named without what stands behind
its "+", which says only for what processor it was built. There are no hashes: of torch one index
offers a build for processors and another one for accelerators, of one version, and a hash would
allow only one of them. Knows no index.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from dependencies import Package, installed

LOCK = Path(__file__).with_name("requirements.lock")
EXTRAS = ("dev",)
HEAD = """\
# The versions that CI installs (Python 3.11); users have the ranges of pyproject.toml.
# Written by: python .ci/lock.py
"""


def lines(packages: Sequence[Package]) -> list[str]:
    """One line a package, spellfix itself apart."""
    return [
        f"{each.name}=={each.version.partition('+')[0]}"
        for each in packages
        if each.name != "spellfix"
    ]


def main(arguments: Sequence[str]) -> int:
    """0: written, or as it is locked; 1: another version, or a package that is missing."""
    path = [each for each in arguments if each != "--check"]
    try:
        found = lines(installed("spellfix", EXTRAS, path or None))
    except LookupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if "--check" not in arguments:
        LOCK.write_text(HEAD + "".join(f"{each}\n" for each in found), encoding="utf-8")
        return 0
    text = LOCK.read_text(encoding="utf-8").splitlines()
    locked = [line for line in text if line and not line.startswith("#")]
    faults = [f"{each}: installed, and not in {LOCK.name}" for each in set(found) - set(locked)]
    sys.stderr.write("".join(f"{each}\n" for each in sorted(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
