"""Recipes: every dial is checked in its own words, and a file says what an object says."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.errors import ConfigError
from spellfix.kinds import KINDS
from spellfix.noise import Recipe
from spellfix.noise.catalogue import catalogue
from spellfix.noise.layout import LAYOUTS
from spellfix.noise.recipe import DEFAULT_MIX


@pytest.mark.parametrize("value", [-0.01, 1.01, 12, float("nan"), float("inf")])
def test_a_share_outside_0_to_1_is_refused_with_its_name_and_value(value: float) -> None:
    with pytest.raises(ConfigError, match=rf"--rate: expected 0 to 1, got {value}"):
        Recipe(rate=value)
    with pytest.raises(ConfigError, match=rf"--clean: expected 0 to 1, got {value}"):
        Recipe(clean=value)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"mix: unknown name 'typo', 'emoji'; .*keyboard"):
        Recipe(mix={"typo": 1.0, "keyboard": 1.0, "emoji": 1.0})


def test_an_unknown_rule_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"rules: unknown name 'keyboard\.magic'; .*") as refusal:
        Recipe(rules={"keyboard.magic": 1.0})
    assert all(name in str(refusal.value) for name in catalogue())


def test_an_unknown_layout_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="two-set"):
        Recipe(layout="dvorak")


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused_with_its_name(weight: float) -> None:
    with pytest.raises(ConfigError, match=rf"mix: .*0 to 1e.09, got spacing={weight}$"):
        Recipe(mix={"keyboard": 1.0, "spacing": weight})
    with pytest.raises(ConfigError, match=rf"rules: .*0 to 1e.09, got keyboard.shift={weight}$"):
        Recipe(rules={"keyboard.shift": weight})


@pytest.mark.parametrize("mix", [{}, {"keyboard": 0.0}, {"keyboard": 0, "spacing": 0}])
def test_a_mix_that_allows_nothing_is_refused(mix: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match="a kind with a positive weight") as refusal:
        Recipe(mix=mix)
    assert str(mix) in str(refusal.value)


def test_a_kind_whose_rules_are_all_switched_off_is_refused() -> None:
    off = {name: 0.0 for name in catalogue() if name.startswith("loanword.")}
    with pytest.raises(ConfigError, match="that has a rule with one"):
        Recipe(mix={"loanword": 1.0}, rules=off)


@pytest.mark.parametrize("burstiness", [-0.1, 101.0, float("nan")])
def test_a_burstiness_out_of_bounds_is_refused(burstiness: float) -> None:
    with pytest.raises(ConfigError, match="burstiness: expected 0 to 100"):
        Recipe(burstiness=burstiness)


def test_the_weights_are_shares_of_the_kinds_of_the_mix() -> None:
    recipe = Recipe(mix={"keyboard": 3.0, "spacing": 1.0}, rules={"keyboard.shift": 0.0})
    weights = recipe.weights()
    assert sum(weights.values()) == pytest.approx(1.0)
    shares = {
        kind: sum(share for name, share in weights.items() if name.startswith(f"{kind}."))
        for kind in KINDS
    }
    assert shares == pytest.approx(dict.fromkeys(KINDS, 0.0) | {"keyboard": 0.75, "spacing": 0.25})
    assert weights["keyboard.shift"] == 0.0
    assert weights["keyboard.neighbour"] > 0.0


def test_the_default_mix_has_every_kind_and_its_shares_add_up() -> None:
    assert set(DEFAULT_MIX) == set(KINDS)
    assert sum(DEFAULT_MIX.values()) == pytest.approx(1.0)
    assert min(DEFAULT_MIX.values()) > 0


# -- files -----------------------------------------------------------------------------------

weights = st.floats(0.01, 100)
recipes = st.builds(
    Recipe,
    rate=st.floats(0, 1),
    errors=st.integers(0, 5),
    burstiness=st.floats(0, 100),
    clean=st.floats(0, 1),
    mix=st.fixed_dictionaries({"keyboard": weights}, optional={"spelling": weights}),
    rules=st.dictionaries(st.sampled_from(sorted(catalogue())), weights, max_size=5),
    layout=st.sampled_from(sorted(LAYOUTS)),
    real_words=st.floats(0, 1),
)


@given(recipe=recipes)
def test_a_recipe_is_the_same_after_json_and_after_toml(
    recipe: Recipe, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe
    file = tmp_path_factory.mktemp("recipe") / "recipe.toml"
    file.write_text(recipe.to_toml(), encoding="utf-8")
    assert Recipe.read(file) == recipe


def test_what_a_file_leaves_out_keeps_its_default(tmp_path: Path) -> None:
    file = tmp_path / "recipe.toml"
    file.write_text('rate = 0\n[rules]\n"keyboard.shift" = 50\n', encoding="utf-8")
    assert Recipe.read(file) == Recipe(rate=0, rules={"keyboard.shift": 50})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("rat = 0.1", r"unknown name 'rat'; there are rate, errors, .*"),
        ("rate = 'high'", "rate: expected a number, got 'high'"),
        ("errors = 1.5", "errors: expected a whole number, got 1.5"),
        ("clean = true", "clean: expected a number, got True"),
        ("layout = 3", "layout: expected a text, got 3"),
        ("mix = [1]", "mix: expected a table of weights"),
        ("[mix]\nkeyboard = '3'", "mix: expected a table of weights"),
        ("rate = ", "not TOML"),
        ("\x00", "not TOML"),
    ],
)
def test_a_file_that_is_no_recipe_is_refused_with_what_is_wrong(
    tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "recipe.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as refusal:
        Recipe.read(file)
    assert str(file) in str(refusal.value)


def test_a_missing_or_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read .*nowhere"):
        Recipe.read(tmp_path / "nowhere.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"binary\.toml"):
        Recipe.read(tmp_path / "binary.toml")
