"""particle 조사·어미: the wrong form of a particle, a wrong one, a lost or doubled one."""

import re
from functools import cache
from random import Random
from typing import NamedTuple

from spellfix.hangul import decompose, has_batchim, is_syllable
from spellfix.noise.proposals import NoiseEdit, pick, trimmed
from spellfix.noise.tables import read_table

WORD_END = re.compile(r"[가-힣](?=[^가-힣]|$)")


class Row(NamedTuple):
    """A particle at the end of a word, what it is mistaken for, and the syllables it may follow."""

    right: str
    wrong: str
    weight: float
    left: str
    not_after: str

    def fits(self, before: str) -> bool:
        if not is_syllable(before) or before in self.not_after:
            return False
        if self.left == "batchim":
            return has_batchim(before)
        if self.left == "no_batchim":
            return not has_batchim(before)
        return self.left == "any" or decompose(before)[2] == "ㄹ"


@cache
def particles() -> dict[str, tuple[Row, ...]]:
    """The rows of ``particle.tsv`` by the last character of the right form."""
    found: dict[str, tuple[Row, ...]] = {}
    for row in read_table("particle"):
        entry = Row(row["right"], row["wrong"], float(row["weight"]), row["left"], row["not_after"])
        last = row["right"][-1]
        found[last] = (*found.get(last, ()), entry)
    return found


class ParticleErrors:
    """Source of particle errors."""

    def propose(self, text: str, rng: Random) -> NoiseEdit | None:
        table = particles()
        sites = [
            ((start, row), row.weight)
            for match in WORD_END.finditer(text)
            for row in table.get(match[0], ())
            if (start := match.end() - len(row.right)) > 0
            and text.endswith(row.right, 0, match.end())
            and row.fits(text[start - 1])
        ]
        if not sites:
            return None
        start, row = pick(rng, sites)
        return trimmed(start, row.right, row.wrong, "particle", f"{row.right}>{row.wrong}")
