"""`spellfix noise rules`: every rule of the noise function, what it weighs and where it is from.

Shows the catalogue; knows no rule by name.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from spellfix.cli.columns import table
from spellfix.cli.noise.recipe import add_recipe, recipe_of
from spellfix.noise import Recipe
from spellfix.noise.catalogue import catalogue

HEAD = ("name", "weight", "share", "example", "source")


def run(arguments: Sequence[str]) -> None:
    """List the rules as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_args(arguments)
    rules = listed(recipe_of(options))
    if options.json:
        answer = json.dumps(rules, ensure_ascii=False)
    else:
        answer = table(
            [
                HEAD,
                *(
                    (
                        str(rule["name"]),
                        f"{rule['weight']:g}",
                        f"{rule['share']:.1%}",
                        str(rule["example"]),
                        str(rule["source"]),
                    )
                    for rule in rules
                ),
            ]
        )
    sys.stdout.buffer.write(f"{answer}\n".encode(errors="backslashreplace"))


def listed(recipe: Recipe) -> list[dict[str, object]]:
    """The rules under ``recipe``. weight: among the rules of its kind; share: of all errors that
    are tried."""
    shares = recipe.weights()
    return [
        {
            "name": name,
            "weight": recipe.rules.get(name, rule.weight),
            "share": shares[name],
            "example": rule.example,
            "source": rule.source,
        }
        for name, rule in catalogue(recipe.layout).items()
    ]


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix noise rules",
        description="오타를 내는 모든 규칙: 이름, 종류 안의 가중치, 전체에서의 몫, 보기, 출처. "
        "All rules: name, weight within their kind, share of all errors tried, example, source.",
    )
    add_recipe(parser)
    parser.add_argument("--json", action="store_true", help="JSON / print a list of objects")
    return parser
