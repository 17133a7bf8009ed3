"""keyboard 단순 입력, slips of hasty editing: whole syllables lost, doubled, swapped or echoed, and
jamo that move over the border of two syllables because the input method committed too early or
late."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from spellfix.hangul import LEADS, TAILS, compose, decompose
from spellfix.keyboard import VOWEL_PAIRS
from spellfix.noise.rule import Error
from spellfix.noise.sentence import Sentence

COMMON_TAILS = ("", "ㄱ", "ㄴ", "ㄹ", "ㅁ", "ㅂ", "ㅅ", "ㅆ", "ㅇ")

COMMON_SYLLABLES = (  # the 256 most frequent ones of the corpora, in that order
    "다이는에의하을한로가지고기를서은사니정자수으대있리시도인해여어나부그아국과전라스제장우"
    "위경되관적들보원주게상성일할공용구습계것었동만소와신따야조요화면중합했유업세회등문입러"
    "무선통드치비모트당된법분행산방발교거마진른각생미며역민연체개음내단또재오안학터간실명력"
    "호반영바때였데후금결운려작출르함프령및받설포청임식물속양록직두없본표않타차노히건파크군"
    "심더현레항래남권처예말외매감종추필저불변준급강형같토최약복던확평까환람카립특배열키활점"
    "태루번코버협승목격달료증께초디집았류피질투많독능별난알든북판련근메육규새향참술책품"
)

Outcomes = Callable[[str, str, str], list[tuple[int, int, str]]]
"""(syllable before, this one, the one after, "" if there is none) to what may happen: from and to,
relative to this syllable, and what stands there then."""


def drop_syllable(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    return [(0, 1, "")] if before or after else []


def double_syllable(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    """A syllable twice, or its beginning: 네트워크 → 네트우워크, 대신할 → 대신하할."""
    lead, vowel, tail = decompose(here)
    begun = [compose(lead, vowel)] if tail else []
    begun += [compose(lead, VOWEL_PAIRS[vowel][0])] if vowel in VOWEL_PAIRS else []
    return [(0, 0, each) for each in (here, *begun)]


def transpose_syllables(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    return [(0, 2, after + here)] if after and after != here else []


def swap_ends(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    """The first and the last consonant of a syllable in each other's place: 파일 → 파링."""
    lead, vowel, tail = decompose(here)
    if tail not in LEADS or not tail or lead not in TAILS or lead == tail:
        return []
    return [(0, 1, compose(tail, vowel, lead))]


def transpose_leads(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    """커뮤니티 → 커뮤티니."""
    if not after:
        return []
    (lead, vowel, tail), (lead2, vowel2, tail2) = decompose(here), decompose(after)
    if lead == lead2:
        return []
    return [(0, 2, compose(lead2, vowel, tail) + compose(lead, vowel2, tail2))]


def echo(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    """A jamo of a syllable repeats in its neighbour, or the next consonant comes early:
    기능 → 긴능, 베이스 → 베에스."""
    lead, vowel, tail = decompose(here)
    found: list[str] = []
    for heard in filter(None, (before, after)):
        lead2, vowel2, tail2 = decompose(heard)
        found += compose(lead2, vowel, tail), compose(lead, vowel2, tail)
        found.append(compose(lead, vowel, tail2))
        if heard is after and lead2 in TAILS:
            found.append(compose(lead, vowel, lead2))
    return [(0, 1, each) for each in found if each != here]


def echo_syllable(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    """A syllable in the place of its neighbour: 사용하지 → 사용하하."""
    return [(0, 1, other) for other in (before, after) if other and other != here]


def other_syllable(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    """A common syllable where another one should stand: the mind was elsewhere."""
    return [(0, 1, other) for other in COMMON_SYLLABLES if other != here]


def stray_syllable(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    """A common syllable too much, left over from an earlier wording: 없지만 → 없습지만."""
    return [(1, 1, other) for other in COMMON_SYLLABLES]


def other_tail(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    """The final consonant wrong, lost or added."""
    lead, vowel, tail = decompose(here)
    return [(0, 1, compose(lead, vowel, each)) for each in COMMON_TAILS if each != tail]


def commit(before: str, here: str, after: str) -> list[tuple[int, int, str]]:
    """A final consonant that went on to the next syllable, a lead that stayed with the one before,
    a consonant typed on both sides: 목록을 → 목로글, 나라 → 날아, 예를 → 옐를."""
    if not after:
        return []
    (lead, vowel, tail), (lead2, vowel2, tail2) = decompose(here), decompose(after)
    found: list[str] = []
    if tail in LEADS and tail:
        found.append(compose(lead, vowel) + compose(tail, vowel2, tail2))
        found.append(here + compose(tail, vowel2, tail2))
    if not tail and lead2 in TAILS:
        found.append(compose(lead, vowel, lead2) + compose("ㅇ", vowel2, tail2))
        found.append(compose(lead, vowel, lead2) + after)
    return [(0, 2, each) for each in found if each != here + after]


@dataclass(frozen=True, slots=True)
class SyllableRule:
    """A rule that changes one syllable, knowing its neighbours in the same run of Hangul."""

    name: str
    weight: float
    source: str
    example: str
    outcomes: Outcomes
    blind: bool = True

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        at = sentence.random_syllable(rng)
        found = self._at(sentence.text, at) if at is not None else []
        if at is None or not found:
            return None
        start, end, after = found[int(rng.random() * len(found))]
        return Error(at + start, at + end, after)

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        for at in sentence.syllables:
            if start - 1 <= at <= end:
                for first, last, after in self._at(sentence.text, at):
                    yield Error(at + first, at + last, after)

    def _at(self, text: str, at: int) -> list[tuple[int, int, str]]:
        before = text[at - 1] if at and "가" <= text[at - 1] <= "힣" else ""
        after = text[at + 1] if at + 1 < len(text) and "가" <= text[at + 1] <= "힣" else ""
        return self.outcomes(before, text[at], after)


_SOURCE = "counted in the histories of Korean documents; docs/experiments/003"
SYLLABLE_RULES = tuple(
    SyllableRule(f"keyboard.{name}", weight, _SOURCE, example, outcomes)
    for name, weight, example, outcomes in (
        ("drop_syllable", 7.1, "라우트 → 라우", drop_syllable),
        ("double_syllable", 2.3, "대신할 → 대신하할", double_syllable),
        ("transpose_syllables", 0.83, "컴퓨터 → 컴터퓨", transpose_syllables),
        ("transpose_leads", 0.83, "커뮤니티 → 커뮤티니", transpose_leads),
        ("swap_ends", 1, "파일 → 파링", swap_ends),
        ("other_syllable", 2.4, "이후 → 이유", other_syllable),
        ("stray_syllable", 1.0, "없지만 → 없습지만", stray_syllable),
        ("echo", 6.3, "데이터베이스 → 데이터베에스", echo),
        ("echo_syllable", 0.96, "파라미터 → 파라미미", echo_syllable),
        ("other_tail", 4.4, "기능 → 기는", other_tail),
        ("commit", 1, "분석이 → 분서기", commit),
    )
)
