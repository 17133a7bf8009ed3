"""How good corrections are, against the texts that should have come out.

Two numbers stand together: how many sentences with typos come out exactly right, and how many right
sentences stay untouched. Every share comes with its n, and is None where n is 0: nothing was
measured. Knows nothing about files, models or time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

from rapidfuzz.distance import Levenshtein

from spellfix.edits import align
from spellfix.kinds import KINDS

Interval = tuple[float, float]
UNKNOWN = "unknown"  # the kind of a case that names none


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence: what was written, what was meant, and what a corrector made of it."""

    input: str
    target: str
    output: str
    kind: str | None = None

    @property
    def outcome(self) -> str:
        """corrected, uncorrected or miscorrected for a typo; kept or overcorrected without one.

        >>> Case("않 돼", "안 돼", "안 되").outcome, Case("안 돼", "안 돼", "안 돼").outcome
        ('miscorrected', 'kept')
        """
        if self.input == self.target:
            return "kept" if self.output == self.target else "overcorrected"
        if self.output == self.target:
            return "corrected"
        return "uncorrected" if self.output == self.input else "miscorrected"


@dataclass(frozen=True, slots=True)
class KindMetrics:
    """The typo cases of one kind; fields as in Metrics."""

    typo_accuracy: float | None
    typo_accuracy_interval: Interval | None
    n_typo: int
    corrected: int
    uncorrected: int
    miscorrected: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """What ``score`` counts; shares lie in 0..1, intervals are 95 % Wilson intervals.

    typo_accuracy: ``corrected`` of ``n_typo``, the cases whose input is not their target.
    correct_text_accuracy: clean cases left untouched, of ``n_clean``.
    spacing_insensitive_typo_accuracy: right but for white space, of the ``n_typo_beyond_spacing``
        typo cases that are wrong in more than white space.
    edit_precision, edit_recall, edit_f05: edits made and edits wanted, from the alignments of the
        input with output and target, equal when span and replacement are; over all cases.
        ``n_edits_right`` of ``n_edits_made``, of ``n_edits_wanted``. F0.5 weighs precision twice as
        much as recall, as in grammatical error correction (Ng et al. 2014, CoNLL-2014 shared task).
    cer_in, cer_out: edit distance of input and of output to the target, per code point of the
        targets (``n_characters``); over all cases. A good corrector lowers it.
    by_kind: the typo cases of each kind that occurs, cases without a kind under "unknown".
    """

    typo_accuracy: float | None
    typo_accuracy_interval: Interval | None
    correct_text_accuracy: float | None
    correct_text_accuracy_interval: Interval | None
    n_typo: int
    n_clean: int
    corrected: int
    uncorrected: int
    miscorrected: int
    overcorrected: int
    spacing_insensitive_typo_accuracy: float | None
    n_typo_beyond_spacing: int
    edit_precision: float | None
    edit_recall: float | None
    edit_f05: float | None
    n_edits_made: int
    n_edits_wanted: int
    n_edits_right: int
    cer_in: float | None
    cer_out: float | None
    n_characters: int
    by_kind: Mapping[str, KindMetrics]

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values, ready for JSON."""
        return asdict(self)


def score(cases: Iterable[Case]) -> Metrics:
    """Count ``cases``, each once.

    Two typos, one of them mended, and one right sentence that was spoilt:

    >>> metrics = score([
    ...     Case("숙재를 했다", "숙제를 했다", "숙제를 했다", kind="spelling"),
    ...     Case("할수 있다", "할 수 있다", "할수 있다", kind="spacing"),
    ...     Case("문을 닫다", "문을 닫다", "문을 닿다"),
    ... ])
    >>> metrics.typo_accuracy, metrics.n_typo, metrics.correct_text_accuracy, metrics.n_clean
    (0.5, 2, 0.0, 1)

    Two edits were made and two wanted; one is both:

    >>> metrics.edit_precision, metrics.edit_recall, metrics.edit_f05
    (0.5, 0.5, 0.5)

    Of 17 code points in the targets 2 were wrong before and 2 are wrong now:

    >>> metrics.n_characters, round(metrics.cer_in, 3), round(metrics.cer_out, 3)
    (17, 0.118, 0.118)
    >>> [(kind, row.typo_accuracy, row.n_typo) for kind, row in metrics.by_kind.items()]
    [('spelling', 1.0, 1), ('spacing', 0.0, 1)]
    """
    count: Counter[str] = Counter()
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        count[case.outcome] += 1
        count.update(_edits(case))
        count.update(_distances(case))
        if case.input != case.target:
            kinds[case.kind or UNKNOWN][case.outcome] += 1
            count.update(_without_spaces(case))
    n_clean = count["kept"] + count["overcorrected"]
    made, wanted, right = count["made"], count["wanted"], count["right"]
    typos = _kind_metrics(count)
    return Metrics(
        typo_accuracy=typos.typo_accuracy,
        typo_accuracy_interval=typos.typo_accuracy_interval,
        correct_text_accuracy=_share(count["kept"], n_clean),
        correct_text_accuracy_interval=wilson(count["kept"], n_clean),
        n_typo=typos.n_typo,
        n_clean=n_clean,
        corrected=typos.corrected,
        uncorrected=typos.uncorrected,
        miscorrected=typos.miscorrected,
        overcorrected=count["overcorrected"],
        spacing_insensitive_typo_accuracy=_share(count["right beyond"], count["beyond"]),
        n_typo_beyond_spacing=count["beyond"],
        edit_precision=_share(right, made),
        edit_recall=_share(right, wanted),
        edit_f05=_share(1.25 * right, made + 0.25 * wanted),
        n_edits_made=made,
        n_edits_wanted=wanted,
        n_edits_right=right,
        cer_in=_share(count["wrong before"], count["characters"]),
        cer_out=_share(count["wrong after"], count["characters"]),
        n_characters=count["characters"],
        by_kind={kind: _kind_metrics(kinds[kind]) for kind in sorted(kinds, key=_place)},
    )


def wilson(successes: int, n: int) -> Interval | None:
    """The 95 % score interval of a share (Wilson 1927); None where n is 0.

    >>> [round(bound, 4) for bound in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    if n == 0:
        return None
    z = 1.959963984540054  # 97.5 % quantile of the normal distribution
    share = successes / n
    centre = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    lowest, highest = (centre - reach) / scale, (centre + reach) / scale
    return max(0.0, min(lowest, share)), min(1.0, max(highest, share))  # free of rounding


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _place(kind: str) -> tuple[int, str]:
    """The order of a table: the kinds of the project, others by name, the unknown."""
    return KINDS.index(kind) if kind in KINDS else len(KINDS) + (kind == UNKNOWN), kind


def _kind_metrics(outcomes: Mapping[str, int]) -> KindMetrics:
    corrected = outcomes.get("corrected", 0)
    uncorrected = outcomes.get("uncorrected", 0)
    miscorrected = outcomes.get("miscorrected", 0)
    n = corrected + uncorrected + miscorrected
    return KindMetrics(
        typo_accuracy=_share(corrected, n),
        typo_accuracy_interval=wilson(corrected, n),
        n_typo=n,
        corrected=corrected,
        uncorrected=uncorrected,
        miscorrected=miscorrected,
    )


def _edits(case: Case) -> dict[str, int]:
    wanted = {(edit.start, edit.end, edit.after) for edit in align(case.input, case.target)}
    made = {(edit.start, edit.end, edit.after) for edit in align(case.input, case.output)}
    return {"made": len(made), "wanted": len(wanted), "right": len(made & wanted)}


def _distances(case: Case) -> dict[str, int]:
    return {
        "wrong before": Levenshtein.distance(case.input, case.target),
        "wrong after": Levenshtein.distance(case.output, case.target),
        "characters": len(case.target),
    }


def _without_spaces(case: Case) -> dict[str, bool]:
    before, after, target = (
        "".join(text.split()) for text in (case.input, case.output, case.target)
    )
    beyond = before != target
    return {"beyond": beyond, "right beyond": beyond and after == target}
