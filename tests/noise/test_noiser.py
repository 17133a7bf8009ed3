"""The noise function: the same typos everywhere, edits that tell the truth, and its dials."""

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import mean, pvariance
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spellfix.edits import apply
from spellfix.kinds import KINDS
from spellfix.noise import Noiser, Noisy, Recipe
from spellfix.noise.layout import LAYOUTS
from spellfix.noise.sentence import Sentence
from spellfix.text import protected_spans

ROOT = Path(__file__).resolve().parents[2]
LINES = [
    line
    for file in sorted((ROOT / "data" / "samples").glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
PIECES = [
    "학교에", "갔다", "할 수 있다", "메시지를", "돼요", "몇 년", "이", "가", "왜", "뷁", "ㅋㅋ",
    "hello", "API", "1,000", " ", "  ", "\n", "\t", ".", "?!", "👨‍👩‍👧‍👦", "\x00", "\ud800",
    "\u2581", normalize("NFD", "한국말"), "ᄒᆞᆫ", "https://a.kr/b?c=1",
]  # fmt: skip

bounded = settings(max_examples=100)
anything = st.text(st.characters(exclude_categories=()), max_size=20)
mixtures = st.lists(st.sampled_from(PIECES) | anything, max_size=20).map("".join)
seeds = st.integers(0, 2**31)
recipes = st.builds(
    Recipe,
    rate=st.floats(0, 1),
    errors=st.integers(0, 3),
    burstiness=st.floats(0, 5),
    mix=st.dictionaries(st.sampled_from(KINDS), st.floats(0.1, 10), min_size=1),
    layout=st.sampled_from(sorted(LAYOUTS)),
    real_words=st.floats(0, 1),
)


def only(kind: str, rate: float = 0.03) -> Recipe:
    return Recipe(rate=rate, mix={kind: 1.0})


def check(text: str, noisy: Noisy, kinds: set[str]) -> None:
    """The edits make the noisy text, each changes something, and none lies over another."""
    assert apply(text, noisy.edits) == noisy.text
    assert all(first.end <= second.start for first, second in pairwise(noisy.edits))
    for edit in noisy.edits:
        assert edit.kind in kinds
        assert edit.rule.startswith(f"{edit.kind}.")
        assert edit.before[:1] != edit.after[:1]
        assert edit.before[-1:] != edit.after[-1:]


# -- the same typos everywhere ---------------------------------------------------------------


def test_the_order_in_which_items_are_asked_for_changes_nothing() -> None:
    places = [(epoch, index) for epoch in range(2) for index in range(200)]
    noiser = Noiser(seed=7)
    forward = {place: noiser.noise(LINES[place[1]], *place) for place in places}
    shuffled = Random(0).sample(places, len(places))
    assert {place: noiser.noise(LINES[place[1]], *place) for place in shuffled} == forward
    assert Noiser(seed=7).noise(LINES[150], 1, 150) == forward[1, 150]


PRINT_NOISE = """
import json, sys
from spellfix.noise import Noiser
noiser = Noiser(seed=3)
lines = json.load(sys.stdin)
noisy = [noiser.noise(line, 1, index) for index, line in enumerate(lines)]
json.dump([[item.text, [edit.rule for edit in item.edits]] for item in noisy], sys.stdout)
"""


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_another_process_makes_the_same_typos(hash_seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRINT_NOISE],
        input=json.dumps(LINES[::4]),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    noiser = Noiser(seed=3)
    here = [noiser.noise(line, 1, index) for index, line in enumerate(LINES[::4])]
    assert json.loads(done.stdout) == [
        [item.text, [edit.rule for edit in item.edits]] for item in here
    ]


def test_seed_epoch_and_index_each_change_the_typos() -> None:
    line = LINES[4]
    noisy = Noiser(seed=0).noise(line, 0, 0)
    assert noisy.text != line
    assert len({Noiser(seed=seed).noise(line, 0, 0).text for seed in range(20)}) > 15
    assert len({Noiser(seed=0).noise(line, epoch, 0).text for epoch in range(20)}) > 15
    assert len({Noiser(seed=0).noise(line, 0, index).text for index in range(20)}) > 15
    assert Noiser(seed=1).noise(line, 12, 3) != Noiser(seed=1).noise(line, 1, 23)


# -- what it says it did ---------------------------------------------------------------------


@bounded
@given(mixtures, seeds, recipes)
@example("", 0, Recipe())
@example("할 수 있다", 0, Recipe(rate=1.0))
def test_any_text_becomes_what_its_edits_make_of_it(text: str, seed: int, recipe: Recipe) -> None:
    check(text, Noiser(seed, recipe).noise(text, 0, 0), set(recipe.mix))


@pytest.mark.parametrize("rate", [0.0, 0.03, 0.3])
def test_every_sample_line_becomes_what_its_edits_make_of_it(rate: float) -> None:
    noiser = Noiser(seed=1, recipe=Recipe(rate=rate))
    for index, line in enumerate(LINES):
        check(line, noiser.noise(line, 0, index), set(KINDS))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mix_of_one_kind_makes_only_that_kind(kind: str) -> None:
    noiser = Noiser(seed=2, recipe=only(kind, rate=0.3))
    made = [noiser.noise(line, 0, index) for index, line in enumerate(LINES)]
    for line, noisy in zip(LINES, made, strict=True):
        check(line, noisy, {kind})
    assert sum(bool(noisy.edits) for noisy in made) > 200


def test_보호할_구간은_어떤_규칙도_건드리지_않는다() -> None:
    text = "문의는 help@ab.kr 또는 https://a.kr/한글?b=1 의 `코드를 고침` 과 @선생님 #공지 1,000원"
    spans = protected_spans(text)
    assert len(spans) >= 6
    noiser = Noiser(seed=4, recipe=Recipe(rate=0.5))
    for index in range(300):
        for edit in noiser.noise(text, 0, index).edits:
            for span in spans:
                assert edit.end <= span.start or span.end <= edit.start


def test_noise_is_never_the_text_itself() -> None:
    noiser = Noiser(seed=6, recipe=Recipe(rate=0.5))
    for text in ("하하 하하", "가가 가가가", "나나나나나", "아아 아아아"):
        for index in range(500):
            noisy = noiser.noise(text, 0, index)
            assert (noisy.text != text) == bool(noisy.edits)


@pytest.mark.parametrize("kinds", [["spacing"], ["spacing", "keyboard", "particle"]])
def test_빈칸은_겹치지도_줄_끝에_남지도_않는다(kinds: list[str]) -> None:
    loose = re.compile(r"\s\s|^\s|\s$")
    noiser = Noiser(seed=0, recipe=Recipe(rate=0.5, mix=dict.fromkeys(kinds, 1.0)))
    for index, line in enumerate(LINES):
        if not loose.search(line):
            assert not loose.search(noiser.noise(line, 0, index).text), line


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "12,345.67", "…!?", "😀👍🏽", "ㅋㅋㅋ", "日本語", "\ud800\x00", "ᄒᆞᆫ"],
)
def test_a_text_without_syllables_and_words_comes_back_as_it_is(text: str) -> None:
    for seed in range(50):
        assert Noiser(seed, Recipe(rate=1.0)).noise(text, 0, 0) == Noisy(text, ())


