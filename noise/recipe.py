"""How much noise and which: the dials of the noise function, as one frozen object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType

from spellfix.config import share
from spellfix.errors import ConfigError
from spellfix.kinds import KINDS

# Near the shares of the kinds among 7,341 likely typos from the histories of Korean documents, with
# more weight on spelling and particles and less on spacing, whose norms vary.
DEFAULT_MIX: Mapping[str, float] = MappingProxyType(
    {
        "keyboard": 0.38,
        "conversion": 0.04,
        "spelling": 0.20,
        "loanword": 0.07,
        "spacing": 0.22,
        "particle": 0.09,
    }
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """``rate`` is the one dial: the share of words (어절) that get an error, on average, in a text
    that gets any; single texts vary around it exponentially, from one slip to badly broken.

    ``clean`` is the share of texts that are left alone. ``mix`` gives the weight of each kind.
    """

    rate: float = 0.12
    clean: float = 0.0
    mix: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_MIX))

    def __post_init__(self) -> None:
        share("--rate", self.rate)
        share("--clean", self.clean)
        unknown = sorted(set(self.mix) - set(KINDS))
        if unknown:
            raise ConfigError(
                f"mix: unknown kind {', '.join(unknown)}; expected some of {', '.join(KINDS)}"
            )
        bad = [f"{kind}={weight}" for kind, weight in self.mix.items() if not 0 <= weight < inf]
        if bad:
            raise ConfigError(f"mix: expected weights of 0 or more, got {', '.join(bad)}")
        if not any(self.mix.values()):
            raise ConfigError(f"mix: expected a kind with a positive weight, got {dict(self.mix)}")

    def to_dict(self) -> dict[str, object]:
        return {"rate": self.rate, "clean": self.clean, "mix": dict(self.mix)}
