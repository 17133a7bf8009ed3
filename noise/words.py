"""Words that are common in Korean text as they stand, particles and endings included."""

import lzma
from functools import cache
from importlib import resources

_ENDS = "\"'“”‘’()[]{}<>《》〈〉「」『』·.,:;!?…~-–—*_"


@cache
def common_words() -> frozenset[str]:
    """The words of ``tables/words.txt.xz`` (``tables/README.md`` says how they were counted)."""
    file = resources.files("spellfix.noise") / "tables" / "words.txt.xz"
    return frozenset(lzma.decompress(file.read_bytes()).decode("utf-8").split("\n"))


def reads_well(text: str, start: int, end: int, after: str) -> bool:
    """Whether the words that ``after`` makes out of ``text[start:end]`` and what touches it are all
    common ones: the sentence may still be right then.

    >>> reads_well("나무가 크다.", 0, 1, "너"), reads_well("사람이 많다.", 1, 2, "랑")
    (False, True)
    """
    first = text.rfind(" ", 0, start) + 1
    last = text.find(" ", end)
    made = text[first:start] + after + (text[end:] if last < 0 else text[end:last])
    known = common_words()
    return all(word.strip(_ENDS) in known for word in made.split(" "))
