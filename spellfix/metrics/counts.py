"""What is counted of one case: a row of small numbers, whatever the length of its texts.

Everything that is measured is computed from sums of such rows, so cases can be counted as they
come, and drawn again for intervals, without their texts.
"""

from collections import Counter
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from spellfix.edits import align
from spellfix.metrics.case import Case
from spellfix.metrics.confusion import confused
from spellfix.metrics.gleu import matched, profile, totals
from spellfix.metrics.matching import best_match, character_edits, word_edits


class Counts(NamedTuple):
    """A row; each number is of one case, and yes is 1.

    clean, right: a clean case; a case that ended as it should, corrected or kept.
    typo_changed, changed, changed_right: a typo case was changed; any case was, and is right now.
    beyond_spacing, beyond_spacing_right: a typo case is wrong beyond white space against every
    reference; and is right now but for white space. kept_beyond_spacing: a clean case is as it was
    but for white space.
    edits_*, word_edits_*: with the reference that serves the case best.
    wrong_before, wrong_after: edit distance of input and output to the nearest reference.
    characters: code points of the target.
    copied_*: GLEU of the input; output_*: of the output. reference_length: mean over references.
    """

    clean: int
    right: int
    typo_changed: int
    changed: int
    changed_right: int
    beyond_spacing: int
    beyond_spacing_right: int
    kept_beyond_spacing: int
    edits_right: int
    edits_made: int
    edits_wanted: int
    word_edits_right: int
    word_edits_made: int
    word_edits_wanted: int
    wrong_before: int
    wrong_after: int
    characters: int
    reference_length: float
    copied_matched_1: float
    copied_matched_2: float
    copied_matched_3: float
    copied_matched_4: float
    copied_total_1: float
    copied_total_2: float
    copied_total_3: float
    copied_total_4: float
    output_matched_1: float
    output_matched_2: float
    output_matched_3: float
    output_matched_4: float
    output_total_1: float
    output_total_2: float
    output_total_3: float
    output_total_4: float


def counted(case: Case) -> tuple[Counts, Counter[tuple[str, str]]]:
    """The row of ``case``, and the kinds of its edits: (wanted, made), with the best reference.

    >>> row, kinds = counted(Case("숙재를 않했다", "숙제를 안 했다", "숙제를 안했다"))
    >>> row.edits_right, row.edits_made, row.edits_wanted, row.wrong_before, row.wrong_after
    (1, 2, 2, 3, 1)
    >>> kinds
    Counter({('spelling', 'spelling'): 2})
    """
    changed = case.output != case.input
    made = align(case.input, case.output)
    references = [align(case.input, target) for target in case.targets]
    best = best_match(character_edits(made), list(map(character_edits, references)))
    words = best_match(
        word_edits(case.input, made), [word_edits(case.input, wanted) for wanted in references]
    )
    row = Counts(
        case.clean,
        case.outcome in ("corrected", "kept"),
        changed and not case.clean,
        changed,
        changed and case.output in case.targets,
        *_beyond_spacing(case),
        *best[:3],
        *words[:3],
        min(Levenshtein.distance(case.input, target) for target in case.targets),
        min(Levenshtein.distance(case.output, target) for target in case.targets),
        len(case.target),
        sum(map(len, case.targets)) / len(case.targets),
        *_ngrams(case),
    )
    return row, confused(made, references[best.reference])


def _beyond_spacing(case: Case) -> tuple[bool, bool, bool]:
    before, after, *targets = (_solid(text) for text in (case.input, case.output, *case.targets))
    if case.clean:
        return False, False, before == after
    beyond = before not in targets
    return beyond, beyond and after in targets, False


def _solid(text: str) -> str:
    """``text`` without white space."""
    return "".join(text.split())


def _ngrams(case: Case) -> list[float]:
    source = profile(case.input)
    output = source if case.output == case.input else profile(case.output)
    references = [profile(target) for target in case.targets]
    copied = [*matched(source, source, references), *totals(case.input)]
    if output is source:
        return copied + copied
    return [*copied, *matched(output, source, references), *totals(case.output)]
