"""conversion 문자 변환: the wrong 한/영 mode, syllables that the input method did not put together,
and characters in another form of themselves.

A rule is a row: where it may begin (``places``), how far it reaches there (``stretches``) and what
may then stand there (``guises``). ``decomposed`` has weight 0: a corrector composes its input first
(NFC) and never sees it. Digits have no rule, since they are protected. Latin letters that would
make a path or a file name together with what stands beside them are never made: a corrector must
not touch those.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from spellfix.noise import guises, stretches
from spellfix.noise.guises import Guises
from spellfix.noise.rule import Error
from spellfix.noise.sentence import Sentence
from spellfix.noise.stretches import Places, Stretches

_JOINS_BEFORE = frozenset("/._-@#$`\\~:0123456789")
_JOINS_AFTER = re.compile(r"[/_@#$`\\~:\-0-9]|\.[A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class ConversionRule:
    """A rule that writes a stretch of text in another guise.

    places: where it may happen, None for any syllable.
    """

    name: str
    weight: float
    source: str
    example: str
    places: Places | None
    stretches: Stretches
    guises: Guises
    blind: bool = False

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        if self.places is None:
            at = sentence.random_syllable(rng)
        else:
            places = self.places(sentence)
            at = places[int(rng.random() * len(places))] if places else None
        found = () if at is None else self.stretches(sentence, at)
        if not found:
            return None
        start, end = found[int(rng.random() * len(found))]
        made = self.guises(sentence.text[start:end])
        if not made:
            return None
        error = Error(start, end, made[int(rng.random() * len(made))])
        return error if _mendable(sentence, error) else None

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        seen: set[tuple[int, int]] = set()
        for at in self.places(sentence) if self.places else sentence.syllables:
            if start - 1 <= at <= end:
                for stretch in self.stretches(sentence, at):
                    if stretch not in seen:
                        seen.add(stretch)
                        for after in self.guises(sentence.text[slice(*stretch)]):
                            error = Error(*stretch, after)
                            if _mendable(sentence, error):
                                yield error


def _mendable(sentence: Sentence, error: Error) -> bool:
    """Whether ``error`` changes something and leaves it outside of what is protected then."""
    text = sentence.text
    start, end, after, _ = error
    if after == text[start:end] or not sentence.may_change(start, end):
        return False
    if not (after[0].isascii() or after[-1].isascii()):
        return True
    beside = text[start - 1 : start], text[end : end + 1]
    joins = (
        beside[0] in _JOINS_BEFORE
        or _JOINS_AFTER.match(text, end)
        or (sentence.protected and any(char.isascii() and char.isalpha() for char in beside))
    )
    if not joins and after.replace(" ", "").isalpha():
        return True
    noisy = Sentence(text[:start] + after + text[end:])
    return noisy.may_change(start, start + len(after))


_MODE = "한/영 mode of the two-set keyboard (KS X 5002); weight estimated"
_INPUT = "how input methods compose Hangul (KS X 5002); weight estimated"
_UNICODE = "Unicode: Hangul and its compatibility forms; weight estimated"


def _rows() -> Iterator[ConversionRule]:
    s, g = stretches, guises
    mode, split, other = _MODE, _INPUT, _UNICODE
    rows: tuple[tuple[str, float, str, str, Places | None, Stretches, Guises], ...] = (
        ("latin_mode", 32, mode, "안녕 → dkssud", None, s.word, g.in_latin),
        (
            "latin_mode_two_words",
            6.4,
            mode,
            "오늘 밤 → dhsmf qka",
            None,
            s.two_words,
            g.in_latin,
        ),
        (
            "latin_mode_begin",
            8.5,
            mode,
            "안녕히 → dkssud히",
            None,
            s.begins_of_word,
            g.in_latin,
        ),
        ("latin_mode_end", 5.3, mode, "안녕히 → 안녕gl", None, s.ends_of_word, g.in_latin),
        (
            "latin_mode_after_latin",
            6.4,
            mode,
            "API를 → APIfmf",
            s.after_latin,
            s.rest_of_word,
            g.in_latin,
        ),
        (
            "latin_mode_sentence",
            1.1,
            mode,
            "곧 가요. → rhe rkdy.",
            None,
            s.whole_sentence,
            g.in_latin,
        ),
        (
            "latin_mode_capital",
            1.1,
            mode,
            "안녕 → Dkssud",
            s.sentence_starts,
            s.word,
            g.in_latin_with_a_capital,
        ),
        ("caps_lock", 1.6, mode, "안녕 → DKSSUD", None, s.word, g.in_capitals),
        ("hangul_mode", 8.5, mode, "hello → ㅗ디ㅣㅐ", s.latin_letters, s.latin_words, g.in_hangul),
        ("split_syllable", 11, split, "한글 → ㅎㅏㄴ글", None, s.one, g.apart),
        ("split_final", 8.5, split, "한글 → 하ㄴ글", None, s.one, g.without_final),
        (
            "split_run",
            4.3,
            split,
            "한글 → ㅎㅏㄴㄱㅡㄹ",
            None,
            s.several_syllables,
            g.all_apart,
        ),
        ("stray_jamo", 4.3, split, "합니다 → 합니다ㅏ", None, s.last_of_word, g.with_stray),
        ("mixed_jamo", 0.11, other, "한 → ㅎ\u1161\u11ab", None, s.one, g.mixed),
        ("decomposed", 0, other, "한 → \u1112\u1161\u11ab", None, s.one, g.as_conjoining),
        (
            "decomposed_word",
            0,
            other,
            "한글 → \u1112\u1161\u11ab\u1100\u1173\u11af",
            None,
            s.word,
            g.as_conjoining,
        ),
        (
            "full_width_latin",
            0.32,
            other,
            "ABC → ＡＢＣ",
            s.latin_letters,
            s.latin_words,
            g.in_full_width,
        ),
        ("full_width_sign", 0.53, other, "네, → 네，", s.single_signs, s.one, g.in_full_width),
        (
            "full_width_space",
            0.32,
            other,
            "a b → a\u3000b",
            s.single_spaces,
            s.one,
            g.in_full_width,
        ),
        ("half_width", 0.11, other, "한글 → ﾾￂﾤﾡￚﾩ", None, s.word, g.in_half_width),
    )
    for name, weight, source, example, places, reach, made in rows:
        blind = name == "hangul_mode"  # English words may make Korean ones
        yield ConversionRule(
            f"conversion.{name}", weight, source, example, places, reach, made, blind
        )


CONVERSION_RULES: tuple[ConversionRule, ...] = tuple(_rows())
