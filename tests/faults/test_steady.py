"""Nothing is deleted by a clock that jumped a moment ago."""

from dataclasses import dataclass

import pytest

from spellfix.serve.steady import DAY, JUMP, Steady, since_boot


@dataclass
class Hands:
    """Two clocks that are set by hand."""

    wall: float = 1_700_000_000.0
    even: float = 100.0

    def go(self, seconds: float) -> None:
        self.wall += seconds
        self.even += seconds


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def steady(hands: Hands) -> Steady:
    return Steady(lambda: hands.wall, lambda: hands.even)


def test_a_clock_that_goes_evenly_is_believed(hands: Hands, steady: Steady) -> None:
    for _ in range(50):
        hands.go(3600)
        hands.wall += 1  # a correction
        assert steady.believable()


@pytest.mark.parametrize("days", [-400, 400])
def test_after_a_jump_it_is_believed_a_day_later(hands: Hands, steady: Steady, days: int) -> None:
    assert steady.believable()
    hands.wall += days * DAY
    for _ in range(24):
        assert not steady.believable()
        hands.go(DAY / 24)
    assert steady.believable()


def test_setting_it_right_again_is_a_jump_too(hands: Hands, steady: Steady) -> None:
    hands.wall += 400 * DAY
    assert not steady.believable()
    hands.go(3600)
    hands.wall -= 400 * DAY
    assert not steady.believable()
    hands.go(DAY)
    assert steady.believable()


def test_less_than_a_jump_is_none(hands: Hands, steady: Steady) -> None:
    hands.wall += JUMP
    assert steady.believable()


def test_the_clocks_of_this_machine_go_evenly() -> None:
    assert since_boot() <= since_boot()
    assert Steady().believable()
