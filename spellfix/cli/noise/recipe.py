"""The options of `spellfix noise` that say which noise; knows no rule."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from spellfix.errors import ConfigError
from spellfix.limits import RECIPE
from spellfix.noise import Recipe


def add_recipe(parser: ArgumentParser) -> None:
    """The option ``--recipe``, also called ``--mix``."""
    parser.add_argument(
        "--recipe",
        "--mix",
        dest="recipe",
        type=Path,
        metavar="FILE",
        help="TOML 레시피, 또는 종류별 가중치 JSON / a recipe in TOML, or weights of kinds in JSON "
        '{"keyboard": 3, "spacing": 1}',
    )


def recipe_of(options: Namespace) -> Recipe:
    """The recipe of the options; ``--rate`` and ``--clean``, where there are such, come first.

    Raises ConfigError for a file that cannot be read or holds no recipe, and for a value out of
    bounds.
    """
    recipe = Recipe() if options.recipe is None else read_recipe(options.recipe)
    given = {name: getattr(options, name, None) for name in ("rate", "clean")}
    return replace(recipe, **{name: value for name, value in given.items() if value is not None})


def read_recipe(path: Path) -> Recipe:
    """A recipe in TOML, or weights of kinds in JSON: what ends in .json or begins as an object."""
    try:
        with path.open("rb") as file:
            start = file.read(64).lstrip()
    except OSError as error:
        raise ConfigError(
            f"--recipe/--mix: 읽을 수 없습니다 / cannot read {path}: {error.strerror or error}"
        ) from error
    if path.suffix != ".json" and not start.startswith(b"{"):
        return Recipe.read(path)
    return Recipe.from_dict({"mix": _json(path)}, f"--mix {path}")


def _json(path: Path) -> object:
    try:
        with path.open("rb") as file:
            raw = file.read(RECIPE + 1)
        if len(raw) > RECIPE:
            raise ValueError(f"larger than {RECIPE >> 20} MiB")
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"--mix: {path}: JSON이 아닙니다 / not JSON: {error}") from error
