"""`spellfix.noise.recipe`: recipes in TOML.

Any text is a recipe or a ConfigError. A recipe that was read can be written and read again as the
same one; its weights are shares that add up to 1.
"""

from contextlib import suppress
from math import isclose

from spellfix.errors import ConfigError
from spellfix.noise.recipe import Recipe
from tests.fuzz.files import written
from tests.fuzz.given import Given, fields

SEEDS = (
    fields(Recipe().to_toml()),
    fields('rate = 0.5\nerrors = 3\nlayout = "cheonjiin"\n[mix]\nkeyboard = 1\n'),
    fields(
        'mix = {spelling = 1e300, spacing = 0}\nrules = {"keyboard.neighbour" = 0}\nclean = 1\n'
    ),
    fields(
        "rate = nan\nerrors = 9999999999999999999\nburstiness = inf\nlayout = 1979-05-27T07:32:00Z"
    ),
    fields("a.b.c = [[[1, {x = 0x1F}]]]\n'' = '''\n'''\n"),
)


def check(data: bytes) -> None:
    path = written("섞음.toml", Given(data).field(0))
    with suppress(ConfigError):
        recipe = Recipe.read(path)
        again = Recipe.read(written("다시.toml", recipe.to_toml().encode()))
        assert again == recipe
        weights = recipe.weights()
        assert all(0 <= weight <= 1 for weight in weights.values())
        assert isclose(sum(weights.values()), 1, rel_tol=1e-9)
