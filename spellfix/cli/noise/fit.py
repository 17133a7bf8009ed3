"""`spellfix noise fit`: how much of real typos the rules can produce, and a recipe like them.

Shows what `spellfix.noise.fit` finds; estimates nothing.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from spellfix.cli.noise.recipe import add_recipe, recipe_of
from spellfix.cli.outputs import new_file, refuse_existing
from spellfix.evaluation import read_pairs
from spellfix.kinds import KINDS
from spellfix.noise.fit import Fit, Uncovered, fit

AROUND = 12  # characters shown on either side of an edit


def run(arguments: Sequence[str]) -> None:
    """Fit as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    output: Path | None = options.output
    if output and not options.force:
        refuse_existing(output)
    recipe = recipe_of(options)
    pairs = [(pair.input, pair.target) for pair in read_pairs(options.pairs)]
    found = fit(pairs, recipe)
    if output:
        with new_file(output, force=options.force) as file:
            file.write(found.recipe.to_toml())
    if options.json:
        answer = json.dumps(found.to_dict(), ensure_ascii=False)
    else:
        answer = f"{options.pairs}\n\n{summary(found)}"
    sys.stdout.buffer.write(f"{answer}\n".encode(errors="backslashreplace"))


def summary(found: Fit) -> str:
    """Coverage with its n, by kind, then every edit that no rule makes."""
    lines = [
        "규칙이 만들 수 있는 진짜 오타 / real edits that the rules can produce: "
        f"{found.coverage:.1%} ({found.covered}/{found.n})",
        "",
        f"{'':<12}{'n':>7}{'covered':>9}{'':>9}",
    ]
    for kind in KINDS:
        if kind in found.by_kind:
            n, covered = found.by_kind[kind]
            lines.append(f"{kind:<12}{n:>7}{covered:>9}{covered / n:>9.1%}")
    if found.uncovered:
        lines += "", f"만들 수 없는 것 / what they cannot ({len(found.uncovered)}):"
        lines += (f"  {each.kind:<12}{shown(each)}" for each in found.uncovered)
    return "\n".join(lines)


def shown(edit: Uncovered) -> str:
    """Where ``edit`` stands, as written and as meant.

    >>> shown(Uncovered("다 되버려서 놀랐다.", "다 되어버려서 놀랐다.", 3, "", "어", "particle"))
    '다 되[]버려서 놀랐다. → 다 되[어]버려서 놀랐다.'
    """
    end = edit.start + len(edit.before)
    first, last = max(0, edit.start - AROUND), end + AROUND
    left = ("…" if first else "") + edit.input[first : edit.start]
    right = edit.input[end:last] + ("…" if last < len(edit.input) else "")
    line = f"{left}[{edit.before}]{right} → {left}[{edit.after}]{right}"
    return "".join(char if char.isprintable() else "␣" if char.isspace() else "�" for char in line)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix noise fit",
        description="진짜 오타 쌍을 규칙으로 설명하고, 규칙의 가중치를 거기에 맞춥니다. "
        "Explain the typos of real pairs by the rules, and fit the weights of the rules to them. "
        'PAIRS.jsonl: {"input", "target"} 한 줄에 하나 / one a line.',
    )
    add = parser.add_argument
    add("pairs", type=Path, metavar="PAIRS.jsonl")
    add_recipe(parser)
    add("--output", type=Path, metavar="FITTED.toml", help="맞춘 레시피 / write the fitted recipe")
    add("--json", action="store_true", help="JSON 하나로 / print one JSON object")
    add("--force", action="store_true", help="있는 파일을 덮어씀 / replace an existing file")
    return parser
