"""Counting cases as they come, without keeping their texts.

Of each case some thirty numbers and a fingerprint stay, about 300 bytes. Knows nothing about files,
models or time.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from spellfix.metrics.case import Case
from spellfix.metrics.confusion import table
from spellfix.metrics.counts import Counts, counted
from spellfix.metrics.groups import Groups
from spellfix.metrics.intervals import Floats, sums
from spellfix.metrics.measures import Metrics, measure


class Tally:
    """What one system did: ``add`` every case once, ask for ``metrics`` at any time.

    >>> tally = Tally()
    >>> tally.metrics().typo_accuracy is None
    True
    >>> tally.add(Case("할수 있다", "할 수 있다", "할 수 있다"))
    >>> tally.metrics().typo_accuracy, len(tally)
    (1.0, 1)
    """

    def __init__(self) -> None:
        self._rows = array("d")
        self._fingerprints = array("Q")
        self._groups = Groups()
        self._confusion: Counter[tuple[str, str]] = Counter()

    def __len__(self) -> int:
        return len(self._fingerprints)

    def add(self, case: Case) -> None:
        """Count ``case``."""
        row, kinds = counted(case)
        self._rows.extend(row)
        self._fingerprints.append(_fingerprint(case))
        self._groups.add(case)
        self._confusion.update(kinds)

    def metrics(self) -> Metrics:
        """Of the cases so far. The same cases in the same order give the same intervals; in another
        order, shares stay and bootstrap intervals differ as two draws of them do."""
        return measure(sums(self.rows()), self._groups, table(self._confusion))

    def rows(self) -> Floats:
        """The counts of each case, in order: [cases, len(Counts)]."""
        return np.array(self._rows).reshape(-1, len(Counts._fields))

    def fingerprints(self) -> list[int]:
        """A number for each case, in order, the same for the same input and targets."""
        return self._fingerprints.tolist()


def score(cases: Iterable[Case]) -> Metrics:
    """The metrics of ``cases``, each counted once.

    Two typos, one of them mended, and one right sentence that was spoilt:

    >>> metrics = score([
    ...     Case("숙재를 했다", "숙제를 했다", "숙제를 했다", kind="spelling"),
    ...     Case("할수 있다", "할 수 있다", "할수 있다", kind="spacing"),
    ...     Case("문을 닫다", "문을 닫다", "문을 닿다"),
    ... ])
    >>> metrics.typo_accuracy, metrics.n_typo, metrics.correct_text_accuracy, metrics.n_clean
    (0.5, 2, 0.0, 1)

    One typo of two was touched; of two changed sentences one came out right:

    >>> metrics.coverage, metrics.correction_precision, metrics.n_changed
    (0.5, 0.5, 2)

    Two edits were made and two wanted; one is both. The same by words, as each lies in one word:

    >>> metrics.edit_precision, metrics.edit_recall, metrics.edit_f05, metrics.word_edit_f05
    (0.5, 0.5, 0.5, 0.5)

    Of 17 code points in the targets 2 were wrong before and 2 are wrong now:

    >>> metrics.n_characters, round(metrics.cer_in, 3), round(metrics.cer_out, 3)
    (17, 0.118, 0.118)

    Without white space one typo is left, and it was mended:

    >>> metrics.spacing_insensitive_typo_accuracy, metrics.n_typo_beyond_spacing
    (1.0, 1)
    >>> [(kind, row.typo_accuracy, row.n_typo, row.n_clean)
    ...     for kind, row in metrics.by_kind.items()]
    [('spelling', 1.0, 1, 0), ('spacing', 0.0, 1, 0), ('unknown', None, 0, 1)]
    >>> metrics.confusion["spacing"], metrics.confusion["none"]
    ({'none': 1}, {'spelling': 1})
    """
    tally = Tally()
    for case in cases:
        tally.add(case)
    return tally.metrics()


def _fingerprint(case: Case) -> int:
    texts = repr((case.input, case.targets)).encode()  # lone surrogates come out escaped
    return int.from_bytes(blake2b(texts, digest_size=8).digest(), "big")
