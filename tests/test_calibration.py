"""Confidences are bent to what happens, and never out of order."""

import json
import random
from dataclasses import asdict
from itertools import pairwise
from math import exp, log, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.backends import OnnxBackend
from spellfix.calibration import AS_TOLD, MOST_GAIN, Calibration, judge
from spellfix.corrector import Corrector
from spellfix.edits import align
from spellfix.errors import ConfigError
from spellfix.kinds import KINDS
from spellfix.pretrained import ModelDirectory
from spellfix.reliability import reliability
from spellfix.tokenizer import Tokenizer

probabilities = st.floats(0, 1)
calibrations = st.builds(
    Calibration,
    st.floats(1e-3, 1e3),
    st.floats(-50, 50),
    st.floats(-2, 2),
    st.dictionaries(st.sampled_from(KINDS), st.floats(-9, 9)),
    st.floats(0, 2),
)
Outcome = tuple[float, bool, str, float]


def boastful(n: int, scale: float, shift: float) -> tuple[list[float], list[bool]]:
    """Confidences, and outcomes drawn as `Calibration(scale, shift)` says they fall."""
    rng = random.Random(7)
    told = [rng.uniform(0.3, 0.999) for _ in range(n)]
    truth = Calibration(scale, shift)
    return told, [rng.random() < truth(each) for each in told]


@given(probabilities)
def test_without_a_fit_a_probability_stays_what_it_is(told: float) -> None:
    assert AS_TOLD(told) == pytest.approx(told, abs=2e-7)


@given(
    calibrations,
    probabilities,
    probabilities,
    st.none() | st.sampled_from(KINDS),
    st.floats(-1e9, 1e9),
)
def test_a_calibration_stays_within_0_and_1_and_keeps_the_order(
    calibration: Calibration, one: float, other: float, kind: str | None, gain: float
) -> None:
    low = calibration(min(one, other), kind, gain)
    high = calibration(max(one, other), kind, gain)
    assert 0 <= low <= high <= 1


def test_log_odds_are_scaled_shifted_and_added_to() -> None:
    """0.8 has log-odds ln 4, and 0.5 ln 4 = ln 2: odds of 2 e^(-1 + 0.25 * 4 + 0.5)."""
    calibration = Calibration(0.5, -1.0, 0.25, {"spacing": 0.5})
    odds = 2 * exp(0.5)
    assert calibration(0.8, "spacing", 4.0) == pytest.approx(odds / (1 + odds))
    assert calibration(0.8, "particle", 4.0) == pytest.approx(2 / 3)
    assert calibration(0.8, gain=-4.0) == pytest.approx(2 * exp(-2) / (1 + 2 * exp(-2)))
    assert calibration(0.8) == pytest.approx(2 * exp(-1) / (1 + 2 * exp(-1)))


def test_a_gain_counts_up_to_a_limit_in_either_direction() -> None:
    calibration = Calibration(gain=0.1)
    for sign in (-1, 1):
        most = calibration(0.5, None, sign * 1e9)
        assert most == calibration(0.5, None, sign * MOST_GAIN)
        assert log(most / (1 - most)) == pytest.approx(sign * MOST_GAIN / 10)


@given(calibrations)
def test_a_calibration_comes_back_from_json(calibration: Calibration) -> None:
    for told in (asdict(calibration), calibration.to_dict()):
        assert Calibration(**json.loads(json.dumps(told))) == calibration
    assert Calibration(0.5, 1.0).to_dict() == {"scale": 0.5, "shift": 1.0}


def test_a_calibration_tells_unlike_probabilities_apart() -> None:
    calibration = Calibration(0.5, -1.0)
    told = [calibration(each / 1000) for each in range(1001)]
    assert all(low < high for low, high in pairwise(told))


@pytest.mark.parametrize(("scale", "shift"), [(0.6, 0.2), (1.0, 0.0), (1.5, -0.7), (0.8, -1.0)])
def test_a_fit_finds_how_confidences_were_bent(scale: float, shift: float) -> None:
    fitted = Calibration.fit(*boastful(20_000, scale, shift))
    assert fitted.scale == pytest.approx(scale, abs=0.05)
    assert fitted.shift == pytest.approx(shift, abs=0.1)


