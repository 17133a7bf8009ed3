"""How much noise and which: the dials of the noise function, as one frozen object."""

import sys
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType

from spellfix.config import at_least, one_of, share
from spellfix.errors import ConfigError
from spellfix.kinds import KINDS
from spellfix.limits import RECIPE
from spellfix.noise.catalogue import catalogue
from spellfix.noise.layout import LAYOUTS
from spellfix.noise.rule import kind_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# How often each kind is tried. Not every sentence has a loanword or a unit; what comes out is 40 %
# keyboard, 7 % conversion, 18 % spelling, 9 % loanword, 18 % spacing, 8 % particle: near what
# people do (docs/experiments/003), with more conversion, which the author of a text sees and mends.
DEFAULT_MIX: Mapping[str, float] = MappingProxyType(
    {
        "keyboard": 0.23,
        "conversion": 0.04,
        "spelling": 0.09,
        "loanword": 0.18,
        "spacing": 0.37,
        "particle": 0.09,
    }
)

HEAVIEST = 1e9  # of weights; they are added and multiplied, and shall stay numbers


@dataclass(frozen=True, slots=True)
class Recipe:
    """The first dial is ``rate``; everything else has a measured default.

    rate: errors a syllable, on average, beyond the first. errors: errors every noisy text gets,
    whatever its length. burstiness: how much texts differ in ``rate``, as the variance of a factor
    with mean 1 (gamma distributed): 0 all alike, 1 from one slip to badly broken. clean: share of
    texts that are left alone. mix: weight of each kind. rules: weights of single rules among those
    of their kind, where they shall differ from the catalogue's; 0 switches a rule off. layout: the
    keyboard that fingers slip on. real_words: share of the slips onto another common word that are
    kept, since the sentence may be right again.

    Raises ConfigError for a value out of bounds or a name that does not exist.
    """

    rate: float = 0.02
    errors: int = 1
    burstiness: float = 1.0
    clean: float = 0.0
    mix: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_MIX))
    rules: Mapping[str, float] = field(default_factory=dict)
    layout: str = "two-set"
    real_words: float = 0.1

    def __post_init__(self) -> None:
        share("--rate", self.rate)
        at_least("errors", self.errors, 0)
        share("--clean", self.clean)
        share("real_words", self.real_words)
        one_of("layout", self.layout, LAYOUTS)
        if not 0 <= self.burstiness <= 100:
            raise ConfigError(f"burstiness: expected 0 to 100, got {self.burstiness}")
        _check_weights("mix", self.mix, KINDS)
        _check_weights("rules", self.rules, catalogue(self.layout))
        if not any(self.weights().values()):
            raise ConfigError(
                f"mix, rules: expected a kind with a positive weight that has a rule with one, "
                f"got mix {dict(self.mix)} and rules {dict(self.rules)}"
            )

    def weights(self) -> dict[str, float]:
        """The share of each rule among the errors that are tried, by name; they add up to 1 if any
        is positive."""
        within: dict[str, float] = dict.fromkeys(KINDS, 0.0)
        rules = {
            name: self.rules.get(name, rule.weight) for name, rule in catalogue(self.layout).items()
        }
        for name, weight in rules.items():
            within[kind_of(name)] += weight
        mix = {kind: weight for kind, weight in self.mix.items() if within[kind]}
        total = sum(mix.values()) or 1.0
        return {
            name: weight * mix.get(kind_of(name), 0.0) / (within[kind_of(name)] * total or 1.0)
            for name, weight in rules.items()
        }

    @classmethod
    def read(cls, path: Path, base: "Recipe | None" = None) -> "Recipe":
        """The recipe in a TOML file; what it leaves out is as in ``base`` or has its default.

        Raises ConfigError where the file cannot be read, is no TOML or names what does not exist.
        """
        try:
            with path.open("rb") as file:
                raw = file.read(RECIPE + 1)
            if len(raw) > RECIPE:
                raise ValueError(f"larger than {RECIPE >> 20} MiB")
            values = tomllib.loads(raw.decode("utf-8"))
        except OSError as error:
            raise ConfigError(f"읽을 수 없습니다 / cannot read {path}: {error}") from error
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{path}: TOML이 아닙니다 / not TOML: {error}") from error
        return cls.from_dict(values, str(path), base)

    @classmethod
    def from_dict(
        cls, values: Mapping[str, object], where: str = "recipe", base: "Recipe | None" = None
    ) -> "Recipe":
        """The recipe of ``values``, entries of which may be missing. ``where`` is named in errors.

        Raises ConfigError for an unknown entry or a value of the wrong type.
        """
        base = base or cls()
        known = {each.name: getattr(base, each.name) for each in fields(cls)}
        _check_names(where, values, known)
        for name, value in values.items():
            expected = type(known[name])
            if not _is_a(value, expected):
                raise ConfigError(f"{where}: {name}: expected {_TYPES[expected]}, got {value!r}")
        return replace(base, **values)  # type: ignore[arg-type]

    def to_dict(self) -> dict[str, object]:
        return asdict(self)

    def to_toml(self) -> str:
        """The recipe as ``read`` takes it, complete."""
        values = self.to_dict()
        lines = [
            f"{name} = {_toml(value)}"
            for name, value in values.items()
            if not isinstance(value, dict)
        ]
        for name, table in values.items():
            if isinstance(table, dict):
                lines += "", f"[{name}]"
                lines += (f'"{key}" = {_toml(weight)}' for key, weight in table.items())
        return "\n".join(lines) + "\n"


_TYPES = {float: "a number", int: "a whole number", dict: "a table of weights", str: "a text"}


def _is_a(value: object, expected: type) -> bool:
    if isinstance(value, bool):
        return False
    if expected is dict:
        return isinstance(value, Mapping) and all(_is_a(each, float) for each in value.values())
    return isinstance(value, expected) or (expected is float and isinstance(value, int))


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _check_names(where: str, given: Collection[str], known: Collection[str]) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        raise ConfigError(
            f"{where}: unknown name {', '.join(map(repr, unknown))}; there are {', '.join(known)}"
        )


def _check_weights(where: str, weights: Mapping[str, float], known: Collection[str]) -> None:
    _check_names(where, weights, known)
    bad = [f"{name}={weight}" for name, weight in weights.items() if not 0 <= weight <= HEAVIEST]
    if bad:
        raise ConfigError(f"{where}: expected weights of 0 to {HEAVIEST:g}, got {', '.join(bad)}")
