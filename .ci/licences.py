"""Writes docs/dependencies.md: every package that spellfix and its extras bring, and its licence.

`python .ci/licences.py` in an environment with all extras; `--check` says whether the page is what
it would write, and whether a licence is on it that `dependencies.py` does not allow. Versions are
in requirements.lock, not here. Knows nothing of what only tests need.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from dependencies import Package, installed, is_allowed

PAGE = Path(__file__).parent.parent / "docs" / "dependencies.md"
EXTRAS = (
    *("bulk", "client", "data", "lsp", "otel", "peers", "postgres", "ray", "report", "serve"),
    *("serve-ray", "torch", "train"),
)
MARK = "<!-- written by: python .ci/licences.py -->\n"


def table(path: Sequence[str] | None) -> tuple[list[str], list[Package]]:
    """The rows, and the packages whose licence is not allowed."""
    packages: dict[str, Package] = {}
    wanted: dict[str, list[str]] = {}
    core = {each.name for each in installed("spellfix", (), path)}
    for extra in ("", *EXTRAS):
        for each in installed("spellfix", [extra] if extra else (), path):
            packages[each.name] = each
            if not extra or each.name not in core:
                wanted.setdefault(each.name, []).append(extra)
    del packages["spellfix"]
    rows = [
        f"| {name} | {re.sub('[|]', '/', each.licence)} | {', '.join(wanted[name]) or 'always'} |"
        for name, each in sorted(packages.items())
    ]
    return rows, [each for each in packages.values() if not is_allowed(each)]


def main(arguments: Sequence[str]) -> int:
    """0: written, or as it is on the page; 1: it is not, or a licence is not allowed."""
    path = [each for each in arguments if each != "--check"]
    try:
        rows, faults = table(path or None)
    except LookupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    said = [f"{each.name}: licence {each.licence!r} is not on the list" for each in faults]
    before = PAGE.read_text("utf-8")
    text = before.partition(MARK)[0]
    head = f"\n{len(rows)} packages.\n\n| package | licence | needed by |\n|---|---|---|\n"
    after = text + MARK + head + "".join(f"{row}\n" for row in rows)
    if "--check" not in arguments:
        PAGE.write_text(after, "utf-8")
    elif after != before:
        lost = sorted({*rows} - {*before.splitlines()})
        said.append(f"docs/dependencies.md is old: run python .ci/licences.py ({lost[:5]})")
    sys.stderr.write("".join(f"{each}\n" for each in said))
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