def test_a_fit_makes_confidences_reliable() -> None:
    told, right = boastful(5_000, 0.5, -0.5)
    calibration = Calibration.fit(told, right)
    before = reliability(told, right)
    after = reliability([calibration(each) for each in told], right)
    assert before.ece > 0.1
    assert after.ece < 0.03
    assert after.brier < before.brier
    assert after.log_loss < before.log_loss


def test_no_edits_or_few_move_confidences_little() -> None:
    assert Calibration.fit([], []) == AS_TOLD
    few = Calibration.fit([0.9, 0.8], [False, True])
    assert 0.7 < few(0.9) < 0.9


def test_a_fit_on_confidences_that_tell_the_opposite_still_keeps_the_order() -> None:
    fitted = Calibration.fit([0.9, 0.1] * 500, [False, True] * 500)
    assert 0.45 < fitted(0.1) <= fitted(0.9) < 0.55


@given(
    st.lists(
        st.tuples(probabilities, st.booleans(), st.sampled_from(KINDS), st.floats(-50, 50)),
        max_size=60,
    )
)
def test_any_outcomes_can_be_fitted(outcomes: list[Outcome]) -> None:
    told, right = [each[0] for each in outcomes], [each[1] for each in outcomes]
    plain = Calibration.fit(told, right)
    assert plain.scale > 0
    assert plain.keeps_order
    kinds, gains = [each[2] for each in outcomes], [each[3] for each in outcomes]
    fitted = Calibration.fit(told, right, kinds, gains)
    assert fitted.scale > 0
    assert fitted.kinds.keys() == {kind for kind in kinds if kinds.count(kind) >= 10}


def test_a_fit_finds_what_kinds_and_gains_are_worth() -> None:
    """Outcomes drawn as a calibration says they fall: the fit finds it, up to what all kinds have
    in common, which the shift has too."""
    rng = random.Random(3)
    truth = Calibration(0.7, -0.5, 0.2, {"spacing": 1.0, "particle": -1.0})
    edits = [
        (rng.uniform(0.3, 0.999), rng.choice(("spacing", "particle")), rng.gauss(2, 8))
        for _ in range(20_000)
    ]
    right = [rng.random() < truth(*each) for each in edits]
    told, kinds, gains = zip(*edits, strict=True)
    fitted = Calibration.fit(told, right, kinds, gains)
    assert fitted.scale == pytest.approx(0.7, abs=0.05)
    assert fitted.gain == pytest.approx(0.2, abs=0.02)
    assert fitted.kinds["spacing"] - fitted.kinds["particle"] == pytest.approx(2.0, abs=0.1)
    assert fitted.shift + fitted.kinds["spacing"] == pytest.approx(0.5, abs=0.1)


def test_without_kinds_and_gains_a_fit_is_what_it_was_before_there_were_any() -> None:
    assert Calibration.fit(*boastful(400, 0.6, 0.2)) == Calibration(0.5141, 0.2452)


def test_a_handful_of_edits_moves_kinds_and_gains_little() -> None:
    few = Calibration.fit([0.9, 0.9], [False, True], ["spacing", "particle"], [-9.0, 9.0])
    assert 0 < few.gain < 0.1
    assert few.kinds == {}
    nine = Calibration.fit(
        [0.6] * 109, [False] * 9 + [True] * 100, ["spacing"] * 9 + ["particle"] * 100
    )
    assert nine.kinds.keys() == {"particle"}
    opposite = Calibration.fit([0.9, 0.1] * 500, [False, True] * 500, ["spacing"] * 1000)
    assert 0.45 < opposite(0.1, "spacing") <= opposite(0.9, "spacing") < 0.55


