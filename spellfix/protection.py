"""What a correction may not touch beside addresses, code and numbers (`spellfix.text`): what is not
Korean, and what is meant as it stands.

Hanja, kana and all other letters that are neither Hangul nor Latin, words with accents, emoji and
other signs, quotes in another language, laughter and tears (ㅋㅋ, ㅠㅠ), emoticons. Latin letters
without accents are not among it, for they may be Hangul typed in the wrong mode (`spellfix.guard`).
Knows nothing about edits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from spellfix.english import ENGLISH
from spellfix.hangul import is_jamo
from spellfix.keyboard import to_hangul
from spellfix.text import Span, merged, protected_spans

ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"

# Complement of: ASCII, Hangul, general and CJK punctuation that Korean uses, full and half width
# forms (typed by mistake), white space, and what is never text.
FOREIGN = (
    "[^\x00-\xa0\u1100-\u11ff\u1680\u2000-\u200a\u2010-\u2015\u2018-\u201f\u2026\u2028\u2029\u202f\u205f"
    "\u3000-\u3002\u3008-\u3011\u3014\u3015\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\ud800-\udfff"
    "\uff01-\uff5e\uffa1-\uffdc]"
)
_ACCENT = re.compile(f"[{ACCENTED}]")
_FOREIGN = re.compile(FOREIGN)
_KOREAN = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uff01-\uffdc]")
_LATIN_WORD = re.compile("[A-Za-z]+")

OPERAND = "(?: [0-9]+ (?:[.,:][0-9]+){0,8} [A-Za-z]? | [A-Za-z] )"

# As in `text.PROTECTED`, the time stays proportional to the text.
KEPT = re.compile(
    rf"""
      (?<![A-Za-z{ACCENTED}]) [A-Za-z]* [{ACCENTED}] [A-Za-z{ACCENTED}]*          # café
      (?: ['’-] [A-Za-z{ACCENTED}]+ )*
    | (?<![A-Za-z0-9_.]) {OPERAND} (?: [ ]? [-+*/×÷=<>~^%≤≥≠] [ ]? {OPERAND} )+   # 2x + 1 = 7
      (?![A-Za-z0-9_])
    | (?: [0-9]{{4}} | (?<![0-9]) [0-9]{{2}} ) (?: \.[ ]?[0-9]{{1,2}} ){{2}} \.? (?![0-9])  # a date
    | [\#*]? {FOREIGN}+ (?: [ ,.!?'’-]{{1,2}} {FOREIGN}+ )*                       # 漢字, 👍🏽
    | [ㅋㅎㅠㅜㅡ]{{2,}} | (?P<long>[ㄱ-ㅣ]) (?P=long){{2,}}                      # ㅋㅋ, ㅠㅠ
    | (?<![ㄱ-ㅣ]) [ㅋㅎㅠㅜ] (?!\w)                                              # 네ㅋ
    | (?<![ㄱ-ㅣ]) [ㅇㅎㅠㅜㅡ] [_.,ㅅㅁㅂㅡ] [ㅇㅎㅠㅜㅡ] (?![ㄱ-ㅣ])             # ㅇㅅㅇ, ㅠ_ㅠ
    | (?<![ㄱ-ㅣ]) [ㄱ-ㅎ]{{2,}} (?!\w)                                           # ㅇㅇ, ㄱㅅ
    | (?<!\w) [TtOo] [_.] [TtOo] (?!\w)                                          # T_T, o.o
    | [<>=-] [_.]{{1,3}} [<>=-] | \^ [_.-]? \^ | <3+ (?!\w)                      # -_-, ^^, <3
    | (?<![\w"')\]]) [:;=] [-']? [)(DPp3*/|] (?![\w/])                           # :D, =)
    | (?<=[가-힣ㄱ-ㅣ.!?~ ]) [:;] -? [)(] (?!\w)                                  # 네:)
    | (?P<sign>[!?.,;~^*_=+-]) (?P=sign)+ | [!?]{{2,}} | ~                        # ..., ;;, ?!
    """,
    re.VERBOSE,
)
QUOTE = re.compile(
    "|".join(
        f"{opening}[^{opening}{closing}\n\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]{{1,300}}{closing}"
        for opening, closing in ('""', "“”", "‘’", "''", "«»", "「」", "『』")
    )
)


def kept_spans(text: str, terms: Collection[str] = ()) -> list[Span]:
    """Spans that no correction may touch, in order, none touching the next.

    Those of `text.protected_spans`, and what the head of this file names.

    >>> text = '"I have a dream"라는 café의 漢字가 ㅋㅋㅋ 3개👍🏽'
    >>> [text[span.start : span.end] for span in kept_spans(text)]
    ['"I have a dream"', 'café', '漢字', 'ㅋㅋㅋ', '3', '👍🏽']
    """
    found = [(span.start, span.end) for span in protected_spans(text, terms)]
    found += (match.span() for match in KEPT.finditer(text))
    found += (match.span() for match in QUOTE.finditer(text) if is_foreign(match[0][1:-1]))
    return merged(sorted(found))


def is_foreign(quote: str) -> bool:
    """Whether a quote without Hangul is one in another language: of several words, none of which
    is Hangul typed in Latin mode, or in other letters than those of English.

    >>> is_foreign("I have a dream"), is_foreign("dkssud tptkd"), is_foreign("dkssud")
    (True, False, False)
    """
    if foreign_signs(quote):
        return True
    words = [word for word in quote.split() if any(map(str.isalpha, word))]
    return len(words) > 1 and any(map(is_jamo, to_hangul(quote)))


def may_be_korean(sentence: str) -> bool:
    """Whether there is anything to correct: Hangul, full-width letters, or a Latin word that the
    same keys type in whole syllables and that is no English one.

    >>> may_be_korean("dkssudgktpdy!"), may_be_korean("for x in range(3):  # the work")
    (True, False)
    """
    return bool(_KOREAN.search(sentence)) or any(
        word.lower() not in ENGLISH and not any(map(is_jamo, to_hangul(word)))
        for word in _LATIN_WORD.findall(sentence)
    )


def foreign_signs(text: str) -> Iterable[str]:
    """The characters of `text` that are neither ASCII, Hangul nor Korean punctuation, in order."""
    return _FOREIGN.findall(text)
