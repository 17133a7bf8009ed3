"""What is said about a cause: rows of texts.tsv, filled in. Knows no rule by name.

A slot is {name}, or {name:이} for the particle that follows what stands in that slot: 이/가, 은/는,
을/를, 과/와, 으로/로. A row holds where its key, a regular expression, is found in "row
right>wrong" and none of its slots is empty.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from unicodedata import normalize

from spellfix.aloud import last_heard
from spellfix.hangul import decompose, is_syllable

_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_PAIRS = {"이": "가", "은": "는", "을": "를", "과": "와", "으로": "로"}
_NORMS = {
    "한글 맞춤법": "Hangul Orthography",
    "표준어 규정": "Standard Language Regulations",
    "외래어 표기법": "Loanword Orthography",
}
_PLACES = {"장": "chapter", "절": "section", "항": "article"}


@dataclass(frozen=True, slots=True)
class Text:
    """A row of the table: for the cause ``rule``, where ``key`` is found."""

    rule: str
    key: re.Pattern[str]
    article: str
    korean: str
    english: str

    def holds(self, key: str, slots: Mapping[str, str]) -> bool:
        needed = _SLOT.findall(self.korean) + _SLOT.findall(self.english)
        return bool(self.key.search(key)) and all(slots.get(name) for name, _ in needed)


@cache
def texts() -> Mapping[str, tuple[Text, ...]]:
    """All rows by rule, in the order of the table."""
    file = resources.files("spellfix.explanations") / "texts.tsv"
    lines = file.read_text(encoding="utf-8").split("\n")
    found: dict[str, tuple[Text, ...]] = {}
    for row in csv.DictReader(_rows(lines), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = Text(
            row["rule"], re.compile(row["key"]), row["article"], row["korean"], row["english"]
        )
        found[text.rule] = (*found.get(text.rule, ()), text)
    return found


def _rows(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if line.strip() and not line.startswith("#"))


def text_of(rule: str, key: str, slots: Mapping[str, str]) -> Text | None:
    """The first row for ``rule`` that holds; None where there is none."""
    return next((text for text in texts().get(rule, ()) if text.holds(key, slots)), None)


def filled(template: str, slots: Mapping[str, str]) -> str:
    """``template`` with its slots filled.

    >>> filled("'{after}'{after:으로} 적습니다", {"after": "돼요"})
    "'돼요'로 적습니다"
    """

    def fill(found: re.Match[str]) -> str:
        name, particle = found.groups()
        return agreeing(slots[name], particle) if particle else slots[name]

    return _SLOT.sub(fill, template)


def agreeing(text: str, particle: str) -> str:
    """The form of ``particle`` (이, 은, 을, 과, 으로) behind ``text`` as it is read aloud.

    >>> [agreeing(text, "으로") for text in ("값", "쌀", "배", "ㄱ", "ㅏ", "3", "API")]
    ['으로', '로', '로', '으로', '로', '으로', '로']
    """
    tail = _tail(text)
    opened = not tail or (particle == "으로" and tail == "ㄹ")
    return _PAIRS[particle] if opened else particle


def _tail(text: str) -> str:
    """The last consonant heard, empty for none or where nobody knows."""
    text = normalize("NFC", text)
    last = text[-1:]
    if is_syllable(last):
        return decompose(last)[2]
    if "ㄱ" <= last <= "ㅎ":
        return "ㄹ" if last == "ㄹ" else "ㄱ"  # 기역, 니은, 리을: all end in a consonant
    return last_heard(text) or ""


def in_english(article: str) -> str:
    """``article`` as an English reader finds it.

    >>> in_english("한글 맞춤법 제35항 붙임 2")
    'Hangul Orthography, article 35, note 2'
    """
    norm = next((name for name in _NORMS if article.startswith(name)), "")
    rest = article.removeprefix(norm)
    rest = re.sub(r" 제(\d+)([장절항])", lambda m: f", {_PLACES[m[2]]} {m[1]}", rest)
    rest = rest.replace(" 붙임", ", note").replace(" 다만", ", proviso").replace(" 표", ", table")
    return _NORMS.get(norm, norm) + rest
