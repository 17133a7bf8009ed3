"""All rules of the noise function by name, for each keyboard layout."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from spellfix.kinds import KINDS
import spellfix.noise.conversion as _conversion
CONVERSION_RULES = getattr(_conversion,"CONVERSION_RULES",())
import spellfix.noise.layout as _l
LAYOUTS = getattr(_l,"LAYOUTS",{"two-set":_l.TWO_SET})
import spellfix.noise.loanword as _loanword
LOANWORD_RULES = getattr(_loanword,"LOANWORD_RULES",())
import spellfix.noise.particle as _particle
PARTICLE_RULES = getattr(_particle,"PARTICLE_RULES",())
from spellfix.noise.rule import Rule, kind_of
import spellfix.noise.spacing as _spacing
SPACING_RULES = getattr(_spacing,"SPACING_RULES",())
import spellfix.noise.spelling as _spelling
SPELLING_RULES = getattr(_spelling,"SPELLING_RULES",())
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
