"""Slips on the two-set keyboard: one key, on the keyboard next to the one that was meant."""

from spellfix.hangul import LEADS, TAILS, VOWELS
from spellfix.keyboard import SHIFT, UNSHIFT, VOWEL_PAIRS, neighbours
from spellfix.systems.two_set import slips


def test_옆_글쇠와_윗글쇠만_잘못_눌린다() -> None:
    for slip in slips():
        if slip.meant not in VOWEL_PAIRS:
            shifted = SHIFT.get(slip.meant) or UNSHIFT.get(slip.meant)
            assert all(typed in neighbours(slip.meant) or typed == shifted for typed in slip.typed)


def test_겹모음은_두_글쇠_가운데_하나가_틀리거나_빠진다() -> None:
    (typed,) = [slip.typed for slip in slips() if slip.meant == "ㅘ"]
    assert set(typed) == {"ㅚ", "ㅙ", "ㅗ", "ㅏ"}  # ㅣ and ㅐ touch ㅏ


def test_every_jamo_of_a_slip_can_stand_where_the_slip_is() -> None:
    for slip in slips():
        allowed = TAILS if slip.tail else LEADS + VOWELS
        assert slip.meant in allowed
        assert slip.typed
        assert all(typed in allowed and typed != slip.meant for typed in slip.typed)
