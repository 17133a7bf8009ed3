"""What is asked of a text, and the names of the reasons for which one is dropped; knows no rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from spellfix.errors import ConfigError

REASONS: Mapping[str, str] = MappingProxyType(
    {
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
)
"""Name of a reason: a line for people. In the order in which they are tried: the first counts."""

KEPT = -1
"""In the place of the number of a reason."""
SCORES = ("length", "hangul_share")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is kept. Raises ConfigError for values that cannot be.

    min_length, max_length: of a text in code points, decomposed Hangul counted as if composed.
    hangul: least share of Hangul among the letters; a text without letters has none and is dropped.
    templates: how many texts of one template stay. boilerplate, machine, profanity: whether those
    tables are used. mask: whether personal data are masked.
    """

    min_length: int = 6
    max_length: int = 200
    hangul: float = 0.3
    templates: int = 10
    boilerplate: bool = True
    machine: bool = True
    profanity: bool = False
    mask: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.min_length <= self.max_length:
            raise ConfigError(
                f"--min-length {self.min_length} --max-length {self.max_length}: "
                "1 <= MIN <= MAX이어야 합니다 / expected 1 <= MIN <= MAX"
            )
        if not 0 <= self.hangul <= 1:
            raise ConfigError(
                f"--hangul {self.hangul}: 0과 1 사이의 몫이어야 합니다 / expected a share, 0 to 1"
            )
        if not 1 <= self.templates <= 200:
            raise ConfigError(
                f"--templates {self.templates}: 1에서 200까지 / expected a number, 1 to 200"
            )
