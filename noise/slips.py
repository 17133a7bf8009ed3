"""keyboard 단순 입력: slips of the fingers, made in keystrokes, typed through an input method.

A slip is drawn as an operation on the strokes of one Hangul run; what that does to the text (a
moved 받침, a broken syllable) follows from the input method, not from a rule. A smaller share of
operations works on whole syllables, as hasty editing does.
"""

from collections.abc import Callable
from random import Random

from spellfix.hangul import TAILS, compose, decompose
from spellfix.keyboard import (
    CONSONANT_STROKES,
    SHIFT,
    UNSHIFT,
    VOWEL_STROKES,
    neighbours,
    strokes,
    type_jamo,
)
from spellfix.noise.proposals import HANGUL_RUN, NoiseEdit, pick, trimmed

KEEP_BROKEN = 0.25  # share of slips leaving a bare jamo behind that are not drawn again
CONSONANTS = "".join(sorted(CONSONANT_STROKES))
VOWELS = "".join(sorted(VOWEL_STROKES))

Slip = Callable[[str, int, Random], str]


def _same_class(stroke: str, others: str) -> str:
    wanted = VOWEL_STROKES if stroke in VOWEL_STROKES else CONSONANT_STROKES
    return "".join(other for other in others if other in wanted)


def neighbour(keys: str, at: int, rng: Random) -> str:
    """The key beside; mostly one that gives the same class of jamo."""
    near = neighbours(keys[at])
    near = _same_class(keys[at], near) if rng.random() < 0.9 else near
    return keys[:at] + rng.choice(near) + keys[at + 1 :] if near else keys


def shift(keys: str, at: int, rng: Random) -> str:
    """Shift held too long or not at all: ㅅ/ㅆ, ㅐ/ㅒ."""
    other = SHIFT.get(keys[at]) or UNSHIFT.get(keys[at])
    return keys[:at] + other + keys[at + 1 :] if other else keys


def other_jamo(keys: str, at: int, rng: Random) -> str:
    """A wrong jamo of the same class from anywhere on the keyboard."""
    pool = VOWELS if keys[at] in VOWEL_STROKES else CONSONANTS
    return keys[:at] + rng.choice(pool) + keys[at + 1 :]


def drop(keys: str, at: int, rng: Random) -> str:
    return keys[:at] + keys[at + 1 :]


def double(keys: str, at: int, rng: Random) -> str:
    return keys[:at] + keys[at] + keys[at:]


def extra(keys: str, at: int, rng: Random) -> str:
    """A second key hit along with the right one, or a stray one."""
    pool = neighbours(keys[at]) if rng.random() < 0.6 else CONSONANTS
    added = rng.choice(pool or CONSONANTS)
    return keys[: at + 1] + added + keys[at + 1 :]


def transpose(keys: str, at: int, rng: Random) -> str:
    """Two strokes in the wrong order: 정의 -> 저으이, 끼친다 -> 끼치낟."""
    if at + 1 >= len(keys):
        return keys
    return keys[:at] + keys[at + 1] + keys[at] + keys[at + 2 :]


STROKE_SLIPS: tuple[tuple[Slip, float], ...] = (
    (neighbour, 30.0),
    (shift, 7.0),
    (other_jamo, 16.0),
    (drop, 20.0),
    (double, 3.0),
    (extra, 8.0),
    (transpose, 12.0),
)


def drop_syllable(run: str, at: int, rng: Random) -> str:
    return run[:at] + run[at + 1 :] if len(run) > 1 else run


def double_syllable(run: str, at: int, rng: Random) -> str:
    return run[:at] + run[at] + run[at:]


def transpose_syllables(run: str, at: int, rng: Random) -> str:
    return run[:at] + run[at + 1 : at + 2] + run[at] + run[at + 2 :]


def echo(run: str, at: int, rng: Random) -> str:
    """One jamo of a syllable repeats in its neighbour: 기능 -> 긴능, 베이스 -> 베에스."""
    beside = [i for i in (at - 1, at + 1) if 0 <= i < len(run)]
    if not beside:
        return run
    lead, vowel, tail = decompose(run[at])
    source = rng.choice(beside)
    heard = decompose(run[source])
    place = rng.randrange(3)
    parts = [lead, vowel, tail]
    parts[place] = heard[place]
    if place == 2 and source > at and heard[0] in TAILS and rng.random() < 0.5:
        parts[2] = heard[0]  # the next consonant comes early
    return run[:at] + compose(*parts) + run[at + 1 :]


def other_tail(run: str, at: int, rng: Random) -> str:
    """The final consonant wrong, lost or added."""
    lead, vowel, _ = decompose(run[at])
    common = ("", "ㄱ", "ㄴ", "ㄹ", "ㅁ", "ㅂ", "ㅅ", "ㅆ", "ㅇ")
    return run[:at] + compose(lead, vowel, rng.choice(common)) + run[at + 1 :]


SYLLABLE_SLIPS: tuple[tuple[Slip, float], ...] = (
    (drop_syllable, 7.0),
    (double_syllable, 3.0),
    (transpose_syllables, 2.0),
    (echo, 5.0),
    (other_tail, 5.0),
)
_STROKES = frozenset(slip for slip, _ in STROKE_SLIPS)


class KeyboardSlips:
    """Source of keyboard errors."""

    def propose(self, text: str, rng: Random) -> NoiseEdit | None:
        runs = [match.span() for match in HANGUL_RUN.finditer(text)]
        if not runs:
            return None
        start, end = rng.choices(runs, [end - start for start, end in runs])[0]
        run = text[start:end]
        slip = pick(rng, STROKE_SLIPS + SYLLABLE_SLIPS)
        for _ in range(4):  # some slips change nothing here, or leave an unlikely wreck
            if slip in _STROKES:
                keys = strokes(run)
                wrong = type_jamo(slip(keys, rng.randrange(len(keys)), rng))
            else:
                wrong = slip(run, rng.randrange(len(run)), rng)
            broken = HANGUL_RUN.fullmatch(wrong) is None
            if wrong != run and wrong and (not broken or rng.random() < KEEP_BROKEN):
                return trimmed(start, run, wrong, "keyboard", slip.__name__)
        return None
