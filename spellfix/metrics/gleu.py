"""GLEU for correction: how much of the output's n-grams the reference has, less those of the input
that should have gone (Napoles et al. 2015, "Ground Truth for Grammatical Error Correction Metrics";
without tuning as in Napoles et al. 2016, "GLEU Without Tuning").

With the n-grams C of the output, S of the input and R of the reference, n = 1 to 4, a text has

    matched(n) = max(0, |C and R| - |C and (S without R)|)   of   |C|   n-grams,

the sums of which over all texts give the precisions. GLEU is their geometric mean, times
exp(1 - r / c) where the outputs, c long, are shorter than the references, r long. S without R
drops an n-gram that R has at all, whatever the counts: so does the authors' program, from which
published figures come.

The units are characters: code points, white space among them. The word between white space, the
unit in English, is a stem with its particles and endings in Korean: a wrong letter in it spoils up
to ten n-grams, a wrong space two words, and a short sentence has no four words. Values are higher
than those over words and not to be compared with them.

With several references the authors draw one for each text, many times over, and take the mean. Here
matched(n) and r are the mean over the references of the text, the expectation of such a draw: no
dice, and the same but for the spread of the draws, which makes theirs a trifle lower. A perfect
output is below 1, as with the authors, where its text has other references. Orders for which no
output is long enough are left out. Knows nothing about edits.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from spellfix.metrics.intervals import Floats, ratio

ORDERS = (1, 2, 3, 4)

Profile = tuple[Counter[str], ...]  # the n-grams of a text, for each of ORDERS


def profile(text: str) -> Profile:
    """The n-grams of ``text`` for each n.

    >>> [dict(ngrams) for ngrams in profile("가가")]
    [{'가': 2}, {'가가': 1}, {}, {}]
    """
    return tuple(
        Counter(text[start : start + n] for start in range(len(text) + 1 - n)) for n in ORDERS
    )


def totals(text: str) -> list[int]:
    """How many n-grams ``text`` has, for each n.

    >>> totals("가나다")
    [3, 2, 1, 0]
    """
    return [max(len(text) + 1 - n, 0) for n in ORDERS]


def matched(output: Profile, source: Profile, references: Sequence[Profile]) -> list[float]:
    """matched(n) for each n, the mean over ``references``.

    Of 않 돼, copied, the reference 안 돼 has " " and 돼 but not 않: 2 - 1. Of its pairs "않 " and
    " 돼" one each way: 1 - 1.

    >>> matched(profile("않 돼"), profile("않 돼"), [profile("안 돼")])
    [1.0, 0.0, 0.0, 0.0]
    """
    return [
        sum(_matched(mine, theirs, meant[at]) for meant in references) / len(references)
        for at, (mine, theirs) in enumerate(zip(output, source, strict=True))
    ]


def gleu(matched: Floats, totals: Floats, length: Floats) -> Floats:
    """GLEU of sums over texts: ``matched`` and ``totals`` [4, ...], ``length`` [...] of the
    references. Not a number where outputs and references are empty.

    >>> sums = np.array([[3.0], [2.0], [1.0], [0.0]])
    >>> gleu(sums, sums, np.array([3.0])), gleu(sums, sums, np.array([6.0])).round(4)
    (array([1.]), array([0.3679]))
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        precisions = np.where(totals > 0, ratio(matched, totals), 1.0)
        orders = np.maximum((totals > 0).sum(axis=0), 1)
        brevity = np.minimum(0.0, 1.0 - length / totals[0])
        found: Floats = np.exp(brevity + np.log(precisions).sum(axis=0) / orders)
    return found


def _matched(output: Counter[str], source: Counter[str], reference: Counter[str]) -> int:
    right = wrong = 0
    for ngram, count in output.items():
        meant = reference.get(ngram)
        if meant is None:
            wrong += min(count, source.get(ngram, 0))
        else:
            right += min(count, meant)
    return max(0, right - wrong)
