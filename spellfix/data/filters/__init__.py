"""Which texts are kept, with the reason for each that is not; and what is masked in those that are.

    decisions = judge_all(texts, Filters())                  # in any process, in any portions
    kept = without_repeats(decisions, Repeats(), Filters())  # in one process, in order

Rules are rows of the tables beside this file. Every function is pure: a text is judged alike
whatever stands around it, but for templates, whose repeats are counted in order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spellfix.data.records import Decision, Text

REASONS: Mapping[str, str] = {
    "broken": "읽을 수 없는 기록 / a record that cannot be read",
    "encoding": "깨진 글자 / damaged characters",
    "short": "너무 짧음 / too short",
    "long": "너무 김 / too long",
    "language": "한글이 적음 / not enough Hangul",
    "repetition": "같은 말의 되풀이 / the same over and over",
    "boilerplate": "글틀 문구 / boilerplate",
    "machine": "기계가 쓴 흔적 / signs of machine-made text",
    "profanity": "비속어 / profanity",
    "template": "되풀이된 틀 / a template repeated too often",
}
"""Name of a reason: a line for people. In the order in which they are tried: the first counts."""

SCORES = ("length", "hangul_share")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is kept. Raises ConfigError for values that cannot be.

    min_length, max_length: of a text in code points (decomposed Hangul counted as composed).
    hangul: least share of Hangul among letters. templates: how many texts of one template stay.
    boilerplate, machine, profanity: whether those tables are used. mask: whether PII is masked.
    """

    min_length: int = 5
    max_length: int = 200
    hangul: float = 0.5
    templates: int = 10
    boilerplate: bool = True
    machine: bool = True
    profanity: bool = False
    mask: bool = True


class Repeats:
    """How often each template was seen, in bounded memory (64 MiB) and the same in every run."""

    def seen(self, template: int) -> int:
        """How many came before; counts this one too."""
        raise NotImplementedError


def judge(text: Text, filters: Filters | None = None) -> Decision:
    """Whether one text is kept. None: the default filters."""
    raise NotImplementedError


def judge_all(texts: Sequence[Text], filters: Filters | None = None) -> list[Decision]:
    """`judge` of each text, many times faster in hundreds to thousands at a time."""
    raise NotImplementedError


def without_repeats(
    decisions: Iterable[Decision], repeats: Repeats, filters: Filters
) -> Iterator[Decision]:
    """The decisions, those beyond the first ``filters.templates`` of a template now dropped."""
    raise NotImplementedError


def mask(text: str) -> tuple[str, dict[str, int]]:
    """The text with personal data made unreadable, and how many stretches of each kind were.

    Digits become 0 and letters x: the text keeps its length, and offsets into it hold.
    """
    raise NotImplementedError


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold something to correct, in order, as `text.segment`."""
    raise NotImplementedError
