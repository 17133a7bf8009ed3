"""What texts have in common that differ in numbers, names and quotes alone; counts in a fixed space.

Knows nothing about exact or near duplicates.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from zlib import crc32

from spellfix.data.filters.settings import Filters
from spellfix.data.records import Decision

FEWEST = 10  # characters of a template
CELLS = 1 << 26  # bytes; room for some 10^8 templates

QUOTED = re.compile(
    r"\"[^\"\n]{1,80}\"|“[^”\n]{1,80}”|‘[^’\n]{1,80}’|「[^」\n]{1,80}」|『[^』\n]{1,80}』"
)
INSIDE = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_.'-]*(?: [A-Z][A-Za-z0-9_.'-]*)*")
NUMBER = re.compile(r"[0-9]+(?:[.,:/~-][0-9]+)*")
NAMED = re.compile(  # 김철수 씨, 이영희 학생: a family name and one or two syllables before a title
    r"(?<![가-힣])[김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구나민진지엄채원천방공현함변염추도소석선설마길연위표명기반왕금옥육인맹제모탁국여어은편용]"
    r"[가-힣]{1,2}(?= ?(?:씨|님|군|양|학생|어린이|선생님|의원|기자|교수|대표|위원|장관|대통령|선수|감독|작가)(?![가-힣]{2}))"
)
MASKS = (
    (QUOTED, "Q"),
    (INSIDE, ""),
    (LATIN, "A"),
    (NUMBER, "0"),
    (NAMED, "N"),
)


def templates(texts: Sequence[str]) -> list[str]:
    """The template of each text.

    >>> templates(["김철수 학생은 3월 2일에 입학했습니다.", "제3조(목적)에 따른다."])
    ['N 학생은 0월 0일에 입학했습니다.', '제0조에 따른다.']
    """
    joined = "\n".join([text.replace("\n", " ") for text in texts])
    for pattern, sign in MASKS:
        joined = pattern.sub(sign, joined)
    return joined.split("\n")


def hashed(template: str) -> int:
    """A number of 32 bits for a template, 0 for one that is too short to be one."""
    if len(template) < FEWEST:
        return 0
    return crc32(template.encode("utf-8", "surrogatepass"))


class Repeats:
    """How often each template was seen, in bounded memory (64 MiB) and alike in every run.

    Counts up to 255. Two templates share a count with a chance of 1 in 64 million.
    """

    def __init__(self) -> None:
        self._counts = bytearray(CELLS)

    def seen(self, template: int) -> int:
        """How many came before; counts this one too."""
        at = template % CELLS
        before = self._counts[at]
        self._counts[at] = min(before + 1, 255)
        return before


def without_repeats(
    decisions: Iterable[Decision], repeats: Repeats, filters: Filters
) -> Iterator[Decision]:
    """The decisions in order, those beyond the first ``filters.templates`` of a template dropped."""
    for decision in decisions:
        if (
            decision.reason is None
            and decision.template
            and repeats.seen(decision.template) >= filters.templates
        ):
            yield replace(decision, reason="template")
        else:
            yield decision
