"""Writes a bill of materials (CycloneDX, JSON) of what spellfix is installed with.

`python .ci/sbom.py OUT.json [--extras serve,postgres]` lists the packages of this environment that
spellfix and these extras need, as cyclonedx-bom finds them, and no others: the environment may hold
tools as well. The same environment gives the same file. It is made for a release, not committed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dependencies import EXTRAS, installed
from packaging.utils import canonicalize_name


def folders(python: str) -> list[str]:
    """Where the environment of an interpreter looks for packages."""
    run = subprocess.run(
        [python, "-c", "import json, sys; print(json.dumps(sys.path))"],
        check=True,
        capture_output=True,
    )
    found: list[str] = json.loads(run.stdout)
    return [each for each in found if each]


def listed(python: str) -> dict[str, Any]:
    """The bill of the whole environment of an interpreter."""
    with TemporaryDirectory() as folder:
        out = Path(folder, "all.json")
        subprocess.run(
            [
                *(sys.executable, "-m", "cyclonedx_py", "environment", python),
                *("--output-reproducible", "--of", "JSON", "-o", str(out)),
            ],
            check=True,
            capture_output=True,
        )
        found: dict[str, Any] = json.loads(out.read_bytes())
        return found


def only(bill: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """`bill` with the packages `names` and how they need each other."""
    kept = [each for each in bill["components"] if canonicalize_name(each["name"]) in names]
    missing = names - {canonicalize_name(each["name"]) for each in kept}
    if missing:
        raise LookupError(f"not in the bill: {', '.join(sorted(missing))}")
    known = {each["bom-ref"] for each in kept}
    needs = [
        each | {"dependsOn": [ref for ref in each["dependsOn"] if ref in known]}
        if "dependsOn" in each
        else each
        for each in bill.get("dependencies", ())
        if each["ref"] in known
    ]
    for each in kept:  # where this machine keeps the source is nobody's business
        each.pop("externalReferences", None)
    return bill | {"components": kept, "dependencies": needs}


def main(arguments: Sequence[str]) -> int:
    """0: written; 1: a package is missing."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--extras", default=",".join(EXTRAS), help="(default: %(default)s)")
    parser.add_argument("--python", default=sys.executable, help="of another environment")
    options = parser.parse_args(arguments)
    try:
        extras = [each for each in options.extras.split(",") if each]
        names = frozenset(
            each.name for each in installed("spellfix", extras, folders(options.python))
        )
        bill = only(listed(options.python), names)
    except LookupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    options.output.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", "utf-8")
    sys.stdout.write(f"{len(bill['components'])} components\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