# -- dials -----------------------------------------------------------------------------------


def test_rate_zero_makes_exactly_one_error() -> None:
    noiser = Noiser(seed=5, recipe=Recipe(rate=0.0))
    assert {len(noiser.noise(line, 0, index).edits) for index, line in enumerate(LINES)} == {1}


def test_errors_is_the_number_that_every_text_gets() -> None:
    line = " ".join(LINES[:3])
    for errors in (0, 1, 4):
        noiser = Noiser(seed=5, recipe=Recipe(rate=0.0, errors=errors))
        assert {len(noiser.noise(line, 0, index).edits) for index in range(50)} == {errors}


def test_rate_is_errors_a_syllable_and_varies_from_text_to_text() -> None:
    text = " ".join(LINES[:15])
    syllables = len(Sentence(text).syllables)
    for rate in (0.01, 0.04, 0.1):
        noiser = Noiser(seed=1, recipe=Recipe(rate=rate, errors=0))
        shares = [len(noiser.noise(text, 0, index).edits) / syllables for index in range(80)]
        assert mean(shares) == pytest.approx(rate, rel=0.25)
        assert min(shares) < rate / 3
        assert max(shares) > rate * 2


def test_burstiness_spreads_the_errors_over_fewer_texts() -> None:
    text = " ".join(LINES[:15])

    def spread(burstiness: float) -> float:
        noiser = Noiser(seed=1, recipe=Recipe(rate=0.02, errors=0, burstiness=burstiness))
        return pvariance([len(noiser.noise(text, 0, index).edits) for index in range(80)])

    assert spread(0.0) < spread(0.5) < spread(4.0)


@bounded
@given(mixtures, seeds, st.floats(0, 0.3), st.floats(0, 0.3))
def test_a_higher_rate_only_adds_errors(text: str, seed: int, one: float, other: float) -> None:
    low, high = (
        set(Noiser(seed, Recipe(rate=rate, real_words=1.0)).noise(text, 0, 0).edits)
        for rate in sorted((one, other))
    )
    assert low <= high


def test_more_rate_makes_more_errors_over_all_samples() -> None:
    counts = [
        sum(
            len(Noiser(2, Recipe(rate=rate)).noise(line, 0, i).edits)
            for i, line in enumerate(LINES)
        )
        for rate in (0.0, 0.01, 0.03, 0.1)
    ]
    assert counts == sorted(set(counts))


def test_clean_is_the_share_of_texts_left_alone() -> None:
    for clean in (0.0, 0.3, 1.0):
        noiser = Noiser(seed=1, recipe=Recipe(clean=clean))
        made = [noiser.noise(line, 0, index) for index, line in enumerate(LINES)]
        alone = [noisy == Noisy(line, ()) for line, noisy in zip(LINES, made, strict=True)]
        assert mean(alone) == pytest.approx(clean, abs=0.05 if clean else 0.002)


def test_the_mix_decides_the_shares_of_the_kinds() -> None:
    noiser = Noiser(seed=1, recipe=Recipe(rate=0.0, mix={"keyboard": 3.0, "spelling": 1.0}))
    kinds = [
        edit.kind for index, line in enumerate(LINES) for edit in noiser.noise(line, 0, index).edits
    ]
    assert set(kinds) == {"keyboard", "spelling"}
    assert kinds.count("keyboard") / len(kinds) == pytest.approx(0.75, abs=0.05)


def test_a_kind_of_weight_zero_is_never_made() -> None:
    noiser = Noiser(seed=1, recipe=Recipe(rate=0.5, mix={"keyboard": 0.0, "particle": 2.0}))
    kinds = {edit.kind for line in LINES[:300] for edit in noiser.noise(line, 0, 0).edits}
    assert kinds == {"particle"}
