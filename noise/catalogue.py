"""All rules of the noise function by name, for each keyboard layout."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from spellfix.kinds import KINDS
from spellfix.noise.conversion import CONVERSION_RULES
from spellfix.noise.layout import LAYOUTS
from spellfix.noise.loanword import LOANWORD_RULES
from spellfix.noise.particle import PARTICLE_RULES
from spellfix.noise.rule import Rule, kind_of
from spellfix.noise.spacing import SPACING_RULES
from spellfix.noise.spelling import SPELLING_RULES
from spellfix.noise.strokes import stroke_rules
from spellfix.noise.syllables import SYLLABLE_RULES


@cache
def catalogue(layout: str = "two-set") -> Mapping[str, Rule]:
    """The rules by name, in the order of ``KINDS``. Raises KeyError for an unknown layout; the
    names are the same for all of ``LAYOUTS``."""
    rules: list[Rule] = [
        *stroke_rules(LAYOUTS[layout]),
        *SYLLABLE_RULES,
        *CONVERSION_RULES,
        *SPELLING_RULES,
        *LOANWORD_RULES,
        *SPACING_RULES,
        *PARTICLE_RULES,
    ]
    rules.sort(key=lambda rule: KINDS.index(kind_of(rule.name)))
    return MappingProxyType({rule.name: rule for rule in rules})
