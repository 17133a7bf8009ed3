"""A few words out of a sentence: what headings, chat and search boxes hold. Knows no errors."""

from random import Random

SHORTEST_EXCERPT = 2
"""Code points."""
_WORDS = (1, 1, 2, 2, 3, 4)


def excerpt(sentence: str, rng: Random) -> str:
    """One to four neighbouring words of ``sentence``, which comes back whole where it has no more
    than it gives or what was drawn is too short to be told right from wrong.

    >>> excerpt("학교에서 집까지 걸어서 왔습니다.", Random(1))
    '학교에서'
    """
    words = sentence.split(" ")
    length = rng.choice(_WORDS)
    if len(words) <= length:
        return sentence
    start = rng.randrange(len(words) - length + 1)
    drawn = " ".join(words[start : start + length]).strip()
    return drawn if len(drawn) >= SHORTEST_EXCERPT else sentence
