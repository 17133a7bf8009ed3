"""Texts that are nearly the same, in groups: what may not be cut apart when some are held out.

MinHash over character trigrams (Broder 1997, "On the resemblance and containment of documents"),
from datasketch; neighbours in the sorted bands are compared, so that a template with thousands of
texts costs no more than so many single ones. Knows nothing about training.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

SHINGLE = 3  # code points
BANDS, ROWS = 16, 5
NEAR = 0.6
"""Estimated Jaccard similarity from which on two texts belong together. At 0.8 bands miss 1 of 500
pairs, at 0.6 one of four."""
SEED = 1


def groups(texts: Sequence[str]) -> list[int]:
    """For each text the number of the first text of its group.

    >>> texts = ["숙제를 내일까지 해 오세요.", "날씨가 좋네요.", "숙제를 내일까지 해 오세요!"]
    >>> groups(texts)
    [0, 1, 0]
    """
    leader = list(range(len(texts)))
    if len(texts) > 1:
        signatures = _signatures(texts)
        for one, other in _near(signatures):
            _join(leader, one, other)
    return [_find(leader, at) for at in range(len(texts))]


def possibly_near(texts: Sequence[str], others: Iterable[str]) -> list[int]:
    """Numbers of those of ``texts`` that can be nearly the same as one of ``others`` at all: half
    of their shingles occur there."""
    known = {shingle for other in others for shingle in _shingles(other)}
    found = (map(known.__contains__, _shingles(text)) for text in texts)
    shares = (list(each) for each in found)
    return [at for at, each in enumerate(shares) if sum(each) >= len(each) / 2]


def _signatures(texts: Sequence[str]) -> NDArray[np.uint64]:
    """uint64 [texts, BANDS * ROWS]; white space and case do not count."""
    from datasketch import MinHash

    shingles = ([part.encode(errors="surrogatepass") for part in _shingles(text)] for text in texts)
    made = MinHash.generator(shingles, num_perm=BANDS * ROWS, seed=SEED)
    return np.array([each.hashvalues for each in made], dtype=np.uint64)


def _shingles(text: str) -> list[str]:
    bare = "".join(text.split()).casefold()
    return [bare[at : at + SHINGLE] for at in range(max(1, len(bare) - SHINGLE + 1))]


def _near(signatures: NDArray[np.uint64]) -> set[tuple[int, int]]:
    """Pairs of neighbours in a band that are alike; enough to connect what is alike."""
    found: set[tuple[int, int]] = set()
    for band in range(BANDS):
        rows = signatures[:, band * ROWS : (band + 1) * ROWS]
        order = np.lexsort(rows.T)
        same = (rows[order[1:]] == rows[order[:-1]]).all(axis=1)
        one, other = order[:-1][same], order[1:][same]
        alike = (signatures[one] == signatures[other]).mean(axis=1) >= NEAR
        found.update(zip(one[alike].tolist(), other[alike].tolist(), strict=True))
    return found


def _find(leader: list[int], at: int) -> int:
    while leader[at] != at:
        leader[at] = leader[leader[at]]
        at = leader[at]
    return at


def _join(leader: list[int], one: int, other: int) -> None:
    one, other = sorted((_find(leader, one), _find(leader, other)))
    leader[other] = one