@pytest.mark.parametrize("values", [(0.0, 0.0), (-1.0, 0.0), (nan, 0.0), (1.0, float("inf"))])
def test_a_calibration_that_would_not_keep_the_order_is_refused(
    values: tuple[float, float],
) -> None:
    with pytest.raises(ConfigError, match="scale above 0"):
        Calibration(*values)


@pytest.mark.parametrize(
    ("gain", "kinds", "what"),
    [
        (nan, {}, "finite gain"),
        (0.1, {"spacing": float("inf")}, "finite numbers for kinds"),
        (0.1, {"colour": 0.5}, "kinds: expected one of keyboard"),
    ],
)
def test_gains_and_kinds_that_cannot_be_are_refused(
    gain: float, kinds: dict[str, float], what: str
) -> None:
    with pytest.raises(ConfigError, match=what):
        Calibration(1.0, 0.0, gain, kinds)


@pytest.mark.parametrize("fusion", [-0.1, nan, float("inf")])
def test_a_fusion_below_nothing_is_refused(fusion: float) -> None:
    with pytest.raises(ConfigError, match="fusion of 0 or more"):
        Calibration(fusion=fusion)


def test_who_has_a_say_in_choosing_must_be_there_and_changes_the_order() -> None:
    assert Calibration(fusion=0.2).asks
    assert Calibration(gain=0.1).asks
    assert not Calibration(0.5, 1.0, 0.0, {"spacing": 1.0}).asks
    assert not Calibration(fusion=0.2).keeps_order


def test_a_fit_needs_a_kind_and_a_gain_for_every_confidence_or_none() -> None:
    with pytest.raises(ConfigError, match="as many kinds as confidences, got 1 for 2"):
        Calibration.fit([0.5, 0.6], [True, False], ["spacing"])
    with pytest.raises(ConfigError, match="as many gains as confidences, got 3 for 2"):
        Calibration.fit([0.5, 0.6], [True, False], (), [0.0, 0.0, 0.0])


def test_a_fit_needs_a_judgement_for_every_confidence() -> None:
    with pytest.raises(ConfigError, match="got 1 for 2"):
        Calibration.fit([0.5, 0.6], [True])


def test_reliability_counts_by_tenths() -> None:
    found = reliability([0.95, 0.95, 0.92, 1.0, 0.2], [True, True, False, True, False])
    assert [(each.n, each.right) for each in found.bins] == [(1, 0.0), (4, 0.75)]
    assert found.n == 5
    assert found.ece == pytest.approx((abs(0.2 - 0) + 4 * abs(0.955 - 0.75)) / 5)
    assert found.brier == pytest.approx((0.05**2 * 2 + 0.92**2 + 0.2**2) / 5)
    assert reliability([], []).n == 0


def test_고침은_바란_고침과_꼭_같아야_옳다() -> None:
    source, target = "숙재를 않 했다", "숙제를 안 했다"
    assert judge(source, target, align(source, target)) == [True, True]
    assert judge(source, target, align(source, "숙제를 앉 했다")) == [True, False]
    assert judge(source, source, align(source, target)) == [False, False]
    assert judge(source, target, ()) == []


def test_교정기의_확신은_보정된_확신이고_문턱도_그렇다() -> None:
    directory = ModelDirectory.open()
    model = OnnxBackend(directory.encoder, directory.decoder), Tokenizer.load(directory.tokenizer)
    bend = Calibration(0.5, -1.0)
    text = "숙재를 꼼꼼히 해 와서 칭찬해 주었읍니다."
    plain = Corrector(*model).correct(text).edits
    bent = Corrector(*model, calibration=bend).correct(text).edits
    assert plain
    for before, after in zip(plain, bent, strict=True):
        assert (before.start, before.after) == (after.start, after.after)
        assert after.confidence == pytest.approx(bend(before.confidence), abs=1e-3)
        assert after.confidence < before.confidence
    surest = max(edit.confidence for edit in bent)
    strict = Corrector(*model, calibration=bend, min_confidence=surest).correct(text)
    assert [edit.confidence for edit in strict.edits] == [surest]
