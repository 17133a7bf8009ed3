"""Values that an option cannot have are refused by its name."""

from collections.abc import Callable
from math import inf, nan
from typing import Any

import pytest

from spellfix.config import at_least, one_of, positive, share
from spellfix.errors import ConfigError


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (share, [0, 0.25, 1], [-0.01, 1.01, nan, inf]),
        (positive, [1e-9, 3], [0, -1, nan, inf]),
        (lambda option, value: at_least(option, value, 2), [2, 9], [1, 0, -5]),
        (lambda option, value: one_of(option, value, ("a", "b")), ["a", "b"], ["", "c"]),
    ],
    ids=["share", "positive", "at_least", "one_of"],
)
def test_good_values_come_back_and_bad_ones_are_named(
    check: Callable[[str, Any], Any], good: list[Any], bad: list[Any]
) -> None:
    assert [check("--dial", value) for value in good] == good
    for value in bad:
        with pytest.raises(ConfigError, match="--dial: expected") as refusal:
            check("--dial", value)
        assert str(value) in str(refusal.value)
