"""Where the searches begin and all that they have found: every target still holds for it."""

import time

import pytest

from tests.fuzz.found import FOUND
from tests.fuzz.targets import TARGETS, target

SLOWEST = 5.0  # seconds of processor time for one input


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_for_its_seeds_and_for_what_was_found(name: str) -> None:
    chosen = target(name)
    for data in (*chosen.SEEDS, *FOUND.get(name, ()), b"", b"\xff" * 9):
        begun = time.process_time()
        chosen.check(data)
        assert time.process_time() - begun < SLOWEST
