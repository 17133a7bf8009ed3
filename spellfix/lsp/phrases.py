"""What the language server says, in Korean or in English; knows no protocol and no text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from spellfix.explanations import Explanation


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language. kinds: what each of `spellfix.kinds.KINDS` is called. why: an
    explanation's words in it. replace, instead: `to` is the particle 으로 as it follows `after`."""

    kinds: dict[str, str]
    why: Callable[[Explanation], str]
    replace: str
    instead: str
    add: str
    ignore: str
    fix_all: str
    too_large: str
    broken: str


KOREAN = Phrases(
    kinds={
        "keyboard": "단순 입력",
        "conversion": "문자 변환",
        "spelling": "맞춤법",
        "loanword": "외래어 표기",
        "spacing": "띄어쓰기",
        "particle": "조사·어미",
    },
    why=attrgetter("korean"),
    replace="'{before}' → '{after}'{to} 고치기",
    instead="'{after}'{to} 바꾸기",
    add="'{term}' 사전에 추가",
    ignore="'{word}' 이 문서에서 무시",
    fix_all="모두 고치기",
    too_large="문서가 커서 검사하지 않습니다: {size:,}바이트, maxDocumentBytes {most:,}",
    broken="검사하지 못했습니다 ({fault})",
)
ENGLISH = Phrases(
    kinds={
        "keyboard": "typing",
        "conversion": "conversion",
        "spelling": "spelling",
        "loanword": "loanword",
        "spacing": "spacing",
        "particle": "particle or ending",
    },
    why=attrgetter("english"),
    replace="Replace '{before}' by '{after}'",
    instead="Change to '{after}'",
    add="Add '{term}' to the dictionary",
    ignore="Ignore '{word}' in this document",
    fix_all="Fix all",
    too_large="The document is too large to check: {size:,} bytes, maxDocumentBytes {most:,}",
    broken="The check failed ({fault})",
)


def phrases(locale: str | None) -> Phrases:
    """Those for a client whose locale is `locale`: Korean where it is Korean or not told.

    >>> phrases("ko-KR") is KOREAN, phrases(None) is KOREAN, phrases("en") is ENGLISH
    (True, True, True)
    """
    return KOREAN if not locale or locale.lower().startswith("ko") else ENGLISH
