"""Texts that are nearly the same, in groups: what may not be cut apart when some are held out.

MinHash bands of their letters and digits (`spellfix.data.signatures`) find what may be alike, and
that is compared piece by piece; neighbours in the sorted bands, so that a template with thousands
of texts costs no more than so many single ones. Knows nothing about training.
"""

from collections.abc import Sequence

import numpy as np

from spellfix.data.laid import Laid
from spellfix.data.letters import Letters
from spellfix.data.ordering import Integers
from spellfix.data.signatures import Bands, band_keys, pieces_of, similarities

NEAR = 0.6
"""Jaccard similarity of their pieces from which on two texts belong together."""
BANDS = Bands.for_similarity(NEAR)


def groups(texts: Sequence[str]) -> list[int]:
    """For each text the number of the first text of its group.

    >>> texts = ["숙제를 내일까지 해 오세요.", "날씨가 좋네요.", "숙제를 내일까지 해 오세요!"]
    >>> groups(texts)
    [0, 1, 0]
    """
    leader = list(range(len(texts)))
    if len(texts) > 1:
        ones, others = _near(Letters.of(Laid.out(texts)))
        for one, other in zip(ones.tolist(), others.tolist(), strict=True):
            _join(leader, one, other)
    return [_find(leader, at) for at in range(len(texts))]


def possibly_near(texts: Sequence[str], others: Sequence[str]) -> list[int]:
    """Numbers of those of ``texts`` that can be nearly the same as one of ``others`` at all: half
    of their pieces occur there."""
    known = set[str]().union(*_pieces(others))
    shares = (len(pieces & known) / len(pieces) for pieces in _pieces(texts))
    return [at for at, share in enumerate(shares) if share >= 1 / 2]


def _pieces(texts: Sequence[str]) -> list[set[str]]:
    letters = Letters.of(Laid.out(texts))
    return [pieces_of(letters.text(at)) for at in range(len(texts))]


def _near(letters: Letters) -> tuple[Integers, Integers]:
    """Pairs of neighbours in a band that are alike; enough to connect what is alike."""
    keys = band_keys(letters, BANDS)
    found = [np.zeros((0, 2), np.int64)]
    for band in range(BANDS.bands):
        # What agrees in the next band too stands side by side.
        order = np.lexsort((keys[:, (band + 1) % BANDS.bands], keys[:, band]))
        same = np.flatnonzero(keys[order[1:], band] == keys[order[:-1], band])
        found.append(np.sort(np.stack([order[same], order[same + 1]], axis=1), axis=1))
    ones, others = np.unique(np.concatenate(found), axis=0).T
    alike = similarities(letters, ones, letters, others) >= NEAR
    return ones[alike], others[alike]


def _find(leader: list[int], at: int) -> int:
    while leader[at] != at:
        leader[at] = leader[leader[at]]
        at = leader[at]
    return at


def _join(leader: list[int], one: int, other: int) -> None:
    one, other = sorted((_find(leader, one), _find(leader, other)))
    leader[other] = one
