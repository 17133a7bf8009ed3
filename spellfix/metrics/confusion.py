"""Which kinds of edits were made where which were wanted.

Rows are the kinds of the edits wanted, columns the kinds of the edits made on the very same span of
the input, whatever they write there: the kind is judged from an edit, so a wrong replacement may
look like an error of another kind. "none" stands for nothing wanted or nothing made. An edit made
that only overlaps one wanted counts as one missed and one made for nothing. Knows nothing about
references: it is told which edits are wanted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from spellfix.edits import Edit
from spellfix.kinds import KINDS

NONE = "none"
UNKNOWN = "unknown"


def confused(made: Iterable[Edit], wanted: Iterable[Edit]) -> Counter[tuple[str, str]]:
    """Pairs (kind wanted, kind made), counted.

    >>> from spellfix.edits import align
    >>> confused(align("할수 않 돼", "할 수 않 되"), align("할수 않 돼", "할 수 안 돼"))
    Counter({('spacing', 'spacing'): 1, ('spelling', 'none'): 1, ('none', 'spelling'): 1})
    """
    kinds = {(edit.start, edit.end): edit.kind for edit in made}
    pairs = Counter((edit.kind, kinds.pop((edit.start, edit.end), NONE)) for edit in wanted)
    pairs.update((NONE, kind) for kind in kinds.values())
    return pairs


def table(pairs: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """``pairs`` by row and column, in the order of the kinds; what did not occur is left out.

    >>> table({("none", "spelling"): 2, ("spacing", "spacing"): 1})
    {'spacing': {'spacing': 1}, 'none': {'spelling': 2}}
    """
    rows: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for wanted, made in sorted(pairs, key=lambda pair: (place(pair[0]), place(pair[1]))):
        rows[wanted][made] = pairs[wanted, made]
    return dict(rows)


def place(kind: str) -> tuple[int, str]:
    """The order of a table: the kinds of the project, others by name, the unknown.

    >>> sorted(["unknown", "mixed", "spelling", "keyboard"], key=place)
    ['keyboard', 'spelling', 'mixed', 'unknown']
    """
    last = kind in (NONE, UNKNOWN)
    return KINDS.index(kind) if kind in KINDS else len(KINDS) + last, kind
