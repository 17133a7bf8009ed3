"""loanword 외래어 표기: loanwords in their common wrong spellings, from ``loanword.tsv``."""

from collections import defaultdict
from functools import cache
from random import Random

from spellfix.noise.proposals import NoiseEdit, pick, trimmed
from spellfix.noise.tables import read_table


@cache
def variants() -> dict[str, tuple[tuple[str, str, float], ...]]:
    """(right, wrong, weight) by the first two characters of the right form."""
    found: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    for row in read_table("loanword"):
        found[row["right"][:2]].append((row["right"], row["wrong"], float(row["weight"])))
    return {first: tuple(rows) for first, rows in found.items()}


class LoanwordErrors:
    """Source of loanword errors."""

    def propose(self, text: str, rng: Random) -> NoiseEdit | None:
        table = variants()
        sites = [
            ((at, right, wrong), weight)
            for at in range(len(text) - 1)
            for right, wrong, weight in table.get(text[at : at + 2], ())
            if text.startswith(right, at)
        ]
        if not sites:
            return None
        at, right, wrong = pick(rng, sites)
        return trimmed(at, right, wrong, "loanword", f"{right}>{wrong}")
