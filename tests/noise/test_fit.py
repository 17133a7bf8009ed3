"""Real errors explained by rules, and weights fitted to them."""

from random import Random

import pytest

from spellfix.edits import align
from spellfix.errors import InputError
from spellfix.noise import Noiser, Recipe
from spellfix.noise.catalogue import catalogue
from spellfix.noise.explain import explain
from spellfix.noise.fit import fit

RULES = [rule for rule in catalogue().values() if rule.weight > 0]
LINES = [
    "오늘 숙제를 다 했습니다.",
    "네트워크 설정을 확인할 수 있다.",
    "메시지를 보내고 나서 답을 기다렸다.",
    "아이들이 책을 읽는 모습이 보기 좋았습니다.",
    "며칠 동안 비가 와서 운동장을 쓸 수 없었다.",
]


def causes(typo: str, right: str) -> list[set[tuple[str, ...]]]:
    """For each edit the rules, or pairs of rules, that explain it."""
    return [set(each.causes) for each in explain(typo, right, RULES)]


def test_옆_글쇠를_누른_것과_헷갈린_것을_둘_다_알아본다() -> None:
    (found,) = causes("숙재를 했다.", "숙제를 했다.")
    assert {("keyboard.other_key",), ("spelling.vowel_ae",)} <= found


@pytest.mark.parametrize(
    ("typo", "right", "rule"),
    [
        ("저장 할 수 있다", "저장할 수 있다", "spacing.verb_suffix_apart"),
        ("메세지를 보냈다", "메시지를 보냈다", "loanword.form"),
        ("몇일 동안", "며칠 동안", "spelling.form"),
        ("값를 구한다", "값을 구한다", "particle.by_batchim"),
        ("확인하빈다.", "확인합니다.", "keyboard.transpose"),
        ("dhsmf 왔다", "오늘 왔다", "conversion.latin_mode"),
    ],
)
def test_a_real_error_is_explained_by_the_rule_that_makes_it(
    typo: str, right: str, rule: str
) -> None:
    (found,) = causes(typo, right)
    assert (rule,) in found


def test_two_errors_side_by_side_are_explained_together() -> None:
    (found,) = causes("두번재 줄", "두 번째 줄")
    assert any(len(rules) == 2 and "spacing.unit" in rules for rules in found)


def test_an_edit_that_no_rule_makes_is_not_explained() -> None:
    assert causes("뷁뒕 갔다", "내일 갔다") == [set()]


def test_a_protected_span_is_not_explained_away() -> None:
    assert causes("`코드를` 고침", "`코득를` 고침") == [set()]
    assert causes("코드를 고침", "코득를 고침") != [set()]


def test_all_that_the_noise_makes_one_at_a_time_is_explained() -> None:
    noiser = Noiser(seed=3, recipe=Recipe(rate=0.0, real_words=1.0))
    explained = asked = 0
    for index in range(150):
        right = LINES[index % len(LINES)]
        noisy = noiser.noise(right, 0, index)
        for each in explain(noisy.text, right, RULES):
            asked += 1
            explained += bool(each.causes)
    assert asked >= 150
    assert explained / asked > 0.97  # align may cut a long error into pieces


# -- weights ---------------------------------------------------------------------------------


def pairs_of(rules: dict[str, float], n: int = 150) -> list[tuple[str, str]]:
    mix = {name.partition(".")[0]: 1.0 for name in rules}
    off = dict.fromkeys(catalogue(), 0.0)
    noiser = Noiser(seed=1, recipe=Recipe(rate=0.0, mix=mix, rules=off | rules, real_words=1.0))
    order = [LINES[index % len(LINES)] for index in range(n)]
    Random(0).shuffle(order)
    return [(noiser.noise(right, 0, index).text, right) for index, right in enumerate(order)]


def test_the_rule_behind_the_errors_gains_weight() -> None:
    before = Recipe().weights()["keyboard.transpose"]
    fitted = fit(pairs_of({"keyboard.transpose": 1.0}))
    assert fitted.recipe.weights()["keyboard.transpose"] > 3 * before
    assert fitted.shares["keyboard.transpose"] > 0.25
    assert sum(fitted.shares.values()) == pytest.approx(1.0)


def test_a_fitted_recipe_makes_the_kinds_it_was_fitted_to() -> None:
    fitted = fit(pairs_of({"loanword.form": 1.0}, n=500)).recipe
    kinds = [
        edit.kind
        for index in range(400)
        for edit in Noiser(0, fitted).noise(LINES[index % 2 + 1], 0, index).edits
    ]
    plain = [
        edit.kind
        for index in range(400)
        for edit in Noiser(0).noise(LINES[index % 2 + 1], 0, index).edits
    ]
    assert kinds.count("loanword") / len(kinds) > 1.5 * plain.count("loanword") / len(plain)


def test_coverage_counts_every_edit_and_lists_the_rest() -> None:
    found = fit([*pairs_of({"keyboard.drop": 1.0}, n=20), ("뷁뒕 간다", "내일 간다")])
    data = found.to_dict()
    assert found.n == data["n"] == sum(n for n, _ in found.by_kind.values())
    assert found.covered + len(found.uncovered) == found.n
    assert data["coverage"] == found.coverage == pytest.approx(found.covered / found.n)
    for each in found.uncovered:
        assert each.input[each.start : each.start + len(each.before)] == each.before
        assert any(edit.before == each.before for edit in align(each.input, each.target))


def test_a_rule_that_is_off_explains_nothing_and_stays_off() -> None:
    off = Recipe(rules={"keyboard.transpose": 0.0})
    found = fit(pairs_of({"keyboard.transpose": 1.0}, n=30), off)
    assert "keyboard.transpose" not in found.shares
    assert found.recipe.weights()["keyboard.transpose"] == 0.0


def test_more_errors_a_sentence_give_a_higher_rate() -> None:
    many = [
        (Noiser(5, Recipe(errors=4)).noise(line, 0, i).text, line) for i, line in enumerate(LINES)
    ]
    assert fit(many).recipe.rate > fit(pairs_of({"keyboard.drop": 1.0}, n=20)).recipe.rate


@pytest.mark.parametrize("pairs", [[], [("같다", "같다")]])
def test_pairs_without_an_error_are_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(InputError, match=f"none of the {len(pairs)} pairs holds an error"):
        fit(pairs)
