"""conversion 문자 변환: the wrong 한/영 mode, and syllables that were not put together."""

import re
from random import Random

from spellfix.hangul import compose, decompose
from spellfix.keyboard import to_hangul, to_latin
from spellfix.noise.proposals import HANGUL_RUN, NoiseEdit, pick, trimmed

LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
HANGUL_WORDS = re.compile(r"[가-힣]+(?: [가-힣]+)?")


def latin_mode(text: str, rng: Random) -> NoiseEdit | None:
    """One word, two words or the first part of a word in Latin letters: 안녕 -> dkssud."""
    spans = [m.span() for m in HANGUL_WORDS.finditer(text) if m.end() - m.start() > 1]
    if not spans:
        return None
    start, end = rng.choice(spans)
    run = text[start:end]
    if rng.random() < 0.6:
        run = run.partition(" ")[0]
    if len(run) > 2 and rng.random() < 0.25:
        run = run[: rng.randrange(2, len(run))]
    return trimmed(start, run, to_latin(run), "conversion", "latin_mode")


def hangul_mode(text: str, rng: Random) -> NoiseEdit | None:
    """A Latin word in Hangul letters: hello -> ㅗ디ㅣㅐ."""
    words = list(LATIN_WORD.finditer(text))
    if not words:
        return None
    word = rng.choice(words)
    return trimmed(word.start(), word[0], to_hangul(word[0]), "conversion", "hangul_mode")


def split_syllable(text: str, rng: Random) -> NoiseEdit | None:
    """A syllable in bare jamo, wholly or in its final: 한 -> ㅎㅏㄴ, 하ㄴ; 니다 -> 니ㄷㅏ."""
    runs = list(HANGUL_RUN.finditer(text))
    if not runs:
        return None
    run = rng.choice(runs)
    at = rng.randrange(run.start(), run.end())
    lead, vowel, tail = decompose(text[at])
    open_part = compose(lead, vowel) if rng.random() < 0.5 else lead + vowel
    return trimmed(at, text[at], open_part + tail, "conversion", "split_syllable")


WAYS = ((latin_mode, 5.0), (hangul_mode, 1.0), (split_syllable, 4.0))


class ConversionErrors:
    """Source of conversion errors."""

    def propose(self, text: str, rng: Random) -> NoiseEdit | None:
        return pick(rng, WAYS)(text, rng)
