"""keyboard 단순 입력, slips of the fingers: wrong, lost, added and swapped keystrokes.

A slip changes the strokes of one syllable; the input method then types its neighbourhood again, so
that a moved 받침 or a broken syllable comes out the way it does for real typists. Knows the layout
only by its functions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from spellfix.noise.layout import Layout
from spellfix.noise.rule import Error
from spellfix.noise.sentence import Sentence

KEEP_BROKEN = 0.25  # share of slips leaving a bare jamo behind that are not drawn again


class Slip(NamedTuple):
    """Replace strokes ``first`` to ``last`` of a syllable; None swaps the two strokes there."""

    first: int
    last: int
    keys: str | None


Slips = Callable[[Layout, str], list[Slip]]
"""The slips possible on the strokes of one syllable."""


def neighbour(layout: Layout, keys: str) -> list[Slip]:
    """The key beside, of the same class: ㅎ for ㄹ. Real typists stay in the class (hand)."""
    return [
        Slip(at, at + 1, near)
        for at, key in enumerate(keys)
        for near in layout.neighbours(key)
        if near in layout.alike(key)
    ]


def neighbour_of_other_class(layout: Layout, keys: str) -> list[Slip]:
    """The key beside where consonants and vowels meet: ㅗ for ㅎ."""
    return [
        Slip(at, at + 1, near)
        for at, key in enumerate(keys)
        for near in layout.neighbours(key)
        if near not in layout.alike(key)
    ]


def shift(layout: Layout, keys: str) -> list[Slip]:
    """Shift held too long or not at all: ㅅ/ㅆ, ㅐ/ㅒ."""
    return [Slip(at, at + 1, other) for at, key in enumerate(keys) for other in layout.shifted(key)]


def other_key(layout: Layout, keys: str) -> list[Slip]:
    """A key of the same class from anywhere: the finger or the mind was elsewhere."""
    return [
        Slip(at, at + 1, other)
        for at, key in enumerate(keys)
        for other in layout.alike(key)
        if other != key
    ]


def drop(layout: Layout, keys: str) -> list[Slip]:
    return [Slip(at, at + 1, "") for at in range(len(keys))]


def double(layout: Layout, keys: str) -> list[Slip]:
    return [Slip(at, at, key) for at, key in enumerate(keys)]


def extra(layout: Layout, keys: str) -> list[Slip]:
    """A second key hit along with the right one, before or after it."""
    return [
        Slip(place, place, near)
        for at, key in enumerate(keys)
        for near in layout.neighbours(key)
        for place in (at, at + 1)
    ]


def stray(layout: Layout, keys: str) -> list[Slip]:
    """Any key too much."""
    return [
        Slip(at, at, other)
        for at in range(1, len(keys) + 1)
        for others in layout.classes
        for other in others
    ]


def transpose(layout: Layout, keys: str) -> list[Slip]:
    """Two strokes in the wrong order, also over the border: 정의 → 저으이, 끼친다 → 끼치낟."""
    return [Slip(at, at + 2, None) for at in range(len(keys))]


@dataclass(frozen=True, slots=True)
class StrokeRule:
    """A rule that lets one slip happen at one syllable."""

    name: str
    weight: float
    source: str
    example: str
    layout: Layout
    slips: Slips
    blind: bool = True
    _known: dict[str, tuple[Slip, ...]] = field(default_factory=dict, repr=False, compare=False)

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        at = sentence.random_syllable(rng)
        if at is None:
            return None
        slips = self._slips(sentence.text[at])
        if not slips:
            return None
        error = self._make(sentence.text, at, slips[int(rng.random() * len(slips))])
        if error and not _whole(error.after) and rng.random() >= KEEP_BROKEN:
            return None
        return error

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        for at in sentence.syllables:
            if start - 1 <= at <= end:
                for slip in self._slips(sentence.text[at]):
                    if error := self._make(sentence.text, at, slip):
                        yield error

    def _slips(self, syllable: str) -> tuple[Slip, ...]:
        known = self._known.get(syllable)
        if known is None:
            known = tuple(self.slips(self.layout, self.layout.strokes(syllable)))
            self._known[syllable] = known
        return known

    def _make(self, text: str, at: int, slip: Slip) -> Error | None:
        """What the slip types, with one syllable before and after: further no stroke reaches."""
        strokes = self.layout.strokes
        start = at - 1 if at and "가" <= text[at - 1] <= "힣" else at
        end = at + 2 if at + 1 < len(text) and "가" <= text[at + 1] <= "힣" else at + 1
        keys = strokes(text[start:end])
        own = len(strokes(text[start])) if start < at else 0
        first, last = own + slip.first, own + slip.last
        if slip.keys is None:
            if last > len(keys):
                return None
            typed = keys[:first] + keys[first + 1] + keys[first] + keys[last:]
        else:
            typed = keys[:first] + slip.keys + keys[last:]
        after = self.layout.type(typed)
        return Error(start, end, after) if after and after != text[start:end] else None


def _whole(after: str) -> bool:
    """Whether ``after`` holds nothing but syllables."""
    return min(after) >= "가" and max(after) <= "힣"


def stroke_rules(layout: Layout) -> tuple[StrokeRule, ...]:
    """All rules on strokes, for one layout."""
    source = "counted in the histories of Korean documents; docs/experiments/003"

    def rule(name: str, weight: float, example: str, slips: Slips) -> StrokeRule:
        return StrokeRule(f"keyboard.{name}", weight, source, example, layout, slips)

    return (
        rule("neighbour", 26, "발생 → 발행", neighbour),
        rule("neighbour_of_other_class", 0.83, "좋다 → 조ㅗ다", neighbour_of_other_class),
        rule("shift", 4.4, "때로는 → 떄로는", shift),
        rule("other_key", 12, "구분 → 구문", other_key),
        rule("drop", 13, "필요 → 피요", drop),
        rule("double", 1.4, "사과 → 사ㅏ과", double),
        rule("extra", 3.2, "형식 → 형싟", extra),
        rule("stray", 2.6, "공부 → 공북", stray),
        rule("transpose", 9.8, "합니다 → 하빈다", transpose),
    )
