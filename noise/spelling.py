"""spelling 맞춤법: words spelled as they sound, and the mistakes people are known to make.

Two tables: ``sound.tsv`` holds rules on jamo and syllable borders (표준 발음법), ``spelling.tsv``
whole forms with the context in which the other form is an error (한글 맞춤법).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from random import Random

from spellfix.hangul import compose, decompose
from spellfix.noise.proposals import HANGUL_RUN, NoiseEdit, pick, trimmed
from spellfix.noise.tables import read_table

LEXICAL_SHARE = 0.5  # of the spelling errors, where a form of the table stands in the text


@dataclass(frozen=True, slots=True)
class Form:
    """A right form, a wrong one, and the contexts in which the wrong one is an error."""

    right: str
    wrong: str
    weight: float
    left: re.Pattern[str] | None
    after: re.Pattern[str] | None


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """The forms of ``spelling.tsv`` by their first character."""
    found: dict[str, list[Form]] = defaultdict(list)
    for row in read_table("spelling"):
        found[row["right"][0]].append(
            Form(
                row["right"],
                row["wrong"],
                float(row["weight"]),
                re.compile(f"(?:{row['left']})$") if row["left"] else None,
                re.compile(row["right_context"]) if row["right_context"] else None,
            )
        )
    return {first: tuple(rows) for first, rows in found.items()}


@cache
def sounds() -> dict[tuple[str, str], tuple[tuple[str, float], ...]]:
    """The rules of ``sound.tsv``: (place, right) to the wrong forms with their weights."""
    found: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for row in read_table("sound"):
        key = row["place"], row["right"].replace("-", "")
        found[key].append((row["wrong"].replace("-", ""), float(row["weight"])))
    return {key: tuple(wrongs) for key, wrongs in found.items()}


def lexical(text: str, rng: Random) -> NoiseEdit | None:
    """A known mistake: 돼요 -> 되요, 며칠 -> 몇일."""
    table = forms()
    sites = [
        ((at, form), form.weight)
        for at, char in enumerate(text)
        for form in table.get(char, ())
        if text.startswith(form.right, at)
        and (form.left is None or form.left.search(text, max(0, at - 12), at))
        and (form.after is None or form.after.match(text, at + len(form.right)))
    ]
    if not sites:
        return None
    at, form = pick(rng, sites)
    return trimmed(at, form.right, form.wrong, "spelling", f"{form.right}>{form.wrong}")


def as_heard(text: str, rng: Random) -> NoiseEdit | None:
    """A jamo or a syllable border written as it sounds: 좋아 -> 조아, 숙제 -> 숙재."""
    rules = sounds()
    sites: list[tuple[tuple[int, str, str, str], float]] = []
    for run in HANGUL_RUN.finditer(text):
        start, end = run.span()
        for at in range(start, end):
            lead, vowel, tail = decompose(text[at])
            for wrong, weight in rules.get(("vowel", vowel), ()):
                sites.append(
                    ((at, text[at], compose(lead, wrong, tail), f"{vowel}>{wrong}"), weight)
                )
            for wrong, weight in rules.get(("lead", lead), ()):
                if at > start:
                    changed = compose(wrong, vowel, tail)
                    sites.append(((at, text[at], changed, f"{lead}>{wrong}"), weight))
            for wrong, weight in rules.get(("tail", tail), ()):
                changed = compose(lead, vowel, wrong)
                sites.append(((at, text[at], changed, f"{tail}>{wrong}"), weight))
            if at + 1 < end:
                next_lead, next_vowel, next_tail = decompose(text[at + 1])
                for wrong, weight in rules.get(("border", f"{tail}.{next_lead}"), ()):
                    new_tail, _, new_lead = wrong.partition(".")
                    changed = compose(lead, vowel, new_tail) + compose(
                        new_lead, next_vowel, next_tail
                    )
                    rule = f"{tail}.{next_lead}>{wrong}"
                    sites.append(((at, text[at : at + 2], changed, rule), weight))
    if not sites:
        return None
    at, before, after, rule = pick(rng, sites)
    return trimmed(at, before, after, "spelling", rule)


class SpellingErrors:
    """Source of spelling errors."""

    def propose(self, text: str, rng: Random) -> NoiseEdit | None:
        if rng.random() < LEXICAL_SHARE and (edit := lexical(text, rng)):
            return edit
        return as_heard(text, rng)
