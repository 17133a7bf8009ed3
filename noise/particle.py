"""particle 조사·어미: the wrong form of a particle, a wrong one, a lost or doubled one."""

import re
from functools import cache
from random import Random

from spellfix.hangul import decompose, has_batchim, is_syllable
from spellfix.noise.proposals import NoiseEdit, pick, trimmed
from spellfix.noise.tables import read_table

WORD_END = re.compile(r"[가-힣](?=[^가-힣]|$)")


@cache
def particles() -> dict[str, tuple[tuple[str, str, float, str], ...]]:
    """(right, wrong, weight, left) of ``particle.tsv`` by the last character of the right form."""
    found: dict[str, tuple[tuple[str, str, float, str], ...]] = {}
    for row in read_table("particle"):
        entry = row["right"], row["wrong"], float(row["weight"]), row["left"]
        last = row["right"][-1]
        found[last] = (*found.get(last, ()), entry)
    return found


def _fits(left: str, before: str) -> bool:
    if not is_syllable(before):
        return False
    if left == "batchim":
        return has_batchim(before)
    if left == "no_batchim":
        return not has_batchim(before)
    return left == "any" or decompose(before)[2] == "ㄹ"


class ParticleErrors:
    """Source of particle errors."""

    def propose(self, text: str, rng: Random) -> NoiseEdit | None:
        table = particles()
        sites = [
            ((end - len(right), right, wrong), weight)
            for match in WORD_END.finditer(text)
            for right, wrong, weight, left in table.get(match[0], ())
            if (end := match.end()) - len(right) > 0
            and text.endswith(right, 0, end)
            and _fits(left, text[end - len(right) - 1])
        ]
        if not sites:
            return None
        start, right, wrong = pick(rng, sites)
        return trimmed(start, right, wrong, "particle", f"{right}>{wrong}")
