"""spacing 띄어쓰기: spaces lost, added and moved; ``spacing.tsv`` holds the places known for it."""

import re
from collections import defaultdict
from functools import cache
from random import Random

from spellfix.noise.proposals import HANGUL_RUN, NoiseEdit, pick, trimmed
from spellfix.noise.tables import read_table

GAP = re.compile(r"(?<=\S) (?=[가-힣])")
WORDS_TOGETHER = re.compile(r"\S+(?: \S+){2,5}")


@cache
def patterns() -> dict[str, tuple[tuple[str, str, float], ...]]:
    """(right, wrong, weight) of ``spacing.tsv`` by the first character of the right form."""
    found: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    for row in read_table("spacing"):
        found[row["right"][0]].append((row["right"], row["wrong"], float(row["weight"])))
    return {first: tuple(rows) for first, rows in found.items()}


def known_place(text: str, rng: Random) -> NoiseEdit | None:
    """A pattern of the table: 할 수 있다 -> 할수 있다, 때까지 -> 때 까지."""
    table = patterns()
    sites = [
        ((at, right, wrong), weight)
        for at, char in enumerate(text)
        for right, wrong, weight in table.get(char, ())
        if text.startswith(right, at) and (right[0] == " " or wrong[0] != " " or _inside(text, at))
    ]
    if not sites:
        return None
    at, right, wrong = pick(rng, sites)
    return trimmed(at, right, wrong, "spacing", f"{right}>{wrong}")


def _inside(text: str, at: int) -> bool:
    return at > 0 and HANGUL_RUN.fullmatch(text[at - 1]) is not None


def lost(text: str, rng: Random) -> NoiseEdit | None:
    gaps = [match.start() for match in GAP.finditer(text)]
    return trimmed(rng.choice(gaps), " ", "", "spacing", "lost") if gaps else None


def added(text: str, rng: Random) -> NoiseEdit | None:
    """A space inside a word, nearer to its end, where particles and endings begin."""
    runs = [match for match in HANGUL_RUN.finditer(text) if len(match[0]) > 1]
    if not runs:
        return None
    run = rng.choice(runs)
    at = run.end() - min(rng.choice((1, 1, 2, 2, 2, 3, 3, 4)), len(run[0]) - 1)
    return trimmed(at, "", " ", "spacing", "added")


def moved(text: str, rng: Random) -> NoiseEdit | None:
    """A space one syllable too early or too late: 은행에 가다 -> 은행 에가다, 은행에가 다.

    Not over a word of one syllable, behind which the space would meet another one.
    """
    gaps = [match.start() for match in GAP.finditer(text)]
    if not gaps:
        return None
    at = rng.choice(gaps)
    if rng.random() < 0.5:
        if text[at + 2 : at + 3].strip():
            return trimmed(at, text[at : at + 2], text[at + 1] + " ", "spacing", "moved")
    elif text[max(0, at - 2) : at - 1].strip():
        return trimmed(at - 1, text[at - 1 : at + 1], " " + text[at - 1], "spacing", "moved")
    return None


def run_together(text: str, rng: Random) -> NoiseEdit | None:
    """Three to six words without any space."""
    stretch = list(WORDS_TOGETHER.finditer(text))
    if not stretch:
        return None
    words = rng.choice(stretch)
    return trimmed(words.start(), words[0], words[0].replace(" ", ""), "spacing", "run_together")


WAYS = ((known_place, 60.0), (lost, 22.0), (added, 12.0), (moved, 3.0), (run_together, 3.0))


class SpacingErrors:
    """Source of spacing errors."""

    def propose(self, text: str, rng: Random) -> NoiseEdit | None:
        return pick(rng, WAYS)(text, rng)
