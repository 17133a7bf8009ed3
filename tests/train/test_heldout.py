"""Held-out text: one kind of error a pair."""

from spellfix.kinds import KINDS
from spellfix.train.heldout import PAIRS_PER_KIND, synthetic_pairs


def test_each_synthetic_pair_has_one_kind_of_error(clean_lines: list[str]) -> None:
    pairs = synthetic_pairs(clean_lines)
    counts = {kind: sum(pair.kind == kind for pair in pairs) for kind in KINDS}
    assert all(20 <= count <= PAIRS_PER_KIND for count in counts.values()), counts
    assert all(pair.input != pair.target for pair in pairs)
    assert synthetic_pairs(clean_lines) == pairs
