"""The pad of a telephone: which keys touch."""

from spellfix.keypad import touching

PAD = ("123", "456", "789", " 0 ")


def test_keys_that_share_an_edge_touch_and_corners_do_not() -> None:
    assert touching(PAD, "5") == "2468"
    assert touching(PAD, "1") == "24"
    assert touching(PAD, "0") == "8"


def test_what_is_no_key_touches_nothing() -> None:
    assert touching(PAD, " ") == touching(PAD, "a") == touching(PAD, "") == ""
